//! What was counted, summed up: how many conversations ended how, which share of them the agent handled, how it was rated.

use std::collections::BTreeMap;
use std::iter::Sum;

use super::ending::{Ending, Tally};

/// The share that is to be handled over all, in percent: from, to.
pub const TARGET: (u64, u64) = (60, 70);

/// Counters of one conversation or of many. What was taken back where it was never counted is below nothing, and counts as
/// nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures(BTreeMap<String, i64>);

/// A part of a whole that is not nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    part: u64,
    whole: u64,
}

/// What visitors gave, from 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratings {
    /// How many; one at least.
    pub count: u64,
    sum: u64,
}

impl Figures {
    /// The endings of conversations in which the agent took part.
    pub const INVOLVED: [Ending; 5] = [
        Ending::Confirmed,
        Ending::Assumed,
        Ending::HandedOff,
        Ending::TakenOver,
        Ending::Abandoned,
    ];
    /// Those in which nobody else was needed.
    pub const RESOLVED: [Ending; 2] = [Ending::Confirmed, Ending::Assumed];

    /// Adds counters, by the names [`Tally`] counts under.
    pub fn add(&mut self, counts: &BTreeMap<String, i64>) {
        for (name, count) in counts {
            let sum = self.0.entry(name.clone()).or_default();
            *sum = sum.saturating_add(*count);
        }
    }

    /// Whether nothing ended.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ended(&Ending::ALL) == 0
    }

    /// How many ended so.
    #[must_use]
    pub fn count(&self, ending: Ending) -> u64 {
        self.counter(ending.name())
    }

    /// How many the agent took part in: whatever ended, but for what was left to the bot.
    #[must_use]
    pub fn involved(&self) -> u64 {
        self.ended(&Self::INVOLVED)
    }

    /// How many of them it resolved.
    #[must_use]
    pub fn resolved(&self) -> u64 {
        self.ended(&Self::RESOLVED)
    }

    /// Which share of those it took part in it handled alone; none where there are none.
    #[must_use]
    pub fn handled(&self) -> Option<Share> {
        let (part, whole) = (self.resolved(), self.involved());
        (whole > 0).then_some(Share { part, whole })
    }

    /// Why conversations were handed off, by the names of reasons, the most frequent first.
    #[must_use]
    pub fn reasons(&self) -> Vec<(&str, u64)> {
        let begin = format!("{}#", Ending::HandedOff.name());
        let reasons = self.0.keys().filter_map(|name| {
            let reason = name.strip_prefix(&begin)?;
            Some((reason, self.counter(name))).filter(|(_, count)| *count > 0)
        });
        let mut reasons: Vec<_> = reasons.collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        reasons
    }

    /// How those were rated that it took part in; none where nobody rated.
    #[must_use]
    pub fn ratings(&self) -> Option<Ratings> {
        let sum = |of: &str| {
            let counters = Self::INVOLVED.map(|ending| format!("{of}#{}", ending.name()));
            counters.iter().map(|name| self.counter(name)).sum()
        };
        let (count, sum) = (sum(Tally::RATINGS), sum(Tally::SCORES));
        (count > 0).then_some(Ratings { count, sum })
    }

    fn ended(&self, endings: &[Ending]) -> u64 {
        endings.iter().map(|ending| self.count(*ending)).sum()
    }

    fn counter(&self, name: &str) -> u64 {
        let count = self.0.get(name).copied().unwrap_or_default();
        u64::try_from(count).unwrap_or_default()
    }
}

impl<'c> Sum<&'c BTreeMap<String, i64>> for Figures {
    fn sum<I: Iterator<Item = &'c BTreeMap<String, i64>>>(rows: I) -> Self {
        let mut figures = Self::default();
        rows.for_each(|counts| figures.add(counts));
        figures
    }
}

impl Share {
    /// In parts of `of`, rounded: of 100 it is a percentage.
    #[must_use]
    pub fn of(self, of: u64) -> u64 {
        rounded(self.part, of, self.whole)
    }
}

impl Ratings {
    /// Their average, in tenths, rounded.
    #[must_use]
    pub fn tenths(self) -> u64 {
        rounded(self.sum, 10, self.count)
    }
}

