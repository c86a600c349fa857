//! The right to run one turn at a time.

use serde::{Deserialize, Serialize};

/// A worker's claim on the conversation. It lapses by itself when the worker dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Lease {
    /// The delivery that holds it.
    pub worker: u64,
    /// Until when, in Unix seconds: the function's own remaining time.
    pub until: i64,
}

impl Lease {
    /// Whether another worker than `worker` holds it at `now`.
    #[must_use]
    pub const fn bars(self, worker: u64, now: i64) -> bool {
        self.worker != worker && self.until > now
    }
}
