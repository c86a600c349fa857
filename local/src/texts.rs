//! Configurations as they were written, with their comments. What is live is in the store.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use shared::id::WorkspaceId;

/// The last text published for each workspace, by its id. Clones are the same.
#[derive(Clone, Default)]
pub struct Texts(Arc<Mutex<BTreeMap<String, String>>>);

impl Texts {
    /// Texts from before a restart.
    #[must_use]
    pub fn new(kept: BTreeMap<String, String>) -> Self {
        Self(Arc::new(Mutex::new(kept)))
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> BTreeMap<String, String> {
        self.lock().clone()
    }

    /// The text of a workspace.
    #[must_use]
    pub fn of(&self, workspace: &WorkspaceId) -> Option<String> {
        self.lock().get(workspace.as_str()).cloned()
    }

    /// Keeps the text of a workspace instead of the one before.
    pub fn keep(&self, workspace: &WorkspaceId, yaml: &str) {
        let id = workspace.as_str().to_owned();
        self.lock().insert(id, yaml.to_owned());
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.0.lock().expect("no holder of this lock panics")
    }
}
