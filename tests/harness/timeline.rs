//! Time that passes only when nobody does anything.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Poll, Waker};
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use shared::ports::Clock;

/// A time that stands still until it is moved. Clones are the same time.
///
/// As a clock, a sleep moves it for everybody and is over: for pauses that nothing else is measured against. What waits for
/// a sleep to end, as a deadline does, is given [`Timeline::waiting`] instead.
#[derive(Clone)]
pub struct Timeline(Arc<Mutex<State>>);

struct State {
    now: Timestamp,
    /// Who waits, until when, in the order in which they began.
    sleepers: BTreeMap<(Timestamp, u64), Option<Waker>>,
    slept: u64,
}

impl Timeline {
    /// A time that stands at `at`.
    #[must_use]
    pub fn at(at: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(State {
            now: at,
            sleepers: BTreeMap::new(),
            slept: 0,
        })))
    }

    /// The same time, whose sleepers wait for [`Timeline::drive`].
    #[must_use]
    pub fn waiting(&self) -> Arc<dyn Clock> {
        Arc::new(Waiting(self.clone()))
    }

    /// Moves it on.
    pub fn pass(&self, by: Duration) {
        let now = later(self.state().now, by);
        self.reach(now);
    }

    /// Moves it on to `at`; it never goes back.
    pub fn reach(&self, at: Timestamp) {
        let mut state = self.state();
        state.now = at.max(state.now);
        let now = state.now;
        for ((due, _), waker) in &mut state.sleepers {
            if *due <= now
                && let Some(waker) = waker.take()
            {
                waker.wake();
            }
        }
    }

    /// Does some work, and lets time pass whenever the work only waits for that: when it can do nothing and is not outside.
    /// None when the time has reached `deadline` before it was done.
    pub async fn drive<T>(
        &self,
        deadline: Timestamp,
        is_outside: impl Fn() -> bool,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        let mut work = pin!(work);
        std::future::poll_fn(|context| {
            loop {
                if let Poll::Ready(done) = work.as_mut().poll(context) {
                    return Poll::Ready(Some(done));
                }
                if self.now() >= deadline {
                    return Poll::Ready(None);
                }
                let Some(next) = self.next().filter(|_| !is_outside()) else {
                    return Poll::Pending;
                };
                self.reach(next.min(deadline));
            }
        })
        .await
    }

    /// When the next sleeper is to be woken.
    fn next(&self) -> Option<Timestamp> {
        let state = self.state();
        state.sleepers.keys().next().map(|(due, _)| *due)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

#[async_trait]
impl Clock for Timeline {
    fn now(&self) -> Timestamp {
        self.state().now
    }

    async fn sleep(&self, duration: Duration) {
        self.pass(duration);
    }
}

struct Waiting(Timeline);

#[async_trait]
impl Clock for Waiting {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    async fn sleep(&self, duration: Duration) {
        let sleeper = Sleeper::begin(&self.0, duration);
        std::future::poll_fn(|context| {
            let mut state = sleeper.timeline.state();
            if state.now >= sleeper.key.0 {
                return Poll::Ready(());
            }
            let waker = context.waker().clone();
            state.sleepers.insert(sleeper.key, Some(waker));
            Poll::Pending
        })
        .await;
    }
}

/// Somebody who sleeps, until dropped.
struct Sleeper {
    timeline: Timeline,
    key: (Timestamp, u64),
}

impl Sleeper {
    fn begin(timeline: &Timeline, duration: Duration) -> Self {
        let mut state = timeline.state();
        state.slept += 1;
        let key = (later(state.now, duration), state.slept);
        state.sleepers.insert(key, None);
        drop(state);
        let timeline = timeline.clone();
        Self { timeline, key }
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        self.timeline.state().sleepers.remove(&self.key);
    }
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}