/// `part * times / whole`.
fn rounded(part: u64, times: u64, whole: u64) -> u64 {
    let (part, times, whole) = (u128::from(part), u128::from(times), u128::from(whole));
    let rounded = (part * times * 2 + whole) / (whole * 2);
    u64::try_from(rounded).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::digest::Digest;
    use crate::domain::ending::{Counted, Ended};

    fn figures(counts: &[(&str, i64)]) -> Figures {
        let counts = counts
            .iter()
            .map(|(name, count)| (name.to_string(), *count));
        [&counts.collect()].into_iter().sum()
    }

    #[test]
    fn what_was_counted_is_summed_up() {
        let figures = figures(&[
            ("resolved_confirmed", 2),
            ("resolved_assumed", 5),
            ("handed_off", 3),
            ("handed_off#unsure", 1),
            ("handed_off#asked_for_person", 2),
            ("taken_over", 1),
            ("left_to_bot", 40),
            ("ratings#resolved_confirmed", 2),
            ("scores#resolved_confirmed", 9),
            ("ratings#left_to_bot", 1),
            ("scores#left_to_bot", 1),
        ]);
        assert_eq!((figures.involved(), figures.resolved()), (11, 7));
        assert_eq!(figures.handled().map(|share| share.of(100)), Some(64));
        assert_eq!(figures.reasons(), [("asked_for_person", 2), ("unsure", 1)]);
        let ratings = figures.ratings().unwrap();
        assert_eq!((ratings.count, ratings.tenths()), (2, 45));
    }

    #[test]
    fn where_nothing_is_counted_there_is_no_share_and_no_rating() {
        for figures in [
            Figures::default(),
            figures(&[("left_to_bot", 3)]),
            figures(&[("resolved_assumed", -2), ("ratings#resolved_assumed", -1)]),
        ] {
            assert_eq!(figures.handled(), None);
            assert_eq!(figures.ratings(), None);
            assert_eq!(figures.reasons(), []);
        }
    }

    /// What a conversation counts as, or nothing.
    fn counted() -> impl Strategy<Value = Option<Counted>> {
        let ended = (0..Ending::ALL.len(), 1..4_i8, any::<bool>());
        let counted = (ended, 0..3_u8, prop::option::of(1..=5_u8));
        prop::option::of(counted.prop_map(|((ending, day, why), rule, score)| {
            let ending = Ending::ALL[ending];
            let why = (ending == Ending::HandedOff && why).then(|| "unsure".to_owned());
            let day = jiff::civil::date(2026, 11, day);
            Counted {
                ended: Ended {
                    ending,
                    day,
                    why,
                    rule: (rule > 0).then(|| Digest::of([rule.to_string().as_str()])),
                },
                score,
            }
        }))
    }

    proptest! {
        #[test]
        fn whatever_conversations_went_through_each_counts_once_as_it_ended_last(
            conversations in prop::collection::vec(prop::collection::vec(counted(), 1..5), 0..12),
        ) {
            let mut rows: Vec<_> = Vec::new();
            for course in &conversations {
                let mut before = None;
                for after in course {
                    let tally = Tally::between(before, after.as_ref());
                    rows.extend(tally.rows().map(|(counter, counts)| (counter.rule, counts.clone())));
                    before = after.as_ref();
                }
            }
            let ends: Vec<_> = conversations.iter().filter_map(|course| course.last()?.as_ref()).collect();
            let all: Figures = rows.iter().map(|(_, counts)| counts).sum();
            let so = |ending| ends.iter().filter(|end| end.ended.ending == ending).count() as u64;
            for ending in Ending::ALL {
                prop_assert_eq!(all.count(ending), so(ending));
            }
            prop_assert_eq!(all.involved() + all.count(Ending::LeftToBot), ends.len() as u64);
            let unsure = ends.iter().filter(|end| end.ended.why.is_some()).count() as u64;
            prop_assert_eq!(all.reasons().iter().map(|(_, count)| count).sum::<u64>(), unsure);
            let scores: Vec<_> = ends
                .iter()
                .filter(|end| end.ended.ending != Ending::LeftToBot)
                .filter_map(|end| end.score)
                .collect();
            prop_assert_eq!(all.ratings().map_or(0, |ratings| ratings.count), scores.len() as u64);
            if let Some(ratings) = all.ratings() {
                prop_assert!((10..=50).contains(&ratings.tenths()));
            }
            // And the rules together are all.
            let mut rules: Vec<_> = rows.iter().map(|(rule, _)| *rule).collect();
            rules.sort_by_key(|rule| rule.map(|rule| rule.number()));
            rules.dedup();
            let of = |rule| -> Figures {
                rows.iter().filter(|(of, _)| *of == rule).map(|(_, counts)| counts).sum()
            };
            prop_assert_eq!(rules.iter().map(|rule| of(*rule).involved()).sum::<u64>(), all.involved());
            prop_assert_eq!(rules.iter().map(|rule| of(*rule).resolved()).sum::<u64>(), all.resolved());
        }

        #[test]
        fn whatever_stands_in_counters_a_share_is_between_nothing_and_all(
            counts in prop::collection::btree_map(
                prop::sample::select(vec![
                    "resolved_confirmed", "resolved_assumed", "handed_off", "handed_off#unsure", "taken_over",
                    "left_to_bot", "abandoned", "ratings#taken_over", "scores#taken_over", "of a newer version",
                ]),
                i32::MIN..,
                0..10,
            ),
        ) {
            let counts: Vec<_> = counts.into_iter().map(|(name, count)| (name, count.into())).collect();
            let figures = figures(&counts);
            match figures.handled() {
                None => prop_assert_eq!(figures.involved(), 0),
                Some(share) => prop_assert!(share.of(100) <= 100),
            }
            let parts = [Ending::HandedOff, Ending::TakenOver, Ending::Abandoned];
            let others: u64 = parts.map(|ending| figures.count(ending)).iter().sum();
            prop_assert_eq!(figures.resolved() + others, figures.involved());
        }
    }
}
