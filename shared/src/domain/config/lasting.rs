//! A length of time, as people write it: `15m`, `24h`, `1h 30m`, `2 days`.

use jiff::{SignedDuration, Span, SpanRelativeTo};
use serde::{Deserialize, Serialize};

/// A length of time in whole seconds, from `LEAST` to `MOST` of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lasting<const LEAST: i64, const MOST: i64>(i64);

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

/// For how long a visitor says nothing more: five minutes to thirty days.
pub type Silence = Lasting<{ 5 * MINUTE }, { 30 * DAY }>;

/// Within what time somebody is there: a minute to seven days.
pub type Within = Lasting<MINUTE, { 7 * DAY }>;

/// No such length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a time from {least} to {most}, such as `{example}`, found `{found}`",
    least = shown(*.least), most = shown(*.most), example = shown((*.least).max(15 * MINUTE))
)]
pub struct NotSoLong {
    found: String,
    least: i64,
    most: i64,
}

fn shown(seconds: i64) -> String {
    if seconds >= DAY {
        return format!("{} days", seconds / DAY);
    }
    format!("{:#}", SignedDuration::from_secs(seconds))
}

impl<const LEAST: i64, const MOST: i64> Lasting<LEAST, MOST> {
    /// In seconds.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }
}

impl Default for Silence {
    fn default() -> Self {
        Self(DAY)
    }
}

impl<const LEAST: i64, const MOST: i64> TryFrom<String> for Lasting<LEAST, MOST> {
    type Error = NotSoLong;

    fn try_from(text: String) -> Result<Self, NotSoLong> {
        let span: Option<Span> = text.trim().parse().ok();
        // Days are a day's hours: what is meant is a length, and nobody says from when.
        let long = span.and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()).ok());
        let whole = long.filter(|long| long.subsec_nanos() == 0);
        match whole.map(|long| long.as_secs()) {
            Some(seconds) if (LEAST..=MOST).contains(&seconds) => Ok(Self(seconds)),
            _ => Err(NotSoLong {
                found: text,
                least: LEAST,
                most: MOST,
            }),
        }
    }
}

impl<const LEAST: i64, const MOST: i64> From<Lasting<LEAST, MOST>> for String {
    fn from(lasting: Lasting<LEAST, MOST>) -> Self {
        format!("{:#}", SignedDuration::from_secs(lasting.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(text: &str) -> Result<i64, String> {
        let within = Within::try_from(text.to_owned());
        within
            .map(Within::seconds)
            .map_err(|wrong| wrong.to_string())
    }

    #[test]
    fn it_is_written_as_people_write_it_and_read_back() {
        let lengths = [
            ("15m", 900),
            ("90s", 90),
            ("1h 30m", 5_400),
            ("1h30m", 5_400),
            ("2 days", 172_800),
            ("1w", 604_800),
        ];
        for (text, seconds) in lengths {
            assert_eq!(within(text), Ok(seconds), "{text}");
            let written = String::from(Within::try_from(text.to_owned()).unwrap());
            assert_eq!(within(&written), Ok(seconds), "{written}");
        }
        assert_eq!(Silence::default().seconds(), 86_400);
        assert_eq!(String::from(Silence::default()), "24h");
    }

    #[test]
    fn what_is_too_short_too_long_or_no_time_is_told_what_to_write() {
        let wrong = ["59s", "8 days", "-15m", "1.5s", "soon", "15", "1mo", ""];
        let told = wrong.map(|text| within(text).unwrap_err());
        let silence = Silence::try_from("2m".to_owned()).unwrap_err();
        insta::assert_snapshot!(format!("{}\n{silence}", told.join("\n")), @"
        expected a time from 1m to 7 days, such as `15m`, found `59s`
        expected a time from 1m to 7 days, such as `15m`, found `8 days`
        expected a time from 1m to 7 days, such as `15m`, found `-15m`
        expected a time from 1m to 7 days, such as `15m`, found `1.5s`
        expected a time from 1m to 7 days, such as `15m`, found `soon`
        expected a time from 1m to 7 days, such as `15m`, found `15`
        expected a time from 1m to 7 days, such as `15m`, found `1mo`
        expected a time from 1m to 7 days, such as `15m`, found ``
        expected a time from 5m to 30 days, such as `15m`, found `2m`
        ");
    }
}
