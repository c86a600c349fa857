//! When an office is open: by hours the configuration writes down, or by schedules of Intercom's.

mod calendar;
mod dates;
mod holidays;
mod schedule;
mod span;
mod spans;
mod special;
mod timetable;
mod told;
mod week;
mod weekday;
mod zone;

use std::collections::BTreeMap;

use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use super::config::KeyPath;
use super::directory::Directory;
use calendar::Calendar;
use schedule::Theirs;

pub use dates::{Dates, NoDate};
pub use holidays::{Holidays, NoRegion, Region};
pub use span::{NoSpan, Span};
pub use special::Special;
pub use timetable::{Hours, On, Timetable};
pub use told::{Listener, languages, told};
pub use week::Week;
pub use zone::{NoZone, Zone};

/// The key `office_hours`. Where it says nothing, it is always open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OfficeHours {
    /// Of the workspace, and of every team without hours of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Hours>,
    /// Of teams, by their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub teams: BTreeMap<String, Hours>,
}

/// When an office opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// It is open.
    Now,
    /// Then, by its own clock.
    At(Zoned),
    /// Not within 400 days.
    Never,
    /// The schedule that says so could not be read from Intercom.
    Unknown,
}

impl OfficeHours {
    /// Whether a team is open at a moment, or the office where no team is named; `None` where the schedule that says so
    /// could not be read from Intercom. A team is found by any name a configuration may call it.
    #[must_use]
    pub fn is_open(
        &self,
        team: Option<&str>,
        directory: &Directory,
        at: Timestamp,
    ) -> Option<bool> {
        match self.of(team, directory) {
            None => Some(true),
            Some(hours) => hours.is_open(directory, at),
        }
    }

    /// When a team is open next, or the office where no team is named.
    #[must_use]
    pub fn next_opening(
        &self,
        team: Option<&str>,
        directory: &Directory,
        at: Timestamp,
    ) -> Opening {
        self.of(team, directory)
            .map_or(Opening::Now, |hours| hours.next_opening(directory, at))
    }

    /// The hours of a team, or of the office: its own, or the default's. None where neither is written.
    #[must_use]
    pub fn of(&self, team: Option<&str>, directory: &Directory) -> Option<&Hours> {
        let own = team.and_then(|called| {
            self.teams.get(called).or_else(|| {
                let team = directory.team_called(called)?;
                let is_it = |key: &str| directory.team_called(key) == Some(team);
                let mut teams = self.teams.iter();
                teams.find(|(key, _)| is_it(key)).map(|(_, hours)| hours)
            })
        });
        own.or(self.default.as_ref())
    }
}

impl OfficeHours {
    /// All hours that are written down, and the way to each, in the order of the file.
    pub fn written(&self) -> impl Iterator<Item = (KeyPath, &Hours)> {
        let key = KeyPath::new("office_hours");
        let default = self.default.iter();
        let default = default.map({
            let key = key.clone();
            move |hours| (key.key("default"), hours)
        });
        let teams = self.teams.iter();
        default.chain(teams.map(move |(team, hours)| (key.key("teams").key(team), hours)))
    }
}

impl Hours {
    /// The schedule of Intercom's that is named.
    #[must_use]
    pub fn schedule(&self) -> Option<&str> {
        match self {
            Self::Own(_) => None,
            Self::From(name) => Some(name),
        }
    }

    /// Whether they are open hours at a moment; `None` where the schedule that says so could not be read from Intercom.
    #[must_use]
    pub fn is_open(&self, directory: &Directory, at: Timestamp) -> Option<bool> {
        Some(self.calendar(directory)?.is_open(at))
    }

    /// When they begin next.
    #[must_use]
    pub fn next_opening(&self, directory: &Directory, at: Timestamp) -> Opening {
        let Some(calendar) = self.calendar(directory) else {
            return Opening::Unknown;
        };
        match calendar.next_opening(at) {
            Some(opening) if opening.timestamp() == at => Opening::Now,
            Some(opening) => Opening::At(opening),
            None => Opening::Never,
        }
    }

    /// None where a schedule is not to be had.
    fn calendar<'h>(&'h self, directory: &'h Directory) -> Option<Box<dyn Calendar + 'h>> {
        Some(match self {
            Self::Own(timetable) => Box::new(timetable),
            Self::From(name) => Box::new(Theirs::new(directory.schedule_called(name)?)?),
        })
    }
}

/// What an error adds about what was meant.
fn asked(meant: Option<&str>) -> String {
    meant
        .map(|meant| format!("; did you mean `{meant}`?"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
