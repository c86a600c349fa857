//! What was read of contacts. Most write more than once.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use shared::domain::routing::Facts;
use shared::id::ContactId;
use tokio::sync::Mutex as Turns;

/// How many are remembered. A contact may have 250 attributes.
const MOST: usize = 2_000;

/// The contacts met last.
#[derive(Default)]
pub(crate) struct Contacts(Mutex<Known>);

#[derive(Default)]
struct Known {
    facts: HashMap<ContactId, Arc<Turns<Facts>>>,
    met: VecDeque<ContactId>,
}

impl Contacts {
    /// What is known of a contact, for one at a time. Of nobody nothing is.
    pub(crate) fn of(&self, contact: Option<&ContactId>) -> Arc<Turns<Facts>> {
        let Some(contact) = contact else {
            return Arc::default();
        };
        let mut known = self.0.lock().expect("no holder of this lock panics");
        if let Some(facts) = known.facts.get(contact) {
            return facts.clone();
        }
        if known.met.len() == MOST
            && let Some(first) = known.met.pop_front()
        {
            known.facts.remove(&first);
        }
        known.met.push_back(contact.clone());
        let facts = known.facts.entry(contact.clone()).or_default();
        facts.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(id: usize) -> ContactId {
        format!("c{id}").parse().unwrap()
    }

    #[test]
    fn the_first_are_forgotten_when_there_are_too_many() {
        let contacts = Contacts::default();
        let first = contacts.of(Some(&contact(0)));
        assert!(Arc::ptr_eq(&first, &contacts.of(Some(&contact(0)))));
        for id in 1..=MOST {
            contacts.of(Some(&contact(id)));
        }
        let known = contacts.0.lock().unwrap();
        assert_eq!((known.facts.len(), known.met.len()), (MOST, MOST));
        assert!(!known.facts.contains_key(&contact(0)));
    }

    #[test]
    fn nobody_is_somebody_else_each_time() {
        let contacts = Contacts::default();
        assert!(!Arc::ptr_eq(&contacts.of(None), &contacts.of(None)));
    }
}
