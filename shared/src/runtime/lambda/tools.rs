//! What a function is given, built once at its cold start and kept as long as the process.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_lite::future;

use super::clients::{Clients, Patience};
use super::environment::{
    APP_SECRET_ID, Environment, KMS_KEY_ID, QUEUE_URL_PREFIX, STACK, WORKSPACE_ROLE_ARN,
};
use super::failure::Failure;
use super::log::Log;
use super::no_seat::NoSeat;
use super::seat::{Known, Regions};
use super::sessions::WorkspaceSessions;
use crate::adapters::dynamodb::{DynamoDb, Tables};
use crate::adapters::kms::Kms;
use crate::adapters::private_apps::PrivateApps;
use crate::adapters::secrets_manager::SecretsManager;
use crate::adapters::sqs::{Queues, Sqs};
use crate::adapters::system_clock::SystemClock;
use crate::grants::Grants;
use crate::id::WorkspaceId;
use crate::intake::Intake;
use crate::onboarding::Onboarding;
use crate::parting::Parting;
use crate::ports::journal::Entry;
use crate::ports::queue::Lane;
use crate::ports::{Apps as _, Clock, Journal, Registry, Secrets};
use crate::runtime::Ports;
use crate::topic::Topic;
use crate::workspace::Shares;

/// How long the first connections may take before the function begins without them.
const WARM_UP: Duration = Duration::from_secs(1);

/// What a function over a queue is given.
pub(super) struct Tools {
    pub(super) ports: Ports,
    pub(super) queues: Arc<Sqs>,
    pub(super) log: Arc<Log>,
}

/// What a function behind the HTTP API is given.
pub(super) struct Door<P> {
    pub(super) ports: P,
    pub(super) log: Arc<Log>,
}

impl Tools {
    /// For a topic about conversations, which may ask for turns.
    pub(super) async fn of_a_topic(environment: &Environment) -> Result<&'static Self, Failure> {
        let began = Instant::now();
        let base = Base::new(environment, Patience::Worker)?;
        let touched = future::zip(reads(&*base.rows), base.queues.touch(Lane::Turns));
        warm_up(&base.log, began, touched).await;
        Ok(kept(Self::without_a_seat(base, environment.shares()?)))
    }

    /// For a topic about teammates, which asks for nothing.
    pub(super) async fn of_a_staff_topic(
        environment: &Environment,
    ) -> Result<&'static Self, Failure> {
        let began = Instant::now();
        let base = Base::new(environment, Patience::Worker)?;
        warm_up(&base.log, began, reads(&*base.rows)).await;
        Ok(kept(Self::without_a_seat(base, environment.shares()?)))
    }

    /// For what is due by the clock and asks for turns nobody waits for.
    pub(super) async fn of_what_is_due(
        environment: &Environment,
    ) -> Result<&'static Self, Failure> {
        let began = Instant::now();
        let base = Base::new(environment, Patience::Worker)?;
        let touched = future::zip(reads(&*base.rows), base.queues.touch(Lane::TurnsBulk));
        warm_up(&base.log, began, touched).await;
        Ok(kept(Self::without_a_seat(base, environment.shares()?)))
    }

    fn without_a_seat(base: Base, shares: Shares) -> Self {
        let none = Arc::new(NoSeat);
        let ports = Ports {
            store: base.rows.clone(),
            configurations: base.rows.clone(),
            registry: base.rows.clone(),
            readings: base.rows.clone(),
            decisions: base.rows.clone(),
            follow_ups: base.rows.clone(),
            due: base.rows.clone(),
            allowance: base.rows,
            queue: base.queues.clone(),
            clock: base.clock,
            journal: base.log.clone(),
            keys: none.clone(),
            connect: none.clone(),
            brains: none,
            known: Arc::default(),
            arrivals: Arc::default(),
            shares: Arc::new(shares),
        };
        Self {
            ports,
            queues: base.queues,
            log: base.log,
        }
    }

    pub(super) async fn of_a_seat(environment: &Environment) -> Result<&'static Self, Failure> {
        let began = Instant::now();
        let base = Base::new(environment, Patience::Worker)?;
        let Reach { rows, keys } = base.reach(environment)?;
        let ports = Ports {
            store: rows.clone(),
            configurations: rows.clone(),
            registry: rows.clone(),
            readings: rows.clone(),
            decisions: rows.clone(),
            follow_ups: rows.clone(),
            due: rows.clone(),
            allowance: rows.clone(),
            queue: base.queues.clone(),
            clock: base.clock.clone(),
            journal: base.log.clone(),
            keys,
            connect: Arc::new(Regions::new(
                environment,
                base.clock.clone(),
                base.log.clone(),
            )?),
            brains: Arc::new(Known),
            known: Arc::default(),
            arrivals: Arc::default(),
            shares: Arc::new(environment.shares()?),
        };
        warm_up(&base.log, began, reads(&*rows)).await;
        Ok(kept(Self {
            ports,
            queues: base.queues,
            log: base.log,
        }))
    }
}

impl Door<Intake> {
    pub(super) async fn of_the_webhook(
        environment: &Environment,
    ) -> Result<&'static Self, Failure> {
        let began = Instant::now();
        let base = Base::new(environment, Patience::Door)?;
        let private = PrivateApps {
            registry: base.rows.clone(),
            keys: Arc::new(base.keys(environment)?),
        };
        let secrets = SecretsManager::new(
            base.clients.secrets_manager(),
            environment.required(APP_SECRET_ID)?,
            private,
            base.clock.clone(),
        );
        let secrets = Arc::new(secrets);
        let first = Lane::Topic(Topic::ALL[0]);
        warm_up(
            &base.log,
            began,
            future::zip(secrets.of(None), base.queues.touch(first)),
        )
        .await;
        let intake = Intake {
            secrets,
            queue: base.queues,
            journal: base.log.clone(),
        };
        Ok(kept(Self {
            ports: intake,
            log: base.log,
        }))
    }
}

