//! How long what was read is good for.

use jiff::{SignedDuration, Timestamp};

use crate::domain::notification::Secret;

const FRESH: SignedDuration = SignedDuration::from_mins(5);
const RECENT: SignedDuration = SignedDuration::from_secs(30);

/// An app's secrets, and when they were asked for.
pub(super) struct Kept {
    pub(super) secrets: Vec<Secret>,
    asked_at: Timestamp,
    fresh_for: SignedDuration,
}

impl Kept {
    pub(super) const fn read(secrets: Vec<Secret>, now: Timestamp) -> Self {
        Self {
            secrets,
            asked_at: now,
            fresh_for: FRESH,
        }
    }

    /// They could not be read again.
    pub(super) const fn failed(&mut self, now: Timestamp) {
        self.asked_at = now;
        self.fresh_for = RECENT;
    }

    pub(super) fn is_fresh(&self, now: Timestamp) -> bool {
        now.duration_since(self.asked_at) < self.fresh_for
    }

    /// Whether they were asked for so lately that to ask again would tell nothing new.
    pub(super) fn is_recent(&self, now: Timestamp) -> bool {
        now.duration_since(self.asked_at) < RECENT
    }
}
