//! The store and the registry on DynamoDB: the service in AWS, an engine in our own process on one machine.
//!
//! | table | key | one item is |
//! | --- | --- | --- |
//! | `installations` | `workspace` | a workspace's grant and its sealed token; or its departure |
//! | `configurations` | `workspace`, `version` | version 0: the pointer to the live one, and the pause switch; 1, 2 …: every version, never changed |
//! | `readings` | `workspace`, `list` | `people`: its teammates and teams; `segments`, `tags` …: a list of the rest; `topics`: which notifications arrived; `hold`: until when little is left of its rate limit |
//! | `secrets` | `workspace`, `name` | a sealed secret that a brain calls another service with |
//! | `oauth-states` | `nonce` | an OAuth state that came back, until it would have expired |
//! | `allowances` | `window` = `share#second` | how many calls to Intercom a share took in that window of ten seconds, of the whole app |
//! | `follow-ups` | `shard`, `due` = `time#workspace#conversation` | that a conversation is looked at when a time has come; the index `queued` has those that wait for people to open |
//! | `decisions` | `workspace`, `decision` = `conversation#time#worker` | what a turn decided and why, 90 days long |
//! | `tallies` | `workspace`, `day` = `day#rule` | how many conversations of a rule ended how on a day, 400 days long |
//! | `conversations` | `pk` = `workspace#conversation` | a conversation's record, at most 1 KB, so that a write costs one unit |
//!
//! The tables themselves are described in `template.yaml`. Every request asks what it cost, and whoever made the client
//! may look: on Lambda the delivery's line says it.

mod allowance;
mod configuration;
mod conversation;
mod decisions;
mod failure;
mod follow_ups;
mod installation;
mod oauth_state;
mod packed;
mod people;
mod purge;
mod readings;
mod sweeps;
mod tables;
mod tallies;
mod topics;
mod vault;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use jiff::civil::Date;

use super::sessions::Sessions;
use crate::domain::catalog::{Catalog, Schedule};
use crate::domain::conversation::Record;
use crate::domain::decision::Decision;
use crate::domain::directory::Directory;
use crate::domain::ending::Tally;
use crate::domain::names::Names;
use crate::domain::oauth::Nonce;
use crate::domain::people::People;
use crate::domain::queued::Place;
use crate::domain::secret_name::SecretName;
use crate::domain::switch::{Scope, Switch};
use crate::id::{ConversationId, WorkspaceId};
use crate::ports::allowance::{self as limits, Share, Taken};
use crate::ports::configurations::{
    Configurations, Draft, Live, MoveError, Over, Summary, Version,
};
use crate::ports::follow_ups::{Due, FollowUp, FollowUps, Found};
use crate::ports::keys::Sealed;
use crate::ports::registry::{
    Departure, Duty, Enrolled, Installation, Membership, Purged, Registry, Round, Standing,
};
use crate::ports::store::{Error, SaveError, Store};
use crate::ports::tallies::DayTally;
use crate::ports::vault::{Kept, Vault};
use crate::ports::{Allowance, Clock, Decisions, Readings, Tallies};
use crate::topic::Topic;
use crate::workspace::Tenant;

pub use tables::Tables;

/// The store and the registry.
pub struct DynamoDb {
    client: Client,
    sessions: Option<Arc<dyn Sessions<Client>>>,
    tables: Tables,
    clock: Arc<dyn Clock>,
    /// How many calls the app has in a window, as far as this process knows.
    limit: AtomicU32,
    /// Whether an answer of Intercom's said so.
    has_learned: AtomicBool,
}

impl DynamoDb {
    /// On these tables. Timeouts are the client's; see [`timeouts`].
    #[must_use]
    pub const fn new(client: Client, tables: Tables, clock: Arc<dyn Clock>) -> Self {
        Self {
            client,
            sessions: None,
            tables,
            clock,
            limit: AtomicU32::new(limits::LIMIT),
            has_learned: AtomicBool::new(false),
        }
    }

