//! When a rehearsed turn happens.

use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use shared::domain::config::Config;
use shared::domain::directory::Directory;
use shared::domain::office_hours::Hours;

use crate::failure::Failure;

/// A moment, and how it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) at: Timestamp,
    pub(crate) by: By,
}

/// How a moment was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum By {
    /// It is the notification's own.
    Event,
    /// With an offset.
    Offset,
    /// By the clock of the default office hours.
    OfficeHours(String),
    /// By nobody's clock, as the configuration has no office hours with a zone.
    Utc,
}

/// The zone of the default office hours. A schedule of Intercom's has one that only Intercom knows.
pub(crate) fn zone(config: &Config) -> Option<TimeZone> {
    match config.office_hours.of(None, &Directory::default())? {
        Hours::Own(timetable) => Some(timetable.zone.rules().clone()),
        Hours::From(_) => None,
    }
}

impl Moment {
    /// The moment somebody wrote; without an offset, by the clock in `zone`.
    pub(crate) fn read(text: &str, zone: Option<TimeZone>) -> Result<Self, Failure> {
        if let Ok(at) = text.parse::<Timestamp>() {
            let by = By::Offset;
            return Ok(Self { at, by });
        }
        // `2026-12-24T22:00[Europe/Berlin]`, as `cargo run` takes it.
        if let Ok(at) = text.parse::<Zoned>() {
            let (at, by) = (at.timestamp(), By::Offset);
            return Ok(Self { at, by });
        }
        let wrong = || Failure::NoMoment(text.to_owned());
        // A zone that nobody knows is not to be passed over.
        if text.contains('[') {
            return Err(wrong());
        }
        let date: DateTime = text.parse().map_err(|_| wrong())?;
        let by = zone.as_ref().map_or(By::Utc, |zone| {
            By::OfficeHours(zone.iana_name().unwrap_or("its own zone").to_owned())
        });
        let at = date.to_zoned(zone.unwrap_or(TimeZone::UTC));
        let at = at.map_err(|_| wrong())?.timestamp();
        Ok(Self { at, by })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.at.strftime("%Y-%m-%d %H:%M:%S UTC"))?;
        match &self.by {
            By::Event => f.write_str("(the notification's own time)"),
            By::Offset => f.write_str("(--at)"),
            By::OfficeHours(zone) => {
                write!(f, "(--at, in the zone of the default office hours, {zone})")
            }
            By::Utc => f.write_str("(--at, in UTC: the default office hours name no zone)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, zone: Option<&str>) -> String {
        let zone = zone.map(|name| TimeZone::get(name).unwrap());
        match Moment::read(text, zone) {
            Ok(moment) => moment.to_string(),
            Err(failure) => failure.to_string(),
        }
    }

    #[test]
    fn a_time_without_an_offset_is_in_the_zone_of_the_default_office_hours() {
        let berlin = Some("Europe/Berlin");
        let table = [
            told("2026-12-24T22:00", berlin),
            told("2026-12-24T22:00", None),
            told("2026-12-24T22:00+05:30", berlin),
            told("2026-12-24T22:00:30Z", berlin),
            told("2026-12-24T22:00[America/New_York]", berlin),
            told("2026-12-24T22:00[America/New York]", berlin),
            told("tomorrow", berlin),
            told("2026-13-24T22:00", None),
        ];
        insta::assert_snapshot!(table.join("\n"), @"
        2026-12-24 21:00:00 UTC (--at, in the zone of the default office hours, Europe/Berlin)
        2026-12-24 22:00:00 UTC (--at, in UTC: the default office hours name no zone)
        2026-12-24 16:30:00 UTC (--at)
        2026-12-24 22:00:30 UTC (--at)
        2026-12-25 03:00:00 UTC (--at)
        --at 2026-12-24T22:00[America/New York] is no time: write it as 2026-12-24T22:00, or with an offset as 2026-12-24T22:00+01:00
        --at tomorrow is no time: write it as 2026-12-24T22:00, or with an offset as 2026-12-24T22:00+01:00
        --at 2026-13-24T22:00 is no time: write it as 2026-12-24T22:00, or with an offset as 2026-12-24T22:00+01:00
        ");
    }
}
