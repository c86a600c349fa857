//! The secrets of an installed workspace, in the hands of whoever runs the stack.

use super::Place;
use crate::domain::secret_name::SecretName;
use crate::id::WorkspaceId;
use crate::ports::keys::{self, Plain};
use crate::ports::store;
use crate::ports::vault::{Kept, Vault};
use crate::workspace::Tenant;

/// Why a secret was not kept.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    /// The workspace left meanwhile.
    #[error("the workspace {0} is not installed any more")]
    Left(WorkspaceId),
    /// The store failed.
    #[error("storing the secret failed: {0}")]
    Store(#[from] store::Error),
    /// The key failed.
    #[error("sealing the secret failed: {0}")]
    Keys(#[from] keys::Error),
}

/// What may be done to one workspace's secrets. None of it shows a value.
pub struct Custody<'p> {
    place: Place<'p>,
    vault: &'p dyn Vault,
    tenant: Tenant,
}

impl<'p> Custody<'p> {
    /// Of a workspace; `None` when it is not installed.
    ///
    /// # Errors
    ///
    /// When the registry cannot be read.
    pub async fn of(
        place: Place<'p>,
        vault: &'p dyn Vault,
        workspace: &WorkspaceId,
    ) -> Result<Option<Self>, store::Error> {
        let installed = place.registry.installation(workspace).await?;
        Ok(installed.map(|installed| Self {
            place,
            vault,
            tenant: Tenant::verified(installed.workspace),
        }))
    }

    /// Seals a value for the workspace and keeps it under a name, in place of the one that was there.
    ///
    /// # Errors
    ///
    /// See [`NotKept`]. To do it again is safe.
    pub async fn put(&self, name: &SecretName, value: &Plain) -> Result<(), NotKept> {
        let workspace = self.tenant.workspace();
        let sealed = self.place.keys.seal(workspace, value).await?;
        let since = self.place.clock.now();
        if self.vault.put(&self.tenant, name, &sealed, since).await? {
            Ok(())
        } else {
            Err(NotKept::Left(workspace.clone()))
        }
    }

    /// Every secret's name, and since when it has its value.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn list(&self) -> Result<Vec<Kept>, store::Error> {
        self.vault.list(&self.tenant).await
    }

    /// Deletes a secret. False when there is none of that name.
    ///
    /// # Errors
    ///
    /// When the store fails. To do it again is safe.
    pub async fn remove(&self, name: &SecretName) -> Result<bool, store::Error> {
        self.vault.remove(&self.tenant, name).await
    }
}
