//! When a part was written, ordered the same way everywhere.

use std::cmp::Ordering;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::id::PartId;

/// A part's place in its conversation.
///
/// Ordered by time in Unix seconds, then part zero (the message the conversation began with) before
/// any other, then by the id's length and text: ids grow, and are compared as text.
///
/// Written as one text, `1773129660#37401180011`, or with `##` for part zero: a record holds many, and is paid by the
/// kilobyte. `#` stands in no id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Unix seconds.
    pub at: i64,
    /// The part.
    pub id: PartId,
    /// Whether this is part zero, whose id comes from another series than the others'.
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

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mark = if self.zero { "##" } else { "#" };
        serializer.collect_str(&format_args!("{}{mark}{}", self.at, self.id))
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let malformed = || de::Error::custom("a stamp is a time in seconds, `#`, and a part's id");
        let (at, id) = text.split_once('#').ok_or_else(malformed)?;
        let at = at.parse().map_err(|_| malformed())?;
        let (id, zero) = id.strip_prefix('#').map_or((id, false), |id| (id, true));
        let id = PartId::try_from(id).map_err(|_| malformed())?;
        Ok(Self { at, id, zero })
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
    fn a_stamp_is_one_text_and_survives_it() {
        let id = || PartId::try_from("37401180011").unwrap();
        let stamps = [
            Stamp::new(1_773_129_660, id()),
            Stamp::zero(1_773_129_660, id()),
        ];
        let text = serde_json::to_string(&stamps).unwrap();
        assert_eq!(
            text,
            r#"["1773129660#37401180011","1773129660##37401180011"]"#
        );
        assert_eq!(serde_json::from_str::<[Stamp; 2]>(&text).unwrap(), stamps);
        for broken in ["\"\"", "\"x#1\"", "\"1#\"", "\"1#a b\"", "1"] {
            assert!(serde_json::from_str::<Stamp>(broken).is_err(), "{broken}");
        }
    }

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
