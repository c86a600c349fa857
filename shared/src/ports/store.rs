//! What is kept of each conversation. Every method takes the tenant, so that no row of another can be named.

use async_trait::async_trait;

use crate::domain::conversation::Record;
use crate::domain::ending::Tally;
use crate::id::ConversationId;
use crate::workspace::Tenant;

/// What went wrong with a read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store cannot be reached, is throttling, or timed out.
    #[error("the store does not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A row that cannot be read: written by newer code, or by hand.
    #[error("a stored row cannot be read")]
    Unreadable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A pointer to a version that is not there, which only a deletion by hand can make.
#[derive(Debug, thiserror::Error)]
#[error("version {0} is live and is not there")]
pub struct Dangling(
    /// The version.
    pub u64,
);

impl From<Dangling> for Error {
    fn from(dangling: Dangling) -> Self {
        Self::Unreadable(Box::new(dangling))
    }
}

/// What went wrong with a conditional write.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Somebody wrote first. What they wrote comes back with the refusal.
    #[error("the record was written by somebody else")]
    Conflict(Option<Box<Record>>),
    /// As for reads. The write may have happened.
    #[error(transparent)]
    Store(#[from] Error),
}

/// The store, one workspace at a time.
#[async_trait]
pub trait Store: Send + Sync {
    /// Reads a conversation's record, strongly consistent.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn conversation(
        &self,
        tenant: &Tenant,
        id: &ConversationId,
    ) -> Result<Option<Record>, Error>;

    /// Writes a record if the stored one still has `record.version` (0: none is stored), and returns the new version. What
    /// changes in the counters with it is written in the same transaction: both, or neither.
    ///
    /// # Errors
    ///
    /// [`SaveError::Conflict`] with the record that is there instead.
    async fn save(
        &self,
        tenant: &Tenant,
        id: &ConversationId,
        record: &Record,
        tally: &Tally,
    ) -> Result<u64, SaveError>;
}
