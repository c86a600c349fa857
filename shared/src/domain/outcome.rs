//! What a delivery came to. It is the log line, the metric and what tests assert.

use std::fmt;

use crate::domain::ending::Ending;
use crate::domain::hand_off::Reason;

/// How a delivery ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A topic function noted what happened, and whether it asked for a turn.
    Noted {
        /// Whether a turn was requested.
        turn: bool,
    },
    /// The agent answered the visitor.
    Replied,
    /// The agent's answer was left as a note for the team.
    Drafted,
    /// The agent thought, and nothing of it was posted: its rule only lets it look on.
    Observed,
    /// A person or team has the conversation now.
    HandedOff {
        /// Who, by name.
        to: String,
        /// Why.
        reason: Reason,
    },
    /// People are needed, who are closed: it waits until they are back.
    Queued {
        /// For whom, by name.
        to: String,
        /// Why.
        reason: Reason,
    },
    /// Its time has come, and it counts as ended.
    Ended(Ending),
    /// What a teammate commanded was confirmed with a note, and nothing else was to be done.
    Confirmed,
    /// A rule says that this is not the agent's.
    LeftAlone {
        /// The rule's name.
        rule: String,
    },
    /// Somebody else has it; what the agent had in mind was dropped.
    NotOurs,
    /// Everything was covered already.
    NothingToCover,
    /// The conversation no longer exists.
    Gone,
    /// It waits for Intercom's rate limit, as a message of its own that was received never before.
    Postponed,
    /// What was due in all workspaces was done.
    Swept {
        /// What, and how often.
        done: Vec<(&'static str, u32)>,
    },
    /// Conversations whose time had come were looked at, in all workspaces.
    Flushed {
        /// What came of them, and how often.
        done: Vec<(&'static str, u32)>,
        /// For how long the oldest of them was due, in seconds.
        late: u64,
    },
}

impl Outcome {
    /// A stable name, for logs and metrics.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Noted { turn: true } => "turn_requested",
            Self::Noted { turn: false } => "noted",
            Self::Replied => "replied",
            Self::Drafted => "drafted",
            Self::Observed => "observed",
            Self::HandedOff { .. } => "handed_off",
            Self::Queued { .. } => "queued",
            Self::Ended(_) => "ended",
            Self::Confirmed => "confirmed",
            Self::LeftAlone { .. } => "left_alone",
            Self::NotOurs => "not_ours",
            Self::NothingToCover => "nothing_to_cover",
            Self::Gone => "gone",
            Self::Postponed => "postponed",
            Self::Swept { .. } => "swept",
            Self::Flushed { .. } => "flushed",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Noted { turn: true } => f.write_str("noted; a turn is due"),
            Self::Noted { turn: false } => f.write_str("noted; nothing to do"),
            Self::Replied => f.write_str("the agent answered"),
            Self::Drafted => f.write_str("the agent's answer was left as a note"),
            Self::Observed => f.write_str("the agent only looked on"),
            Self::HandedOff { to, reason } => write!(f, "handed off to {to}: {reason}"),
            Self::Queued { to, reason } => write!(f, "waits until {to} opens: {reason}"),
            Self::Ended(ending) => write!(f, "it counts as {} now", ending.name()),
            Self::Confirmed => f.write_str("what a teammate commanded was confirmed with a note"),
            Self::LeftAlone { rule } => write!(f, "left alone by the rule “{rule}”"),
            Self::NotOurs => f.write_str("somebody else has it; the agent stays silent"),
            Self::NothingToCover => f.write_str("everything was covered already"),
            Self::Gone => f.write_str("the conversation no longer exists"),
            Self::Postponed => f.write_str("it waits for Intercom's rate limit as a new message"),
            Self::Swept { done } => {
                f.write_str("what was due was done")?;
                counted(f, done)
            }
            Self::Flushed { done, .. } => {
                f.write_str("conversations whose time has come were looked at")?;
                counted(f, done)
            }
        }
    }
}

fn counted(f: &mut fmt::Formatter<'_>, done: &[(&str, u32)]) -> fmt::Result {
    for (nth, (what, count)) in done.iter().enumerate() {
        let sign = if nth == 0 { ':' } else { ',' };
        write!(f, "{sign} {count} {what}")?;
    }
    Ok(())
}
