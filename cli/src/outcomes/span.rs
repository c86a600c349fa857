//! From which day to which.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::failure::NoReport;

/// How many days are shown where nobody says how many.
const DAYS: u16 = 30;
/// How long a day is kept.
const KEPT_DAYS: i64 = 400;

/// Days, the first and the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) since: Date,
    pub(super) until: Date,
}

impl Span {
    /// What was asked for, today being `today` in UTC.
    pub(super) fn of(
        days: Option<u16>,
        since: Option<Date>,
        until: Option<Date>,
        today: Date,
    ) -> Result<Self, NoReport> {
        for (option, day) in [("--since", since), ("--until", until)] {
            if let Some(day) = day.filter(|day| *day > today) {
                return Err(NoReport::Future { option, day, today });
            }
            let oldest = today.saturating_sub(KEPT_DAYS.days());
            if let Some(day) = day.filter(|day| *day < oldest) {
                return Err(NoReport::Forgotten {
                    option,
                    day,
                    oldest,
                });
            }
        }
        let until = until.unwrap_or(today);
        let since = match since {
            Some(since) => since,
            None => {
                let before = i64::from(days.unwrap_or(DAYS)) - 1;
                until.saturating_sub(before.days())
            }
        };
        if since > until {
            return Err(NoReport::Reversed { since, until });
        }
        Ok(Self { since, until })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn span(days: Option<u16>, since: &str, until: &str) -> String {
        let day = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        let today = date(2026, 11, 23);
        match Span::of(days, day(since), day(until), today) {
            Ok(Span { since, until }) => format!("{since} to {until}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn days_are_counted_back_from_the_last_one() {
        assert_eq!(span(None, "", ""), "2026-10-25 to 2026-11-23");
        assert_eq!(span(Some(1), "", ""), "2026-11-23 to 2026-11-23");
        assert_eq!(span(None, "2026-11-01", ""), "2026-11-01 to 2026-11-23");
        assert_eq!(span(None, "", "2026-11-05"), "2026-10-07 to 2026-11-05");
    }

    #[test]
    fn days_that_are_none_are_told() {
        let told = [
            span(None, "2026-11-09", "2026-11-01"),
            span(None, "2026-11-24", ""),
            span(None, "2026-11-01", "2027-01-01"),
            span(None, "2025-10-18", ""),
            span(None, "", "2001-01-01"),
        ];
        insta::assert_snapshot!(told.join("\n"), @"
        --since 2026-11-09 is after --until 2026-11-01: swap them, or leave out --until for today
        --since 2026-11-24 has not come yet: days are counted in UTC, where it is 2026-11-23; give that or an earlier one
        --until 2027-01-01 has not come yet: days are counted in UTC, where it is 2026-11-23; give that or an earlier one
        --since 2025-10-18 is longer ago than days are kept, which is 400 days: give 2025-10-19 or a later one
        --until 2001-01-01 is longer ago than days are kept, which is 400 days: give 2025-10-19 or a later one
        ");
    }
}