    /// The same, but whatever belongs to a workspace is read and written with that workspace's own client.
    #[must_use]
    pub fn with_sessions(self, sessions: Arc<dyn Sessions<Client>>) -> Self {
        Self {
            sessions: Some(sessions),
            ..self
        }
    }

    /// The client for what belongs to a workspace.
    fn of(&self, workspace: &WorkspaceId) -> Client {
        match &self.sessions {
            Some(sessions) => sessions.of(workspace),
            None => self.client.clone(),
        }
    }
}

impl DynamoDb {
    /// Deletes the conversations' records of a workspace that left, and its follow-ups, before their time; how many records
    /// there were. None when it came back meanwhile: then it keeps what is left.
    ///
    /// The tables are kept by conversation and by time and know no workspaces, so this reads all of them: for an operator who
    /// is asked to, and not for a function.
    ///
    /// # Errors
    ///
    /// See [`Error`]. Some may be deleted then; to do it again is safe.
    pub async fn purge_conversations(&self, departure: &Departure) -> Result<Option<u64>, Error> {
        if purge::follow_ups(self, departure).await?.is_none() {
            return Ok(None);
        }
        purge::conversations(self, departure).await
    }
}

/// What a client on a function's path should use. DynamoDB answers within milliseconds; a connection that does
/// not is better given up and tried again than waited for. The SDK sets no limit on an attempt by itself.
#[must_use]
pub fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(1))
        .operation_attempt_timeout(Duration::from_secs(2))
        .operation_timeout(Duration::from_secs(6))
        .build()
}

#[async_trait]
impl Store for DynamoDb {
    async fn conversation(
        &self,
        tenant: &Tenant,
        id: &ConversationId,
    ) -> Result<Option<Record>, Error> {
        conversation::read(self, tenant, id).await
    }

    async fn save(
        &self,
        tenant: &Tenant,
        id: &ConversationId,
        record: &Record,
        tally: &Tally,
    ) -> Result<u64, SaveError> {
        conversation::save(self, tenant, id, record, tally).await
    }
}

#[async_trait]
impl Configurations for DynamoDb {
    async fn live(&self, tenant: &Tenant) -> Result<Option<Live>, Error> {
        configuration::live(self, tenant).await
    }

    async fn glance(&self, tenant: &Tenant) -> Result<Option<Switch>, Error> {
        configuration::glance(self, tenant).await
    }

    async fn version(&self, tenant: &Tenant, number: u64) -> Result<Option<Version>, Error> {
        configuration::version(self, tenant, number).await
    }

    async fn history(
        &self,
        tenant: &Tenant,
        before: Option<u64>,
        most: u8,
    ) -> Result<Vec<Summary>, Error> {
        configuration::history(self, tenant, before, most).await
    }

    async fn publish(
        &self,
        tenant: &Tenant,
        draft: Draft<'_>,
        over: Over,
    ) -> Result<u64, MoveError> {
        configuration::publish(self, tenant, draft, over).await
    }

    async fn point(&self, tenant: &Tenant, number: u64, over: u64) -> Result<(), MoveError> {
        configuration::point(self, tenant, number, over).await
    }

    async fn switch(
        &self,
        tenant: &Tenant,
        scope: &Scope,
        paused: bool,
    ) -> Result<Option<Live>, Error> {
        configuration::switch(self, tenant, scope, paused).await
    }
}

#[async_trait]
impl Registry for DynamoDb {
    async fn membership(&self, workspace: &WorkspaceId) -> Result<Membership, Error> {
        installation::read(self, workspace).await
    }

    async fn install(&self, installation: &Installation) -> Result<(), Error> {
        installation::write(self, installation).await
    }

    async fn renew(&self, installation: &Installation, over: &Sealed) -> Result<bool, Error> {
        installation::renew(self, installation, over).await
    }

