//! The share of conversations a rule applies to.

use serde::{Deserialize, Serialize};

use crate::domain::digest::Digest;
use crate::id::ConversationId;

/// A share, from 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Percent(u8);

/// More than all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a percentage from 0 to 100, found {0}")]
pub struct NoShare(u64);

impl TryFrom<u64> for Percent {
    type Error = NoShare;

    fn try_from(number: u64) -> Result<Self, NoShare> {
        match u8::try_from(number) {
            Ok(percent @ 0..=100) => Ok(Self(percent)),
            _ => Err(NoShare(number)),
        }
    }
}

impl From<Percent> for u64 {
    fn from(percent: Percent) -> Self {
        percent.0.into()
    }
}

impl Percent {
    /// From 0 to 100.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// One of a hundred buckets. A conversation keeps its bucket of a rule for good, so that raising a share only adds
/// conversations. Each rule throws the dice anew: two rules of 50 % after each other take three quarters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bucket(u8);

impl Bucket {
    /// A conversation's bucket of a rule.
    #[must_use]
    pub fn of(rule: &str, conversation: &ConversationId) -> Self {
        let digest = Digest::of(["rollout", rule, conversation.as_str()]).number();
        Self(u8::try_from(digest % 100).expect("below a hundred"))
    }

    /// Whether a share takes it in.
    #[must_use]
    pub const fn is_in(self, share: Percent) -> bool {
        self.0 < share.0
    }

    /// From 0 to 99.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bucket(rule: &str, conversation: u32) -> Bucket {
        Bucket::of(rule, &conversation.to_string().parse().unwrap())
    }

    #[test]
    fn a_share_takes_about_its_part_of_many() {
        let share = Percent::try_from(20).unwrap();
        let taken = (1..=10_000).filter(|&id| bucket("Shop", id).is_in(share));
        assert_eq!(taken.count(), 2_011);
    }

    #[test]
    fn a_second_rule_takes_its_part_of_the_rest() {
        let half = Percent::try_from(50).unwrap();
        let left = (1..=10_000).filter(|&id| !bucket("First", id).is_in(half));
        let taken = left.filter(|&id| bucket("Second", id).is_in(half));
        assert_eq!(taken.count(), 2_445);
    }

    #[test]
    fn more_than_all_is_refused() {
        let error = serde_json::from_str::<Percent>("120").unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected a percentage from 0 to 100, found 120"
        );
    }

    proptest! {
        #[test]
        fn raising_a_share_only_adds(id in 1_u32.., low in 0_u64..=100, high in 0_u64..=100) {
            let (low, high) = (low.min(high), low.max(high));
            let bucket = bucket("Shop", id);
            let is_in = |share| bucket.is_in(Percent::try_from(share).unwrap());
            prop_assert!(!is_in(low) || is_in(high));
            prop_assert!(!is_in(0) && is_in(100));
        }
    }
}
