//! How a conversation ended in which the agent took part, and how such endings are counted.
//!
//! An ending is not final: whoever comes back a day later may still be handed over. So a record keeps its newest one, and what
//! is counted is what follows from the record. [`Tally::between`] says what changes when a record does, and whoever writes
//! the record writes that with it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::digest::Digest;

/// How it ended, as far as the agent took part in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ending {
    /// The agent answered, and the visitor said that this was it.
    Confirmed,
    /// The agent answered, and the visitor has asked for nothing more since.
    Assumed,
    /// A person or a team got it from the agent, or straight by a rule.
    HandedOff,
    /// A person took it from the agent, without a hand-off.
    TakenOver,
    /// A rule left it to Resolution Bot, today's Fin.
    LeftToBot,
    /// The agent asked something back or offered a person, and the visitor has said nothing since.
    Abandoned,
}

impl Ending {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 6] = [
        Self::Confirmed,
        Self::Assumed,
        Self::HandedOff,
        Self::TakenOver,
        Self::LeftToBot,
        Self::Abandoned,
    ];

    /// A stable name, for counters, attributes and logs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "resolved_confirmed",
            Self::Assumed => "resolved_assumed",
            Self::HandedOff => "handed_off",
            Self::TakenOver => "taken_over",
            Self::LeftToBot => "left_to_bot",
            Self::Abandoned => "abandoned",
        }
    }

    /// The ending of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.name() == name)
    }
}

/// An ending as a record keeps it: which, the day, the stable name of a hand-off's reason, and the rule. Written as one short
/// text, because a record is paid by the kilobyte: `resolved_assumed 2026-11-23`, `handed_off 2026-11-23 unsure f4fa3853eed44115`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ended {
    /// How.
    pub ending: Ending,
    /// On which day, in UTC.
    pub day: Date,
    /// Why it was handed off.
    pub why: Option<String>,
    /// The rule that had routed it, by the digest of its name; none where it was given to the agent. Whoever routes it
    /// later has no part in how it ended before.
    pub rule: Option<Digest>,
}

impl Ended {
    /// An ending of the day of `now`, of a conversation that this rule routed.
    #[must_use]
    pub fn new(ending: Ending, rule: Option<Digest>, now: Timestamp) -> Self {
        Self {
            ending,
            day: day_of(now),
            why: None,
            rule,
        }
    }
}

/// The day a moment is counted on: UTC's.
#[must_use]
pub fn day_of(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.ending.name(), self.day)?;
        if let Some(why) = &self.why {
            write!(f, " {why}")?;
        }
        match &self.rule {
            Some(rule) => write!(f, " {rule}"),
            None => Ok(()),
        }
    }
}

impl From<Ended> for String {
    fn from(ended: Ended) -> Self {
        ended.to_string()
    }
}

/// A text that is no ending.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an ending is its name, a day, and perhaps a reason and a rule")]
pub struct NoEnding;

impl FromStr for Ended {
    type Err = NoEnding;

    fn from_str(text: &str) -> Result<Self, NoEnding> {
        let mut words = text.split(' ');
        let ending = words.next().and_then(Ending::named).ok_or(NoEnding)?;
        let day = words.next().and_then(|day| day.parse().ok());
        let mut rest: Vec<_> = words.collect();
        // No reason's name is a digest.
        let rule = rest.last().and_then(|rule| rule.parse().ok());
        if rule.is_some() {
            rest.pop();
        }
        let why = match rest.as_slice() {
            [] => None,
            [why] => Some((*why).to_owned()),
            _ => return Err(NoEnding),
        };
        Ok(Self {
            ending,
            day: day.ok_or(NoEnding)?,
            why,
            rule,
        })
    }
}

impl TryFrom<String> for Ended {
    type Error = NoEnding;

    fn try_from(text: String) -> Result<Self, NoEnding> {
        text.parse()
    }
}

/// What the visitor gave the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rating {
    /// When, in Unix seconds. The newest counts.
    pub at: i64,
    /// From 1, the worst, to 5.
    pub score: u8,
}

/// What one conversation counts as.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Counted {
    /// How it ended.
    pub ended: Ended,
    /// What the visitor gave it, from 1 to 5.
    pub score: Option<u8>,
}

