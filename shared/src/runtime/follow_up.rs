//! One conversation whose time has come: whether anything is due is its record's to say, and what is to be done a turn's.
//!
//! A row is removed when what follows from it is durable: a turn that is asked for, or a row at a later time. So whoever dies
//! between two steps leaves the row, and the next tick does the same again: the same turn by the same cause, the same later row.

use jiff::{SignedDuration, Timestamp};

use super::Ports;
use crate::domain::conversation::{Errand, Record};
use crate::domain::digest::Digest;
use crate::domain::queued::Place;
use crate::domain::reminder::Purpose;
use crate::domain::turn::{Beside, TurnRequest};
use crate::error::Error;
use crate::id::WorkspaceId;
use crate::ports::follow_ups::FollowUp;
use crate::ports::journal::Entry;
use crate::ports::queue::Letter;
use crate::ports::registry::Membership;
use crate::ports::store;
use crate::workspace::{Tenant, redating};

/// After how long a conversation is looked at again whose workspace's token Intercom refuses: as often as Intercom is asked
/// about the token.
const HELD: SignedDuration = SignedDuration::from_hours(1);

/// After how long what cannot be read is tried again. Until then it stands behind everything that is due.
const SET_ASIDE: SignedDuration = SignedDuration::from_mins(15);

/// After how long a row is looked at again whose turn is under way: as long as one takes at most.
const UNDER_WAY: SignedDuration = SignedDuration::from_mins(2);

/// What came of a conversation whose time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Followed {
    /// A turn is asked for.
    Sent,
    /// Its record names a later time, which is set now.
    Redated,
    /// Its record asks for nothing any more, or its workspace is not installed.
    Gone,
    /// Intercom refuses the workspace's token: it waits, as the workspace does.
    Held,
    /// Its record or its workspace's row cannot be read: it is tried again later, behind the others.
    SetAside,
}

impl Followed {
    /// A stable name, for counting.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Redated => "re_dated",
            Self::Gone => "gone",
            Self::Held => "held",
            Self::SetAside => "set_aside",
        }
    }
}

/// What a row becomes.
enum Fate {
    /// It is done.
    Done(Followed),
    /// There is one at this time instead, which stands there among those that wait for people to open.
    At(Timestamp, Option<Place>, Followed),
}

impl Ports {
    /// Does what is due in a conversation, and removes the row that said so. With `beside`, which goes with the turn, the row of a turn
    /// that was sent is the caller's to remove, when the others were sent as well: as long as it is there, it is the first of them.
    ///
    /// # Errors
    ///
    /// When the store or the queue does not answer. The row is still there then, and to do it again is safe.
    pub async fn follow_up(
        &self,
        follow_up: &FollowUp,
        beside: Option<&Beside>,
    ) -> Result<Followed, Error> {
        let tenant = Tenant::verified(follow_up.workspace.clone());
        let fate = match self.fate(&tenant, follow_up, beside).await {
            Err(Error::Store(error @ store::Error::Unreadable(_))) => {
                let what = format!("a conversation that is due is set aside: {error}");
                let entry = Entry::new("follow_up", Followed::SetAside.name(), what);
                let at = (&follow_up.workspace, Some(&follow_up.conversation));
                self.journal.enter(entry.at(at.0, at.1).failed());
                self.in_a_while(SET_ASIDE, follow_up, Followed::SetAside)
            }
            decided => decided?,
        };
        let followed = match fate {
            Fate::Done(Followed::Sent) if beside.is_some() => return Ok(Followed::Sent),
            Fate::Done(followed) => followed,
            Fate::At(at, place, followed) => {
                let conversation = &follow_up.conversation;
                let set = self
                    .follow_ups
                    .set(&tenant, conversation, at, place.as_ref());
                set.await?;
                followed
            }
        };
        self.due.done(follow_up).await?;
        Ok(followed)
    }

