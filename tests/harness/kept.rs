//! What a bundle says and sends while it runs, kept whole.

use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use local::feed::Feed;
use shared::ports::journal::Entry;
use shared::ports::queue::{self, Letter};
use shared::ports::{Journal, Queue};

/// A journal that keeps its entries, with their workspaces, and passes them on to the page's feed, which has none.
pub(crate) struct Entries {
    kept: Mutex<Vec<Entry>>,
    feed: Feed,
}

impl Entries {
    pub(crate) fn before(feed: Feed) -> Arc<Self> {
        let kept = Mutex::default();
        Arc::new(Self { kept, feed })
    }

    pub(crate) fn all(&self) -> Vec<Entry> {
        lock(&self.kept).clone()
    }

    pub(crate) fn count(&self) -> usize {
        lock(&self.kept).len()
    }

    /// Without the first so many.
    pub(crate) fn after(&self, first: usize) -> Vec<Entry> {
        lock(&self.kept).iter().skip(first).cloned().collect()
    }
}

impl Journal for Entries {
    fn enter(&self, entry: Entry) {
        lock(&self.kept).push(entry.clone());
        self.feed.enter(entry);
    }
}

/// A queue that keeps a copy of what is sent.
pub(crate) struct Letters {
    kept: Mutex<Vec<Letter>>,
    queue: Arc<dyn Queue>,
}

impl Letters {
    pub(crate) fn before(queue: Arc<dyn Queue>) -> Arc<Self> {
        let kept = Mutex::default();
        Arc::new(Self { kept, queue })
    }

    pub(crate) fn all(&self) -> Vec<Letter> {
        lock(&self.kept).clone()
    }
}

#[async_trait]
impl Queue for Letters {
    async fn send(&self, letter: &Letter) -> Result<(), queue::Error> {
        lock(&self.kept).push(letter.clone());
        self.queue.send(letter).await
    }
}

fn lock<T>(kept: &Mutex<Vec<T>>) -> MutexGuard<'_, Vec<T>> {
    kept.lock().expect("no holder of this lock panics")
}
