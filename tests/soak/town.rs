//! Many workspaces, one Intercom, one bundle, and workers of our own.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use axum::middleware;
use jiff::{SignedDuration, Timestamp};
use local::bundle::{Bundle, Plan};
use local::clock::RunningClock;
use local::queue::LocalQueue;
use local::{door, seed};
use shared::adapters::intercom::{Hosts, Timeouts};
use shared::domain::notification::Secret;
use shared::id::{AdminId, ConversationId, WorkspaceId};
use shared::ports::keys::Plain;
use shared::ports::queue::Lane;
use shared::ports::{Clock, Mailbox as _};
use shared::runtime::Ports;
use shared::workspace::Shares;
use simulator::{Intercom, Subscription};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::ledger::{Ledger, Noted};
use crate::luck::Luck;
use crate::reads::Reads;
use crate::weather::{Door, lossy};

/// In the town's time. Ten receives of a message take some twenty minutes.
const STUCK: SignedDuration = SignedDuration::from_mins(60);

/// How much of the time in which nobody works is skipped at a time.
const SKIP: SignedDuration = SignedDuration::from_secs(5);

/// The town's workspaces and its time.
pub(crate) struct Terms {
    pub(crate) workspaces: usize,
    /// How much faster than the machine's time runs.
    pub(crate) pace: u32,
    pub(crate) seed: u64,
    /// What each workspace may ask for in the live lane.
    pub(crate) shares: Shares,
    /// How many notifications of a thousand are lost the first time.
    pub(crate) loses: u32,
}

/// A town that stands. Nobody works in it yet.
pub(crate) struct Town {
    pub(crate) intercom: Intercom,
    pub(crate) ports: Ports,
    pub(crate) queue: Arc<LocalQueue>,
    pub(crate) clock: RunningClock,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) reads: Arc<Reads>,
    /// The teammate the agent speaks as in each workspace.
    pub(crate) us: Vec<AdminId>,
    pub(crate) pace: u32,
    tasks: JoinSet<()>,
    bundle: Bundle,
    server: simulator::Server,
}

impl Town {
    pub(crate) fn name(nth: usize) -> String {
        format!("town{nth:03}")
    }

    pub(crate) async fn build(terms: Terms) -> Self {
        let began: Timestamp = "2026-03-10T09:00:00Z".parse().unwrap();
        let clock = RunningClock::from(began, terms.pace);
        let now = clock.clone();
        let intercom = Intercom::new(simulator::Clock::new(move || now.now().as_second()));
        let server = intercom.listen((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let ledger = Arc::new(Ledger::default());
        let mut bundle = Bundle::open(Plan {
            files: None,
            clock: Arc::new(clock.clone()),
            journal: ledger.clone(),
            hosts: Hosts::One(server.url().parse().unwrap()),
            // These are of the machine's time.
            timeouts: Timeouts {
                total: Timeouts::default().total / terms.pace * 2,
                ..Timeouts::default()
            },
            secrets: vec![Secret::new(seed::CLIENT_SECRET).unwrap()],
        })
        .await
        .unwrap();
        bundle.ports.shares = Arc::new(terms.shares);
        bundle.ports.queue = Arc::new(Noted(ledger.clone(), bundle.ports.queue.clone()));
        bundle.ports.store = Arc::new(Noted(ledger.clone(), bundle.ports.store.clone()));
        let mut us = Vec::new();
        for nth in 0..terms.workspaces {
            let name = Self::name(nth);
            let token = format!("token of {name}");
            seed::plant_as(&intercom, &name, &token);
            let workspace = WorkspaceId::try_from(name).unwrap();
            let token = Plain::new(token);
            let installed = bundle.install(&workspace, &token, seed::CONFIG);
            us.push(installed.await.unwrap());
        }
        let reads = Arc::new(Reads::default());
        let mut tasks = JoinSet::new();
        tasks.spawn(reads.clone().watch(intercom.clone()));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let loses = Arc::new(Door {
            ledger: ledger.clone(),
            luck: Luck::of(terms.seed, 1),
            loses: terms.loses,
        });
        let router = door::router(bundle.intake.clone(), bundle.parting.clone())
            .layer(middleware::from_fn_with_state(loses, lossy));
        tasks.spawn(async move { axum::serve(listener, router).await.unwrap() });
        let url = format!("http://{address}/webhooks");
        let subscription = Subscription::new(url, seed::CLIENT_SECRET);
        let minute = Duration::from_mins(1) / terms.pace;
        intercom
            .webhooks()
            .subscribe(subscription.retrying_after(minute));
        Self {
            intercom,
            ports: bundle.ports.clone(),
            queue: bundle.queue.clone(),
            clock,
            ledger,
            reads,
            us,
            pace: terms.pace,
            tasks,
            bundle,
            server,
        }
    }

    /// Time passes, of the town's.
    pub(crate) async fn passes(&self, time: Duration) {
        self.clock.sleep(time).await;
    }

    /// Waits until nothing is due in a conversation, so that a slow machine has no more to do at once than a fast one.
    pub(crate) async fn is_dealt_with(&self, nth: usize, conversation: &str) {
        let workspace = WorkspaceId::try_from(Self::name(nth)).unwrap();
        let conversation = ConversationId::try_from(conversation).unwrap();
        loop {
            self.passes(Duration::from_secs(5)).await;
            let record = self.ports.record(&workspace, &conversation).await.unwrap();
            if record.is_some_and(|record| !record.is_due(&self.us[nth])) {
                return;
            }
        }
    }

    /// Waits until no notification is on its way and no message in these lanes. Where nothing was delivered for so long a time,
    /// something is stuck.
    pub(crate) async fn rests(&self, lanes: fn(Lane) -> bool) {
        let (mut quiet, mut since, mut begun) = (0, self.clock.now(), 0);
        while quiet < 3 {
            self.intercom.webhooks().settled().await;
            let counts = self.queue.counts().await.unwrap();
            let busy = counts.iter().filter(|(lane, _)| lanes(**lane));
            let busy: u64 = busy
                .map(|(_, lane)| lane.visible + lane.delayed + lane.in_flight + lane.dead)
                .sum();
            quiet = if busy == 0 { quiet + 1 } else { 0 };
            let now_begun: u64 = self.ledger.pages().begun.values().sum();
            if now_begun != begun {
                (since, begun) = (self.clock.now(), now_begun);
            }
            let visible: u64 = counts.values().map(|lane| lane.visible).sum();
            if busy > 0 && visible == 0 && self.ledger.is_idle() {
                self.skips().await;
            }
            assert!(
                self.clock.now().duration_since(since) < STUCK,
                "something never comes to rest: {counts:#?}\n{:#?}",
                self.ledger.pages().entries
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Nobody works, and what there is to do becomes visible later: so it is later.
    async fn skips(&self) {
        self.clock.put_forward(SKIP);
        // Pollers sleep until a time that has come nearer. A change wakes them, even of no message.
        let (lane, nobody) = (Lane::Turns, "no receipt");
        self.queue.delete(lane, nobody).await.unwrap();
    }

    /// Ends everything that runs.
    pub(crate) async fn close(mut self) {
        self.tasks.shutdown().await;
        drop(self.server);
        drop(self.bundle);
    }
}
