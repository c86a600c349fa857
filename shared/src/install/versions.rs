//! The configurations of one workspace, in the hands of whoever runs the stack.

use super::Place;
use crate::domain::switch::Scope;
use crate::id::WorkspaceId;
use crate::ports::Configurations;
use crate::ports::configurations::{Draft, Live, MoveError, Over, Summary, Version};
use crate::ports::store::{Dangling, Error};
use crate::workspace::Tenant;

/// What may be seen of one workspace's configurations, and its pause switch. What is live is changed by
/// [`install`](super::install), which looks up what a configuration names.
pub struct Versions<'p> {
    configurations: &'p dyn Configurations,
    tenant: Tenant,
}

impl<'p> Versions<'p> {
    /// Of a workspace; `None` when it is not installed.
    ///
    /// # Errors
    ///
    /// When the registry cannot be read.
    pub async fn of(place: Place<'p>, workspace: &WorkspaceId) -> Result<Option<Self>, Error> {
        let installed = place.registry.installation(workspace).await?;
        Ok(installed.map(|installed| Self::at(place, Tenant::verified(installed.workspace))))
    }

    pub(crate) const fn at(place: Place<'p>, tenant: Tenant) -> Self {
        Self {
            configurations: place.configurations,
            tenant,
        }
    }

    pub(crate) const fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// The pointer; none when nothing was ever published.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn live(&self) -> Result<Option<Live>, Error> {
        self.configurations.live(&self.tenant).await
    }

    /// The pointer, and the version it points to.
    ///
    /// # Errors
    ///
    /// When the store fails, or that version is not there.
    pub async fn live_version(&self) -> Result<Option<(Live, Version)>, Error> {
        let Some(live) = self.live().await? else {
            return Ok(None);
        };
        let version = self.version(live.number).await?;
        let version = version.ok_or_else(|| Error::from(Dangling(live.number)))?;
        Ok(Some((live, version)))
    }

    /// A version.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn version(&self, number: u64) -> Result<Option<Version>, Error> {
        self.configurations.version(&self.tenant, number).await
    }

    /// The versions before `before`, or all of them: the newest first, `most` at most.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn history(&self, before: Option<u64>, most: u8) -> Result<Vec<Summary>, Error> {
        self.configurations
            .history(&self.tenant, before, most)
            .await
    }

    /// Publishes a draft without looking up what it names, for who knows better; its number.
    ///
    /// # Errors
    ///
    /// See [`MoveError`].
    pub async fn publish(&self, draft: Draft<'_>, over: Over) -> Result<u64, MoveError> {
        self.configurations.publish(&self.tenant, draft, over).await
    }

    /// Pauses, or lets go on; the pointer as it is then. None when nothing was ever published.
    ///
    /// # Errors
    ///
    /// When the store fails. To do it again is safe.
    pub async fn switch(&self, scope: &Scope, paused: bool) -> Result<Option<Live>, Error> {
        self.configurations
            .switch(&self.tenant, scope, paused)
            .await
    }
}