impl Door<Onboarding> {
    pub(super) async fn of_the_onboarding(
        environment: &Environment,
    ) -> Result<&'static Self, Failure> {
        let began = Instant::now();
        let base = Base::new(environment, Patience::Worker)?;
        let keys = Arc::new(base.keys(environment)?);
        let private = PrivateApps {
            registry: base.rows.clone(),
            keys: keys.clone(),
        };
        let apps = SecretsManager::new(
            base.clients.secrets_manager(),
            environment.required(APP_SECRET_ID)?,
            private,
            base.clock.clone(),
        );
        let regions = Regions::new(environment, base.clock.clone(), base.log.clone())?;
        let (client, hosts) = regions.parts();
        // An admin waits, and once in a workspace's life: the connection to the secret is the one that always is needed.
        warm_up(&base.log, began, apps.public_app()).await;
        let onboarding = Onboarding {
            apps: Arc::new(apps),
            registry: base.rows.clone(),
            configurations: base.rows.clone(),
            readings: base.rows,
            keys,
            client,
            hosts,
            console: None,
            clock: base.clock,
            journal: base.log.clone(),
            random,
        };
        Ok(kept(Self {
            ports: onboarding,
            log: base.log,
        }))
    }
}

impl Door<Parting> {
    pub(super) async fn of_the_parting(
        environment: &Environment,
    ) -> Result<&'static Self, Failure> {
        let began = Instant::now();
        let base = Base::new(environment, Patience::Worker)?;
        let keys = Arc::new(base.keys(environment)?);
        let private = PrivateApps {
            registry: base.rows.clone(),
            keys: keys.clone(),
        };
        let secrets = SecretsManager::new(
            base.clients.secrets_manager(),
            environment.required(APP_SECRET_ID)?,
            private,
            base.clock.clone(),
        );
        let grants = Grants {
            registry: base.rows.clone(),
            keys,
            connect: Arc::new(Regions::new(
                environment,
                base.clock.clone(),
                base.log.clone(),
            )?),
            clock: base.clock,
            journal: base.log.clone(),
        };
        warm_up(
            &base.log,
            began,
            future::zip(secrets.of(None), reads(&*base.rows)),
        )
        .await;
        let parting = Parting {
            secrets: Arc::new(secrets),
            grants,
            journal: base.log.clone(),
        };
        Ok(kept(Self {
            ports: parting,
            log: base.log,
        }))
    }
}

/// From the operating system's generator.
fn random() -> u128 {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    u128::from_ne_bytes(bytes)
}

/// What reaches rows and tokens.
struct Reach {
    rows: Arc<DynamoDb>,
    keys: Arc<Kms>,
}

/// What every function has.
struct Base {
    clients: Arc<Clients>,
    clock: Arc<dyn Clock>,
    log: Arc<Log>,
    rows: Arc<DynamoDb>,
    queues: Arc<Sqs>,
}

impl Base {
    fn new(environment: &Environment, patience: Patience) -> Result<Self, Failure> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let log = Log::open(environment, clock.clone())?;
        let clients = Clients::new(environment, patience, clock.clone())?;
        let tables = Tables::of_stack(&environment.required(STACK)?);
        let rows = DynamoDb::new(clients.dynamodb(), tables, clock.clone());
        let queues = Queues::new(environment.required(QUEUE_URL_PREFIX)?);
        let queues = Sqs::new(clients.sqs(), queues);
        Ok(Self {
            clients: Arc::new(clients),
            clock,
            log,
            rows: Arc::new(rows),
            queues: Arc::new(queues),
        })
    }

    /// With the function's own role, or with a session for each workspace.
    fn reach(&self, environment: &Environment) -> Result<Reach, Failure> {
        let keys = self.keys(environment)?;
        let Some(role) = environment.optional(WORKSPACE_ROLE_ARN) else {
            return Ok(Reach {
                rows: self.rows.clone(),
                keys: Arc::new(keys),
            });
        };
        let (clients, name) = (self.clients.clone(), environment.function.clone());
        let sessions = Arc::new(WorkspaceSessions::new(clients, role.to_owned(), name));
        let tables = Tables::of_stack(&environment.required(STACK)?);
        let rows = DynamoDb::new(self.clients.dynamodb(), tables, self.clock.clone());
        Ok(Reach {
            rows: Arc::new(rows.with_sessions(sessions.clone())),
            keys: Arc::new(keys.with_sessions(sessions)),
        })
    }

    fn keys(&self, environment: &Environment) -> Result<Kms, Failure> {
        Ok(Kms::new(
            self.clients.kms(),
            environment.required(KMS_KEY_ID)?,
        ))
    }
}

/// Credentials, TLS and the first connections, while Lambda still starts the function and gives it a whole core. What
/// fails here fails again, and tells, when it is needed.
async fn warm_up<T>(log: &Log, began: Instant, calls: impl Future<Output = T>) {
    let done = tokio::time::timeout(WARM_UP, calls).await.is_ok();
    let mut entry = Entry::new("runtime", "cold_start", "the function starts").with("warm", done);
    entry.took = Some(began.elapsed());
    log.enter(entry);
}

/// Reads an installation there is none of: half a read unit, and a permission every function has.
async fn reads(registry: &dyn Registry) {
    if let Ok(nobody) = WorkspaceId::try_from("warm-up") {
        let _ = registry.installation(&nobody).await;
    }
}

/// For as long as the process: Lambda ends it without notice, so nothing is ever dropped.
fn kept<T>(tools: T) -> &'static T {
    Box::leak(Box::new(tools))
}
