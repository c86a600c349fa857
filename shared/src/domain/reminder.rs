//! What a conversation is looked at again for, when a time has come.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::queued::Queued;

/// Why a conversation is looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The agent spoke last: whether the visitor has come back since.
    Silence,
    /// It was handed over: whether a person has picked it up.
    PickUp {
        /// How many have had it in vain, this one included.
        rung: u8,
    },
    /// It waits until people are open. Whether they are is asked when the time has come, and not taken from it: hours change.
    Opening(Queued),
}

/// A look at a conversation that is due at a time. A conversation has one at most: the newest deed of the agent decides which.
///
/// A row of the `follow-ups` table stands for it, with a time that is not later: it is set before the record is written. When its
/// time has come the row may be gone, because a turn is on its way. So whoever replaces a reminder may spare the row only where the
/// old one is still to come, and no later than the new one.
///
/// Written as one short text, because a record is paid by the kilobyte: `1773216062 1773129662 silence`, `… pick_up 2`,
/// `… opening unsure 2t`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reminder {
    /// When, in Unix seconds.
    pub at: i64,
    /// Since when what it is about is so, in Unix seconds.
    pub since: i64,
    /// What for.
    pub purpose: Purpose,
}

impl Reminder {
    /// The time it is due at.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        Timestamp::from_second(self.at).unwrap_or(Timestamp::MAX)
    }

    /// Why it waits until people are open; none where it is looked at for another reason.
    #[must_use]
    pub const fn queued(&self) -> Option<Queued> {
        match self.purpose {
            Purpose::Opening(queued) => Some(queued),
            Purpose::Silence | Purpose::PickUp { .. } => None,
        }
    }

    /// Since when it waits for people to open, in Unix seconds; none where it does not.
    #[must_use]
    pub fn began(&self) -> Option<i64> {
        let queued = self.queued()?;
        Some(self.since.saturating_add(queued.after.into()))
    }

    /// Whether its time has come.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.at <= now.as_second()
    }
}

impl fmt::Display for Reminder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.at, self.since)?;
        match self.purpose {
            Purpose::Silence => f.write_str("silence"),
            Purpose::PickUp { rung } => write!(f, "pick_up {rung}"),
            Purpose::Opening(queued) => write!(f, "opening {queued}"),
        }
    }
}

impl From<Reminder> for String {
    fn from(reminder: Reminder) -> Self {
        reminder.to_string()
    }
}

/// A text that is no reminder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a reminder is two times in seconds, and what for")]
pub struct NoReminder;

impl FromStr for Reminder {
    type Err = NoReminder;

    fn from_str(text: &str) -> Result<Self, NoReminder> {
        let words: Vec<_> = text.split(' ').collect();
        let (at, since, purpose) = match words.as_slice() {
            [at, since, "silence"] => (at, since, Purpose::Silence),
            [at, since, "pick_up", rung] => {
                let rung = rung.parse().map_err(|_| NoReminder)?;
                (at, since, Purpose::PickUp { rung })
            }
            [at, since, "opening", queued @ ..] => {
                let queued = queued.join(" ").parse().map_err(|_| NoReminder)?;
                (at, since, Purpose::Opening(queued))
            }
            _ => return Err(NoReminder),
        };
        let seconds = |text: &str| text.parse().map_err(|_| NoReminder);
        Ok(Self {
            at: seconds(at)?,
            since: seconds(since)?,
            purpose,
        })
    }
}

impl TryFrom<String> for Reminder {
    type Error = NoReminder;

    fn try_from(text: String) -> Result<Self, NoReminder> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_is_written_as_it_is_read() {
        for text in [
            "1773216062 1773129662 silence",
            "1773216062 1773129662 pick_up 2",
            "1773216062 1773129662 opening unsure 9-",
            "1773216062 1773129662 opening intent 0t 5e6f7a8b 87",
        ] {
            let reminder: Reminder = serde_json::from_value(text.into()).unwrap();
            assert_eq!(serde_json::to_value(reminder).unwrap(), text);
        }
        for text in [
            "",
            "1 silence",
            "1 2 noise",
            "1 2 pick_up",
            "1 2 pick_up 300",
            "1 2 opening",
            "a 2 silence",
        ] {
            assert_eq!(text.parse::<Reminder>(), Err(NoReminder), "{text}");
        }
    }
}
