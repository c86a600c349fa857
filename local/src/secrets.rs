//! The client secrets on one machine: the public app's, and those of installed private apps.

use std::sync::Arc;

use async_trait::async_trait;
use shared::adapters::private_apps::PrivateApps;
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
        let apps = PrivateApps {
            registry: self.registry.clone(),
            keys: self.keys.clone(),
        };
        Ok(apps.secret(workspace).await?.into_iter().collect())
    }
}
