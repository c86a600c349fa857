//! What happened and why, for people: one entry a notification, a decision, a call to Intercom.

use std::time::Duration;

use crate::domain::trace::Trace;
use crate::id::{ConversationId, WorkspaceId};

/// One entry. Ids, names of rules and kinds of errors; never a text, a token or an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where.
    pub workspace: Option<WorkspaceId>,
    /// In which conversation.
    pub conversation: Option<ConversationId>,
    /// Which function or mechanism speaks.
    pub source: &'static str,
    /// What happened, in a sentence.
    pub what: String,
    /// A stable name for counting.
    pub name: &'static str,
    /// Whether it went well.
    pub ok: bool,
    /// How long it took.
    pub took: Option<Duration>,
    /// How long its parts took, in their order. A part may come more than once.
    pub phases: Vec<(&'static str, Duration)>,
    /// More, as names and values.
    pub details: Vec<(String, String)>,
    /// The decision's trace.
    pub trace: Trace,
}

impl Entry {
    /// An entry of `source` that says `what` happened.
    #[must_use]
    pub fn new(source: &'static str, name: &'static str, what: impl Into<String>) -> Self {
        Self {
            workspace: None,
            conversation: None,
            source,
            what: what.into(),
            name,
            ok: true,
            took: None,
            phases: Vec::new(),
            details: Vec::new(),
            trace: Trace::default(),
        }
    }

    /// Where it happened.
    #[must_use]
    pub fn at(mut self, workspace: &WorkspaceId, conversation: Option<&ConversationId>) -> Self {
        self.workspace = Some(workspace.clone());
        self.conversation = conversation.cloned();
        self
    }

    /// Adds a detail.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.details.push((name.to_owned(), value.to_string()));
        self
    }

    /// Says that it did not go well.
    #[must_use]
    pub const fn failed(mut self) -> Self {
        self.ok = false;
        self
    }
}

/// Where entries go: a log line on Lambda, the page on one machine.
pub trait Journal: Send + Sync {
    /// Takes an entry. Never fails and never waits: nothing depends on it.
    fn enter(&self, entry: Entry);

    /// Takes the entry a delivery ends with. A journal that writes entry by entry takes it like any other.
    fn conclude(&self, entry: Entry) {
        self.enter(entry);
    }
}
