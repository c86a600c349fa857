//! What was read of workspaces, as a mortal worker keeps it.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use shared::Topic;
use shared::domain::catalog::{Catalog, Schedule};
use shared::domain::directory::Directory;
use shared::domain::names::Names;
use shared::domain::people::People;
use shared::ports::Readings;
use shared::ports::store::Error;
use shared::workspace::Tenant;

use super::Mortal;

pub(super) struct MortalReadings(pub(super) Mortal, pub(super) Arc<dyn Readings>);

#[async_trait]
impl Readings for MortalReadings {
    async fn people(&self, tenant: &Tenant) -> Result<Option<People>, Error> {
        let Self(mortal, readings) = self;
        mortal
            .does("readings.people", readings.people(tenant))
            .await
    }

    async fn people_lately(&self, tenant: &Tenant) -> Result<Option<People>, Error> {
        let Self(mortal, readings) = self;
        mortal
            .does("readings.people_lately", readings.people_lately(tenant))
            .await
    }

    async fn keep_people(
        &self,
        tenant: &Tenant,
        directory: &Directory,
        read_at: Timestamp,
    ) -> Result<(), Error> {
        let Self(mortal, readings) = self;
        let kept = readings.keep_people(tenant, directory, read_at);
        mortal.does("readings.keep_people", kept).await
    }

    async fn people_changed(&self, tenant: &Tenant, at: Timestamp) -> Result<(), Error> {
        let Self(mortal, readings) = self;
        mortal
            .does(
                "readings.people_changed",
                readings.people_changed(tenant, at),
            )
            .await
    }

    async fn keep_names(&self, tenant: &Tenant, names: &Names) -> Result<(), Error> {
        let Self(mortal, readings) = self;
        mortal
            .does("readings.keep_names", readings.keep_names(tenant, names))
            .await
    }

    async fn keep_schedules(&self, tenant: &Tenant, schedules: &[Schedule]) -> Result<(), Error> {
        let Self(mortal, readings) = self;
        let kept = readings.keep_schedules(tenant, schedules);
        mortal.does("readings.keep_schedules", kept).await
    }

    async fn catalog(&self, tenant: &Tenant) -> Result<Option<Catalog>, Error> {
        let Self(mortal, readings) = self;
        mortal
            .does("readings.catalog", readings.catalog(tenant))
            .await
    }

    async fn keep_catalog(&self, tenant: &Tenant, catalog: &Catalog) -> Result<(), Error> {
        let Self(mortal, readings) = self;
        mortal
            .does(
                "readings.keep_catalog",
                readings.keep_catalog(tenant, catalog),
            )
            .await
    }

    async fn topic_arrived(
        &self,
        tenant: &Tenant,
        topic: Topic,
        at: Timestamp,
    ) -> Result<(), Error> {
        let Self(mortal, readings) = self;
        let arrived = readings.topic_arrived(tenant, topic, at);
        mortal.does("readings.topic_arrived", arrived).await
    }

    async fn topics_arrived(&self, tenant: &Tenant) -> Result<BTreeMap<Topic, Timestamp>, Error> {
        let Self(mortal, readings) = self;
        mortal
            .does("readings.topics_arrived", readings.topics_arrived(tenant))
            .await
    }

    async fn claim(
        &self,
        tenant: &Tenant,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let Self(mortal, readings) = self;
        let claimed = readings.claim(tenant, before, now);
        mortal.does("readings.claim", claimed).await
    }
}
