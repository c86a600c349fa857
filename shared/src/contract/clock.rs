//! A clock that stands until it is turned.

use std::future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::ports::Clock;

/// A clock that stands until it is turned. Its clones show the same time; who sleeps wakes when it is turned far enough.
#[derive(Clone)]
pub struct ManualClock(Arc<Mutex<Dial>>);

struct Dial {
    now: Timestamp,
    asleep: Vec<Waker>,
}

impl ManualClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(Dial {
            now,
            asleep: Vec::new(),
        })))
    }

    /// Turns it.
    pub fn advance(&self, duration: Duration) {
        let asleep = {
            let mut dial = self.dial();
            dial.now += duration;
            std::mem::take(&mut dial.asleep)
        };
        asleep.into_iter().for_each(Waker::wake);
    }

    fn dial(&self) -> MutexGuard<'_, Dial> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for ManualClock {
    /// A Thursday in November 2023.
    fn default() -> Self {
        Self::at(Timestamp::constant(1_700_740_800, 0))
    }
}

#[async_trait]
impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.dial().now
    }

    async fn sleep(&self, duration: Duration) {
        let until = self.now() + duration;
        future::poll_fn(|context| {
            let mut dial = self.dial();
            if dial.now >= until {
                return Poll::Ready(());
            }
            dial.asleep.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}
