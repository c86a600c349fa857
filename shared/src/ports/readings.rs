//! What was read of each workspace at Intercom, kept. Every method takes the tenant.

use std::collections::BTreeMap;

use async_trait::async_trait;
use jiff::Timestamp;

use super::store::Error;
use crate::domain::catalog::{Catalog, Schedule};
use crate::domain::directory::Directory;
use crate::domain::names::Names;
use crate::domain::people::People;
use crate::topic::Topic;
use crate::workspace::Tenant;

/// What was read.
#[async_trait]
pub trait Readings: Send + Sync {
    /// The workspace's people; `None` when they were never read. Strongly consistent.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn people(&self, tenant: &Tenant) -> Result<Option<People>, Error>;

    /// The same, perhaps as it was a second ago, for half the cost.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn people_lately(&self, tenant: &Tenant) -> Result<Option<People>, Error>;

    /// Keeps people whose reading began at `read_at`, unless a later reading is kept. Names and schedules stay.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn keep_people(
        &self,
        tenant: &Tenant,
        directory: &Directory,
        read_at: Timestamp,
    ) -> Result<(), Error>;

    /// Notes that people changed.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn people_changed(&self, tenant: &Tenant, at: Timestamp) -> Result<(), Error>;

    /// Keeps what the names of the configuration that is published now mean.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn keep_names(&self, tenant: &Tenant, names: &Names) -> Result<(), Error>;

    /// Keeps the schedules of office hours that the configuration relies on, beside people: a turn has both at once.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn keep_schedules(&self, tenant: &Tenant, schedules: &[Schedule]) -> Result<(), Error>;

    /// The rest; `None` when it was never read.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn catalog(&self, tenant: &Tenant) -> Result<Option<Catalog>, Error>;

    /// Keeps the rest.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn keep_catalog(&self, tenant: &Tenant, catalog: &Catalog) -> Result<(), Error>;

    /// Notes when a notification of a topic arrived last.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn topic_arrived(
        &self,
        tenant: &Tenant,
        topic: Topic,
        at: Timestamp,
    ) -> Result<(), Error>;

    /// When a notification of each topic arrived last, to the day. A topic that is missing never did.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn topics_arrived(&self, tenant: &Tenant) -> Result<BTreeMap<Topic, Timestamp>, Error>;

    /// Takes it upon oneself to read everything at `now`; true for one of those who saw that it was last done at
    /// `before`, if it is the first time for the workspace or not.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn claim(
        &self,
        tenant: &Tenant,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<bool, Error>;
}
