//! The public app at Intercom, as it identifies itself when a workspace is installed by OAuth.

use async_trait::async_trait;

use super::keys::Plain;
use super::secrets::Error;

/// What the Developer Hub shows under “Basic information”.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Public.
    pub client_id: String,
    /// Not.
    pub client_secret: Plain,
    /// The one before, while it may still be in what comes back.
    pub previous_secret: Option<Plain>,
}

/// Where the public app's identity is kept.
#[async_trait]
pub trait Apps: Send + Sync {
    /// The public app; none when nobody has put its identity there yet.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn public_app(&self) -> Result<Option<App>, Error>;
}
