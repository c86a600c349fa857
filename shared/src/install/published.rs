//! What an installed workspace does now, for whoever wants to change it.

use super::{Place, Versions};
use crate::domain::config::Config;
use crate::domain::names::Names;
use crate::id::WorkspaceId;
use crate::ports::store;
use crate::workspace::Tenant;

/// A workspace's configuration as it is live.
#[derive(Debug)]
pub struct Published {
    /// The configuration; none before the first one is published.
    pub config: Option<Config>,
    /// What its names meant when it was published.
    pub names: Names,
}

impl Published {
    /// Of a workspace that is installed. Nothing is changed.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn of(place: Place<'_>, workspace: &WorkspaceId) -> Result<Self, store::Error> {
        // Whoever may read the registry may look at the workspace.
        let versions = Versions::at(place, Tenant::verified(workspace.clone()));
        let live = versions.live_version().await?;
        let people = place.readings.people(versions.tenant()).await?;
        Ok(Self {
            config: live.map(|(_, version)| version.config),
            names: people.map_or_else(Names::default, |people| people.directory.names),
        })
    }
}
