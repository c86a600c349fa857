//! What happened, counted: never a message kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use shared::domain::conversation::{Record, StepKind};
use shared::domain::ending::Tally;
use shared::domain::stamp::Stamp;
use shared::id::{ConversationId, WorkspaceId};
use shared::ports::journal::Entry;
use shared::ports::queue::{self, Lane, Letter};
use shared::ports::store::{Error, SaveError, Store};
use shared::ports::{Journal, Queue};
use shared::workspace::Tenant;

/// Of which workspace and which conversation. Ids of conversations are the same in all workspaces.
pub(crate) type Place = (String, String);

/// The book.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<Pages>, AtomicUsize);

/// Somebody who works, until dropped.
pub(crate) struct Working<'l>(&'l AtomicUsize);

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What stands in it.
#[derive(Default)]
pub(crate) struct Pages {
    /// How often what was entered, by source and name.
    pub(crate) entries: BTreeMap<String, u64>,
    /// The same for what turns came to, by workspace.
    pub(crate) outcomes: BTreeMap<(String, &'static str), u64>,
    /// What was intended to be said to visitors: each place, and up to where each text covers.
    pub(crate) covers: HashMap<Place, BTreeSet<Stamp>>,
    /// How many deliveries each lane began, and of those the first ones of each message.
    pub(crate) begun: BTreeMap<Lane, u64>,
    pub(crate) first: BTreeMap<Lane, u64>,
    /// How many requests went to each lane, by workspace.
    pub(crate) sent: BTreeMap<(String, Lane), u64>,
    /// How many first deliveries the lane had begun when a request was sent that has not begun.
    waiting: HashMap<String, u64>,
    /// How many first deliveries began in its lane while a request waited, by workspace.
    pub(crate) waited: BTreeMap<String, Vec<u64>>,
    /// How many first deliveries the lane had begun before, of each first delivery, by workspace.
    pub(crate) positions: BTreeMap<String, Vec<u64>>,
    /// How many workers died, by where.
    pub(crate) deaths: BTreeMap<String, u64>,
    /// What went wrong on purpose.
    pub(crate) faults: BTreeMap<String, u64>,
    /// What people did.
    pub(crate) deeds: BTreeMap<&'static str, u64>,
}

impl Ledger {
    pub(crate) fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap()
    }

    /// Somebody begins to work.
    pub(crate) fn works(&self) -> Working<'_> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Working(&self.1)
    }

    /// Whether nobody works.
    pub(crate) fn is_idle(&self) -> bool {
        self.1.load(Ordering::Relaxed) == 0
    }

    /// Somebody did something.
    pub(crate) fn did(&self, what: &'static str) {
        *self.pages().deeds.entry(what).or_default() += 1;
    }

    /// Something was made to go wrong.
    pub(crate) fn broke(&self, what: &str) {
        *self.pages().faults.entry(what.to_owned()).or_default() += 1;
    }

    /// A message begins to be delivered.
    pub(crate) fn begins(&self, lane: Lane, delivery: &queue::Delivery) {
        let mut pages = self.pages();
        *pages.begun.entry(lane).or_default() += 1;
        if delivery.receive_count > 1 {
            return;
        }
        if let Some(before) = pages.waiting.remove(&delivery.body) {
            let first = pages.first.get(&lane).copied().unwrap_or_default();
            let workspace = workspace_of(&delivery.body);
            let waited = first - before;
            let positions = pages.positions.entry(workspace.clone()).or_default();
            positions.push(first);
            pages.waited.entry(workspace).or_default().push(waited);
        }
        *pages.first.entry(lane).or_default() += 1;
    }

    fn sends(&self, letter: &Letter) {
        if matches!(letter.lane, Lane::Topic(_)) {
            return;
        }
        let mut pages = self.pages();
        let workspace = workspace_of(&letter.body);
        *pages.sent.entry((workspace, letter.lane)).or_default() += 1;
        let first = pages.first.get(&letter.lane).copied().unwrap_or_default();
        pages.waiting.entry(letter.body.clone()).or_insert(first);
    }

    fn intends(&self, workspace: &WorkspaceId, conversation: &ConversationId, record: &Record) {
        let step = record.step.as_ref();
        let said = step.filter(|step| matches!(step.kind, StepKind::Reply | StepKind::Farewell));
        if let Some(step) = said {
            let place = (workspace.to_string(), conversation.to_string());
            let mut pages = self.pages();
            let covers = pages.covers.entry(place).or_default();
            covers.insert(step.cover.clone());
        }
    }
}

impl Journal for Ledger {
    fn enter(&self, entry: Entry) {
        let mut pages = self.pages();
        let name = format!("{}.{}", entry.source, entry.name);
        *pages.entries.entry(name).or_default() += 1;
        if let ("turn" | "dead-letter", Some(workspace)) = (entry.source, &entry.workspace) {
            let outcome = (workspace.to_string(), entry.name);
            *pages.outcomes.entry(outcome).or_default() += 1;
        }
    }
}

/// A queue that writes down what is sent.
pub(crate) struct Noted<T: ?Sized>(pub(crate) Arc<Ledger>, pub(crate) Arc<T>);

#[async_trait]
impl Queue for Noted<dyn Queue> {
    async fn send(&self, letter: &Letter) -> Result<(), queue::Error> {
        self.0.sends(letter);
        self.1.send(letter).await
    }
}

/// A store that writes down what turns intend to say.
#[async_trait]
impl Store for Noted<dyn Store> {
    async fn conversation(
        &self,
        tenant: &Tenant,
        id: &ConversationId,
    ) -> Result<Option<Record>, Error> {
        self.1.conversation(tenant, id).await
    }

    async fn save(
        &self,
        tenant: &Tenant,
        id: &ConversationId,
        record: &Record,
        tally: &Tally,
    ) -> Result<u64, SaveError> {
        let saved = self.1.save(tenant, id, record, tally).await?;
        self.0.intends(tenant.workspace(), id, record);
        Ok(saved)
    }
}

fn workspace_of(body: &str) -> String {
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    body["workspace"].as_str().unwrap_or_default().to_owned()
}
