//! One conversation whose time has come: whether anything is due is its record's to say, and what is to be done a turn's.
//!
//! A row is removed when what follows from it is durable: a turn that is asked for, or a row at a later time. So whoever dies
//! between two steps leaves the row, and the next tick does the same again: the same turn by the same cause, the same later row.

use jiff::{SignedDuration, Timestamp};

use super::Ports;
use crate::domain::conversation::Errand;
use crate::domain::digest::Digest;
use crate::domain::turn::TurnRequest;
use crate::error::Error;
use crate::ports::follow_ups::FollowUp;
use crate::ports::journal::Entry;
use crate::ports::queue::Letter;
use crate::ports::registry::Membership;
use crate::ports::store;
use crate::workspace::Tenant;

/// After how long a conversation is looked at again whose workspace's token Intercom refuses: as often as Intercom is asked
/// about the token.
const HELD: SignedDuration = SignedDuration::from_hours(1);

/// After how long what cannot be read is tried again. Until then it stands behind everything that is due.
const SET_ASIDE: SignedDuration = SignedDuration::from_mins(15);

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
    /// There is one at this time in its place.
    At(Timestamp, Followed),
}

impl Ports {
    /// Does what is due in a conversation, and removes the row that said so.
    ///
    /// # Errors
    ///
    /// When the store or the queue does not answer. The row is still there then, and to do it again is safe.
    pub async fn follow_up(&self, follow_up: &FollowUp) -> Result<Followed, Error> {
        let tenant = Tenant::verified(follow_up.workspace.clone());
        let fate = match self.fate(&tenant, follow_up).await {
            Err(Error::Store(error @ store::Error::Unreadable(_))) => {
                let what = format!("a conversation that is due is set aside: {error}");
                let entry = Entry::new("follow_up", Followed::SetAside.name(), what);
                let at = (&follow_up.workspace, Some(&follow_up.conversation));
                self.journal.enter(entry.at(at.0, at.1).failed());
                self.in_a_while(SET_ASIDE, Followed::SetAside)
            }
            decided => decided?,
        };
        let followed = match fate {
            Fate::Done(followed) => followed,
            Fate::At(at, followed) => {
                let set = self.follow_ups.set(
                    &tenant,
                    &follow_up.conversation,
                    at,
                    follow_up.place.as_ref(),
                );
                set.await?;
                followed
            }
        };
        self.due.done(follow_up).await?;
        Ok(followed)
    }

    /// Asks for the turn, where one is due; what becomes of the row.
    async fn fate(&self, tenant: &Tenant, follow_up: &FollowUp) -> Result<Fate, Error> {
        let FollowUp {
            workspace,
            conversation,
            ..
        } = follow_up;
        let Membership::Installed(installation) = self.registry.membership(workspace).await? else {
            return Ok(Fate::Done(Followed::Gone));
        };
        if installation.standing.refused_since.is_some() {
            return Ok(self.in_a_while(HELD, Followed::Held));
        }
        let record = self.store.conversation(tenant, conversation).await?;
        let Some(reminder) = record.and_then(|record| record.reminder) else {
            return Ok(Fate::Done(Followed::Gone));
        };
        if reminder.at > self.clock.now().as_second() {
            let at = Timestamp::from_second(reminder.at).unwrap_or(Timestamp::MAX);
            return Ok(Fate::At(at, Followed::Redated));
        }
        let request = TurnRequest {
            workspace: workspace.clone(),
            conversation: conversation.clone(),
            // A row that was set anew for the same time, because its turn came too early, is another cause.
            cause: Digest::of([
                "due",
                &reminder.at.to_string(),
                &follow_up.at.as_second().to_string(),
            ]),
            errand: Errand::Due,
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
        let set = self
            .follow_ups
            .set(&tenant, &request.conversation, at, None);
        Ok(set.await?)
    }

    fn in_a_while(&self, after: SignedDuration, followed: Followed) -> Fate {
        let at = self.clock.now().saturating_add(after);
        Fate::At(at.unwrap_or(Timestamp::MAX), followed)
    }
}
