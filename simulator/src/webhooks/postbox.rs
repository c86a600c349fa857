use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::{broadcast, watch};

use crate::webhooks::{Delivery, Notification, Subscription};

const KEPT: usize = 2_000;

/// Subscriptions, held notifications and the delivery log.
pub(crate) struct Postbox {
    contents: Mutex<Contents>,
    in_flight: watch::Sender<usize>,
    sender: broadcast::Sender<Delivery>,
}

/// A subscription and what it takes to serve it.
#[derive(Clone)]
pub(crate) struct Connection {
    pub(crate) terms: Subscription,
    pub(crate) client: reqwest::Client,
    pub(crate) runtime: Handle,
}

#[derive(Default)]
struct Contents {
    public: Option<Connection>,
    private: BTreeMap<String, Connection>,
    held: Option<Vec<Notification>>,
    duplicate_every: Option<u32>,
    accepted: u32,
    echo_bots_as_admins: bool,
    deliveries: VecDeque<Delivery>,
    attempts: u64,
}

/// A delivery under way, until dropped.
pub(crate) struct InFlight(watch::Sender<usize>);

impl Default for Postbox {
    fn default() -> Self {
        Self {
            contents: Mutex::default(),
            in_flight: watch::Sender::new(0),
            sender: broadcast::Sender::new(256),
        }
    }
}

impl Postbox {
    pub(crate) fn subscribe(&self, workspace_id: Option<&str>, terms: Subscription) {
        let connection = Connection {
            terms,
            client: client(),
            runtime: Handle::current(),
        };
        let mut contents = self.open();
        match workspace_id {
            Some(id) => drop(contents.private.insert(id.to_owned(), connection)),
            None => contents.public = Some(connection),
        }
    }

    /// What a 410 does.
    pub(crate) fn disable(&self, workspace_id: &str) {
        let mut contents = self.open();
        if contents.private.remove(workspace_id).is_none() {
            contents.public = None;
        }
    }

    pub(crate) fn subscription_of(&self, workspace_id: &str) -> Option<Connection> {
        let contents = self.open();
        contents
            .private
            .get(workspace_id)
            .or(contents.public.as_ref())
            .cloned()
    }

    /// Keeps it, or gives it back as often as it is to be sent.
    pub(crate) fn accept(&self, notification: Notification) -> Vec<Notification> {
        let mut contents = self.open();
        contents.accepted += 1;
        let twice = contents
            .duplicate_every
            .is_some_and(|nth| contents.accepted.is_multiple_of(nth));
        let copies = vec![notification; if twice { 2 } else { 1 }];
        match &mut contents.held {
            Some(held) => {
                held.extend(copies);
                Vec::new()
            }
            None => copies,
        }
    }

    pub(crate) fn hold(&self) {
        self.open().held.get_or_insert_default();
    }

    pub(crate) fn take_held(&self) -> Vec<Notification> {
        self.open()
            .held
            .as_mut()
            .map(std::mem::take)
            .unwrap_or_default()
    }

    pub(crate) fn release(&self) -> Vec<Notification> {
        self.open().held.take().unwrap_or_default()
    }

    pub(crate) fn duplicate_every(&self, nth: Option<u32>) {
        self.open().duplicate_every = nth.filter(|nth| *nth > 0);
    }

    pub(crate) fn echo_bots_as_admins(&self, enabled: bool) {
        self.open().echo_bots_as_admins = enabled;
    }

    pub(crate) fn echoes_bots_as_admins(&self) -> bool {
        self.open().echo_bots_as_admins
    }

    pub(crate) fn take_off(&self) -> InFlight {
        self.in_flight.send_modify(|count| *count += 1);
        InFlight(self.in_flight.clone())
    }

    pub(crate) async fn settled(&self) {
        let settled = self
            .in_flight
            .subscribe()
            .wait_for(|count| *count == 0)
            .await
            .is_ok();
        debug_assert!(settled, "the sender lives as long as self");
    }

    pub(crate) fn log(&self, delivery: impl FnOnce(u64) -> Delivery) {
        let mut contents = self.open();
        contents.attempts += 1;
        let delivery = delivery(contents.attempts);
        if contents.deliveries.len() == KEPT {
            contents.deliveries.pop_front();
        }
        contents.deliveries.push_back(delivery.clone());
        drop(contents);
        // Nobody need be listening.
        drop(self.sender.send(delivery));
    }

    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        self.open().deliveries.iter().cloned().collect()
    }

    pub(crate) fn subscribe_deliveries(&self) -> broadcast::Receiver<Delivery> {
        self.sender.subscribe()
    }

    fn open(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What Intercom posts with: it follows no redirects.
pub(crate) fn client() -> reqwest::Client {
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build();
    client.expect("a client without certificates or proxies of its own can be built")
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}
