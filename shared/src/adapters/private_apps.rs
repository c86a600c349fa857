//! The client secrets of private apps, which lie sealed in the workspaces' installations.

use std::sync::Arc;

use crate::domain::notification::Secret;
use crate::id::WorkspaceId;
use crate::ports::secrets::Error;
use crate::ports::{Keys, Registry};

/// Reads a private app's secret and opens it. Nothing is kept.
#[derive(Clone)]
pub struct PrivateApps {
    /// Where the secrets lie, sealed.
    pub registry: Arc<dyn Registry>,
    /// What opens them.
    pub keys: Arc<dyn Keys>,
}

impl PrivateApps {
    /// The secret of a workspace's own app; none when it has no app of its own, or is not installed.
    ///
    /// # Errors
    ///
    /// When the registry or the key does not answer, or the secret does not open.
    pub async fn secret(&self, workspace: &WorkspaceId) -> Result<Option<Secret>, Error> {
        let installation = self
            .registry
            .installation(workspace)
            .await
            .map_err(|error| Error(error.into()))?;
        let Some(sealed) = installation.and_then(|installation| installation.private_secret) else {
            return Ok(None);
        };
        let plain = self
            .keys
            .open(workspace, &sealed)
            .await
            .map_err(|error| Error(error.into()))?;
        Secret::new(plain.expose())
            .map(Some)
            .map_err(|error| Error(error.into()))
    }
}
