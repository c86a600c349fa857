//! What the functions say, kept until it is told.

use std::sync::Mutex;

use shared::ports::Journal;
use shared::ports::journal::Entry;

/// A journal that keeps its entries.
#[derive(Default)]
pub(super) struct Notebook(Mutex<Vec<Entry>>);

impl Notebook {
    /// Takes out what was entered so far.
    pub(super) fn take(&self) -> Vec<Entry> {
        std::mem::take(&mut *self.0.lock().expect("no holder of this lock panics"))
    }
}

impl Journal for Notebook {
    fn enter(&self, entry: Entry) {
        let mut entries = self.0.lock().expect("no holder of this lock panics");
        entries.push(entry);
    }
}
