//! A desk: one bundle, one Intercom, one or more workspaces.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use local::bundle::{Bundle, Plan, Running};
use local::clock::RunningClock;
use local::feed::{Feed, Row};
use local::queue::LocalQueue;
use local::{door, seed};
use shared::adapters::intercom::{Host, Hosts, Timeouts};
use shared::domain::notification::Secret;
use shared::domain::turn::budget;
use shared::id::WorkspaceId;
use shared::intake::Intake;
use shared::ports::Clock;
use shared::ports::journal::Entry;
use shared::ports::keys::Plain;
use shared::ports::queue::{Lane, Letter};
use shared::runtime::Ports;
use shared::workspace::Delivery;
use simulator::{FaultKind, Intercom, Subscription, Workspace};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::contract;
use crate::kept::{Entries, Letters};
use crate::script::{OneBrain, Script};
use crate::talk::Talk;

/// The workspace beside the demo's.
pub const NEIGHBOUR: &str = "birchtea";

const NEIGHBOUR_TOKEN: &str = "dG9rOm90aGVy";

/// How much faster than the machine's time runs here.
const PACE: u32 = 10;

/// A running bundle with people around it.
pub struct Desk {
    /// The simulated Intercom.
    pub intercom: Intercom,
    /// The workspace most tests are about.
    pub acme: Workspace,
    /// What the webhook is given.
    pub intake: Intake,
    /// What deliveries are made with.
    pub ports: Ports,
    /// Where Intercom posts to.
    pub address: String,
    /// What the store's adapter talks to.
    pub database: aws_sdk_dynamodb::Client,
    feed: Feed,
    entries: Arc<Entries>,
    letters: Arc<Letters>,
    queue: Arc<LocalQueue>,
    clock: RunningClock,
    door: JoinHandle<()>,
    /// How many calls installing took.
    installed: usize,
    server: simulator::Server,
    _running: Running,
}

/// A workspace to be installed: its id, its token, its configuration.
pub type Tenant<'t> = (&'t str, &'t str, &'t str);

impl Desk {
    /// The demo's workspace with the demo's configuration.
    pub async fn open() -> Self {
        Self::with_config(seed::CONFIG).await
    }

    /// The demo's workspace with another configuration.
    pub async fn with_config(config: &str) -> Self {
        let plant = |intercom: &Intercom| {
            seed::plant(intercom);
        };
        Self::of(plant, &[(seed::WORKSPACE, seed::TOKEN, config)]).await
    }

    /// The demo's workspace, and beside it [`NEIGHBOUR`]: the same people, articles and configuration under another token.
    pub async fn with_a_neighbour() -> Self {
        let plant = |intercom: &Intercom| {
            seed::plant(intercom);
            seed::plant_as(intercom, NEIGHBOUR, NEIGHBOUR_TOKEN);
        };
        let tenants = [
            (seed::WORKSPACE, seed::TOKEN, seed::CONFIG),
            (NEIGHBOUR, NEIGHBOUR_TOKEN, seed::CONFIG),
        ];
        Self::of(plant, &tenants).await
    }

