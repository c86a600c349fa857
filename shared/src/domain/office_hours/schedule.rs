//! A schedule of Intercom's as hours.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::calendar::{Calendar, Minutes};
use super::span::DAY;
use super::weekday::since_monday;
use super::zone::Zone;
use crate::domain::catalog::Schedule;

/// A schedule whose zone is known.
pub(super) struct Theirs<'s> {
    schedule: &'s Schedule,
    zone: Zone,
}

impl<'s> Theirs<'s> {
    /// None where the schedule is in a zone that this program's database does not have.
    pub(super) fn new(schedule: &'s Schedule) -> Option<Self> {
        let zone = Zone::called(&schedule.zone)?;
        Some(Self { schedule, zone })
    }
}

impl Calendar for Theirs<'_> {
    fn zone(&self) -> &TimeZone {
        self.zone.rules()
    }

    /// An exception replaces the hours of its date, from midnight to midnight: so Intercom says. One of that very date
    /// counts before one of every year.
    fn begins_on(&self, date: Date) -> Vec<Minutes> {
        let exceptions = || self.schedule.exceptions.iter();
        let exception = exceptions()
            .find(|it| it.date == date)
            .or_else(|| exceptions().find(|it| it.yearly && it.is_day_of(date)));
        let mut spans: Vec<Minutes> = if let Some(exception) = exception {
            cut(&exception.open, 0)
        } else if self.schedule.always {
            cut(&[(0, u32::from(DAY))], 0)
        } else {
            let day = since_monday(date.weekday());
            let midnight = u32::try_from(day).expect("a week has seven days") * u32::from(DAY);
            cut(&self.schedule.open, midnight)
        };
        spans.sort_unstable_by_key(|span| span.start);
        spans
    }
}

/// What of some minutes is in the day that begins at `midnight`, counted from there.
fn cut(open: &[(u32, u32)], midnight: u32) -> Vec<Minutes> {
    let day = |minute: u32| {
        let minute = minute.saturating_sub(midnight).min(u32::from(DAY));
        u16::try_from(minute).expect("a day has few minutes")
    };
    let spans = open.iter().map(|&(from, to)| day(from)..day(to));
    spans.filter(|span| !span.is_empty()).collect()
}
