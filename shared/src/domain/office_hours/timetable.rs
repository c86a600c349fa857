//! Hours as the configuration writes them, and where they come from.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Minutes};
use super::closed::Closed;
use super::week::Week;
use super::zone::Zone;

/// A team's hours, or a schedule of Intercom's that has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Hours {
    /// As they are written here.
    Own(Timetable),
    /// A schedule's, by its name in Intercom.
    From(String),
}

/// The hours of a week, and the dates they do not hold on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timetable {
    /// Where its times are.
    pub zone: Zone,
    /// The week.
    pub open: Week,
    /// When nobody comes.
    pub closed: Vec<Closed>,
}

/// One of the two, as it stands in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<Zone>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    open: Option<Week>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    closed: Vec<Closed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<String>,
}

/// Hours that are neither of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoHours {
    #[error("`from` stands alone: the schedule in Intercom says zone, hours and closed dates")]
    Both,
    #[error("`zone` is missing: write where the hours are, such as `zone: Europe/Berlin`")]
    NoZone,
    #[error("`open` is missing: write the hours, such as `open: {{ mon-fri: \"09:00-18:00\" }}`")]
    NoOpen,
    #[error(
        "expected `zone` and `open`, or `from` with the name of a schedule of office hours in Intercom"
    )]
    Nothing,
}

impl TryFrom<Written> for Hours {
    type Error = NoHours;

    fn try_from(written: Written) -> Result<Self, NoHours> {
        match written {
            Written {
                zone: None,
                open: None,
                closed,
                from: Some(name),
            } if closed.is_empty() => match name.trim() {
                "" => Err(NoHours::Nothing),
                name => Ok(Self::From(name.to_owned())),
            },
            Written { from: Some(_), .. } => Err(NoHours::Both),
            Written {
                zone: Some(zone),
                open: Some(open),
                closed,
                from: None,
            } => Ok(Self::Own(Timetable { zone, open, closed })),
            Written { open: Some(_), .. } => Err(NoHours::NoZone),
            Written { zone: Some(_), .. } => Err(NoHours::NoOpen),
            Written { .. } => Err(NoHours::Nothing),
        }
    }
}

impl From<Hours> for Written {
    fn from(hours: Hours) -> Self {
        match hours {
            Hours::Own(Timetable { zone, open, closed }) => Self {
                zone: Some(zone),
                open: Some(open),
                closed,
                from: None,
            },
            Hours::From(name) => Self {
                zone: None,
                open: None,
                closed: Vec::new(),
                from: Some(name),
            },
        }
    }
}

impl Calendar for Timetable {
    fn zone(&self) -> &TimeZone {
        self.zone.rules()
    }

    /// A span belongs to the day it begins on: a closed date takes away what begins on it, to its end, and lets what began
    /// the evening before go on to its own.
    fn begins_on(&self, date: Date) -> Vec<Minutes> {
        if self.closed.iter().any(|closed| closed.is(date)) {
            return Vec::new();
        }
        let spans = self.open.on(date).iter();
        spans.map(|span| span.minutes()).collect()
    }
}
