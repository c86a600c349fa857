//! The client secrets on one machine: the public app's, and those of installed private apps.

use std::sync::Arc;

use async_trait::async_trait;
use shared::domain::notification::Secret;
use shared::id::WorkspaceId;
use shared::ports::secrets::Error;
use shared::ports::{Keys, Registry, Secrets};

/// Secrets from the process itself and from the registry.
pub struct LocalSecrets {
    /// The public app's secrets, the current one first.
    pub app: Vec<Secret>,
    /// Where private apps' secrets are kept, sealed.
    pub registry: Arc<dyn Registry>,
    /// What opens them.
    pub keys: Arc<dyn Keys>,
}

#[async_trait]
impl Secrets for LocalSecrets {
    async fn of(&self, private: Option<&WorkspaceId>) -> Result<Vec<Secret>, Error> {
        let Some(workspace) = private else {
            return Ok(self.app.clone());
        };
        let installation = self
            .registry
            .installation(workspace)
            .await
            .map_err(|error| Error(error.into()))?;
        let Some(sealed) = installation.and_then(|installation| installation.private_secret) else {
            return Ok(Vec::new());
        };
        let plain = self
            .keys
            .open(workspace, &sealed)
            .await
            .map_err(|error| Error(error.into()))?;
        let secret = Secret::new(plain.expose()).map_err(|error| Error(error.into()))?;
        Ok(vec![secret])
    }
}
