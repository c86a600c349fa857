//! Dates on which other hours hold than those of the week.

use std::fmt;

use jiff::civil::Date;
use serde::de::{DeserializeSeed, Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::dates::Dates;
use super::span::Span;
use super::spans::Spans;

/// Other hours by their dates: `{ 2026-12-24: "09:00-12:00", "yearly 12-31": ["09:00-12:00", "13:00-15:00"] }`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Special(Vec<(Dates, Spans)>);

impl Special {
    /// Whether no date has hours of its own.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The dates, in the order of the file.
    pub fn dates(&self) -> impl Iterator<Item = Dates> {
        self.0.iter().map(|(dates, _)| *dates)
    }

    /// What says when it is open on a date, and the hours that begin on it.
    #[must_use]
    pub fn on(&self, date: Date) -> Option<(Dates, &[Span])> {
        let those = self.0.iter().filter(|(dates, _)| dates.is(date));
        let (dates, spans) = those.max_by_key(|(dates, _)| dates.rank())?;
        Some((*dates, spans.as_slice()))
    }
}

impl<'de> Deserialize<'de> for Special {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ByDates)
    }
}

impl Serialize for Special {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.0.iter();
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (dates, spans) in entries {
            map.serialize_entry(&dates.to_string(), spans)?;
        }
        map.end()
    }
}

struct ByDates;

impl<'de> Visitor<'de> for ByDates {
    type Value = Special;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("dates and their hours, such as `2026-12-24: \"09:00-12:00\"`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Special, A::Error> {
        let mut special = Special::default();
        while let Some(dates) = entries.next_key_seed(Another(&special))? {
            let Given(spans) = entries.next_value()?;
            special.0.push((dates, spans));
        }
        Ok(special)
    }
}

/// Reads dates that have no hours yet.
struct Another<'s>(&'s Special);

impl<'de> DeserializeSeed<'de> for Another<'_> {
    type Value = Dates;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Dates, D::Error> {
        let dates = Dates::deserialize(deserializer)?;
        match self.0.dates().find(|other| dates.contradicts(*other)) {
            None => Ok(dates),
            Some(other) if other == dates => Err(D::Error::custom(format_args!(
                "`{dates}` is written twice; write it once, with a list of spans where it has several"
            ))),
            Some(other) => Err(D::Error::custom(format_args!(
                "`{dates}` and `{other}` have dates in common; give each date its hours once"
            ))),
        }
    }
}

/// Spans of which there is one.
struct Given(Spans);

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spans = Spans::deserialize(deserializer)?;
        if spans.is_empty() {
            let said = "there are no hours here; write a date on which nobody comes under `closed`";
            return Err(D::Error::custom(said));
        }
        Ok(Self(spans))
    }
}
