//! DynamoDB in our own process, over a file.
//!
//! The functions reach it as they reach the service: through the SDK, over a socket of this machine that nobody
//! else is told. The tables are those of `template.yaml`.

pub mod table;

use std::io;
use std::net::Ipv4Addr;
use std::path::Path;

use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::{Client, Config};
use dynoxide::{Database, server};
use shared::adapters::dynamodb::Tables;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use table::Table;

const TEMPLATE: &str = include_str!("../../template.yaml");

/// Why the engine did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is not ours, or cannot be opened.
    #[error("the database cannot be opened")]
    Open(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No port of this machine was free.
    #[error("no socket for the database")]
    Listen(#[source] io::Error),
    /// The template cannot be read.
    #[error("template.yaml does not describe the tables")]
    Template(#[source] table::Unclear),
    /// A table was not created.
    #[error("the table `{table}` cannot be created")]
    Create {
        /// Which.
        table: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// A running engine. It stops when it is dropped.
pub struct Engine {
    config: Config,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Engine {
    /// Opens a database, which is made if there is none, with the tables of the template. Tables that exist stay as
    /// they are. Without a path it is kept in memory and ends with the engine.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn open(path: Option<&Path>) -> Result<Self, Error> {
        let database = match path {
            None => Database::memory(),
            Some(path) => Database::new(
                path.to_str()
                    .ok_or_else(|| Error::Open("its path is not Unicode".into()))?,
            ),
        };
        let database = database.map_err(|error| Error::Open(error.into()))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(Error::Listen)?;
        let address = listener.local_addr().map_err(Error::Listen)?;
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(async move {
            let stopped = async move { stopped.await.unwrap_or_default() };
            if let Err(error) = server::serve_with_shutdown(listener, database, stopped).await {
                tracing::error!(error, "the database stopped");
            }
        });
        let engine = Self {
            config: config(format!("http://{address}")),
            stop,
            server,
        };
        let client = engine.client();
        for table in Table::all_of(TEMPLATE).map_err(Error::Template)? {
            table
                .create(&client)
                .await
                .map_err(|source| Error::Create {
                    table: table.name.clone(),
                    source,
                })?;
        }
        Ok(engine)
    }

    /// A client of it, with its own connections.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::from_conf(self.config.clone())
    }

    /// What a client of it is made from.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// The names of its tables.
    #[must_use]
    pub fn tables() -> Tables {
        Tables::of_stack("")
    }

    /// Stops it. Requests that have begun are finished first.
    pub async fn close(self) {
        let _ = self.stop.send(());
        let _ = self.server.await;
    }
}

/// Everything is said here, so that neither the environment nor a profile of the machine's user is read.
fn config(endpoint: String) -> Config {
    Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(endpoint)
        .region(Region::from_static("local"))
        .credentials_provider(Credentials::new("local", "local", None, None, "local"))
        // It is our own process: if it is late it is the machine that is busy, and to ask again makes that worse.
        .timeout_config(TimeoutConfig::disabled())
        .build()
}
