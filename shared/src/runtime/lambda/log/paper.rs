//! What a test's journal is written on.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use serde_json::Value;

use super::Log;
use crate::ports::Clock;

/// A clock that stands still.
pub(in crate::runtime::lambda) struct Noon;

#[async_trait]
impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::constant(1_773_144_000, 0)
    }

    async fn sleep(&self, _: Duration) {}
}

/// Everything that was written.
#[derive(Clone, Default)]
pub(in crate::runtime::lambda) struct Paper(Arc<Mutex<Vec<u8>>>);

impl Paper {
    /// A journal on this paper, at noon.
    pub(in crate::runtime::lambda) fn log(&self) -> Log {
        Log::to(
            Box::new(self.clone()),
            "nexora-agent-turn",
            "nexora",
            Arc::new(Noon),
        )
    }

    /// As it was written.
    pub(in crate::runtime::lambda) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Its lines.
    pub(in crate::runtime::lambda) fn lines(&self) -> Vec<Value> {
        let text = self.text();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
