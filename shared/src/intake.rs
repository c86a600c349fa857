//! What the webhook needs: it verifies, projects, and sends. It opens no workspace.

mod reception;

use std::sync::Arc;

use crate::domain::notification::News;
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
    /// Puts news into its topic's queue.
    ///
    /// # Errors
    ///
    /// When the queue did not confirm.
    pub async fn forward(&self, news: &News) -> Result<(), queue::Error> {
        let letter = match news {
            News::Conversation(signal) => Letter::signal(signal),
            News::Staff(change) => Letter::staff_change(change),
        };
        self.queue.send(&letter).await
    }
}
