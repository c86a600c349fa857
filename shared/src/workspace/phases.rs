//! How long the parts of a delivery took.

use std::future::Future;
use std::time::Duration;

use crate::ports::Clock;

/// A stopwatch over the parts of one delivery.
pub(super) struct Phases<'c> {
    clock: &'c dyn Clock,
    taken: Vec<(&'static str, Duration)>,
}

impl<'c> Phases<'c> {
    pub(super) const fn new(clock: &'c dyn Clock) -> Self {
        Self {
            clock,
            taken: Vec::new(),
        }
    }

    /// Does `part` and notes how long it took, whatever came of it.
    pub(super) async fn time<T>(&mut self, name: &'static str, part: impl Future<Output = T>) -> T {
        let began = self.clock.now();
        let came = part.await;
        let took = self.clock.now().duration_since(began);
        // A clock that was set back meanwhile tells nothing.
        self.taken.push((name, took.try_into().unwrap_or_default()));
        came
    }

    pub(super) fn taken(self) -> Vec<(&'static str, Duration)> {
        self.taken
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use async_trait::async_trait;
    use futures_lite::future;
    use jiff::Timestamp;

    use super::*;

    /// A clock that moves when somebody waits.
    #[derive(Default)]
    struct Turned(Mutex<Duration>);

    #[async_trait]
    impl Clock for Turned {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH + *self.0.lock().unwrap()
        }

        async fn sleep(&self, duration: Duration) {
            *self.0.lock().unwrap() += duration;
        }
    }

    #[test]
    fn every_part_takes_its_own_time_and_one_that_fails_too() {
        let clock = Turned::default();
        let mut phases = Phases::new(&clock);
        future::block_on(async {
            let read = phases.time("read", clock.sleep(Duration::from_millis(90)));
            read.await;
            clock.sleep(Duration::from_secs(1)).await;
            let failed = phases.time("post", async {
                clock.sleep(Duration::from_millis(120)).await;
                Err::<(), _>("lost")
            });
            assert_eq!(failed.await, Err("lost"));
        });
        insta::assert_debug_snapshot!(phases.taken(), @r#"
        [
            (
                "read",
                90ms,
            ),
            (
                "post",
                120ms,
            ),
        ]
        "#);
    }
}
