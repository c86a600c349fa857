//! What happened and why, kept for the page: the journal of one machine.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use serde::{Deserialize, Serialize};
use shared::domain::trace::Trace;
use shared::ports::journal::Entry;
use shared::ports::{Clock, Journal};
use tokio::sync::watch;

/// One row of the page's feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Grows by one with each row.
    pub seq: u64,
    /// Unix seconds.
    pub at: i64,
    /// `webhook`, `decision`, `turn`, `intercom`, `install`, `clock` or `error`.
    pub kind: String,
    /// In which workspace, where that is known.
    #[serde(default)]
    pub workspace: Option<String>,
    /// The conversation it is about.
    pub conversation: Option<String>,
    /// What happened.
    pub title: String,
    /// Whether it went well.
    pub ok: bool,
    /// How long it took, in milliseconds.
    pub ms: Option<u64>,
    /// More, as names and values.
    pub details: Vec<(String, String)>,
    /// Why a decision fell as it did.
    pub trace: Option<Trace>,
}

/// The newest rows. Cheap to clone; all clones are one feed.
#[derive(Clone)]
pub struct Feed {
    clock: Arc<dyn Clock>,
    rows: Arc<Mutex<VecDeque<Row>>>,
    changes: watch::Sender<u64>,
}

impl Feed {
    const MOST: usize = 500;

    /// A feed that begins with `rows`, from before a restart.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, rows: Vec<Row>) -> Self {
        let seq = rows.last().map_or(0, |row| row.seq);
        Self {
            clock,
            rows: Arc::new(Mutex::new(rows.into())),
            changes: watch::Sender::new(seq),
        }
    }

    /// The rows, oldest first.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        self.lock().iter().cloned().collect()
    }

    /// The number of the newest row, whenever there is one.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Row>> {
        self.rows.lock().expect("no holder of this lock panics")
    }
}

impl Journal for Feed {
    fn enter(&self, entry: Entry) {
        let kind = match entry.source {
            "topic" | "grant" | "sweep" | "follow_up" => "decision",
            "dead-letter" => "error",
            "oauth" | "console" | "uninstall" => "install",
            source => source,
        };
        let at = self.clock.now().as_second();
        let seq = {
            let mut rows = self.lock();
            let seq = rows.back().map_or(0, |row| row.seq) + 1;
            rows.push_back(Row {
                seq,
                at,
                kind: kind.to_owned(),
                workspace: entry.workspace.map(|id| id.to_string()),
                conversation: entry.conversation.map(|id| id.to_string()),
                title: match entry.source {
                    "intercom" => format!("{}: {}", entry.name, entry.what),
                    // What an install says is the name of its step.
                    "oauth" => entry.what.replace('_', " "),
                    _ => entry.what,
                },
                ok: entry.ok,
                ms: entry
                    .took
                    .map(|took| u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
                details: entry.details,
                trace: Some(entry.trace).filter(|trace| !trace.0.is_empty()),
            });
            if rows.len() > Self::MOST {
                rows.pop_front();
            }
            seq
        };
        self.changes.send_replace(seq);
    }
}
