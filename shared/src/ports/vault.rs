//! The secrets of each workspace, which its brains call other services with. Every method takes the tenant.
//!
//! Not the app's own secret, which is [`Secrets`](super::Secrets), and not the workspace's token, which stands in its
//! installation. A vault keeps what is sealed already; [`Keys`](super::Keys) seals and opens.

use async_trait::async_trait;
use jiff::Timestamp;

use super::keys::Sealed;
use super::store::Error;
use crate::domain::secret_name::SecretName;
use crate::workspace::Tenant;

/// A secret that is kept, without its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it is called.
    pub name: SecretName,
    /// When its value was put, to the second.
    pub since: Timestamp,
}

/// The secrets.
#[async_trait]
pub trait Vault: Send + Sync {
    /// The sealed value of a secret; `None` when there is none of that name. Strongly consistent.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn read(&self, tenant: &Tenant, name: &SecretName) -> Result<Option<Sealed>, Error>;

    /// Keeps a value under a name, in place of the one that was there. False when the workspace is not installed:
    /// then nothing is kept, so that nothing of a workspace that left is there for longer than the rest of it.
    ///
    /// # Errors
    ///
    /// See [`Error`]. It may be done all the same.
    async fn put(
        &self,
        tenant: &Tenant,
        name: &SecretName,
        value: &Sealed,
        since: Timestamp,
    ) -> Result<bool, Error>;

    /// Every secret of the workspace, by name.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn list(&self, tenant: &Tenant) -> Result<Vec<Kept>, Error>;

    /// Deletes a secret. False when there is none of that name.
    ///
    /// # Errors
    ///
    /// See [`Error`]. It may be done all the same.
    async fn remove(&self, tenant: &Tenant, name: &SecretName) -> Result<bool, Error>;
}
