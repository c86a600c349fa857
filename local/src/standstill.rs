//! Nothing is under way: the moment in which the clock may be turned.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

/// Deliveries and ticks that are under way, and who waits until there are none. A delivery that saw the clock jump would take its
/// own deadline for past, and give up what it has half done. Clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct Standstill(Arc<RwLock<()>>);

/// Something is under way.
pub struct UnderWay(#[expect(dead_code, reason = "held, not read")] OwnedRwLockReadGuard<()>);

/// Nothing is under way, and nothing begins.
pub struct Still(#[expect(dead_code, reason = "held, not read")] OwnedRwLockWriteGuard<()>);

impl Standstill {
    /// How long it is waited for: longer than anything takes but a call to an Intercom that does not answer.
    const PATIENCE: Duration = Duration::from_secs(30);

    /// Something begins, and goes on until this is dropped. It waits while the clock is turned.
    pub async fn begin(&self) -> UnderWay {
        UnderWay(self.0.clone().read_owned().await)
    }

    /// Lets what is under way come to its end, and nothing begin until this is dropped. None when something goes on for long.
    pub async fn reached(&self) -> Option<Still> {
        let still = self.0.clone().write_owned();
        let still = tokio::time::timeout(Self::PATIENCE, still).await;
        still.ok().map(Still)
    }
}