    async fn judge(
        &self,
        installation: &Installation,
        standing: Standing,
        ask_at: Timestamp,
    ) -> Result<bool, Error> {
        installation::judge(self, installation, standing, ask_at).await
    }

    async fn uninstall(
        &self,
        installation: &Installation,
        departure: &Departure,
    ) -> Result<bool, Error> {
        if !installation::uninstall(self, installation, departure).await? {
            return Ok(false);
        }
        // No secret can be put any more. What is left if this fails goes when it is said again, at the latest with the purge.
        self.clear(departure).await?;
        Ok(true)
    }

    async fn clear(&self, departure: &Departure) -> Result<(), Error> {
        purge::secrets(self, departure).await?;
        purge::readings(self, departure).await.map(drop)
    }

    async fn due(&self, duty: Duty, now: Timestamp, most: u8) -> Result<Vec<WorkspaceId>, Error> {
        installation::due(self, duty, now, most).await
    }

    async fn begin_sweep(
        &self,
        workspace: &WorkspaceId,
        now: Timestamp,
        next: Timestamp,
    ) -> Result<Option<Round>, Error> {
        sweeps::begin(self, workspace, now, next).await
    }

    async fn end_sweep(
        &self,
        workspace: &WorkspaceId,
        until: Timestamp,
        next: Timestamp,
    ) -> Result<bool, Error> {
        sweeps::end(self, workspace, until, next).await
    }

    async fn pass_over(
        &self,
        workspace: &WorkspaceId,
        until: Timestamp,
        next: Timestamp,
    ) -> Result<bool, Error> {
        sweeps::pass_over(self, workspace, until, next).await
    }

    async fn enrol(&self, deadline: Timestamp) -> Result<Enrolled, Error> {
        sweeps::enrol(self, deadline).await
    }

    async fn purge(&self, departure: &Departure) -> Result<Purged, Error> {
        purge::batch(self, departure).await
    }

    async fn use_up(&self, nonce: &Nonce, until: Timestamp) -> Result<bool, Error> {
        oauth_state::use_up(self, nonce, until).await
    }
}

#[async_trait]
impl Readings for DynamoDb {
    async fn people(&self, tenant: &Tenant) -> Result<Option<People>, Error> {
        people::read(self, tenant, true).await
    }

    async fn people_lately(&self, tenant: &Tenant) -> Result<Option<People>, Error> {
        people::read(self, tenant, false).await
    }

    async fn keep_people(
        &self,
        tenant: &Tenant,
        directory: &Directory,
        read_at: Timestamp,
    ) -> Result<(), Error> {
        people::keep(self, tenant, directory, read_at).await
    }

    async fn people_changed(&self, tenant: &Tenant, at: Timestamp) -> Result<(), Error> {
        people::changed(self, tenant, at).await
    }

    async fn keep_names(&self, tenant: &Tenant, names: &Names) -> Result<(), Error> {
        people::keep_names(self, tenant, names).await
    }

    async fn keep_schedules(&self, tenant: &Tenant, schedules: &[Schedule]) -> Result<(), Error> {
        people::keep_schedules(self, tenant, schedules).await
    }

    async fn catalog(&self, tenant: &Tenant) -> Result<Option<Catalog>, Error> {
        readings::catalog(self, tenant).await
    }

    async fn keep_catalog(&self, tenant: &Tenant, catalog: &Catalog) -> Result<(), Error> {
        readings::keep(self, tenant, catalog).await
    }

    async fn topic_arrived(
        &self,
        tenant: &Tenant,
        topic: Topic,
        at: Timestamp,
    ) -> Result<(), Error> {
        topics::arrived(self, tenant, topic, at).await
    }

    async fn topics_arrived(&self, tenant: &Tenant) -> Result<BTreeMap<Topic, Timestamp>, Error> {
        topics::read(self, tenant).await
    }

