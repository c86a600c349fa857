use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::Value;
use tokio::sync::broadcast;

const KEPT: usize = 2_000;

/// One call and its answer. Headers are not kept, and what an app sends and gets for its token is hidden: no
/// token is here, and no client secret.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exchange {
    /// Counts from 1.
    pub seq: u64,
    /// Unix seconds on the simulator's clock.
    pub at: i64,
    /// Whose token or code it came with; none when that is unknown.
    pub workspace: Option<String>,
    /// `GET`, `POST` and so on.
    pub method: String,
    /// Without the query.
    pub path: String,
    /// As it was sent; none where an app asks for its token.
    pub query: Option<String>,
    /// The request's JSON, or a form as JSON; null when there was none.
    pub request: Value,
    /// None when the connection was dropped without an answer.
    pub status: Option<u16>,
    /// The answer's JSON, null when there was none.
    pub response: Value,
}

pub(crate) struct Exchanges {
    ring: Mutex<Ring>,
    sender: broadcast::Sender<Exchange>,
}

#[derive(Default)]
struct Ring {
    seq: u64,
    exchanges: VecDeque<Exchange>,
    misunderstood: Vec<Exchange>,
}

impl Default for Exchanges {
    fn default() -> Self {
        Self {
            ring: Mutex::default(),
            sender: broadcast::Sender::new(256),
        }
    }
}

impl Exchanges {
    pub(crate) fn next_seq(&self) -> u64 {
        let mut ring = self.ring();
        ring.seq += 1;
        ring.seq
    }

    pub(crate) fn record(&self, exchange: Exchange, understood: bool) {
        let mut ring = self.ring();
        if !understood {
            ring.misunderstood.push(exchange.clone());
        }
        if ring.exchanges.len() == KEPT {
            ring.exchanges.pop_front();
        }
        ring.exchanges.push_back(exchange.clone());
        drop(ring);
        // Nobody need be listening.
        drop(self.sender.send(exchange));
    }

    pub(crate) fn all(&self) -> Vec<Exchange> {
        self.ring().exchanges.iter().cloned().collect()
    }

    pub(crate) fn misunderstood(&self) -> Vec<Exchange> {
        self.ring().misunderstood.clone()
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Exchange> {
        self.sender.subscribe()
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
