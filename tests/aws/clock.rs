//! The hand on the emulator's clock, so that nobody waits for a visibility timeout.

use std::fs;
use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard};

use crate::settings::settings;

/// How far it was turned.
static TURNED: Mutex<Duration> = Mutex::const_new(Duration::ZERO);

/// The right to turn the clock. One test has it at a time, because the clock shows the same time to all.
pub(crate) struct Hand(MutexGuard<'static, Duration>);

impl Hand {
    pub(crate) async fn take() -> Self {
        Self(TURNED.lock().await)
    }

    pub(crate) fn turn(&mut self, by: Duration) {
        *self.0 += by;
        let clock = &settings().clock;
        // As a whole: the emulator reads it all the time.
        let next = clock.with_extension("next");
        fs::write(&next, self.0.as_secs_f64().to_string()).unwrap();
        fs::rename(next, clock).unwrap();
    }
}
