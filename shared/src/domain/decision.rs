//! What a turn decided, and why: what is kept of it when it is over.
//!
//! Ids, names of rules and the facts' values that a trace may show. Never a text, a person's name or an address.

use jiff::{Timestamp, Unit};
use serde::Serialize;

use super::trace::{Trace, Verdict};

/// The decision of one turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// When the turn was over, to the millisecond.
    pub at: Timestamp,
    /// The delivery it was made in, as no other is called.
    pub worker: u64,
    /// The version of the configuration it was made by.
    pub configuration: u64,
    /// What the turn came to: the stable name of its outcome, or of what it failed with.
    pub outcome: String,
    /// The stable name of a hand-off's reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The same as a sentence.
    pub what: String,
    /// The rules that were tried, and what followed from them. Those that were not reached are left out: they stand in
    /// the configuration.
    pub trace: Trace,
}

impl Decision {
    /// The decision of a turn that was over at `at`, by a version of the configuration.
    #[must_use]
    pub fn new(
        at: Timestamp,
        worker: u64,
        configuration: u64,
        outcome: &str,
        what: String,
        trace: &Trace,
    ) -> Self {
        let reached = trace.0.iter();
        let reached = reached.filter(|tried| tried.verdict != Verdict::NotReached);
        Self {
            // It is kept so. No time a clock shows is so close to the end of time that it cannot be rounded.
            at: at.round(Unit::Millisecond).unwrap_or(at),
            worker,
            configuration,
            outcome: outcome.to_owned(),
            reason: None,
            what,
            trace: Trace(reached.cloned().collect()),
        }
    }
}
