//! The machine's clock, a faster one for tests, or one that stands still.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use shared::ports::Clock;

/// A clock that runs at the machine's pace, or at a multiple of it, and can be put forward. Clones are the same clock.
#[derive(Debug, Clone)]
pub struct RunningClock {
    began: Timestamp,
    since: Instant,
    pace: u32,
    /// By how many seconds it was put forward.
    ahead: Arc<AtomicI64>,
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
        }
    }

    /// Puts it forward. Who sleeps goes on sleeping.
    pub fn put_forward(&self, by: SignedDuration) {
        self.ahead.fetch_add(by.as_secs(), Ordering::Relaxed);
    }
}

#[async_trait]
impl Clock for RunningClock {
    fn now(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.since.elapsed() * self.pace)
            .unwrap_or(SignedDuration::MAX);
        let ahead = SignedDuration::from_secs(self.ahead.load(Ordering::Relaxed));
        self.began
            .saturating_add(elapsed.saturating_add(ahead))
            .expect("a duration without calendar units can be added")
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration / self.pace).await;
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
