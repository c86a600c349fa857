//! What was decided in each conversation, and why. Every method takes the tenant, so that no row of another can be named.

use async_trait::async_trait;

use super::store::Error;
use crate::domain::decision::Decision;
use crate::id::ConversationId;
use crate::workspace::Tenant;

/// The decisions.
#[async_trait]
pub trait Decisions: Send + Sync {
    /// Keeps a decision. To keep it again changes nothing.
    ///
    /// # Errors
    ///
    /// See [`Error`]. It may be kept all the same.
    async fn keep(
        &self,
        tenant: &Tenant,
        conversation: &ConversationId,
        decision: &Decision,
    ) -> Result<(), Error>;

    /// The decisions of a conversation, the newest first, `most` at most. Strongly consistent.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn of_conversation(
        &self,
        tenant: &Tenant,
        conversation: &ConversationId,
        most: usize,
    ) -> Result<Vec<Decision>, Error>;

    /// Deletes every decision of a conversation.
    ///
    /// # Errors
    ///
    /// See [`Error`]. Some may be deleted then; to do it again is safe.
    async fn forget(&self, tenant: &Tenant, conversation: &ConversationId) -> Result<(), Error>;
}
