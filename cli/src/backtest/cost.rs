//! What a run cost.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use shared::adapters::intercom::Rested;
use shared::ports::Journal;
use shared::ports::journal::Entry;

/// Calls by what they ask for, and time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cost {
    calls: BTreeMap<String, u64>,
    /// In all, waiting included.
    took: Duration,
    waited: Duration,
    refused: u32,
}

/// Counts the calls of this process.
#[derive(Default)]
pub(crate) struct Calls(Mutex<BTreeMap<String, u64>>);

impl Calls {
    fn counted(&self) -> MutexGuard<'_, BTreeMap<String, u64>> {
        self.0.lock().expect("no holder of this lock panics")
    }

    /// What was spent before, and since.
    pub(crate) fn added_to(&self, before: &Cost, took: Duration, rested: Rested) -> Cost {
        let mut calls = before.calls.clone();
        for (name, count) in &*self.counted() {
            *calls.entry(name.clone()).or_default() += count;
        }
        Cost {
            calls,
            took: before.took + took,
            waited: before.waited + rested.time,
            refused: before.refused + rested.refused,
        }
    }
}

impl Journal for Calls {
    fn enter(&self, entry: Entry) {
        *self.counted().entry(entry.name.to_owned()).or_default() += 1;
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: u64 = self.calls.values().sum();
        let calls = self
            .calls
            .iter()
            .map(|(name, count)| format!("{count} {name}"));
        let calls: Vec<_> = calls.collect();
        write!(
            f,
            "It took {} and {all} calls to Intercom ({}).",
            Seconds(self.took),
            calls.join(", ")
        )?;
        if self.waited.is_zero() {
            return Ok(());
        }
        write!(
            f,
            " Of that it waited for {}, to leave half of the rate limit to others; {} refused all the same.",
            Seconds(self.waited),
            match self.refused {
                0 => "no call was".to_owned(),
                1 => "1 call was".to_owned(),
                refused => format!("{refused} calls were"),
            }
        )
    }
}

struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_secs() {
            seconds @ 0..=119 => write!(f, "{seconds} s"),
            seconds @ 120..=7_199 => write!(f, "{} min", seconds / 60),
            seconds => write!(f, "{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_spent_before_is_part_of_it() {
        let calls = Calls::default();
        for _ in 0..3 {
            calls.enter(Entry::new("intercom", "POST /conversations/search", ""));
        }
        let rested = Rested {
            time: Duration::from_secs(70),
            refused: 1,
        };
        let first = calls.added_to(&Cost::default(), Duration::from_secs(4_000), rested);
        insta::assert_snapshot!(calls.added_to(&Cost::default(), Duration::from_millis(900), Rested::default()), @"It took 0 s and 3 calls to Intercom (3 POST /conversations/search).");
        insta::assert_snapshot!(calls.added_to(&first, Duration::from_secs(4_000), rested), @"It took 2 h 13 min and 6 calls to Intercom (6 POST /conversations/search). Of that it waited for 2 min, to leave half of the rate limit to others; 2 calls were refused all the same.");
    }
}
