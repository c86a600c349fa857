//! Recorded notifications through the real webhook and the real functions, with nothing sent.
//!
//! ```text
//! recorded    a notification in a file
//! stage       an Intercom that has what the notifications show
//! guard       between the functions and Intercom: reads pass, writes do not; ledger: the writes
//! pretended   held writes, as a later reading would show them
//! notebook    what the functions said
//! delivering  messages to functions; scene: what came of one notification; told: the same for people
//! ```
//!
//! The store, the queues and the keys are those of one machine, in memory, and end with the replay.

mod delivering;
mod guard;
mod ledger;
mod notebook;
mod pretended;
mod recorded;
mod scene;
mod stage;
mod told;

use std::io;
use std::sync::Arc;

use http::Request as HttpRequest;
use jiff::Timestamp;
use shared::adapters::intercom::{Host, Hosts, Request, Timeouts};
use shared::domain::config::Config;
use shared::domain::notification::{News, Secret};
use shared::id::WorkspaceId;
use shared::install::{self, Application, Content};
use shared::ports::configurations::{Draft, Over};
use shared::ports::keys::Plain;
use shared::ports::queue::{self, Lane};
use shared::ports::registry::Region;
use shared::ports::{Clock, store};
use shared::workspace::Shares;

use crate::brains::SimulatedHost;
use crate::bundle::{self, Bundle, Plan};
use crate::clock::{RunningClock, StoppedClock};

use guard::{Guard, GuardedConnect};
use ledger::Ledger;
use notebook::Notebook;
use pretended::Pretended;
use stage::Stage;

pub use ledger::{Fate, Written};
pub use recorded::{NoNews, Recorded};
pub use scene::{Act, Ending, Reception, Scene};
pub use stage::Page;

/// With what the notifications are signed here. Nobody else can reach this webhook.
const SECRET: &str = "of-a-replay";

/// A workspace whose real Intercom is read.
#[derive(Debug, Clone)]
pub struct Real {
    /// Which.
    pub workspace: WorkspaceId,
    /// Its access token.
    pub token: Plain,
    /// Where it is asked.
    pub host: Host,
}

