use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// Intercom spreads its limit per minute over windows of this many seconds.
const WINDOW: i64 = 10;

/// Counts calls per workspace and window.
pub(crate) struct RateLimit {
    limit: AtomicU32,
    used: Mutex<BTreeMap<String, (i64, u32)>>,
}

/// What the `X-RateLimit-*` headers say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quota {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// Unix seconds.
    pub(crate) reset: i64,
    pub(crate) exceeded: bool,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self {
            limit: AtomicU32::new(1_666),
            used: Mutex::default(),
        }
    }
}

impl RateLimit {
    pub(crate) fn set(&self, calls: u32) {
        self.limit.store(calls, Ordering::SeqCst);
    }

    pub(crate) fn count(&self, workspace: &str, now: i64) -> Quota {
        let limit = self.limit.load(Ordering::SeqCst);
        let window = now - now.rem_euclid(WINDOW);
        let mut all = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let used = all.entry(workspace.to_owned()).or_insert((window, 0));
        if used.0 != window {
            *used = (window, 0);
        }
        used.1 += 1;
        Quota {
            limit,
            remaining: limit.saturating_sub(used.1),
            reset: window + WINDOW,
            exceeded: used.1 > limit,
        }
    }
}
