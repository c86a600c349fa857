//! Many workspaces, one Intercom, one bundle, and workers of our own.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use axum::middleware;
use jiff::Timestamp;
use local::bundle::{Bundle, Plan};
use local::clock::RunningClock;
use local::queue::LocalQueue;
use local::{door, seed};
use shared::adapters::intercom::{Hosts, Timeouts};
use shared::domain::notification::Secret;
use shared::id::{AdminId, WorkspaceId};
use shared::ports::Clock;
use shared::ports::keys::Plain;
use shared::ports::queue::Lane;
use shared::runtime::Ports;
use shared::workspace::Shares;
use simulator::{Intercom, Subscription};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::ledger::{Ledger, Noted};
use crate::luck::Luck;
use crate::reads::Reads;
use crate::weather::{Door, lossy};

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

    /// Waits until no notification is on its way and no message in these lanes.
    pub(crate) async fn rests(&self, lanes: fn(Lane) -> bool) {
        let mut quiet = 0;
        while quiet < 3 {
            self.intercom.webhooks().settled().await;
            let counts = self.queue.counts().await.unwrap();
            let busy = counts.iter().filter(|(lane, _)| lanes(**lane));
            let busy: u64 = busy
                .map(|(_, lane)| lane.visible + lane.delayed + lane.in_flight + lane.dead)
                .sum();
            quiet = if busy == 0 { quiet + 1 } else { 0 };
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Ends everything that runs.
    pub(crate) async fn close(mut self) {
        self.tasks.shutdown().await;
        drop(self.server);
        drop(self.bundle);
    }
}
