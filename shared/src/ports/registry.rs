//! Which workspaces are installed. The one port that is not scoped to a workspace.

use async_trait::async_trait;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::keys::Sealed;
use super::store::Error;
use crate::domain::oauth::Nonce;
use crate::id::{AdminId, WorkspaceId};

/// Where a workspace's data lives, by `/me`'s `app.region`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Region {
    /// United States.
    #[default]
    #[serde(rename = "US")]
    Us,
    /// European Union.
    #[serde(rename = "EU")]
    Eu,
    /// Australia.
    #[serde(rename = "AU")]
    Au,
}

impl Region {
    /// The API's address.
    #[must_use]
    pub const fn api(self) -> &'static str {
        match self {
            Self::Us => "https://api.intercom.io",
            Self::Eu => "https://api.eu.intercom.io",
            Self::Au => "https://api.au.intercom.io",
        }
    }

    /// Where an admin authorises an app: what Intercom calls the app's host.
    #[must_use]
    pub const fn app(self) -> &'static str {
        match self {
            Self::Us => "https://app.intercom.com",
            Self::Eu => "https://app.eu.intercom.com",
            Self::Au => "https://app.au.intercom.com",
        }
    }
}

/// One workspace's grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installation {
    /// Which workspace.
    pub workspace: WorkspaceId,
    /// Its name, as Intercom shows it.
    pub name: String,
    /// Where its data lives.
    pub region: Region,
    /// The access token, sealed for this workspace alone.
    pub token: Sealed,
    /// The client secret of a private app, sealed; the public app's is the bundle's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_secret: Option<Sealed>,
    /// The teammate the agent speaks as.
    pub us: AdminId,
}

/// The installed workspaces.
#[async_trait]
pub trait Registry: Send + Sync {
    /// The installation of a workspace; `None` when it is not installed.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn installation(&self, workspace: &WorkspaceId) -> Result<Option<Installation>, Error>;

    /// Installs a workspace, or renews its grant. Its configuration and conversations stay as they are.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn install(&self, installation: &Installation) -> Result<(), Error>;

    /// Uses up the nonce of an OAuth state, which nobody needs to remember after `until`. True the first time at most,
    /// and never again: it is false too when the answer to the first time was lost.
    ///
    /// # Errors
    ///
    /// See [`Error`]. Then it may be used up all the same.
    async fn use_up(&self, nonce: &Nonce, until: Timestamp) -> Result<bool, Error>;
}
