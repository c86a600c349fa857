//! What the functions wanted to write at Intercom, and what became of it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use shared::adapters::intercom::Request;
use shared::id::TagId;
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
    /// It was approved, and the functions came to their end without it, so it was not sent.
    NotWanted,
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
    /// Whether something else was asked for than what is the next of it: then nothing more of it may be sent.
    departed: bool,
    /// What was approved and sent, and Intercom declined.
    declined: Vec<Request>,
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
        let pages = &mut *self.lock();
        let number = pages.written.len();
        let is_rest = pages.declined.iter().any(|whole| is_part(&request, whole));
        let (fate, verdict) = match &mut pages.approved {
            None => (Fate::Held, Verdict::Hold(number)),
            Some(next) if !pages.departed && next.front() == Some(&request) => {
                next.pop_front();
                (Fate::Failed(UNANSWERED.to_owned()), Verdict::Send(number))
            }
            // Attributes of which Intercom knows not all are set one by one.
            Some(_) if is_rest => (Fate::Failed(UNANSWERED.to_owned()), Verdict::Send(number)),
            Some(_) => {
                // What follows was approved as what follows the one that is missing.
                pages.departed = true;
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
        let pages = &mut *self.lock();
        if let Some(written) = pages.written.get_mut(number) {
            if let Err(intercom::Error::Refused { .. }) = result {
                pages.declined.push(written.request.clone());
            }
            written.fate = fate;
        }
    }

    /// Notes the id a tag got that was shown under another: what is left to be sent names it.
    pub(super) fn is_now(&self, shown: &TagId, tag: &TagId) {
        let mut pages = self.lock();
        for request in pages.approved.iter_mut().flatten() {
            if request.body["id"] == shown.as_str() {
                request.body["id"] = tag.as_str().into();
            }
        }
    }

    /// What was written since this was asked last.
    pub(super) fn news(&self) -> Vec<Written> {
        let mut pages = self.lock();
        let news = pages.written[pages.told..].to_vec();
        pages.told = pages.written.len();
        news
    }

    /// What was approved and is not sent yet.
    pub(super) fn left(&self) -> Vec<Written> {
        let pages = self.lock();
        let left = pages.approved.iter().flatten().cloned();
        left.map(|request| Written {
            request,
            fate: Fate::NotWanted,
        })
        .collect()
    }

    fn lock(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

/// What became of a write before anything is known of it.
const UNANSWERED: &str = "no answer came";

/// Whether a request sets some of the attributes that another sets, of the same conversation and to the same values.
fn is_part(request: &Request, whole: &Request) -> bool {
    let attributes = |request: &Request| request.body["custom_attributes"].as_object().cloned();
    let (Some(some), Some(all)) = (attributes(request), attributes(whole)) else {
        return false;
    };
    (&request.method, &request.path) == (&whole.method, &whole.path)
        && some
            .iter()
            .all(|(name, value)| all.get(name) == Some(value))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn request(path: &str, body: Value) -> Request {
        Request {
            method: "PUT".to_owned(),
            path: path.to_owned(),
            body,
        }
    }

    fn sends(ledger: &Ledger, request: Request) -> Option<usize> {
        match ledger.admit(request) {
            Verdict::Send(number) => Some(number),
            Verdict::Hold(_) | Verdict::Refuse => None,
        }
    }

    fn left(ledger: &Ledger) -> Vec<Request> {
        let left = ledger.left().into_iter();
        left.map(|written| written.request).collect()
    }

    fn declined() -> Result<(), intercom::Error> {
        Err(intercom::Error::Refused {
            status: 422,
            code: "parameter_invalid".to_owned(),
        })
    }

    #[test]
    fn each_approved_write_is_made_once_and_in_its_order() {
        let [one, two] = [1, 2].map(|body| request("/a", json!(body)));
        let ledger = Ledger::approving(vec![one.clone(), two.clone()]);
        assert_eq!(left(&ledger), [one.clone(), two.clone()]);
        assert_eq!(sends(&ledger, one.clone()), Some(0));
        assert_eq!(sends(&ledger, one), None);
        assert_eq!(sends(&ledger, two.clone()), None);
        assert_eq!(left(&ledger), [two]);
        let ledger = Ledger::default();
        assert_eq!(sends(&ledger, request("/a", json!(1))), None);
    }

    #[test]
    fn attributes_that_were_declined_together_may_be_set_one_by_one() {
        let set = |path, body| request(path, json!({ "custom_attributes": body }));
        let both = set("/a", json!({ "x": "1", "y": "2" }));
        let ledger = Ledger::approving(vec![both.clone()]);
        let number = sends(&ledger, both).unwrap();
        ledger.settle(number, &declined());
        assert_eq!(sends(&ledger, set("/a", json!({ "x": "1" }))), Some(1));
        assert_eq!(sends(&ledger, set("/b", json!({ "x": "1" }))), None);
        assert_eq!(sends(&ledger, set("/a", json!({ "x": "2" }))), None);
        assert_eq!(sends(&ledger, set("/a", json!({ "z": "1" }))), None);
    }
}
