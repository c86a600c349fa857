//! The hours of a week.

use std::fmt;

use jiff::civil::Date;
use serde::de::{DeserializeSeed, Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::span::Span;
use super::spans::Spans;
use super::weekday::{Days, since_monday};

/// What the hours of each day are, from Monday to Sunday: `{ mon-thu: "09:00-18:00", fri: "09:00-16:00" }`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Week([Spans; 7]);

impl Week {
    /// Whether it has no hours at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Spans::is_empty)
    }

    /// What begins on a date.
    #[must_use]
    pub fn on(&self, date: Date) -> &[Span] {
        self.0[since_monday(date.weekday())].as_slice()
    }
}

impl<'de> Deserialize<'de> for Week {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ByDays)
    }
}

struct ByDays;

impl<'de> Visitor<'de> for ByDays {
    type Value = Week;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("days and their hours, such as `mon-fri: \"09:00-18:00\"`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Week, A::Error> {
        let mut week = Week::default();
        let mut seen = Days::NONE;
        while let Some(days) = entries.next_key_seed(Another(seen))? {
            seen = seen.or(days);
            let spans: Spans = entries.next_value()?;
            for day in days.iter() {
                week.0[day].clone_from(&spans);
            }
        }
        Ok(week)
    }
}

/// Reads days that are not among these.
struct Another(Days);

impl<'de> DeserializeSeed<'de> for Another {
    type Value = Days;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Days, D::Error> {
        let text = String::deserialize(deserializer)?;
        let days = Days::try_from(text).map_err(D::Error::custom)?;
        let twice = self.0.and(days);
        if twice != Days::NONE {
            return Err(D::Error::custom(format_args!(
                "`{twice}` is written twice; write each day once, with a list of spans where it has several"
            )));
        }
        Ok(days)
    }
}

impl Serialize for Week {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut written = Days::NONE;
        for (day, spans) in self.0.iter().enumerate() {
            if written.has(day) || spans.is_empty() {
                continue;
            }
            let alike = (day..7).filter(|other| self.0[*other] == *spans);
            let days = alike.fold(Days::NONE, Days::with);
            written = written.or(days);
            map.serialize_entry(&days.to_string(), spans)?;
        }
        map.end()
    }
}
