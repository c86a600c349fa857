//! What workspaces are configured with, as a mortal worker reads it.

use std::sync::Arc;

use async_trait::async_trait;
use shared::domain::switch::{Scope, Switch};
use shared::ports::Configurations;
use shared::ports::configurations::{Draft, Live, MoveError, Over, Summary, Version};
use shared::ports::store::Error;
use shared::workspace::Tenant;

use super::Mortal;

pub(super) struct MortalConfigurations(pub(super) Mortal, pub(super) Arc<dyn Configurations>);

#[async_trait]
impl Configurations for MortalConfigurations {
    async fn live(&self, tenant: &Tenant) -> Result<Option<Live>, Error> {
        let Self(mortal, configurations) = self;
        mortal
            .does("configurations.live", configurations.live(tenant))
            .await
    }

    async fn glance(&self, tenant: &Tenant) -> Result<Option<Switch>, Error> {
        let Self(mortal, configurations) = self;
        mortal
            .does("configurations.glance", configurations.glance(tenant))
            .await
    }

    async fn version(&self, tenant: &Tenant, number: u64) -> Result<Option<Version>, Error> {
        let Self(mortal, configurations) = self;
        let version = configurations.version(tenant, number);
        mortal.does("configurations.version", version).await
    }

    // What only operators do is passed on.
    async fn history(
        &self,
        tenant: &Tenant,
        before: Option<u64>,
        most: u8,
    ) -> Result<Vec<Summary>, Error> {
        self.1.history(tenant, before, most).await
    }

    async fn publish(
        &self,
        tenant: &Tenant,
        draft: Draft<'_>,
        over: Over,
    ) -> Result<u64, MoveError> {
        self.1.publish(tenant, draft, over).await
    }

    async fn point(&self, tenant: &Tenant, number: u64, over: u64) -> Result<(), MoveError> {
        self.1.point(tenant, number, over).await
    }

    async fn switch(
        &self,
        tenant: &Tenant,
        scope: &Scope,
        paused: bool,
    ) -> Result<Option<Live>, Error> {
        self.1.switch(tenant, scope, paused).await
    }
}
