//! The days of a week, as the configuration writes them.

use std::fmt;

use jiff::civil::Weekday;

use super::asked;
use crate::domain::spelling::nearest;

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAILY: &str = "daily";
const ALL: u8 = 0b111_1111;

/// Some days of the week: `mon`, `mon-thu`, `fri-mon`, `tue, thu`, `daily`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days(u8);

/// A text that names no days.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected days such as `mon`, `mon-fri`, `tue, thu` or `daily`, found `{found}`{}", asked(.meant.as_deref()))]
pub(super) struct NoDays {
    found: String,
    meant: Option<String>,
}

impl Days {
    pub(super) const NONE: Self = Self(0);

    pub(super) const fn with(self, day: usize) -> Self {
        Self(self.0 | 1 << day)
    }

    pub(super) const fn has(self, day: usize) -> bool {
        self.0 & 1 << day != 0
    }

    /// Each as the number of days since Monday.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        (0..7).filter(move |day| self.has(*day))
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn read(text: &str) -> Option<Self> {
        if text == DAILY {
            return Some(Self(ALL));
        }
        text.split(',').try_fold(Self::NONE, |days, part| {
            let (first, last) = match part.split_once('-') {
                None => (day(part)?, day(part)?),
                Some((first, last)) => (day(first)?, day(last)?),
            };
            // `fri-mon` goes over the end of the week.
            let count = (last + 7 - first) % 7;
            let range = (0..=count).map(|nth| (first + nth) % 7);
            Some(range.fold(days, Self::with))
        })
    }
}

/// The number of days since Monday.
pub(super) fn since_monday(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).expect("a week has seven days")
}

fn day(name: &str) -> Option<usize> {
    NAMES.iter().position(|known| *known == name.trim())
}

/// The same text with every misspelt day replaced, if each is near enough to one.
fn meant(text: &str) -> Option<String> {
    let known = || NAMES.iter().chain([&DAILY]).copied();
    let mut meant = String::new();
    for piece in text.split_inclusive([',', '-']) {
        let name = piece.trim_end_matches([',', '-']);
        // `monday`, and what comes of it in other languages.
        let longer = || known().find(|known| name.trim().starts_with(known));
        let day = nearest(name.trim(), known()).or_else(longer)?;
        meant.push_str(&piece.replace(name.trim(), day));
    }
    Days::read(&meant).is_some().then_some(meant)
}

impl TryFrom<String> for Days {
    type Error = NoDays;

    fn try_from(text: String) -> Result<Self, NoDays> {
        let lower = text.trim().to_lowercase();
        Self::read(&lower).ok_or_else(|| NoDays {
            meant: meant(&lower),
            found: text,
        })
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == ALL {
            return f.write_str(DAILY);
        }
        // A run begins on a day whose eve is not among them.
        let begins = self.iter().filter(|day| !self.has((day + 6) % 7));
        for (nth, first) in begins.enumerate() {
            let run = (first..first + 7).take_while(|day| self.has(day % 7));
            let last = run.last().unwrap_or(first) % 7;
            let comma = if nth == 0 { "" } else { ", " };
            f.write_str(comma)?;
            f.write_str(NAMES[first])?;
            if last != first {
                write!(f, "-{}", NAMES[last])?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let days = Days::try_from(text.to_owned());
        days.map(|days| days.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn days_are_single_ones_ranges_lists_and_every_day() {
        let read = [
            "mon", "mon-thu", "sun-thu", "tue, thu", "Sat,Sun", "fri-thu", "daily",
        ]
        .map(|text| read(text).unwrap());
        assert_eq!(
            read,
            [
                "mon", "mon-thu", "sun-thu", "tue, thu", "sat-sun", "daily", "daily"
            ]
        );
    }

    #[test]
    fn misspelt_days_are_shown_with_the_ones_that_were_meant() {
        let errors = ["mno-fri", "Monday - Friday", "thu,fr", "weekdays", ""]
            .map(|text| read(text).unwrap_err());
        insta::assert_snapshot!(errors.join("\n"), @r"
        expected days such as `mon`, `mon-fri`, `tue, thu` or `daily`, found `mno-fri`; did you mean `mon-fri`?
        expected days such as `mon`, `mon-fri`, `tue, thu` or `daily`, found `Monday - Friday`; did you mean `mon - fri`?
        expected days such as `mon`, `mon-fri`, `tue, thu` or `daily`, found `thu,fr`; did you mean `thu,fri`?
        expected days such as `mon`, `mon-fri`, `tue, thu` or `daily`, found `weekdays`
        expected days such as `mon`, `mon-fri`, `tue, thu` or `daily`, found ``
        ");
    }

    proptest! {
        #[test]
        fn any_days_are_read_back_as_they_are_written(bits in 1..=ALL) {
            let days = Days(bits);
            prop_assert_eq!(Days::try_from(days.to_string()), Ok(days));
        }
    }
}
