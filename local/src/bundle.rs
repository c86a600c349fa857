//! The bundle in one process: every function over the local store, queues and keys. The demo and the tests are
//! both built on it.

use std::path::Path;
use std::sync::Arc;

use shared::adapters::articles::Articles;
use shared::adapters::dynamodb::DynamoDb;
use shared::adapters::intercom::{Client, Hosts, NoClient, Timeouts};
use shared::domain::notification::Secret;
use shared::id::{AdminId, WorkspaceId};
use shared::install;
use shared::intake::Intake;
use shared::onboarding::Onboarding;
use shared::parting::Parting;
use shared::ports::app::App;
use shared::ports::keys::Plain;
use shared::ports::registry::Region;
use shared::ports::{Clock, Journal, queue};
use shared::runtime::Ports;
use shared::workspace::Shares;
use tokio::task::JoinSet;
use url::Url;

use crate::apps::OneApp;
use crate::brains::{LocalBrains, SimulatedHost};
use crate::console::Console;
use crate::engine::{self, Engine};
use crate::keys::{LocalKeys, NoKey};
use crate::queue::LocalQueue;
use crate::runner::{self, Runner};
use crate::secrets::LocalSecrets;
use crate::standstill::Standstill;

/// Where a bundle keeps things, and what it talks to.
pub struct Plan<'p> {
    /// The database's file and the key's; without, both end with the process.
    pub files: Option<(&'p Path, &'p Path)>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What happened and why.
    pub journal: Arc<dyn Journal>,
    /// Where Intercom is.
    pub hosts: Hosts,
    /// How long a call to Intercom may take.
    pub timeouts: Timeouts,
    /// The client secrets of the public app, the current one first.
    pub secrets: Vec<Secret>,
}

/// Why a bundle does not stand.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database.
    #[error(transparent)]
    Engine(#[from] engine::Error),
    /// The queues.
    #[error("the queues cannot be opened")]
    Queue(#[from] queue::Error),
    /// The key.
    #[error(transparent)]
    Keys(#[from] NoKey),
    /// The HTTP client.
    #[error(transparent)]
    Client(#[from] NoClient),
}

/// A bundle whose functions do not run yet.
pub struct Bundle {
    /// What deliveries are made with.
    pub ports: Ports,
    /// The queues.
    pub queue: Arc<LocalQueue>,
    /// What the webhook is given.
    pub intake: Intake,
    /// What `uninstall` is given.
    pub parting: Parting,
    /// What workspaces are configured with.
    pub console: Console,
    /// Whether anything is under way.
    pub standstill: Standstill,
    engine: Engine,
}

/// The running functions. They end when it is dropped.
pub struct Running {
    /// The deliveries.
    pub tasks: JoinSet<()>,
    runner: Arc<Runner>,
    queue: Arc<LocalQueue>,
    engine: Engine,
}

impl Running {
    /// Takes no more messages, lets the deliveries that have begun come to their end, then closes the database and
    /// the queues in it.
    ///
    /// # Errors
    ///
    /// When the file cannot be left.
    pub async fn close(mut self) -> Result<(), queue::Error> {
        self.tasks.shutdown().await;
        self.runner.drained().await;
        self.engine.close().await;
        self.queue.close().await
    }
}

impl Bundle {
    /// Opens the store, the queues and the key.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn open(plan: Plan<'_>) -> Result<Self, Error> {
        let Plan {
            files,
            clock,
            journal,
            hosts,
            timeouts,
            secrets,
        } = plan;
        let engine = Engine::open(files.map(|(database, _)| database)).await?;
        let queue = Arc::new(LocalQueue::open(
            files.map(|(database, _)| database),
            clock.clone(),
        )?);
        // Nobody else has the file: what is out was received by a run that has ended.
        queue.give_back().await?;
        let keys = Arc::new(match files {
            Some((_, key)) => LocalKeys::open(key)?,
            None => LocalKeys::in_memory()?,
        });
        let rows = Arc::new(DynamoDb::new(
            engine.client(),
            Engine::tables(),
            clock.clone(),
        ));
        let client = Client::new(timeouts, clock.clone(), journal.clone())?;
        let ports = Ports {
            store: rows.clone(),
            configurations: rows.clone(),
            registry: rows.clone(),
            readings: rows.clone(),
            decisions: rows.clone(),
            follow_ups: rows.clone(),
            due: rows.clone(),
            allowance: rows.clone(),
            queue: queue.clone(),
            clock,
            journal: journal.clone(),
            keys: keys.clone(),
            connect: Arc::new(SimulatedHost {
                client: client.clone(),
                hosts: hosts.clone(),
            }),
            brains: Arc::new(LocalBrains(Arc::new(Articles))),
            known: Arc::default(),
            arrivals: Arc::default(),
            shares: Arc::new(Shares::of(runner::AT_ONCE, 1)),
        };
        let secrets = Arc::new(LocalSecrets {
            app: secrets,
            registry: rows.clone(),
            keys,
        });
        let parting = Parting {
            secrets: secrets.clone(),
            grants: ports.grants(),
            journal: journal.clone(),
        };
        let intake = Intake {
            secrets,
            queue: queue.clone(),
            journal,
        };
        let console = Console {
            ports: ports.clone(),
            tallies: rows,
            client,
            hosts,
        };
        Ok(Self {
            ports,
            queue,
            intake,
            parting,
            console,
            standstill: Standstill::default(),
            engine,
        })
    }

    /// Installs a workspace by its token; the teammate the agent speaks as there.
    ///
    /// # Errors
    ///
    /// See [`install::install`].
    pub async fn install(
        &self,
        workspace: &WorkspaceId,
        token: &Plain,
        yaml: &str,
    ) -> Result<AdminId, install::Error> {
        let region = Region::default();
        self.console.install(workspace, region, token, yaml).await
    }

    /// What installs by OAuth are made with, for the one public app. They end at a page of `console`, if there is one.
    #[must_use]
    pub fn onboarding(&self, app: App, console: Option<Url>) -> Onboarding {
        Onboarding {
            apps: Arc::new(OneApp(app)),
            registry: self.ports.registry.clone(),
            configurations: self.ports.configurations.clone(),
            readings: self.ports.readings.clone(),
            keys: self.ports.keys.clone(),
            client: self.console.client.clone(),
            hosts: self.console.hosts.clone(),
            console,
            clock: self.ports.clock.clone(),
            journal: self.ports.journal.clone(),
            random,
        }
    }

    /// What the store's adapter talks to, for who wants to see the rows themselves.
    #[must_use]
    pub fn database(&self) -> aws_sdk_dynamodb::Client {
        self.engine.client()
    }

    /// Begins to deliver, and to do what is due by the clock.
    #[must_use]
    pub fn run(self) -> Running {
        self.running(Runner::run)
    }

    /// Begins to deliver, for who has a schedule of their own.
    #[must_use]
    pub fn deliver(self) -> Running {
        self.running(Runner::deliver_all)
    }

    fn running(self, begin: impl FnOnce(&Arc<Runner>) -> JoinSet<()>) -> Running {
        let runner = Runner::new(self.ports, self.queue.clone(), self.standstill);
        Running {
            tasks: begin(&runner),
            runner,
            queue: self.queue,
            engine: self.engine,
        }
    }
}

/// From the operating system's generator.
fn random() -> u128 {
    let mut bytes = [0; 16];
    aws_lc_rs::rand::fill(&mut bytes).expect("the operating system gives random bytes");
    u128::from_ne_bytes(bytes)
}