    /// Workspaces as `plant` makes them, the first one being the one most of the test is about.
    ///
    /// # Panics
    ///
    /// When something of the bundle does not stand.
    pub async fn of(plant: impl FnOnce(&Intercom), tenants: &[Tenant<'_>]) -> Self {
        Self::with_brain(plant, tenants, None).await
    }

    /// The same with a brain of the test's own in place of every other one.
    ///
    /// # Panics
    ///
    /// As [`Desk::of`].
    pub async fn with_brain(
        plant: impl FnOnce(&Intercom),
        tenants: &[Tenant<'_>],
        brain: Option<Arc<Script>>,
    ) -> Self {
        let began: Timestamp = "2026-03-10T09:00:00Z".parse().expect("a time");
        let running = RunningClock::from(began, PACE);
        let clock: Arc<dyn Clock> = Arc::new(running.clone());
        let now = clock.clone();
        let intercom = Intercom::new(simulator::Clock::new(move || now.now().as_second()));
        plant(&intercom);
        let server = intercom
            .listen((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port");
        let feed = Feed::new(clock.clone(), Vec::new());
        let entries = Entries::before(feed.clone());
        let mut bundle = Bundle::open(Plan {
            files: None,
            clock: clock.clone(),
            journal: entries.clone(),
            hosts: Hosts::One(server.url().parse().expect("an address")),
            timeouts: Timeouts::default(),
            secrets: vec![Secret::new(seed::CLIENT_SECRET).expect("not empty")],
        })
        .await
        .expect("the bundle stands");
        if let Some(brain) = brain {
            bundle.ports.brains = Arc::new(OneBrain(brain));
        }
        let letters = Letters::before(bundle.queue.clone());
        bundle.ports.queue = letters.clone();
        bundle.intake.queue = letters.clone();
        for (id, token, config) in tenants {
            let workspace = WorkspaceId::try_from(*id).expect("an id");
            bundle
                .install(&workspace, &Plain::new(*token), config)
                .await
                .expect("the workspace can be installed");
        }
        let intercom_calls = intercom.exchanges().len();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("an address");
        let router = door::router(bundle.intake.clone(), bundle.parting.clone());
        let door = tokio::spawn(async move { axum_serve(listener, router).await });
        let address = format!("http://{address}");
        let subscription = Subscription::new(format!("{address}/webhooks"), seed::CLIENT_SECRET);
        intercom
            .webhooks()
            .subscribe(subscription.retrying_after(Duration::from_millis(200)));
        let acme = intercom
            .workspace(tenants[0].0)
            .expect("the first workspace was planted");
        let (ports, queue, intake) = (
            bundle.ports.clone(),
            bundle.queue.clone(),
            bundle.intake.clone(),
        );
        Self {
            intercom,
            acme,
            intake,
            ports,
            address,
            database: bundle.database(),
            feed,
            entries,
            letters,
            queue,
            clock: running,
            door,
            installed: intercom_calls,
            server,
            // Whoever tests what is due by the clock makes the ticks.
            _running: bundle.deliver(),
        }
    }

    /// Where the simulated Intercom answers.
    #[must_use]
    pub fn intercom_url(&self) -> String {
        self.server.url()
    }

    /// A visitor begins a conversation on a page of the demo's site.
    ///
    /// # Panics
    ///
    /// When there is no such visitor.
    #[must_use]
    pub fn asks(&self, visitor: &str, page: &str, text: &str) -> Talk<'_> {
        Talk::begin(self, self.acme.clone(), visitor, page, text)
    }

    /// The same in another workspace.
    #[must_use]
    pub fn asks_in(
        &self,
        workspace: &Workspace,
        visitor: &str,
        page: &str,
        text: &str,
    ) -> Talk<'_> {
        Talk::begin(self, workspace.clone(), visitor, page, text)
    }

    /// A visitor answers the welcome of the workspace's bot.
    ///
    /// # Panics
    ///
    /// When there is no such visitor.
    #[must_use]
    pub fn asks_after(&self, welcome: &str, visitor: &str, text: &str) -> Talk<'_> {
        Talk::begin_after(self, self.acme.clone(), welcome, visitor, text)
    }

    /// Something goes wrong at Intercom.
    pub fn breaks(&self, fault: simulator::Fault) {
        self.intercom.faults().inject(fault);
    }

    /// Intercom takes the agent's next message and breaks the connection before it answers.
    pub fn loses_the_next_answer_to_a_reply(&self) {
        let fault = simulator::Fault::new(FaultKind::ResetAfter);
        self.breaks(fault.on_method("POST").on_path_suffix("/reply").times(1));
    }

    /// Waits until nothing is on its way: no notification, no message in a queue.
    ///
    /// # Panics
    ///
    /// When that does not come to be within half a minute.
    pub async fn settled(&self) {
        let mut quiet = 0;
        for _ in 0..3_000 {
            self.intercom.webhooks().settled().await;
            let counts = self.queue.counts().await.expect("the queue answers");
            let busy: u64 = counts
                .values()
                .map(|lane| lane.visible + lane.delayed + lane.in_flight)
                .sum();
            quiet = if busy == 0 { quiet + 1 } else { 0 };
            // A message that was just deleted may have caused a notification that is not posted yet.
            if quiet == 3 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!(
            "something is still on its way:\n{:#?}\n{}",
            self.queue.counts().await,
            self.story()
        );
    }

    /// Waits until something is so.
    ///
    /// # Panics
    ///
    /// When that does not come to be within half a minute.
    pub async fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        for _ in 0..6_000 {
            if is_so() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("it did not come to be that {what}:\n{}", self.story());
    }

    /// How many dead letters there are.
    ///
    /// # Panics
    ///
    /// When the queue does not answer.
    pub async fn dead_letters(&self) -> u64 {
        self.queue
            .counts()
            .await
            .expect("the queue answers")
            .values()
            .map(|lane| lane.dead)
            .sum()
    }

    /// What happened and why.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        self.feed.rows()
    }

    /// The same as the journal has it: every entry, with its workspace.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.entries.all()
    }

    /// Everything that was sent to a queue.
    #[must_use]
    pub fn letters(&self) -> Vec<Letter> {
        self.letters.all()
    }

    /// The titles of what happened, for a failing test's message.
    #[must_use]
    pub fn story(&self) -> String {
        let titles = self
            .rows()
            .into_iter()
            .map(|row| format!("{} {}", row.kind, row.title));
        titles.collect::<Vec<_>>().join("\n")
    }

    /// Where Intercom is.
    ///
    /// # Panics
    ///
    /// Never: a server's address is one.
    #[must_use]
    pub fn host(&self) -> Host {
        self.server.url().parse().expect("an address")
    }

    /// Time passes.
    pub fn puts_the_clock_forward(&self, by: SignedDuration) {
        self.clock.put_forward(by);
    }

    /// The calls made to Intercom, without those of installing.
    #[must_use]
    pub fn calls(&self) -> Vec<String> {
        let all = self.intercom.exchanges().into_iter();
        all.skip(self.installed)
            .map(|exchange| {
                let path = exchange.path.split('/').map(|part| {
                    let is_id = part.len() > 3 && part.bytes().any(|byte| byte.is_ascii_digit());
                    if is_id { "{id}" } else { part }
                });
                format!("{} {}", exchange.method, path.collect::<Vec<_>>().join("/"))
            })
            .collect()
    }

    /// A delivery as the runner makes one, for a test that calls a function itself.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        let timeout = SignedDuration::try_from(budget::FUNCTION).unwrap_or(SignedDuration::ZERO);
        let deadline = self
            .clock
            .now()
            .checked_add(timeout)
            .unwrap_or(Timestamp::MAX);
        Delivery {
            worker: 7,
            lane: Lane::Turns,
            receive_count: 1,
            deadline,
        }
    }
}

async fn axum_serve(listener: TcpListener, router: axum::Router) {
    axum::serve(listener, router)
        .await
        .expect("the door stays open");
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.door.abort();
        if std::thread::panicking() {
            return;
        }
        let misunderstood = self.intercom.misunderstood();
        assert!(
            misunderstood.is_empty(),
            "Intercom has no such thing: {misunderstood:#?}"
        );
        let violations: Vec<_> = self
            .intercom
            .exchanges()
            .iter()
            .flat_map(contract::violations)
            .collect();
        assert!(violations.is_empty(), "not Intercom's: {violations:#?}");
    }
}
