//! What a conversation is looked at again for, when a time has come.

use serde::{Deserialize, Serialize};

/// Why a conversation is looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The agent spoke last: whether the visitor has come back since.
    Silence,
    /// It was handed over: whether a person has picked it up.
    PickUp {
        /// How many have had it in vain, this one included.
        rung: u8,
    },
}

/// A look at a conversation that is due at a time. A conversation has one at most: the newest deed of the agent decides which.
///
/// A row of the `follow-ups` table stands for it, with a time that is not later: it is set before the record is written. When its
/// time has come the row may be gone, because a turn is on its way. So whoever replaces a reminder may spare the row only where the
/// old one is still to come, and no later than the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reminder {
    /// When, in Unix seconds.
    pub at: i64,
    /// Since when what it is about is so, in Unix seconds.
    pub since: i64,
    /// What for.
    #[serde(rename = "for")]
    pub purpose: Purpose,
}
