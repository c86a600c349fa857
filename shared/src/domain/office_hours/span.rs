//! A span of a day.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Minutes of a day.
pub(super) const DAY: u16 = 24 * 60;

/// When somebody is there on a day: `09:00-18:00`; over midnight, `22:00-06:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    /// Minutes since midnight, less than a day.
    from: u16,
    /// Minutes since midnight, at most a day; those of the next day where it does not come after `from`.
    to: u16,
}

/// A text that is no span.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoSpan {
    /// It is not two times.
    #[error("expected a span such as `09:00-18:00` or `22:00-06:00`, found `{0}`")]
    Written(String),
    /// It ends when it begins.
    #[error("`{0}` ends when it begins; write `00:00-24:00` for the whole day")]
    Empty(String),
}

impl Span {
    /// The minutes since midnight of the day it begins on; after midnight, more than a day.
    #[must_use]
    pub const fn minutes(self) -> Range<u16> {
        let Self { from, to } = self;
        from..if to > from { to } else { to + DAY }
    }
}

impl TryFrom<String> for Span {
    type Error = NoSpan;

    fn try_from(text: String) -> Result<Self, NoSpan> {
        let times = text
            .split_once('-')
            .and_then(|(from, to)| Some((minutes(from)?, minutes(to)?)));
        match times {
            Some((from, to)) if from == to => Err(NoSpan::Empty(text)),
            Some((from, to)) if from < DAY => Ok(Self { from, to }),
            _ => Err(NoSpan::Written(text)),
        }
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to } = self;
        let ((h, m), (to_h, to_m)) = ((from / 60, from % 60), (to / 60, to % 60));
        write!(f, "{h:02}:{m:02}-{to_h:02}:{to_m:02}")
    }
}

/// Minutes since midnight of a time of day; `24:00` is the end of it.
fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let number = |text: &str, digits: Range<usize>| {
        let is_one = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        is_one.then(|| text.parse::<u16>().ok())?
    };
    let (hours, minutes) = (number(hours, 1..3)?, number(minutes, 2..3)?);
    let of_day = hours * 60 + minutes;
    (minutes < 60 && of_day <= DAY).then_some(of_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(String, Range<u16>), String> {
        let span = Span::try_from(text.to_owned());
        span.map(|span| (span.to_string(), span.minutes()))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_span_ends_after_it_begins_if_need_be_on_the_next_day() {
        let read = ["9:00 - 18:30", "00:00-24:00", "22:00-06:00", "22:00-00:00"].map(read);
        insta::assert_debug_snapshot!(read.map(Result::unwrap), @r#"
        [
            (
                "09:00-18:30",
                540..1110,
            ),
            (
                "00:00-24:00",
                0..1440,
            ),
            (
                "22:00-06:00",
                1320..1800,
            ),
            (
                "22:00-00:00",
                1320..1440,
            ),
        ]
        "#);
    }

    #[test]
    fn what_is_no_span_is_said_with_what_one_is() {
        let wrong = [
            "9-18",
            "09:00",
            "09:00-24:30",
            "09:60-10:00",
            "24:00-06:00",
            "9am-5pm",
            "+9:00-18:00",
            "09:00-09:00",
        ];
        let errors = wrong.map(|text| read(text).unwrap_err());
        insta::assert_snapshot!(errors.join("\n"), @r"
        expected a span such as `09:00-18:00` or `22:00-06:00`, found `9-18`
        expected a span such as `09:00-18:00` or `22:00-06:00`, found `09:00`
        expected a span such as `09:00-18:00` or `22:00-06:00`, found `09:00-24:30`
        expected a span such as `09:00-18:00` or `22:00-06:00`, found `09:60-10:00`
        expected a span such as `09:00-18:00` or `22:00-06:00`, found `24:00-06:00`
        expected a span such as `09:00-18:00` or `22:00-06:00`, found `9am-5pm`
        expected a span such as `09:00-18:00` or `22:00-06:00`, found `+9:00-18:00`
        `09:00-09:00` ends when it begins; write `00:00-24:00` for the whole day
        ");
    }
}
