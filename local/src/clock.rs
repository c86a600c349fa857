//! The machine's clock, a faster one for tests, or one that stands still. The first two can be turned.

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp, Zoned};
use shared::ports::Clock;
use tokio::sync::watch;

/// A clock that runs at the machine's pace, or at a multiple of it, and can be put forward. Clones are the same clock.
#[derive(Debug, Clone)]
pub struct RunningClock {
    began: Timestamp,
    since: Instant,
    pace: u32,
    /// By how many milliseconds it was put forward.
    ahead: Arc<AtomicI64>,
    /// Tells that it was turned.
    turned: watch::Sender<()>,
}

impl RunningClock {
    /// The machine's own time.
    #[must_use]
    pub fn real() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place of this program that reads the time"
        )]
        Self::from(Timestamp::now(), 1)
    }

    /// A clock that begins at `began` and runs `pace` times as fast as the machine's.
    #[must_use]
    pub fn from(began: Timestamp, pace: u32) -> Self {
        Self {
            began,
            since: Instant::now(),
            pace,
            ahead: Arc::default(),
            turned: watch::Sender::new(()),
        }
    }

    /// Puts it forward. Who sleeps goes on sleeping.
    pub fn put_forward(&self, by: SignedDuration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.ahead.fetch_add(by, Ordering::Relaxed);
    }

    /// Turns it forward to `at`; it never goes back. Who sleeps wakes when their time has come by it.
    pub fn turn_to(&self, at: Timestamp) {
        let by = at.duration_since(self.now());
        if by.is_positive() {
            // It counts whole milliseconds: one that is begun is skipped.
            self.put_forward(by.saturating_add(SignedDuration::from_nanos(999_999)));
            self.turned.send_replace(());
        }
    }

    /// By how much it was put forward.
    #[must_use]
    pub fn ahead(&self) -> SignedDuration {
        SignedDuration::from_millis(self.ahead.load(Ordering::Relaxed))
    }
}

#[async_trait]
impl Clock for RunningClock {
    fn now(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.since.elapsed() * self.pace)
            .unwrap_or(SignedDuration::MAX);
        self.began
            .saturating_add(elapsed.saturating_add(self.ahead()))
            .expect("a duration without calendar units can be added")
    }

    async fn sleep(&self, duration: Duration) {
        let mut turned = self.turned.subscribe();
        let over = self
            .now()
            .saturating_add(duration)
            .unwrap_or(Timestamp::MAX);
        let slept = tokio::time::sleep(duration / self.pace);
        let turned_over = async {
            // It has a sender for as long as this clock is there.
            while turned.changed().await.is_ok() && self.now() < over {}
        };
        tokio::select! {
            () = slept => {}
            () = turned_over => {}
        }
    }
}

/// Why a text is no time to begin at.
#[derive(Debug, thiserror::Error)]
pub enum NoStart {
    /// It is no time in a zone.
    #[error("{0}; write it such as 2026-11-23T21:30[Europe/Berlin]")]
    Time(jiff::Error),
    /// It is far from now.
    #[error("choose a year from {} to {}", YEARS.start(), YEARS.end())]
    Year,
}

/// The years for which zones, holidays and calendars can be relied on.
const YEARS: RangeInclusive<i16> = 2000..=2100;

/// A time to begin at, as one writes it: `2026-11-23T21:30[Europe/Berlin]`.
///
/// # Errors
///
/// See [`NoStart`].
pub fn start(text: &str) -> Result<Zoned, NoStart> {
    let start: Zoned = text.parse().map_err(NoStart::Time)?;
    if YEARS.contains(&start.year()) {
        Ok(start)
    } else {
        Err(NoStart::Year)
    }
}

/// A clock that stands still, but for those who wait and whoever moves it. Clones are the same clock.
#[derive(Debug, Clone)]
pub struct StoppedClock(Arc<Mutex<Timestamp>>);

impl StoppedClock {
    /// A clock that stands at `at`.
    #[must_use]
    pub fn at(at: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(at)))
    }

    /// Moves it on.
    pub fn pass(&self, by: Duration) {
        let mut now = self.lock();
        *now = now.saturating_add(by).unwrap_or(Timestamp::MAX);
    }

    /// Moves it on to `at`; it never goes back.
    pub fn reach(&self, at: Timestamp) {
        let mut now = self.lock();
        *now = at.max(*now);
    }

    fn lock(&self) -> MutexGuard<'_, Timestamp> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

#[async_trait]
impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        *self.lock()
    }

    /// Really waits: what is waited for is a limit more often than not, and what it limits takes time.
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
        self.pass(duration);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_sleeps_wakes_when_the_clock_is_turned_beyond_their_time_and_not_before() {
        let began: Timestamp = "2026-11-23T20:30:00Z".parse().unwrap();
        let clock = RunningClock::from(began, 1);
        let sleepers = [1, 12].map(|hours| {
            let clock = clock.clone();
            tokio::spawn(async move { clock.sleep(Duration::from_hours(hours)).await })
        });
        tokio::task::yield_now().await;
        let opening: Timestamp = "2026-11-24T07:59:00Z".parse().unwrap();
        clock.turn_to(opening);
        let [early, late] = sleepers;
        early.await.unwrap();
        assert!(!late.is_finished());
        clock.turn_to(began);
        assert!(clock.now() >= opening, "it never goes back");
        clock.turn_to("2026-11-24T08:30:00Z".parse().unwrap());
        late.await.unwrap();
    }

    #[test]
    fn a_wrong_start_is_said_with_a_right_one() {
        let told = [
            "2026-11-23T21:30[Europe/Berlin]",
            "tonight",
            "2026-11-23T21:30",
            "2026-11-23T21:30[Europe/Bern]",
            "1826-11-23T21:30[Europe/Berlin]",
        ]
        .map(|text| start(text).map_or_else(|error| error.to_string(), |start| start.to_string()));
        insta::assert_snapshot!(told.join("\n"), @"
        2026-11-23T21:30:00+01:00[Europe/Berlin]
        failed to parse four digit integer as year: invalid digit, expected 0-9 but got t; write it such as 2026-11-23T21:30[Europe/Berlin]
        failed to find time zone annotation in square brackets, which is required for parsing a zoned datetime; write it such as 2026-11-23T21:30[Europe/Berlin]
        failed to find time zone `Europe/Bern` in time zone database; write it such as 2026-11-23T21:30[Europe/Berlin]
        choose a year from 2000 to 2100
        ");
    }
}
