//! When a workspace's people were read, and whether that still holds.

use jiff::{SignedDuration, Timestamp};

use super::directory::Directory;

/// The people of a workspace as they were read, with what happened since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct People {
    /// Teammates and teams.
    pub directory: Directory,
    /// When the reading of them began.
    pub read_at: Timestamp,
    /// When Intercom last said that somebody came, went, or switched to away or back. Only that, not who: what is true
    /// now is read.
    pub changed_at: Option<Timestamp>,
    /// When everything of the workspace was last read.
    pub all_read_at: Timestamp,
}

/// How long people count as read when Intercom says nothing. It says when somebody switches to away; not when a team gets
/// another member, and a notification may be lost.
const FRESH: SignedDuration = SignedDuration::from_mins(5);

/// How long everything else counts as read.
const DUE: SignedDuration = SignedDuration::from_hours(24);

impl People {
    /// Whether they are as they were read.
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        // A change in the very moment of the reading may have been missed by it.
        now.duration_since(self.read_at) < FRESH
            && self.changed_at.is_none_or(|changed| changed < self.read_at)
    }

    /// Whether it is time to read everything again.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        now.duration_since(self.all_read_at) >= DUE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: Timestamp = Timestamp::constant(1_773_144_000, 0);

    fn people(changed: Option<i64>) -> People {
        People {
            directory: Directory::default(),
            read_at: READ,
            changed_at: changed.map(|after| READ + SignedDuration::from_secs(after)),
            all_read_at: READ,
        }
    }

    fn after(seconds: i64) -> Timestamp {
        READ + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn they_hold_for_five_minutes_unless_somebody_changed() {
        assert!(people(None).is_fresh(after(299)));
        assert!(!people(None).is_fresh(after(300)));
        assert!(people(Some(-1)).is_fresh(after(1)));
        assert!(!people(Some(0)).is_fresh(after(1)));
        assert!(!people(Some(5)).is_fresh(after(6)));
    }

    #[test]
    fn everything_is_read_again_after_a_day() {
        assert!(!people(None).is_due(after(24 * 3_600 - 1)));
        assert!(people(None).is_due(after(24 * 3_600)));
    }
}
