//! A time as people write it: so long ago, or a day.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// A time, and how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moment {
    written: String,
    meant: Meant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meant {
    Ago(SignedDuration),
    At(Timestamp),
}

/// A text that is no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a time: expected something like 30d, 12h or 4w for so long ago, or a day like 2026-11-01, which begins at midnight UTC"
)]
pub(crate) struct NoMoment;

impl Moment {
    /// The time, when it is `now`.
    pub(crate) fn at(&self, now: Timestamp) -> Timestamp {
        match self.meant {
            // A search knows whole seconds.
            Meant::Ago(ago) => {
                let at = now.saturating_sub(ago).unwrap_or(Timestamp::MIN);
                Timestamp::from_second(at.as_second()).unwrap_or(at)
            }
            Meant::At(at) => at,
        }
    }
}

impl FromStr for Moment {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        let meant = ago(text).map(Meant::Ago).or_else(|| {
            let day: Date = text.parse().ok()?;
            let day = day.to_zoned(TimeZone::UTC).ok()?;
            Some(Meant::At(day.timestamp()))
        });
        Ok(Self {
            written: text.to_owned(),
            meant: meant.ok_or(NoMoment)?,
        })
    }
}

fn ago(text: &str) -> Option<SignedDuration> {
    let unit = text.chars().last()?;
    let hours = match unit {
        'h' => 1,
        'd' => 24,
        'w' => 7 * 24,
        _ => return None,
    };
    let count: u32 = text.strip_suffix(unit)?.parse().ok()?;
    // Intercom is from 2011.
    let hours = i64::from(count) * hours;
    (count > 0 && hours <= 20 * 366 * 24).then(|| SignedDuration::from_hours(hours))
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_so_long_ago_or_a_day() {
        let now = "2026-11-23T10:00:00.5Z".parse().unwrap();
        let at = |text: &str| match text.parse::<Moment>() {
            Ok(moment) => moment.at(now).to_string(),
            Err(error) => error.to_string(),
        };
        let told = ["30d", "12h", "2w", "2026-11-01"].map(at);
        insta::assert_snapshot!(told.join("\n"), @"
        2026-10-24T10:00:00Z
        2026-11-22T22:00:00Z
        2026-11-09T10:00:00Z
        2026-11-01T00:00:00Z
        ");
        let wrong = [
            "",
            "d",
            "0d",
            "-3d",
            "3",
            "3m",
            "99999999w",
            "2026-13-01",
            "yesterday",
        ];
        assert!(
            wrong
                .iter()
                .all(|text| text.parse() == Err::<Moment, _>(NoMoment))
        );
    }
}