/// A row of counters: a day of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counter {
    /// The day, in UTC.
    pub day: Date,
    /// The rule, by the digest of its name.
    pub rule: Option<Digest>,
}

/// What changes in the counters with a write of a record. Empty for nearly every write.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(Vec<(Counter, BTreeMap<String, i64>)>);

impl Tally {
    /// The counter of ratings.
    pub const RATINGS: &str = "ratings";
    /// The counter that sums them up.
    pub const SCORES: &str = "scores";

    /// What changes when a conversation that counted as `before` counts as `after`.
    #[must_use]
    pub fn between(before: Option<&Counted>, after: Option<&Counted>) -> Self {
        let mut tally = Self::default();
        if before == after {
            return tally;
        }
        for (counted, by) in [(before, -1), (after, 1)] {
            if let Some(counted) = counted {
                tally.add(counted, by);
            }
        }
        for (_, counts) in &mut tally.0 {
            counts.retain(|_, by| *by != 0);
        }
        tally.0.retain(|(_, counts)| !counts.is_empty());
        tally
    }

    /// Whether nothing changes.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each row that changes, once, with what is added to its counters.
    pub fn rows(&self) -> impl Iterator<Item = (&Counter, &BTreeMap<String, i64>)> {
        self.0.iter().map(|(counter, counts)| (counter, counts))
    }

    fn add(&mut self, counted: &Counted, by: i64) {
        let counter = Counter {
            day: counted.ended.day,
            rule: counted.ended.rule,
        };
        let place = match self.0.iter().position(|(known, _)| *known == counter) {
            Some(place) => place,
            None => {
                self.0.push((counter, BTreeMap::new()));
                self.0.len() - 1
            }
        };
        let counts = &mut self.0[place].1;
        let mut count = |name: String, by: i64| *counts.entry(name).or_default() += by;
        let ending = counted.ended.ending.name();
        count(ending.to_owned(), by);
        if let Some(why) = &counted.ended.why {
            count(format!("{ending}#{why}"), by);
        }
        if let Some(score) = counted.score {
            count(format!("{}#{ending}", Self::RATINGS), by);
            count(format!("{}#{ending}", Self::SCORES), by * i64::from(score));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(ended: &str, score: Option<u8>) -> Counted {
        let ended = ended.parse::<Ended>().unwrap();
        let rule = Some(Digest::of(["Everything else"]));
        Counted {
            ended: Ended { rule, ..ended },
            score,
        }
    }

    #[test]
    fn an_ending_is_written_as_it_is_read() {
        for text in [
            "resolved_assumed 2026-11-23",
            "handed_off 2026-11-23 asked_for_person",
            "handed_off 2026-11-23 unsure f4fa3853eed44115",
            "taken_over 2026-11-23 f4fa3853eed44115",
        ] {
            let ended: Ended = serde_json::from_value(text.into()).unwrap();
            assert_eq!(serde_json::to_value(ended).unwrap(), text);
        }
        for text in [
            "",
            "solved 2026-11-23",
            "handed_off",
            "handed_off today",
            "handed_off 2026-11-23 a b",
        ] {
            assert_eq!(text.parse::<Ended>(), Err(NoEnding), "{text}");
        }
    }

    #[test]
    fn what_counts_as_something_else_later_is_taken_back_where_it_was_counted() {
        let resolved = counted("resolved_assumed 2026-11-22", Some(4));
        let handed_off = counted("handed_off 2026-11-23 unsure", Some(4));
        insta::assert_debug_snapshot!(Tally::between(Some(&resolved), Some(&handed_off)));
    }

    #[test]
    fn a_rating_that_comes_later_changes_its_own_counters_alone() {
        let before = counted("resolved_confirmed 2026-11-23", None);
        let after = counted("resolved_confirmed 2026-11-23", Some(5));
        insta::assert_debug_snapshot!(Tally::between(Some(&before), Some(&after)));
    }

    #[test]
    fn what_counts_the_same_changes_nothing() {
        let same = counted("taken_over 2026-11-23", None);
        assert!(Tally::between(Some(&same), Some(&same)).is_empty());
        assert!(Tally::between(None, None).is_empty());
    }
}
