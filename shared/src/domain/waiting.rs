//! Conversations in which a visitor waits, as a search shows them: which time is searched, and whose messages nobody knows of.
//!
//! Intercom tries a notification twice and then never again. So it is asked from time to time which open conversations wait
//! and have changed since it was asked last.
//!
//! ```text
//!  swept until         10 min  3 min  now
//!      │──────────────────│───────│──────│
//!      │◀─ changed in this time ────────▶│   what a search asks for
//!  ◀── written in this time ─────▶│          what is looked at: anything newer may be on its way
//!                         └─ where the next search begins
//! ```

use jiff::{SignedDuration, Timestamp};

use super::conversation::Record;
use super::conversation::ownership::Holder;
use crate::id::{AdminId, ConversationId, TeamId};

/// How long a message may be on its way to a record: Intercom tries again a minute after a failure, and a turn takes a
/// minute at most.
const ON_ITS_WAY: SignedDuration = SignedDuration::from_mins(3);

/// By how much two searches overlap, for a search that lags behind and for clocks that differ.
const OVERLAP: SignedDuration = SignedDuration::from_mins(10);

/// How far a search reaches back after an outage. An answer after hours is better than none; after days a person's is.
const FURTHEST_BACK: SignedDuration = SignedDuration::from_hours(24);

/// For how long a visitor waits at most: a record is kept no longer, and a search wants a number.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How many conversations are looked at in one go: four pages.
const MOST: u64 = 600;

/// The shortest time that is searched by itself: Intercom tells times in seconds.
const SHORTEST: SignedDuration = SignedDuration::from_secs(1);

/// How far the sweeps of a workspace have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Since when it is swept. What was written before is not the agent's: it was not there.
    pub since: Timestamp,
    /// Up to when every change was looked at.
    pub until: Timestamp,
}

/// The time one sweep of a workspace searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The oldest message that is looked at.
    pub since: Timestamp,
    /// Where it begins.
    pub from: Timestamp,
    /// Where it ends.
    pub until: Timestamp,
    /// When it is searched.
    pub now: Timestamp,
}

impl Window {
    /// From where the last sweep has come to until now.
    #[must_use]
    pub fn after(swept: Progress, now: Timestamp) -> Self {
        let furthest = before(now, FURTHEST_BACK);
        Self {
            since: swept.since.max(furthest),
            from: swept.until.max(furthest).min(now),
            until: now,
            now,
        }
    }

    /// The newest beginning of a wait that is old enough to be looked at.
    #[must_use]
    pub fn waiting_before(&self) -> Timestamp {
        before(self.now, ON_ITS_WAY)
    }

    /// The oldest beginning of a wait that is looked at.
    #[must_use]
    pub fn waiting_after(&self) -> Timestamp {
        before(self.now, LONGEST_WAIT)
    }

    /// A shorter time from the same beginning, where `total` conversations are more than can be looked at in one go. Intercom
    /// promises no order, so that to stop somewhere among them would never come to an end.
    #[must_use]
    pub fn narrowed(&self, total: u64) -> Option<Self> {
        let length = self.until.duration_since(self.from);
        if total <= MOST || length <= SHORTEST {
            return None;
        }
        // They are not spread evenly, so half as many are aimed at as fit.
        let share = i128::from(length.as_secs()) * i128::from(MOST / 2) / i128::from(total);
        let share = SignedDuration::from_secs(i64::try_from(share).unwrap_or(0)).max(SHORTEST);
        let until = self.from.saturating_add(share).unwrap_or(self.until);
        Some(Self { until, ..*self })
    }

    /// Whether `total` conversations are more than can be looked at in one go, and no shorter time can be searched: to begin anew
    /// would come to the same end.
    #[must_use]
    pub fn is_crowded(&self, total: u64) -> bool {
        total > MOST && self.narrowed(total).is_none()
    }

    /// Whether it ends before now, so that there is more to search at once.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.until < self.now
    }

    /// Where the next search begins when this one is done.
    #[must_use]
    pub fn swept_until(&self) -> Timestamp {
        before(self.now, OVERLAP).min(self.until).max(self.from)
    }

    /// Whether a message of this time is looked at.
    fn has(&self, wrote_at: Timestamp) -> bool {
        self.since <= wrote_at && wrote_at <= self.waiting_before()
    }
}

/// A conversation in which a visitor waits, by a search. No word of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub id: ConversationId,
    /// When the visitor wrote last, as far as the search says.
    pub wrote_at: Timestamp,
    /// Whether somebody put it off.
    pub is_snoozed: bool,
    /// The teammate it is assigned to.
    pub admin: Option<AdminId>,
    /// The team it is assigned to.
    pub team: Option<TeamId>,
}

/// Why a conversation is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// Nobody told us what the visitor wrote, or that it is the agent's now.
    Lost,
    /// We were told, and it is not dealt with yet: its turn comes again and again, or was given up.
    Late,
}

impl Missed {
    /// A stable name, for logs and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lost => "message_lost",
            Self::Late => "message_late",
        }
    }
}

impl Waiting {
    /// Why this is to be looked at, if it is, by what is kept of it. People's conversations are not, nor what is covered, left
    /// to somebody or too new.
    #[must_use]
    pub fn missed(&self, window: &Window, record: Option<&Record>, us: &AdminId) -> Option<Missed> {
        if self.is_snoozed || !window.has(self.wrote_at) {
            return None;
        }
        let nothing = Record::default();
        let record = record.unwrap_or(&nothing);
        let wrote_at = self.wrote_at.as_second();
        if record.deleted || record.horizon().is_some_and(|known| known.at >= wrote_at) {
            return None;
        }
        let told = record.seen.as_ref().is_some_and(|seen| seen.at >= wrote_at);
        if !self.may_be_ours(record, us) {
            return None;
        }
        Some(if told { Missed::Late } else { Missed::Lost })
    }

    /// Whether the agent may act, by the record and by what the search shows of it: an assignment may have been lost too.
    fn may_be_ours(&self, record: &Record, us: &AdminId) -> bool {
        let known = record.ownership.admin.as_ref();
        let known = known.and_then(|assigned| assigned.to.as_ref());
        let is_given = self.admin.as_ref() == Some(us) && known != Some(us);
        match record.ownership.holder(us) {
            Holder::Agent => true,
            Holder::Person => is_given,
            Holder::Rules | Holder::Assigned(_) => match (&self.admin, &self.team) {
                (Some(admin), _) => admin == us,
                (None, team) => team.is_none(),
            },
        }
    }
}

/// One that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Which, if that can be read.
    pub id: Option<ConversationId>,
    /// Where it differs from what Intercom documents. Never a value.
    pub path: String,
}

/// One page of what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// In Intercom's order, which nothing promises.
    pub conversations: Vec<Result<Waiting, Unreadable>>,
    /// What asks for the next page; none after the last one.
    pub next: Option<String>,
    /// How many there are on all pages, by Intercom's count.
    pub total: u64,
}

fn before(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_sub(by)
        .expect("a duration without calendar units can be subtracted")
}

#[cfg(test)]
mod tests;
