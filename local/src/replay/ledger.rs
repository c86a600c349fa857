//! What the functions wanted to write at Intercom, and what became of it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use shared::adapters::intercom::Request;
use shared::ports::intercom;

/// A write, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What would be, or was, sent.
    pub request: Request,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It was only noted, and the functions went on as if Intercom had taken it.
    Held,
    /// Intercom took it.
    Sent,
    /// It was sent, and this came of it.
    Failed(String),
    /// It is not the next of those that were approved, so it was not sent.
    NotApproved,
}

/// Whether a write may be made.
pub(super) enum Verdict {
    /// It is noted, and not made. The number of it, which no other has.
    Hold(usize),
    /// It is made, and what comes of it belongs to this number.
    Send(usize),
    /// It is not made.
    Refuse,
}

/// The list of writes. Clones are the same list.
#[derive(Clone, Default)]
pub(super) struct Ledger(Arc<Mutex<Pages>>);

#[derive(Default)]
struct Pages {
    /// What may be sent, in this order; none when nothing may.
    approved: Option<VecDeque<Request>>,
    written: Vec<Written>,
    told: usize,
}

impl Ledger {
    /// A list of writes of which these may be made, each once and in this order, and no other.
    pub(super) fn approving(requests: Vec<Request>) -> Self {
        Self(Arc::new(Mutex::new(Pages {
            approved: Some(requests.into()),
            ..Pages::default()
        })))
    }

    /// Whether anything may be sent at all.
    pub(super) fn sends(&self) -> bool {
        self.lock().approved.is_some()
    }

    /// Takes down a write; whether it may be made.
    pub(super) fn admit(&self, request: Request) -> Verdict {
        let mut pages = self.lock();
        let number = pages.written.len();
        let (fate, verdict) = match &mut pages.approved {
            None => (Fate::Held, Verdict::Hold(number)),
            Some(next) if next.front() == Some(&request) => {
                next.pop_front();
                let unknown = "the program ended before an answer came";
                (Fate::Failed(unknown.to_owned()), Verdict::Send(number))
            }
            Some(next) => {
                // What follows was approved as what follows the one that is missing.
                next.clear();
                (Fate::NotApproved, Verdict::Refuse)
            }
        };
        pages.written.push(Written { request, fate });
        verdict
    }

    /// Notes what came of a write that was made.
    pub(super) fn settle<T>(&self, number: usize, result: &Result<T, intercom::Error>) {
        let fate = match result {
            Ok(_) => Fate::Sent,
            Err(error) => Fate::Failed(error.to_string()),
        };
        if let Some(written) = self.lock().written.get_mut(number) {
            written.fate = fate;
        }
    }

    /// What was written since this was asked last.
    pub(super) fn news(&self) -> Vec<Written> {
        let mut pages = self.lock();
        let news = pages.written[pages.told..].to_vec();
        pages.told = pages.written.len();
        news
    }

    fn lock(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().expect("no holder of this lock panics")
    }
}
