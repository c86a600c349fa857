use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::net::ToSocketAddrs;
use tokio::sync::{broadcast, watch};

use crate::clock::Clock;
use crate::desk::Desk;
use crate::exchange::{Exchange, Exchanges};
use crate::fault::Faults;
use crate::rate_limit::RateLimit;
use crate::region::Region;
use crate::rest::{self, ConnectionDropped};
use crate::server::Server;
use crate::state::State;
use crate::webhooks::Webhooks;
use crate::webhooks::postbox::Postbox;
use crate::workspace::{NewWorkspace, Workspace};

/// All of Intercom: several workspaces, and the apps that they installed. Clones are handles to the same.
#[derive(Clone)]
pub struct Intercom {
    shared: Arc<Shared>,
}

struct Shared {
    clock: Clock,
    state: Mutex<State>,
    exchanges: Exchanges,
    faults: Faults,
    rate_limit: RateLimit,
    postbox: Postbox,
    changes: watch::Sender<u64>,
}

impl Intercom {
    /// An Intercom without workspaces.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self::with(State::default(), clock)
    }

    /// An Intercom as [`Self::snapshot`] left it. Subscriptions, faults and the logs start anew, and codes that
    /// were not used are lost.
    ///
    /// # Errors
    ///
    /// When `snapshot` was not made by this version of the simulator.
    pub fn restore(snapshot: Value, clock: Clock) -> Result<Self, serde_json::Error> {
        Ok(Self::with(serde_json::from_value(snapshot)?, clock))
    }

    fn with(state: State, clock: Clock) -> Self {
        let shared = Shared {
            clock,
            state: Mutex::new(state),
            exchanges: Exchanges::default(),
            faults: Faults::default(),
            rate_limit: RateLimit::default(),
            postbox: Postbox::default(),
            changes: watch::Sender::new(0),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Everything in every workspace and every app, access tokens and client secrets included.
    #[must_use]
    pub fn snapshot(&self) -> Value {
        serde_json::to_value(&*self.state())
            .expect("the state has string keys and no foreign types")
    }

    /// Moves with everything that may have changed a workspace; the number itself means nothing.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.shared.changes.subscribe()
    }

    /// Adds a workspace, or replaces the one with the same id.
    pub fn add_workspace(&self, workspace: NewWorkspace) -> Workspace {
        let id = workspace.id.clone();
        let state = workspace.into_state(self.now());
        self.state().workspaces.insert(id.clone(), state);
        self.touch();
        Workspace::new(self.clone(), id)
    }

    /// The workspace with this id.
    #[must_use]
    pub fn workspace(&self, id: &str) -> Option<Workspace> {
        self.state()
            .workspaces
            .contains_key(id)
            .then(|| Workspace::new(self.clone(), id.to_owned()))
    }

    /// Every workspace, by id.
    #[must_use]
    pub fn workspaces(&self) -> Vec<Workspace> {
        let ids: Vec<String> = self.state().workspaces.keys().cloned().collect();
        ids.into_iter()
            .map(|id| Workspace::new(self.clone(), id))
            .collect()
    }

    /// Serves every region's workspaces at one address until the [`Server`] is dropped.
    ///
    /// # Errors
    ///
    /// When the address cannot be bound.
    pub async fn listen(&self, address: impl ToSocketAddrs) -> io::Result<Server> {
        Server::bind(self.clone(), None, address).await
    }

    /// Serves the hosts of one region until the [`Server`] is dropped: a token or a code of a workspace that is kept
    /// elsewhere is not known there. Intercom's host of the United States tries to find any workspace; this one does
    /// not, so that nobody comes to depend on it.
    ///
    /// # Errors
    ///
    /// When the address cannot be bound.
    pub async fn listen_in(
        &self,
        region: Region,
        address: impl ToSocketAddrs,
    ) -> io::Result<Server> {
        Server::bind(self.clone(), Some(region), address).await
    }

    /// Answers one REST request without a socket.
    ///
    /// # Errors
    ///
    /// When a fault says that the connection breaks before an answer.
    pub async fn answer(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, ConnectionDropped> {
        rest::answer(self, None, request).await
    }

    /// The last 2,000 REST exchanges, oldest first.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.shared.exchanges.all()
    }

    /// Every REST exchange from now on.
    #[must_use]
    pub fn subscribe_exchanges(&self) -> broadcast::Receiver<Exchange> {
        self.shared.exchanges.subscribe()
    }

    /// The exchanges that asked for a path the simulator does not have. A test harness fails on one.
    #[must_use]
    pub fn misunderstood(&self) -> Vec<Exchange> {
        self.shared.exchanges.misunderstood()
    }

    /// What shall go wrong.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    /// Notifications to the app.
    #[must_use]
    pub fn webhooks(&self) -> Webhooks {
        Webhooks::new(self.clone())
    }

    /// Lets happen whatever was to happen by now: snoozes end, Fin comes to what it comes to. Whoever acts or looks sees it by
    /// itself, and a [`Server`] looks once a second; a test that turns the clock and looks at what arrives needs this.
    pub fn catch_up(&self) {
        let ids: Vec<String> = self.state().workspaces.keys().cloned().collect();
        for id in ids {
            self.catch_up_in(&id);
        }
    }

    pub(crate) fn catch_up_in(&self, workspace_id: &str) {
        let now = self.now();
        let is_behind = self
            .state()
            .workspaces
            .get(workspace_id)
            .is_some_and(|workspace| workspace.is_behind(now));
        if is_behind {
            self.act(workspace_id, |_| ());
        }
    }

    /// How many REST calls a workspace has in ten seconds; 1,666 unless set.
    pub fn set_rate_limit(&self, calls: u32) {
        self.shared.rate_limit.set(calls);
    }

    pub(crate) fn now(&self) -> i64 {
        self.shared.clock.now()
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.shared
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn log(&self) -> &Exchanges {
        &self.shared.exchanges
    }

    pub(crate) fn rate_limit(&self) -> &RateLimit {
        &self.shared.rate_limit
    }

    pub(crate) fn postbox(&self) -> &Postbox {
        &self.shared.postbox
    }

    pub(crate) fn touch(&self) {
        self.shared.changes.send_modify(|count| *count += 1);
    }

    /// Lets something happen in a workspace and notifies what came of it.
    pub(crate) fn act<T>(&self, workspace_id: &str, act: impl FnOnce(&mut Desk<'_>) -> T) -> T {
        let outcome = self.act_unseen(workspace_id, act);
        self.touch();
        outcome
    }

    /// The same for what changes nothing, as most REST calls do.
    pub(crate) fn act_unseen<T>(
        &self,
        workspace_id: &str,
        act: impl FnOnce(&mut Desk<'_>) -> T,
    ) -> T {
        let now = self.now();
        let (outcome, events, removed) = {
            let mut state = self.state();
            let workspace = state
                .workspaces
                .get_mut(workspace_id)
                .expect("a workspace is never removed");
            let mut desk = Desk::new(workspace, now);
            desk.time_has_passed();
            let outcome = act(&mut desk);
            (outcome, desk.events, desk.removed)
        };
        for client_id in removed {
            self.removed(&client_id, workspace_id);
        }
        for event in events {
            self.webhooks().notify(workspace_id, event);
        }
        outcome
    }
}
