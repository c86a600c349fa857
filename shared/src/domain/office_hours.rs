//! When an office is open: by hours the configuration writes down, or by schedules of Intercom's.

mod calendar;
mod chosen;
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

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use super::config::KeyPath;
use super::directory::Directory;
use calendar::Calendar;
use schedule::Theirs;

pub use chosen::Chosen;
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
    pub default: Option<Chosen>,
    /// Of teams, by their names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub teams: BTreeMap<String, Chosen>,
    /// Hours with a name, which `default` and `teams` may choose by it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub schedules: BTreeMap<String, Hours>,
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
        match self.found(team, directory) {
            Found::Always => Some(true),
            Found::Hours(hours) => hours.is_open(directory, at),
            Found::Nowhere => None,
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
        match self.found(team, directory) {
            Found::Always => Opening::Now,
            Found::Hours(hours) => hours.next_opening(directory, at),
            Found::Nowhere => Opening::Unknown,
        }
    }

    /// The names of the schedules that are open: of those that are written, and of Intercom's that hours are taken from.
    #[must_use]
    pub fn open_schedules(&self, directory: &Directory, at: Timestamp) -> Vec<&str> {
        let own = self.schedules.iter().map(|(name, hours)| (&**name, hours));
        let theirs = self
            .written()
            .filter_map(|(_, hours)| Some((hours.schedule()?, hours)));
        let theirs = theirs.filter(|(name, _)| !self.schedules.contains_key(*name));
        let open = own
            .chain(theirs)
            .filter(|(_, hours)| hours.is_open(directory, at) == Some(true));
        let names: BTreeSet<_> = open.map(|(name, _)| name).collect();
        names.into_iter().collect()
    }

    /// The names that schedules have: of those that are written, and of Intercom's that hours are taken from.
    #[must_use]
    pub fn schedule_names(&self) -> BTreeSet<&str> {
        let theirs = self.written().filter_map(|(_, hours)| hours.schedule());
        self.schedules
            .keys()
            .map(String::as_str)
            .chain(theirs)
            .collect()
    }

    /// The hours of a team, or of the office: its own, or the default's. None where neither is written.
    #[must_use]
    pub fn of(&self, team: Option<&str>, directory: &Directory) -> Option<&Hours> {
        match self.found(team, directory) {
            Found::Hours(hours) => Some(hours),
            Found::Always | Found::Nowhere => None,
        }
    }

    fn found(&self, team: Option<&str>, directory: &Directory) -> Found<'_> {
        let own = team.and_then(|called| {
            self.teams.get(called).or_else(|| {
                let team = directory.team_called(called)?;
                let is_it = |key: &str| directory.team_called(key) == Some(team);
                let mut teams = self.teams.iter();
                teams.find(|(key, _)| is_it(key)).map(|(_, hours)| hours)
            })
        });
        match own.or(self.default.as_ref()) {
            None => Found::Always,
            Some(Chosen::Here(hours)) => Found::Hours(hours),
            Some(Chosen::Schedule(name)) => {
                let schedule = self.schedules.get(name);
                schedule.map_or(Found::Nowhere, Found::Hours)
            }
        }
    }
}

/// The hours that hold.
enum Found<'h> {
    /// None are written.
    Always,
    Hours(&'h Hours),
    /// Those of a schedule that is not there: no configuration that was published says so.
    Nowhere,
}

impl OfficeHours {
    /// All hours that are written down, and the way to each.
    pub fn written(&self) -> impl Iterator<Item = (KeyPath, &Hours)> {
        let key = KeyPath::new("office_hours").key("schedules");
        let schedules = self.schedules.iter();
        let schedules = schedules.map(move |(name, hours)| (key.key(name), hours));
        let here = self.chosen();
        let here = here.filter_map(|(key, chosen)| Some((key, chosen.here()?)));
        here.chain(schedules)
    }

    /// What holds for the workspace and each team, and the way to each.
    pub fn chosen(&self) -> impl Iterator<Item = (KeyPath, &Chosen)> {
        let key = KeyPath::new("office_hours");
        let (default, teams) = (key.key("default"), key.key("teams"));
        let of_default = self
            .default
            .iter()
            .map(move |chosen| (default.clone(), chosen));
        let of_teams = self.teams.iter();
        of_default.chain(of_teams.map(move |(team, chosen)| (teams.key(team), chosen)))
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
mod agreement;
#[cfg(test)]
mod second;
#[cfg(test)]
mod tests;
