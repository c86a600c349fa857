//! The store and the registry on DynamoDB: the service in AWS, an engine in our own process on one machine.
//!
//! | table | key | one item is |
//! | --- | --- | --- |
//! | `installations` | `workspace` | a workspace's grant, its sealed token, its teammates and teams |
//! | `configurations` | `workspace`, `version` | version 0: the live configuration; 1, 2 …: every one published, never changed |
//! | `oauth-states` | `nonce` | an OAuth state that came back, until it would have expired |
//! | `conversations` | `pk` = `workspace#conversation` | a conversation's record, at most 1 KB, so that a write costs one unit |
//!
//! The tables themselves are described in `template.yaml`. Every request asks what it cost, and whoever made the client
//! may look: on Lambda the delivery's line says it.

mod configuration;
mod conversation;
mod failure;
mod installation;
mod oauth_state;
mod tables;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use jiff::Timestamp;

use super::sessions::Sessions;
use crate::domain::config::Config;
use crate::domain::conversation::Record;
use crate::domain::oauth::Nonce;
use crate::id::{ConversationId, WorkspaceId};
use crate::ports::Clock;
use crate::ports::registry::{Installation, Registry};
use crate::ports::store::{Error, SaveError, Store};
use crate::workspace::Tenant;

pub use tables::Tables;

/// The store and the registry.
pub struct DynamoDb {
    client: Client,
    sessions: Option<Arc<dyn Sessions<Client>>>,
    tables: Tables,
    clock: Arc<dyn Clock>,
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
    ) -> Result<u64, SaveError> {
        conversation::save(self, tenant, id, record).await
    }

    async fn config(&self, tenant: &Tenant) -> Result<Option<Config>, Error> {
        configuration::live(self, tenant).await
    }

    async fn publish(&self, tenant: &Tenant, config: &Config) -> Result<(), Error> {
        configuration::publish(self, tenant, config).await
    }
}

#[async_trait]
impl Registry for DynamoDb {
    async fn installation(&self, workspace: &WorkspaceId) -> Result<Option<Installation>, Error> {
        installation::read(self, workspace).await
    }

    async fn install(&self, installation: &Installation) -> Result<(), Error> {
        installation::write(self, installation).await
    }

    async fn use_up(&self, nonce: &Nonce, until: Timestamp) -> Result<bool, Error> {
        oauth_state::use_up(self, nonce, until).await
    }
}
