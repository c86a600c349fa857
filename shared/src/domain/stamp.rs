//! When a part was written, ordered the same way everywhere.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::id::PartId;

/// A part's place in its conversation.
///
/// Ordered by time in Unix seconds, then part zero (the message the conversation began with) before
/// any other, then by the id's length and text: ids grow, and are compared as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// Unix seconds.
    pub at: i64,
    /// The part.
    pub id: PartId,
    /// Whether this is part zero, whose id comes from another series than the others'.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub zero: bool,
}

impl Stamp {
    /// The stamp of a conversation part.
    #[must_use]
    pub const fn new(at: i64, id: PartId) -> Self {
        Self {
            at,
            id,
            zero: false,
        }
    }

    /// The stamp of the message a conversation began with.
    #[must_use]
    pub const fn zero(at: i64, id: PartId) -> Self {
        Self { at, id, zero: true }
    }
}

impl Ord for Stamp {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |stamp: &Self| (stamp.at, !stamp.zero, stamp.id.as_str().len());
        key(self)
            .cmp(&key(other))
            .then_with(|| self.id.as_str().cmp(other.id.as_str()))
    }
}

impl PartialOrd for Stamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_order_by_time_then_part_zero_then_length_then_text() {
        let id = |text: &str| PartId::try_from(text).unwrap();
        let ordered = [
            Stamp::new(9, id("9999")),
            Stamp::zero(10, id("3381828792")),
            Stamp::new(10, id("999")),
            Stamp::new(10, id("1000")),
            Stamp::new(10, id("1001")),
            Stamp::new(11, id("1")),
        ];
        assert!(ordered.is_sorted());
    }
}
