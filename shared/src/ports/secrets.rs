//! The app's client secrets, with which Intercom signs.

use async_trait::async_trait;

use crate::domain::notification::Secret;
use crate::id::WorkspaceId;

/// The secrets cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the app's secrets cannot be read")]
pub struct Error(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Where client secrets are kept.
#[async_trait]
pub trait Secrets: Send + Sync {
    /// The secrets a notification may be signed with, the current one first, then the previous one. For a private
    /// app, those of the workspace's own app; none when it has no private app.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn of(&self, private: Option<&WorkspaceId>) -> Result<Vec<Secret>, Error>;

    /// The same, read afresh: perhaps the secret was rotated a moment ago. May return what it has when asked too often.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn refreshed(&self, private: Option<&WorkspaceId>) -> Result<Vec<Secret>, Error> {
        self.of(private).await
    }
}
