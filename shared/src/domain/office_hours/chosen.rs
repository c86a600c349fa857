//! Which hours hold: those that are written in that very place, or a schedule's.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::timetable::Hours;

/// Hours of the workspace or a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    /// Written where they hold.
    Here(Hours),
    /// A name of `office_hours.schedules`.
    Schedule(String),
}

impl Chosen {
    /// The hours, if they are written where they hold.
    #[must_use]
    pub const fn here(&self) -> Option<&Hours> {
        match self {
            Self::Here(hours) => Some(hours),
            Self::Schedule(_) => None,
        }
    }

    /// The name of the schedule, if they are one's.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Here(_) => None,
            Self::Schedule(name) => Some(name),
        }
    }
}

impl Serialize for Chosen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Here(hours) => hours.serialize(serializer),
            Self::Schedule(name) => serializer.serialize_str(name),
        }
    }
}

impl<'de> Deserialize<'de> for Chosen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(HereOrNamed)
    }
}

struct HereOrNamed;

impl<'de> Visitor<'de> for HereOrNamed {
    type Value = Chosen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hours with `zone` and `open`, or the name of one of `office_hours.schedules`")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Chosen, E> {
        match name.trim() {
            "" => Err(E::invalid_value(serde::de::Unexpected::Str(name), &self)),
            name => Ok(Chosen::Schedule(name.to_owned())),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Chosen, A::Error> {
        Hours::deserialize(MapAccessDeserializer::new(entries)).map(Chosen::Here)
    }
}
