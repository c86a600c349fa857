//! What an installed workspace does now, for whoever wants to change it.

use super::Place;
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
    /// What names meant when it was published.
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
        let tenant = Tenant::verified(workspace.clone());
        let people = place.readings.people(&tenant).await?;
        Ok(Self {
            config: place.store.config(&tenant).await?,
            names: people.map_or_else(Names::default, |people| people.directory.names),
        })
    }
}
