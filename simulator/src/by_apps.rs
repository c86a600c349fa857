//! Which values of attributes an app wrote last, so that a page can show them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The attributes that an API client wrote and nobody has written since. What they belong to is named by its kind and id.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ByApps(BTreeSet<(String, String)>);

impl ByApps {
    /// Notes who wrote an attribute.
    pub(crate) fn wrote(&mut self, (kind, id): (&str, &str), name: &str, by_app: bool) {
        let key = (format!("{kind} {id}"), name.to_owned());
        if by_app {
            self.0.insert(key);
        } else {
            self.0.remove(&key);
        }
    }

    /// The attributes of something that an app wrote.
    pub(crate) fn of(&self, (kind, id): (&str, &str)) -> Vec<String> {
        let of = format!("{kind} {id}");
        let written = self.0.iter().filter(|(whose, _)| *whose == of);
        written.map(|(_, name)| name.clone()).collect()
    }
}
