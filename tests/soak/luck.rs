//! Chance, from a seed.

use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use fastrand::Rng;

/// Dice that many may throw. The same seed throws the same numbers; who gets which depends on who asks first.
pub(crate) struct Luck(Mutex<Rng>);

impl Luck {
    /// The dice of a seed, for one purpose.
    pub(crate) fn of(seed: u64, purpose: u64) -> Self {
        Self(Mutex::new(Rng::with_seed(seed ^ (purpose << 32))))
    }

    /// Whether something happens that happens so often in a thousand times.
    pub(crate) fn has(&self, in_a_thousand: u32) -> bool {
        self.below(1_000) < in_a_thousand
    }

    /// A number below this one.
    pub(crate) fn below(&self, end: u32) -> u32 {
        self.dice().u32(0..end)
    }

    /// One of these.
    pub(crate) fn one_of<'o, T>(&self, of: &'o [T]) -> &'o T {
        let nth = self.dice().usize(0..of.len());
        &of[nth]
    }

    /// So many milliseconds, the second number not included.
    pub(crate) fn millis(&self, from: u64, to: u64) -> Duration {
        Duration::from_millis(self.dice().u64(from..to))
    }

    fn dice(&self) -> MutexGuard<'_, Rng> {
        self.0.lock().unwrap()
    }
}
