//! What each turn had read when it wrote: Intercom has no conditional write, so this alone says who wrote over whom.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use simulator::{Exchange, Intercom};
use tokio::sync::broadcast::error::RecvError;

use crate::ledger::Place;

/// A call about a conversation, in the order of their numbers.
enum Call {
    /// It showed everything up to this part.
    Read { newest: u64 },
    /// A text to the visitor, at this second.
    Said { at: i64 },
}

/// The calls about all conversations.
#[derive(Default)]
pub(crate) struct Reads {
    calls: Mutex<HashMap<Place, BTreeMap<u64, Call>>>,
    counts: Mutex<BTreeMap<String, u64>>,
}

impl Reads {
    /// Watches until the task is dropped.
    pub(crate) async fn watch(self: Arc<Self>, intercom: Intercom) {
        let mut exchanges = intercom.subscribe_exchanges();
        loop {
            match exchanges.recv().await {
                Ok(exchange) => self.note(&exchange),
                // Then a text may have no read before it, and is told as such.
                Err(RecvError::Lagged(missed)) => {
                    self.count("not watched", missed);
                }
                Err(RecvError::Closed) => return,
            }
        }
    }

    fn note(&self, exchange: &Exchange) {
        let status = exchange
            .status
            .map_or_else(|| "reset".to_owned(), |status| status.to_string());
        self.count(&status, 1);
        let Some(workspace) = &exchange.workspace else {
            return;
        };
        let mut path = exchange.path.trim_start_matches('/').split('/');
        let (Some("conversations"), Some(id), rest) = (path.next(), path.next(), path.next())
        else {
            return;
        };
        let call = match (exchange.method.as_str(), rest) {
            ("GET", None) if exchange.status == Some(200) => Call::Read {
                newest: newest(exchange),
            },
            ("POST", Some("reply")) if exchange.request["message_type"] == "comment" => {
                Call::Said { at: exchange.at }
            }
            _ => return,
        };
        let mut calls = self.calls.lock().unwrap();
        let place = calls.entry((workspace.clone(), id.to_owned())).or_default();
        place.insert(exchange.seq, call);
    }

    fn count(&self, of: &str, more: u64) {
        let mut counts = self.counts.lock().unwrap();
        *counts.entry(of.to_owned()).or_default() += more;
    }

    /// How many calls were answered how.
    pub(crate) fn counts(&self) -> BTreeMap<String, u64> {
        self.counts.lock().unwrap().clone()
    }

    /// Whether the text that was said at this second was written by somebody who had read this part. Where two texts can be the one,
    /// both had to.
    pub(crate) fn had_read(&self, place: &Place, said_at: i64, part: u64) -> bool {
        let calls = self.calls.lock().unwrap();
        let Some(calls) = calls.get(place) else {
            return false;
        };
        let mut read = 0;
        let mut had = None;
        for call in calls.values() {
            match call {
                Call::Read { newest } => read = *newest,
                Call::Said { at } if (at - said_at).abs() <= 1 => {
                    had = Some(had.unwrap_or(true) && read >= part);
                }
                Call::Said { .. } => {}
            }
        }
        had.unwrap_or(false)
    }
}

fn newest(exchange: &Exchange) -> u64 {
    let parts = exchange.response["conversation_parts"]["conversation_parts"].as_array();
    let ids = parts
        .into_iter()
        .flatten()
        .filter_map(|part| part["id"].as_str());
    ids.filter_map(|id| id.parse().ok()).max().unwrap_or(0)
}
