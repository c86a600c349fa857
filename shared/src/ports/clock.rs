//! The time, and waiting for it.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

/// A clock. Every deadline and every sleep goes through one, so that a test can turn it.
#[async_trait]
pub trait Clock: Send + Sync {
    /// What time it is.
    fn now(&self) -> Timestamp;

    /// Waits.
    async fn sleep(&self, duration: Duration);
}
