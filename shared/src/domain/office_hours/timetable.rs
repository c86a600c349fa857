//! Hours as the configuration writes them, and where they come from.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Minutes};
use super::dates::Dates;
use super::holidays::{Holidays, Region};
use super::span::Span;
use super::special::Special;
use super::week::Week;
use super::zone::Zone;

/// A team's hours, or a schedule of Intercom's that has them.
#[expect(clippy::large_enum_variant, reason = "a configuration has few of them")]
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
    pub closed: Vec<Dates>,
    /// When other hours hold.
    pub special: Special,
    /// Whose public holidays nobody comes on.
    pub holidays: Holidays,
}

/// What says when it is open on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On<'t> {
    /// An entry of `closed`.
    Closed(Dates),
    /// An entry of `special`, and the hours that begin on the date.
    Special(Dates, &'t [Span]),
    /// A holiday: whose, and its name.
    Holiday(Region, &'static str),
    /// The week, and the hours that begin on the date.
    Week(&'t [Span]),
}

impl<'t> On<'t> {
    /// What begins on the date, in its order.
    #[must_use]
    pub const fn spans(self) -> &'t [Span] {
        match self {
            Self::Closed(_) | Self::Holiday(..) => &[],
            Self::Special(_, spans) | Self::Week(spans) => spans,
        }
    }
}

impl Timetable {
    /// What says when it is open on a date: what is written of that very date, else of dates it is among, else of that day of
    /// every year, else a holiday, else the week.
    #[must_use]
    pub fn on(&self, date: Date) -> On<'_> {
        let closed = self.closed.iter().copied().filter(|dates| dates.is(date));
        let closed = closed.max_by_key(|dates| dates.rank());
        match (closed, self.special.on(date)) {
            (Some(closed), Some((dates, _))) if closed.rank() >= dates.rank() => On::Closed(closed),
            (_, Some((dates, spans))) => On::Special(dates, spans),
            (Some(closed), None) => On::Closed(closed),
            (None, None) => match self.holidays.on(date) {
                Some((region, name)) => On::Holiday(region, name),
                None => On::Week(self.open.on(date)),
            },
        }
    }

    /// Each dates that are both closed and special, as neither goes before the other: those of `special`, then those of
    /// `closed`.
    pub fn contradictions(&self) -> impl Iterator<Item = (Dates, Dates)> {
        self.special.dates().filter_map(|special| {
            let mut closed = self.closed.iter().copied();
            Some((special, closed.find(|closed| special.contradicts(*closed))?))
        })
    }
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
    closed: Vec<Dates>,
    #[serde(default, skip_serializing_if = "Special::is_empty")]
    special: Special,
    #[serde(default, skip_serializing_if = "Holidays::is_empty")]
    holidays: Holidays,
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
                special,
                holidays,
                from: Some(name),
            } if closed.is_empty() && special.is_empty() && holidays.is_empty() => {
                match name.trim() {
                    "" => Err(NoHours::Nothing),
                    name => Ok(Self::From(name.to_owned())),
                }
            }
            Written { from: Some(_), .. } => Err(NoHours::Both),
            Written {
                zone: Some(zone),
                open: Some(open),
                closed,
                special,
                holidays,
                from: None,
            } => Ok(Self::Own(Timetable {
                zone,
                open,
                closed,
                special,
                holidays,
            })),
            Written { open: Some(_), .. } => Err(NoHours::NoZone),
            Written { zone: Some(_), .. } => Err(NoHours::NoOpen),
            Written { .. } => Err(NoHours::Nothing),
        }
    }
}

impl From<Hours> for Written {
    fn from(hours: Hours) -> Self {
        match hours {
            Hours::Own(Timetable {
                zone,
                open,
                closed,
                special,
                holidays,
            }) => Self {
                zone: Some(zone),
                open: Some(open),
                closed,
                special,
                holidays,
                from: None,
            },
            Hours::From(name) => Self {
                zone: None,
                open: None,
                closed: Vec::new(),
                special: Special::default(),
                holidays: Holidays::default(),
                from: Some(name),
            },
        }
    }
}

impl Calendar for Timetable {
    fn zone(&self) -> &TimeZone {
        self.zone.rules()
    }

    /// A span belongs to the day it begins on: a closed date, or one with other hours, takes away what begins on it, to its end, and lets what began
    /// the evening before go on to its own.
    fn begins_on(&self, date: Date) -> Vec<Minutes> {
        let on = self.on(date);
        let spans = on.spans().iter();
        spans.map(|span| span.minutes()).collect()
    }
}