    /// Asks for the turn, where one is due; what becomes of the row.
    async fn fate(
        &self,
        tenant: &Tenant,
        follow_up: &FollowUp,
        beside: Option<&Beside>,
    ) -> Result<Fate, Error> {
        let FollowUp {
            workspace,
            conversation,
            ..
        } = follow_up;
        let Membership::Installed(installation) = self.registry.membership(workspace).await? else {
            return Ok(Fate::Done(Followed::Gone));
        };
        if installation.standing.refused_since.is_some() {
            return Ok(self.in_a_while(HELD, follow_up, Followed::Held));
        }
        let Some(record) = self.store.conversation(tenant, conversation).await? else {
            return Ok(Fate::Done(Followed::Gone));
        };
        // The row is there before the record says that it waits. A turn is under way that may be about to write so, or a worker has
        // died of it and the next one will.
        let queues = record
            .reminder
            .is_some_and(|reminder| reminder.queued().is_some());
        if follow_up.place.is_some() && !queues && self.is_under_way(&record) {
            return Ok(self.in_a_while(UNDER_WAY, follow_up, Followed::Redated));
        }
        let version = record.version;
        let Some(reminder) = record.reminder else {
            return Ok(Fate::Done(Followed::Gone));
        };
        // What waits for people to open is looked at whenever its row says so: hours change, and the turn asks for them. A row without a
        // place was set before it began to wait.
        let queued = match reminder.purpose {
            Purpose::Opening(queued) => Some(queued),
            Purpose::Silence | Purpose::PickUp { .. } => None,
        };
        let is_looked_at = queued.is_some() && follow_up.place.is_some();
        if reminder.at > self.clock.now().as_second() && !is_looked_at {
            let at = Timestamp::from_second(reminder.at).unwrap_or(Timestamp::MAX);
            let place = queued.map(|queued| Place {
                tier: queued.tier,
                since: reminder.since,
                team: None,
            });
            return Ok(Fate::At(at, place, Followed::Redated));
        }
        let set_anew = if is_looked_at { version } else { 0 };
        let request = TurnRequest {
            workspace: workspace.clone(),
            conversation: conversation.clone(),
            // A row that was set anew, because its turn came too early, is another cause. One that waits may be set for the same second
            // again, when hours change twice: a turn in between has written the record.
            cause: Digest::of([
                "due",
                &reminder.at.to_string(),
                &follow_up.at.as_second().to_string(),
                &set_anew.to_string(),
            ]),
            errand: Errand::Due,
            place: follow_up.place.clone(),
            beside: beside.cloned(),
        };
        self.queue.send(&Letter::turn(&request)).await?;
        Ok(Fate::Done(Followed::Sent))
    }

    /// Sets what is due in a conversation for later, because Intercom refuses the workspace's token: its row went when the turn
    /// was asked for that is dropped now.
    ///
    /// # Errors
    ///
    /// When the store does not answer. The turn comes again then.
    pub(super) async fn hold(&self, request: &TurnRequest) -> Result<(), Error> {
        let tenant = Tenant::verified(request.workspace.clone());
        let at = self.clock.now().saturating_add(HELD);
        let at = at.unwrap_or(Timestamp::MAX);
        let place = request.place.as_ref();
        let set = self
            .follow_ups
            .set(&tenant, &request.conversation, at, place);
        Ok(set.await?)
    }

    /// Puts some of a workspace's rows off: there are more than there is room for before then.
    ///
    /// # Errors
    ///
    /// When the store does not answer. Each is there once at least; to do it again is safe.
    pub async fn put_off(
        &self,
        workspace: &WorkspaceId,
        some: &[FollowUp],
        to: Timestamp,
    ) -> Result<(), Error> {
        let tenant = Tenant::verified(workspace.clone());
        Ok(self.follow_ups.put_off(&tenant, some, to).await?)
    }

    /// Sees to it that everything that waits in a workspace is looked at again, because its hours or its teams may have changed; how
    /// much that is.
    ///
    /// # Errors
    ///
    /// When the store does not answer. What was not moved is looked at when its time has come; to do it again is safe.
    pub async fn redate(&self, workspace: &WorkspaceId) -> Result<u32, store::Error> {
        let tenant = Tenant::verified(workspace.clone());
        redating::redate(&*self.follow_ups, &tenant, self.clock.now()).await
    }

    fn is_under_way(&self, record: &Record) -> bool {
        let now = self.clock.now().as_second();
        record.step.is_some() || record.lease.is_some_and(|lease| lease.bars(0, now))
    }

    fn in_a_while(&self, after: SignedDuration, row: &FollowUp, followed: Followed) -> Fate {
        let at = self.clock.now().saturating_add(after);
        Fate::At(at.unwrap_or(Timestamp::MAX), row.place.clone(), followed)
    }
}
