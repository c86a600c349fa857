//! What the webhook needs: it verifies, projects, and sends. It opens no workspace.

mod reception;

use std::sync::Arc;

use crate::domain::notification::Signal;
use crate::ports::queue::{self, Letter};
use crate::ports::{Journal, Queue, Secrets};

pub use reception::Reception;

/// The ports of the webhook.
#[derive(Clone)]
pub struct Intake {
    /// The client secrets Intercom signs with.
    pub secrets: Arc<dyn Secrets>,
    /// The topics' queues.
    pub queue: Arc<dyn Queue>,
    /// Where it says what it did.
    pub journal: Arc<dyn Journal>,
}

impl Intake {
    /// Puts a signal into its topic's queue.
    ///
    /// # Errors
    ///
    /// When the queue did not confirm.
    pub async fn forward(&self, signal: &Signal) -> Result<(), queue::Error> {
        self.queue.send(&Letter::signal(signal)).await
    }
}
