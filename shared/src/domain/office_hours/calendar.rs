//! From hours on a clock to moments.
//!
//! Hours are what a clock on the wall shows. On the two days of a year when clocks are put forward or back, a time that is
//! shown twice means the first time, and one that is never shown the moment at which it is skipped. So hours that follow
//! upon each other leave no gap on these days either, and hours that lie in what is skipped fall away.

use std::ops::Range;

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan, Zoned};

/// Minutes since midnight of a date, by the clock. What goes on after midnight has more of them than a day.
pub(super) type Minutes = Range<u16>;

/// How far ahead an opening is looked for, in days: closed dates of a year, and a month.
const AHEAD: usize = 400;

/// Something that says for each date what begins on it.
pub(super) trait Calendar {
    /// Where its clock is.
    fn zone(&self) -> &TimeZone;

    /// What begins on a date, in its order; less than a day each.
    fn begins_on(&self, date: Date) -> Vec<Minutes>;

    /// Whether it is open.
    fn is_open(&self, at: Timestamp) -> bool {
        let today = at.to_zoned(self.zone().clone()).date();
        // Where clocks are put back at midnight, tomorrow's first minute is before today's last.
        let days = today
            .yesterday()
            .into_iter()
            .chain(today.series(1.day()).take(2));
        days.flat_map(|date| self.moments(date))
            .any(|open| open.contains(&at))
    }

    /// The first moment from `at` on when it is open; none within 400 days.
    fn next_opening(&self, at: Timestamp) -> Option<Zoned> {
        let today = at.to_zoned(self.zone().clone()).date();
        let first = today.yesterday().unwrap_or(today);
        first
            .series(1.day())
            .take(AHEAD)
            .flat_map(|date| self.moments(date))
            .find(|open| open.end > at)
            .map(|open| open.start.max(at).to_zoned(self.zone().clone()))
    }

    /// When it is open by what begins on a date, in its order.
    fn moments(&self, date: Date) -> Vec<Range<Timestamp>> {
        let moment = |minutes| moment(self.zone(), date, minutes);
        let spans = self.begins_on(date).into_iter();
        let moments = spans.filter_map(|span| Some(moment(span.start)?..moment(span.end)?));
        moments.filter(|open| !open.is_empty()).collect()
    }
}

impl<C: Calendar> Calendar for &C {
    fn zone(&self) -> &TimeZone {
        (*self).zone()
    }

    fn begins_on(&self, date: Date) -> Vec<Minutes> {
        (*self).begins_on(date)
    }
}

/// When the clock shows a time of a date, for the first time. None before and after all years there are.
fn moment(zone: &TimeZone, date: Date, minutes: u16) -> Option<Timestamp> {
    let shown = date
        .to_datetime(Time::midnight())
        .checked_add(i64::from(minutes).minutes())
        .ok()?;
    let moment = zone.to_ambiguous_timestamp(shown);
    let earlier = moment.earlier().ok()?;
    match moment.offset() {
        AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => Some(earlier),
        // It is skipped: when the clock is put forward.
        AmbiguousOffset::Gap { .. } => {
            let forward = zone.following(earlier).next();
            forward.map(|transition| transition.timestamp())
        }
    }
}
