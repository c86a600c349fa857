//! The queues, as a mortal worker uses them.

use std::sync::Arc;

use async_trait::async_trait;
use shared::ports::Queue;
use shared::ports::queue::{Error, Letter};

use super::Mortal;

pub(super) struct MortalQueue(pub(super) Mortal, pub(super) Arc<dyn Queue>);

#[async_trait]
impl Queue for MortalQueue {
    async fn send(&self, letter: &Letter) -> Result<(), Error> {
        let Self(mortal, queue) = self;
        mortal.does("queue.send", queue.send(letter)).await
    }
}
