//! The simulated Intercom, the feed and the time, kept over a restart.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{fs, io};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::ports::Clock as _;
use simulator::Intercom;

use crate::clock::RunningClock;
use crate::feed::{Feed, Row};

/// What is kept.
#[derive(Serialize, Deserialize)]
pub struct Snapshot {
    /// The simulated Intercom.
    pub intercom: Value,
    /// What happened.
    pub feed: Vec<Row>,
    /// What time it was.
    #[serde(default)]
    pub time: Option<Time>,
}

/// What time it was when a snapshot was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Time {
    /// The time by the clock.
    pub at: Timestamp,
    /// By how many milliseconds the clock was ahead of the machine's.
    pub ahead: i64,
}

/// What a snapshot is made of. Clones are the same.
#[derive(Clone)]
pub struct Kept {
    /// The simulated Intercom.
    pub intercom: Intercom,
    /// What happened.
    pub feed: Feed,
    /// The time.
    pub clock: RunningClock,
}

/// Who writes snapshots, one at a time. Clones are the same one.
#[derive(Clone)]
pub struct Keeper {
    path: PathBuf,
    kept: Kept,
    writing: Arc<Mutex<()>>,
}

/// Why a snapshot cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It was written by another version, or by hand.
    #[error("{} cannot be read ({source}); start with --fresh to begin anew", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
}

impl Snapshot {
    /// Reads a snapshot; none if there is no file yet.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn read(path: &Path) -> Result<Option<Self>, Error> {
        match fs::read(path) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes)
                    .map(Some)
                    .map_err(|source| Error::Unreadable {
                        path: path.to_owned(),
                        source,
                    })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::File {
                path: path.to_owned(),
                source,
            }),
        }
    }
}

impl Keeper {
    /// Keeps what is there in a file.
    #[must_use]
    pub fn new(path: PathBuf, kept: Kept) -> Self {
        Self {
            path,
            kept,
            writing: Arc::default(),
        }
    }

    /// Writes what there is now, whole or not at all.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub fn write(&self) -> Result<(), Error> {
        let _writing = self.writing.lock().expect("no holder of this lock panics");
        let Kept {
            intercom,
            feed,
            clock,
        } = &self.kept;
        let snapshot = Snapshot {
            intercom: intercom.snapshot(),
            feed: feed.rows(),
            time: Some(Time {
                at: clock.now(),
                ahead: i64::try_from(clock.ahead().as_millis()).unwrap_or(i64::MAX),
            }),
        };
        let path = &self.path;
        let bytes = serde_json::to_vec(&snapshot).map_err(|source| Error::Unreadable {
            path: path.clone(),
            source,
        })?;
        let beside = path.with_extension("new");
        let file = |source| Error::File {
            path: path.clone(),
            source,
        };
        fs::write(&beside, bytes).map_err(file)?;
        fs::rename(&beside, path).map_err(file)
    }

    /// The same, where there is nobody to tell that it failed.
    pub fn writes(&self) {
        if let Err(error) = self.write() {
            tracing::error!(%error, "the demo's state could not be saved");
        }
    }

    /// Writes a snapshot soon after each change, until it is dropped.
    pub async fn keep(self) {
        let (mut changes, mut rows) = (self.kept.intercom.changes(), self.kept.feed.changes());
        loop {
            let changed = tokio::select! {
                changed = changes.changed() => changed,
                changed = rows.changed() => changed,
            };
            if changed.is_err() {
                return;
            }
            // A burst of changes is one write.
            tokio::time::sleep(Duration::from_millis(200)).await;
            self.writes();
        }
    }
}
