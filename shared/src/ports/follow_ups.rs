//! What is to be done about conversations at a later time: ids and times only, in the order of the times.
//!
//! A row is a reminder, and no more: what is due is decided by the conversation's record, which whoever is reminded reads. So a
//! row too many does nothing, and none is ever withdrawn in a hurry.

use async_trait::async_trait;
use jiff::Timestamp;

use super::store::Error;
use crate::domain::queued::Place;
use crate::id::{ConversationId, WorkspaceId};
use crate::workspace::Tenant;

/// A conversation whose time has come.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FollowUp {
    /// Where.
    pub workspace: WorkspaceId,
    /// Of which conversation.
    pub conversation: ConversationId,
    /// When it is due, to the second.
    pub at: Timestamp,
    /// Its place among those that wait for people to open; none where it is looked at for another reason.
    pub place: Option<Place>,
}

/// What is due, or what waits in a workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The oldest time first; of one time the highest tier, and then who has waited longest.
    pub follow_ups: Vec<FollowUp>,
    /// How many rows were passed over because nobody can tell what they are. Nothing of ours writes such ones.
    pub unreadable: u32,
    /// Whether there are more behind these.
    pub more: bool,
}

/// Setting reminders, within one workspace.
#[async_trait]
pub trait FollowUps: Send + Sync {
    /// Sees to it that a conversation is looked at when `at` has come, where `place` is among those that wait for people to open.
    /// To do it again changes nothing.
    ///
    /// # Errors
    ///
    /// See [`Error`]. It may be set all the same, which does no harm.
    async fn set(
        &self,
        tenant: &Tenant,
        conversation: &ConversationId,
        at: Timestamp,
        place: Option<&Place>,
    ) -> Result<(), Error>;

    /// What waits for people to open in a workspace, `most` at most, behind `after` if there is one. What was set or removed a moment
    /// ago may be missing, or still there.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn queued(
        &self,
        tenant: &Tenant,
        after: Option<&FollowUp>,
        most: u16,
    ) -> Result<Found, Error>;

    /// Sets some of the workspace's for another time, with their places: of each the new one first, then the old one goes. To do it
    /// again changes nothing.
    ///
    /// # Errors
    ///
    /// See [`Error`]. Of some there may be both then, and of none neither.
    async fn put_off(&self, tenant: &Tenant, some: &[FollowUp], to: Timestamp)
    -> Result<(), Error>;
}

/// What is due in all workspaces. Only whoever may open workspaces by their id is given this.
#[async_trait]
pub trait Due: Send + Sync {
    /// What is due at `now`, `most` at most. How much is asked for does not depend on how many workspaces or reminders there are. What
    /// was set or removed a moment ago may be missing, or still there.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn due(&self, now: Timestamp, most: u16) -> Result<Found, Error>;

    /// Removes one. To do it again changes nothing.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn done(&self, follow_up: &FollowUp) -> Result<(), Error>;
}
