//! Dates on which other hours hold, or none.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A date, dates, or a day of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Dates {
    /// `2026-12-24`
    On(Date),
    /// `yearly 12-25`
    Yearly {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// `2026-12-24..2027-01-01`, both days among them.
    Through(Date, Date),
}

/// A text that is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoDate {
    /// It is none.
    #[error(
        "expected a date such as `2026-12-24`, `yearly 12-25` or `2026-12-24..2027-01-01`, found `{0}`"
    )]
    Written(String),
    /// Its last day is before its first.
    #[error("`{0}` ends before it begins; write the earlier date first")]
    Backwards(String),
}

/// A year that has every day.
const LEAP: i16 = 2_028;

impl Dates {
    /// Whether it is this date.
    #[must_use]
    pub fn is(self, date: Date) -> bool {
        match self {
            Self::On(day) => day == date,
            Self::Yearly { month, day } => (month, day) == (date.month(), date.day()),
            Self::Through(first, last) => (first..=last).contains(&date),
        }
    }

    /// How far it goes before others that say something else of a date: a date before dates, and these before a day of every
    /// year.
    pub(super) const fn rank(self) -> u8 {
        match self {
            Self::On(_) => 2,
            Self::Through(..) => 1,
            Self::Yearly { .. } => 0,
        }
    }

    /// Whether there is a date that both are, and neither goes before the other.
    #[must_use]
    pub fn contradicts(self, other: Self) -> bool {
        match (self, other) {
            (Self::Through(first, last), Self::Through(its_first, its_last)) => {
                first <= its_last && its_first <= last
            }
            (one, other) => one == other,
        }
    }

    /// Its last date; none for a day of every year.
    #[must_use]
    pub const fn last(self) -> Option<Date> {
        match self {
            Self::On(date) | Self::Through(_, date) => Some(date),
            Self::Yearly { .. } => None,
        }
    }

    fn read(text: &str) -> Option<Self> {
        if let Some(day) = text.strip_prefix("yearly ") {
            let (month, day) = day.trim().split_once('-')?;
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            Date::new(LEAP, month, day).ok()?;
            return Some(Self::Yearly { month, day });
        }
        match text.split_once("..") {
            None => date(text).map(Self::On),
            Some((first, last)) => Some(Self::Through(date(first)?, date(last)?)),
        }
    }
}

/// A date and nothing more: with a time it would not be said what the time is for.
fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}

impl TryFrom<String> for Dates {
    type Error = NoDate;

    fn try_from(text: String) -> Result<Self, NoDate> {
        match Self::read(text.trim()) {
            Some(Self::Through(first, last)) if last < first => Err(NoDate::Backwards(text)),
            Some(dates) => Ok(dates),
            None => Err(NoDate::Written(text)),
        }
    }
}

impl From<Dates> for String {
    fn from(dates: Dates) -> Self {
        dates.to_string()
    }
}

impl fmt::Display for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On(date) => write!(f, "{date}"),
            Self::Yearly { month, day } => write!(f, "yearly {month:02}-{day:02}"),
            Self::Through(first, last) => write!(f, "{first}..{last}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Dates, String> {
        Dates::try_from(text.to_owned()).map_err(|error| error.to_string())
    }

    #[test]
    fn dates_are_read_back_as_they_are_written() {
        for text in ["2026-12-24", "yearly 02-29", "2026-12-24..2027-01-01"] {
            assert_eq!(read(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn both_ends_of_dates_and_every_year_are_meant() {
        let is = |text: &str, date: &str| read(text).unwrap().is(date.parse().unwrap());
        assert!(is("yearly 12-25", "2031-12-25"));
        assert!(!is("yearly 12-25", "2031-12-24"));
        for (date, closed) in [
            ("2026-12-23", false),
            ("2026-12-24", true),
            ("2027-01-01", true),
            ("2027-01-02", false),
        ] {
            assert_eq!(is("2026-12-24..2027-01-01", date), closed, "{date}");
        }
    }

    #[test]
    fn what_is_no_date_is_said_with_what_one_is() {
        let wrong = [
            "25.12.2026",
            "2026-02-29",
            "yearly 02-30",
            "12-25",
            "2026-12-24T10:00",
            "2026-12-24..2026-12-01",
        ];
        let errors = wrong.map(|text| read(text).unwrap_err());
        insta::assert_snapshot!(errors.join("\n"), @r"
        expected a date such as `2026-12-24`, `yearly 12-25` or `2026-12-24..2027-01-01`, found `25.12.2026`
        expected a date such as `2026-12-24`, `yearly 12-25` or `2026-12-24..2027-01-01`, found `2026-02-29`
        expected a date such as `2026-12-24`, `yearly 12-25` or `2026-12-24..2027-01-01`, found `yearly 02-30`
        expected a date such as `2026-12-24`, `yearly 12-25` or `2026-12-24..2027-01-01`, found `12-25`
        expected a date such as `2026-12-24`, `yearly 12-25` or `2026-12-24..2027-01-01`, found `2026-12-24T10:00`
        `2026-12-24..2026-12-01` ends before it begins; write the earlier date first
        ");
    }
}
