//! A FIFO queue of one message group: one request at a time.

use std::collections::VecDeque;

use crate::domain::conversation::Errand;
use crate::domain::digest::Digest;

/// A request that was not deleted yet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Request {
    pub(super) cause: Digest,
    pub(super) errand: Errand,
    /// How often it was received.
    pub(super) receives: u32,
    /// Nobody sees it before.
    pub(super) hidden_until: i64,
    /// The delivery that may still delete it.
    pub(super) held: Option<u64>,
}

/// The requests, oldest first. As long as the first is hidden, so are those behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Lane {
    pub(super) requests: VecDeque<Request>,
}

impl Lane {
    /// Takes a request, unless its cause asked within five minutes.
    pub(super) fn send(&mut self, cause: Digest, errand: Errand, now: i64) {
        self.requests.push_back(Request {
            cause,
            errand,
            receives: 0,
            hidden_until: now,
            held: None,
        });
    }

    /// Whether a worker would be given something now.
    pub(super) fn shows(&self, now: i64) -> bool {
        self.requests
            .front()
            .is_some_and(|request| request.hidden_until <= now)
    }

    /// When the first request shows again, if it is hidden.
    pub(super) fn shows_at(&self, now: i64) -> Option<i64> {
        let first = self.requests.front()?;
        (first.hidden_until > now).then_some(first.hidden_until)
    }

    /// Deletes what a delivery holds. One that lost it to another deletes nothing.
    pub(super) fn delete(&mut self, worker: u64) {
        self.requests.retain(|request| request.held != Some(worker));
    }

    /// Hides what a delivery holds.
    pub(super) fn hide(&mut self, worker: u64, until: i64) {
        for request in &mut self.requests {
            if request.held == Some(worker) {
                request.hidden_until = until;
                request.held = None;
            }
        }
    }
}
