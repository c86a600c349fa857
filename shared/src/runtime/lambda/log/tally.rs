//! What one delivery gathers until its line is written.
//!
//! The journal is the process's and a batch's deliveries run at the same time, so what is entered must find the delivery
//! it belongs to. It does by the task: a delivery runs within one, and so does everything it awaits. What is spawned does
//! not; its entries are lines of their own.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::time::Duration;

use serde::Serialize;

use super::line::millis;
use crate::id::{ConversationId, WorkspaceId};
use crate::ports::journal::Entry;

tokio::task_local! {
    static HERE: RefCell<Tally>;
}

/// The source of the entries that are calls to Intercom.
const INTERCOM: &str = "intercom";

/// What was gathered so far.
#[derive(Debug, Default)]
pub(in crate::runtime::lambda) struct Tally {
    pub(super) workspace: Option<WorkspaceId>,
    pub(super) conversation: Option<ConversationId>,
    /// Calls to Intercom, by endpoint.
    pub(super) intercom: BTreeMap<&'static str, Calls>,
    /// Calls to AWS, by service and operation.
    pub(super) aws: BTreeMap<String, Calls>,
    pub(super) read_units: f64,
    pub(super) write_units: f64,
    /// What else was entered on the way, by source and name.
    pub(super) entries: BTreeMap<String, u32>,
    /// Those of them that went well, which have no line of their own to be counted in.
    pub(super) went_well: Vec<(&'static str, &'static str)>,
    /// The entry the delivery ended with.
    pub(super) end: Option<Entry>,
}

/// Calls of one kind.
#[derive(Debug, Default, Serialize)]
pub(super) struct Calls {
    count: u32,
    #[serde(skip_serializing_if = "is_zero")]
    failed: u32,
    #[serde(rename = "ms", serialize_with = "millis")]
    took: Duration,
}

impl Tally {
    /// Does `work` and gathers what is entered meanwhile.
    pub(super) async fn over<T>(work: impl Future<Output = T>) -> (T, Self) {
        let gathered = async {
            let came = work.await;
            (came, HERE.with(RefCell::take))
        };
        HERE.scope(RefCell::default(), gathered).await
    }

    /// The tally of the delivery this is called in; outside of one there is none.
    pub(in crate::runtime::lambda) fn here<R>(add: impl FnOnce(&mut Self) -> R) -> Option<R> {
        // A panic's own line must not panic again, wherever the panic was.
        let add = |tally: &RefCell<Self>| Some(add(&mut *tally.try_borrow_mut().ok()?));
        HERE.try_with(add).ok().flatten()
    }

    /// Takes in what happened on the way.
    pub(super) fn note(&mut self, entry: &Entry) {
        self.place(entry);
        if entry.source == INTERCOM {
            let took = entry.took.unwrap_or_default();
            let calls = self.intercom.entry(entry.name).or_default();
            calls.add(entry.ok, took);
        } else {
            if entry.ok {
                self.went_well.push((entry.source, entry.name));
            }
            let name = format!("{}.{}", entry.source, entry.name);
            *self.entries.entry(name).or_default() += 1;
        }
    }

    /// Takes in what the delivery came to.
    pub(super) fn conclude(&mut self, entry: Entry) {
        self.place(&entry);
        self.end = Some(entry);
    }

    /// Takes in a call to AWS.
    pub(in crate::runtime::lambda) fn aws(&mut self, operation: String, ok: bool, took: Duration) {
        self.aws.entry(operation).or_default().add(ok, took);
    }

    /// Takes in what a call to DynamoDB cost.
    pub(in crate::runtime::lambda) fn units(&mut self, read: f64, written: f64) {
        self.read_units += read;
        self.write_units += written;
    }

    /// How many calls to Intercom were made, failed ones included.
    pub(super) fn intercom_calls(&self) -> u32 {
        self.intercom.values().map(|calls| calls.count).sum()
    }

    fn place(&mut self, entry: &Entry) {
        if entry.workspace.is_some() {
            self.workspace.clone_from(&entry.workspace);
        }
        if entry.conversation.is_some() {
            self.conversation.clone_from(&entry.conversation);
        }
    }
}

impl Calls {
    fn add(&mut self, ok: bool, took: Duration) {
        self.count += 1;
        self.failed += u32::from(!ok);
        self.took += took;
    }
}

const fn is_zero(count: &u32) -> bool {
    *count == 0
}
