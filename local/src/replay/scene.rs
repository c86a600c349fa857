//! What came of one notification.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use shared::domain::notification::News;
use shared::ports::journal::Entry;
use shared::ports::queue::Lane;

use super::ledger::{Fate, Written};
use super::recorded::Recorded;

/// What came of one notification.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The file.
    pub file: String,
    /// When it was posted, by the replay's clock.
    pub at: Timestamp,
    /// What the webhook made of it.
    pub reception: Reception,
    /// What the functions did, one delivery after the other.
    pub acts: Vec<Act>,
}

/// What the webhook made of a notification.
#[derive(Debug, Clone)]
pub struct Reception {
    /// The HTTP status it was answered with.
    pub status: u16,
    /// What the webhook says about it.
    pub said: String,
    /// Whether it is one that Intercom may have sent.
    pub is_well: bool,
    /// What is in its topic's queue of it; none if it is in none.
    pub news: Option<News>,
}

/// One delivery to one function.
#[derive(Debug, Clone)]
pub struct Act {
    /// Whose queue the message came from.
    pub lane: Lane,
    /// How it ended, in a sentence.
    pub said: String,
    /// What becomes of the message.
    pub ending: Ending,
    /// What the function entered in its journal.
    pub entries: Vec<Entry>,
    /// What was kept of the conversation before; null for nothing.
    pub before: Value,
    /// And after.
    pub after: Value,
    /// What it wrote at Intercom, or would have.
    pub written: Vec<Written>,
}

/// What becomes of a message after a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It is done.
    Done,
    /// It failed, and is delivered again after this.
    Again(Duration),
    /// It failed, and the replay goes no further.
    Failed,
}

impl Scene {
    /// Whether everything went as it should.
    #[must_use]
    pub fn is_well(&self) -> bool {
        let ended_well = self.acts.iter().all(|act| act.ending != Ending::Failed);
        let sent_well = |written: &Written| matches!(written.fate, Fate::Held | Fate::Sent);
        self.reception.is_well && ended_well && self.written().all(sent_well)
    }

    /// Everything that was, or would have been, written at Intercom.
    pub fn written(&self) -> impl Iterator<Item = &Written> {
        self.acts.iter().flat_map(|act| &act.written)
    }
}

impl Reception {
    pub(super) fn of(status: u16, entries: Vec<Entry>, recorded: &Recorded) -> Self {
        // The webhook says one thing of every request.
        let entry = entries.into_iter().next_back();
        Self {
            status,
            said: entry
                .as_ref()
                .map_or_else(String::new, |entry| entry.what.clone()),
            is_well: entry.is_some_and(|entry| entry.ok),
            // Made once more, and not read from the queue: to look at a message there is to receive it.
            news: recorded.news().ok(),
        }
    }
}