    async fn claim(
        &self,
        tenant: &Tenant,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<bool, Error> {
        people::claim(self, tenant, before, now).await
    }
}

#[async_trait]
impl Decisions for DynamoDb {
    async fn keep(
        &self,
        tenant: &Tenant,
        conversation: &ConversationId,
        decision: &Decision,
    ) -> Result<(), Error> {
        decisions::keep(self, tenant, conversation, decision).await
    }

    async fn of_conversation(
        &self,
        tenant: &Tenant,
        conversation: &ConversationId,
        most: usize,
    ) -> Result<Vec<Decision>, Error> {
        decisions::of_conversation(self, tenant, conversation, most).await
    }

    async fn forget(&self, tenant: &Tenant, conversation: &ConversationId) -> Result<(), Error> {
        decisions::forget(self, tenant, conversation).await
    }
}

#[async_trait]
impl Tallies for DynamoDb {
    async fn of_days(
        &self,
        tenant: &Tenant,
        first: Date,
        last: Date,
    ) -> Result<Vec<DayTally>, Error> {
        tallies::of_days(self, tenant, first, last).await
    }
}

#[async_trait]
impl Vault for DynamoDb {
    async fn read(&self, tenant: &Tenant, name: &SecretName) -> Result<Option<Sealed>, Error> {
        vault::read(self, tenant, name).await
    }

    async fn put(
        &self,
        tenant: &Tenant,
        name: &SecretName,
        value: &Sealed,
        since: Timestamp,
    ) -> Result<bool, Error> {
        vault::put(self, tenant, name, value, since).await
    }

    async fn list(&self, tenant: &Tenant) -> Result<Vec<Kept>, Error> {
        vault::list(self, tenant).await
    }

    async fn remove(&self, tenant: &Tenant, name: &SecretName) -> Result<bool, Error> {
        vault::remove(self, tenant, name).await
    }
}

#[async_trait]
impl Allowance for DynamoDb {
    async fn take(&self, share: Share, calls: u32) -> Result<Taken, Error> {
        allowance::take(self, share, calls).await
    }

    async fn room(&self, share: Share) -> Result<u32, Error> {
        allowance::room(self, share).await
    }

    async fn held(&self, tenant: &Tenant) -> Result<Option<Timestamp>, Error> {
        allowance::held(self, tenant).await
    }

    async fn hold(&self, tenant: &Tenant, until: Timestamp) -> Result<(), Error> {
        allowance::hold(self, tenant, until).await
    }

    fn learn(&self, limit: u32) {
        self.limit.store(limit, Ordering::Relaxed);
        self.has_learned.store(true, Ordering::Release);
    }
}

#[async_trait]
impl FollowUps for DynamoDb {
    async fn set(
        &self,
        tenant: &Tenant,
        conversation: &ConversationId,
        at: Timestamp,
        place: Option<&Place>,
    ) -> Result<(), Error> {
        follow_ups::set(self, tenant, conversation, at, place).await
    }

    async fn queued(
        &self,
        tenant: &Tenant,
        after: Option<&FollowUp>,
        most: u16,
    ) -> Result<Found, Error> {
        follow_ups::queued(self, tenant, after, most).await
    }

    async fn put_off(
        &self,
        tenant: &Tenant,
        some: &[FollowUp],
        to: Timestamp,
    ) -> Result<(), Error> {
        follow_ups::put_off(self, tenant, some, to).await
    }
}

#[async_trait]
impl Due for DynamoDb {
    async fn due(&self, now: Timestamp, most: u16) -> Result<Found, Error> {
        follow_ups::due(self, now, most).await
    }

    async fn done(&self, follow_up: &FollowUp) -> Result<(), Error> {
        follow_ups::done(self, follow_up).await
    }
}

/// What every key of a workspace's rows begins with.
fn workspace(tenant: &Tenant) -> AttributeValue {
    AttributeValue::S(tenant.workspace().to_string())
}