/// Why there is no replay.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something of this machine.
    #[error(transparent)]
    Bundle(#[from] bundle::Error),
    /// No port for the simulated Intercom.
    #[error("the simulated Intercom finds no free port")]
    Listen(#[from] io::Error),
    /// The workspace cannot be worked in with this configuration.
    #[error(transparent)]
    Install(#[from] install::Error),
    /// A notification of somewhere else.
    #[error("{file} is of the workspace {found}, and not of {expected}")]
    OtherWorkspace {
        /// The file.
        file: String,
        /// What it says.
        found: WorkspaceId,
        /// Where the others are from.
        expected: WorkspaceId,
    },
    /// The queue in memory.
    #[error(transparent)]
    Queue(#[from] queue::Error),
    /// The store in memory.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// A bundle that takes notifications one after the other.
pub struct Replay {
    bundle: Bundle,
    /// None where time goes on by itself.
    clock: Option<StoppedClock>,
    notebook: Arc<Notebook>,
    ledger: Ledger,
    stage: Option<Stage>,
    /// Whether time is as somebody said, and not as the notifications say.
    at: Option<Timestamp>,
    deliveries: u64,
}

impl Replay {
    /// A replay without Intercom: in a workspace that has what `recorded` shows, as of `at` or of each notification.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn alone(
        recorded: &[Recorded],
        config: &Config,
        pages: &[Page],
        at: Option<Timestamp>,
    ) -> Result<Self, Error> {
        let workspace = workspace(recorded, None)?;
        let began = at.or_else(|| recorded.iter().find_map(Recorded::made_at));
        let clock = StoppedClock::at(began.unwrap_or(Timestamp::UNIX_EPOCH));
        let Some(workspace) = workspace else {
            // The webhook refuses all of them, and nobody gets further.
            let nowhere = "http://127.0.0.1:9".parse().expect("an address");
            return Self::open(
                nowhere,
                Some(clock),
                Ledger::default(),
                None,
                at,
                Vec::new(),
            )
            .await;
        };
        let now: Arc<dyn Clock> = Arc::new(clock.clone());
        let stage = Stage::plant(&workspace, recorded, config, pages, now).await?;
        let host: Host = stage.server.url().parse().expect("an address");
        let stage = Some(stage);
        let replay = Self::open(
            host.clone(),
            Some(clock),
            Ledger::default(),
            stage,
            at,
            tags(config),
        )
        .await?;
        let token = Plain::new(stage::TOKEN);
        let real = Real {
            workspace,
            token,
            host,
        };
        replay.lend(&real, config).await?;
        Ok(replay)
    }

    /// A replay over a workspace's real Intercom, which is only read.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn reading(
        recorded: &[Recorded],
        real: &Real,
        config: &Config,
        at: Option<Timestamp>,
    ) -> Result<Self, Error> {
        workspace(recorded, Some(&real.workspace))?;
        let clock = StoppedClock::at(at.unwrap_or_else(|| RunningClock::real().now()));
        let host = real.host.clone();
        let replay =
            Self::open(host, Some(clock), Ledger::default(), None, at, tags(config)).await?;
        replay.lend(real, config).await?;
        Ok(replay)
    }

    /// A replay over a workspace's real Intercom that sends these requests, each once and in this order, and no other.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn sending(
        recorded: &[Recorded],
        real: &Real,
        config: &Config,
        approved: Vec<Request>,
    ) -> Result<Self, Error> {
        workspace(recorded, Some(&real.workspace))?;
        let ledger = Ledger::approving(approved);
        let replay = Self::open(real.host.clone(), None, ledger, None, None, tags(config)).await?;
        replay.lend(real, config).await?;
        Ok(replay)
    }

    async fn open(
        host: Host,
        stopped: Option<StoppedClock>,
        ledger: Ledger,
        stage: Option<Stage>,
        at: Option<Timestamp>,
        tags: Vec<String>,
    ) -> Result<Self, Error> {
        let clock: Arc<dyn Clock> = match &stopped {
            Some(stopped) => Arc::new(stopped.clone()),
            None => Arc::new(RunningClock::real()),
        };
        let notebook = Arc::new(Notebook::default());
        let mut bundle = Bundle::open(Plan {
            files: None,
            clock: clock.clone(),
            journal: notebook.clone(),
            hosts: Hosts::One(host),
            timeouts: Timeouts::default(),
            secrets: vec![secret()],
        })
        .await?;
        // Nobody waits, so nobody is kept from waiting behind another.
        bundle.ports.shares = Arc::new(Shares::unlimited());
        let console = &bundle.console;
        // Below the guard, so that what somebody forgets to guard is not sent either.
        let client = match ledger.sends() {
            true => console.client.clone(),
            false => console.client.reading(),
        };
        let hosts = console.hosts.clone();
        bundle.ports.connect = Arc::new(GuardedConnect {
            inner: Arc::new(SimulatedHost { client, hosts }),
            guard: Arc::new(Guard {
                ledger: ledger.clone(),
                pretended: Pretended::new(tags),
                clock,
            }),
        });
        Ok(Self {
            bundle,
            clock: stopped,
            notebook,
            ledger,
            stage,
            at,
            deliveries: 0,
        })
    }

    /// Installs the workspace in this process, and nothing in the workspace.
    async fn lend(&self, real: &Real, config: &Config) -> Result<(), Error> {
        let Real {
            workspace,
            token,
            host,
        } = real;
        let client = self.bundle.console.client.reading();
        let grant = client.grant(host.clone(), token.clone(), workspace.clone());
        let application = Application {
            workspace,
            token,
            private_secret: None,
            region: Region::default(),
            content: Content::New(
                Draft::new(config, "", None).map_err(install::Error::from)?,
                Over::Whatever,
            ),
            over: None,
        };
        install::rehearse(self.bundle.ports.place(), &grant, application).await?;
        // What it read is no part of what the functions do.
        self.notebook.take();
        Ok(())
    }

    /// What is so only because nobody said otherwise; nothing where Intercom itself was asked.
    #[must_use]
    pub fn assumed(&self) -> Vec<String> {
        self.stage.as_ref().map(Stage::assumed).unwrap_or_default()
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.bundle.ports.clock.now()
    }

    /// Takes a notification: through the webhook, its topic's function, and the turns they ask for.
    ///
    /// # Errors
    ///
    /// When this machine's store or queue fails. What the functions fail with is part of the scene.
    pub async fn take(&mut self, recorded: &Recorded) -> Result<Scene, Error> {
        if let (Some(clock), None, Some(_), Some(made_at)) =
            (&self.clock, self.at, &self.stage, recorded.made_at())
        {
            clock.reach(made_at);
        }
        if let Some(stage) = &self.stage {
            stage.play(recorded);
        }
        let mut scene = Scene {
            file: recorded.name.clone(),
            at: self.now(),
            reception: self.receive(recorded).await,
            acts: Vec::new(),
        };
        if let Some(topic) = scene.reception.news.as_ref().map(News::topic) {
            self.deliver_all(Lane::Topic(topic), &mut scene.acts)
                .await?;
            for lane in [Lane::Turns, Lane::TurnsBulk] {
                self.pass(lane.delay()).await;
                self.deliver_all(lane, &mut scene.acts).await?;
            }
        }
        Ok(scene)
    }

    /// What was approved, and what was taken so far did not lead to; nothing where nothing is sent.
    #[must_use]
    pub fn left(&self) -> Vec<Written> {
        self.ledger.left()
    }

    /// What the webhook makes of it.
    async fn receive(&self, recorded: &Recorded) -> Reception {
        let request = HttpRequest::post("/webhooks")
            .header("x-hub-signature", secret().sign(&recorded.bytes))
            .body(recorded.bytes.clone())
            .expect("a path and a header of letters and digits");
        let answer = webhook::handle(&self.bundle.intake, request).await;
        Reception::of(answer.status().as_u16(), self.notebook.take(), recorded)
    }
}

fn secret() -> Secret {
    Secret::new(SECRET).expect("it is not empty")
}

/// The one workspace all notifications are of; none if none of them says.
fn workspace(
    recorded: &[Recorded],
    expected: Option<&WorkspaceId>,
) -> Result<Option<WorkspaceId>, Error> {
    let mut expected = expected.cloned();
    for recorded in recorded {
        let Some(found) = recorded.workspace() else {
            continue;
        };
        match &expected {
            Some(expected) if *expected != found => {
                return Err(Error::OtherWorkspace {
                    file: recorded.name.clone(),
                    found,
                    expected: expected.clone(),
                });
            }
            _ => expected = Some(found),
        }
    }
    Ok(expected)
}

/// The tags the agent gives.
fn tags(config: &Config) -> Vec<String> {
    let by_condition = config.tags.keys();
    let tags = config.agent.tag.iter().chain(by_condition);
    tags.map(|tag| tag.trim().to_owned()).collect()
}
