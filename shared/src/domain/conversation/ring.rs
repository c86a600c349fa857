//! The last sixteen digests of something.

use serde::{Deserialize, Serialize};

use crate::domain::digest::Digest;

/// A ring of at most sixteen digests. Short is safe: what is covered only grows, so forgetting repeats no work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ring(Vec<Digest>);

impl Ring {
    const LENGTH: usize = 16;

    /// Whether the ring holds `digest`.
    #[must_use]
    pub fn contains(&self, digest: Digest) -> bool {
        self.0.contains(&digest)
    }

    /// Puts `digest` in once; the oldest falls out.
    pub fn insert(&mut self, digest: Digest) {
        if self.contains(digest) {
            return;
        }
        if self.0.len() == Self::LENGTH {
            self.0.remove(0);
        }
        self.0.push(digest);
    }

    /// Whether nothing was put in yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
