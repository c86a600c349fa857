//! The days of a report, or its weeks.

use jiff::ToSpan as _;
use jiff::civil::Date;
use shared::domain::figures::Figures;
use shared::install::outcomes::Outcomes;

/// More days than these are shown as weeks.
const MOST_DAYS: usize = 62;

/// A day, or a week by its Monday, and what was counted in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) begin: Date,
    pub(super) figures: Figures,
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Day,
    Week,
}

/// Every day of the report, or every week if there are many days; also those in which nothing was counted.
pub(super) fn periods(outcomes: &Outcomes) -> (Length, Vec<Period>) {
    let days = days(outcomes.since, outcomes.until);
    let length = if days.len() > MOST_DAYS {
        Length::Week
    } else {
        Length::Day
    };
    let mut periods: Vec<Period> = Vec::new();
    for day in days {
        let begin = length.begin(day);
        if periods.last().is_none_or(|last| last.begin != begin) {
            periods.push(Period {
                begin,
                figures: Figures::default(),
            });
        }
    }
    for row in &outcomes.rows {
        let begin = length.begin(row.day);
        let of = periods.iter_mut().find(|period| period.begin == begin);
        if let Some(of) = of {
            of.figures.add(&row.counts);
        }
    }
    (length, periods)
}

/// Every single day, also those in which nothing was counted.
pub(super) fn days(since: Date, until: Date) -> Vec<Date> {
    let days = since.series(1.day());
    days.take_while(|day| *day <= until).collect()
}

impl Length {
    fn begin(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                let since_monday = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(since_monday.days()).unwrap_or(day)
            }
        }
    }

    pub(super) const fn unit(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    /// What stands above its first day.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week from",
        }
    }
}
