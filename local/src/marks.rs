//! The times the page's clock can be turned to.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use serde::Serialize;
use shared::domain::directory::Directory;
use shared::domain::office_hours::{OfficeHours, Opening};

/// An office, as far as the clock is concerned.
#[derive(Clone, Copy)]
pub struct Office<'o> {
    /// When it is open.
    pub hours: &'o OfficeHours,
    /// What it calls its teams and schedules.
    pub directory: &'o Directory,
}

/// A time to turn the clock to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// `tonight`, `eve`, `opening` or `change`.
    pub name: &'static str,
    /// Unix seconds.
    pub at: i64,
}

/// The hour at which a night is one.
const NIGHT: i8 = 22;

/// How long before an opening or a change of the clocks.
const BEFORE_OPENING: SignedDuration = SignedDuration::from_mins(1);
const BEFORE_CHANGE: SignedDuration = SignedDuration::from_mins(5);

/// Every time to turn the clock to from `now`, by the office's clock: tonight; the minute before the office opens next, and when it
/// does, where it is closed at night; a few minutes before the clocks change. What has come is left out.
#[must_use]
pub fn marks(now: &Zoned, office: Option<Office<'_>>) -> Vec<Mark> {
    let opening = office.and_then(|office| office.next_morning(now));
    let eve = opening.and_then(|opening| opening.checked_sub(BEFORE_OPENING).ok());
    let named = [
        ("tonight", tonight(now)),
        ("eve", eve),
        ("opening", opening),
        ("change", change(now)),
    ];
    named
        .into_iter()
        .filter_map(|(name, at)| Some((name, at?)))
        .filter(|(_, at)| *at > now.timestamp())
        .map(|(name, at)| Mark {
            name,
            at: at.as_second(),
        })
        .collect()
}

impl Office<'_> {
    /// When it opens next; from an open office, the first opening on another day. None where it is open over midnight or does not
    /// open again.
    fn next_morning(self, now: &Zoned) -> Option<Timestamp> {
        let next = |at| self.hours.next_opening(None, self.directory, at);
        let opening = match next(now.timestamp()) {
            Opening::Now => next(now.tomorrow().ok()?.start_of_day().ok()?.timestamp()),
            later => later,
        };
        match opening {
            Opening::At(at) => Some(at.timestamp()),
            Opening::Now | Opening::Never | Opening::Unknown => None,
        }
    }
}

fn tonight(now: &Zoned) -> Option<Timestamp> {
    let today = now.date().at(NIGHT, 0, 0, 0);
    let zone = || now.time_zone().clone();
    let night = today.to_zoned(zone()).ok()?;
    let night = if night > *now {
        night
    } else {
        let next = today.checked_add(1.day()).ok()?;
        next.to_zoned(zone()).ok()?
    };
    Some(night.timestamp())
}

/// A few minutes before the next change of the clocks that is at least these away.
fn change(now: &Zoned) -> Option<Timestamp> {
    let zone: &TimeZone = now.time_zone();
    let mut changes = zone.following(now.timestamp());
    changes.find_map(|change| {
        let before = change.timestamp().checked_sub(BEFORE_CHANGE).ok()?;
        (before > now.timestamp()).then_some(before)
    })
}

#[cfg(test)]
mod tests {
    use shared::config_file::read_config;

    use super::*;
    use crate::seed::ACME;

    fn from(now: &str, with_hours: bool) -> String {
        let config = read_config(ACME.config).unwrap();
        let directory = Directory::default();
        let office = Office {
            hours: &config.office_hours,
            directory: &directory,
        };
        let now: Zoned = now.parse().unwrap();
        let marks = marks(&now, with_hours.then_some(office));
        let told = marks.iter().map(|mark| {
            let at = Timestamp::from_second(mark.at).unwrap();
            let at = at.to_zoned(now.time_zone().clone());
            format!("{} {}", mark.name, at.strftime("%a %Y-%m-%d %H:%M %Z"))
        });
        told.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn by_day_the_next_morning_is_another_days_and_by_night_the_one_to_come() {
        insta::assert_snapshot!(from("2026-11-23T10:00[Europe/Berlin]", true), @"
        tonight Mon 2026-11-23 22:00 CET
        eve Tue 2026-11-24 08:59 CET
        opening Tue 2026-11-24 09:00 CET
        change Sun 2027-03-28 01:55 CET
        ");
        insta::assert_snapshot!(from("2026-11-24T03:00[Europe/Berlin]", true), @"
        tonight Tue 2026-11-24 22:00 CET
        eve Tue 2026-11-24 08:59 CET
        opening Tue 2026-11-24 09:00 CET
        change Sun 2027-03-28 01:55 CET
        ");
    }

    #[test]
    fn what_has_come_is_left_out_and_the_next_one_follows() {
        insta::assert_snapshot!(from("2026-11-27T22:00[Europe/Berlin]", true), @"
        tonight Sat 2026-11-28 22:00 CET
        eve Mon 2026-11-30 08:59 CET
        opening Mon 2026-11-30 09:00 CET
        change Sun 2027-03-28 01:55 CET
        ");
        insta::assert_snapshot!(from("2026-11-30T08:59[Europe/Berlin]", true), @"
        tonight Mon 2026-11-30 22:00 CET
        opening Mon 2026-11-30 09:00 CET
        change Sun 2027-03-28 01:55 CET
        ");
        insta::assert_snapshot!(from("2027-03-28T01:55[Europe/Berlin]", true), @"
        tonight Sun 2027-03-28 22:00 CEST
        eve Mon 2027-03-29 08:59 CEST
        opening Mon 2027-03-29 09:00 CEST
        change Sun 2027-10-31 02:55 CEST
        ");
    }

    #[test]
    fn an_office_without_hours_or_a_zone_without_changes_has_fewer() {
        insta::assert_snapshot!(from("2026-11-23T10:00[Australia/Sydney]", false), @"
        tonight Mon 2026-11-23 22:00 AEDT
        change Sun 2027-04-04 02:55 AEDT
        ");
        insta::assert_snapshot!(from("2026-11-23T10:00[Etc/UTC]", false), @"tonight Mon 2026-11-23 22:00 UTC");
    }
}
