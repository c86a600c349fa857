//! The queues on SQS.
//!
//! A topic's queue is a standard one; the message group is its workspace, which makes it a fair queue and orders
//! nothing. `turns` is a FIFO queue; its quiet window is the queue's own `DelaySeconds`, because a FIFO queue takes no
//! delay per message.

mod queues;

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::{Message, MessageSystemAttributeName, QueueAttributeName};

use super::aws::cause;
use crate::ports::queue::{Delivery, Error, Lane, Letter, Mailbox, Queue};

pub use queues::Queues;

/// The longest a message can be hidden.
const LONGEST_HIDDEN: Duration = Duration::from_secs(12 * 60 * 60);

/// The queues of one deployment.
pub struct Sqs {
    client: Client,
    queues: Queues,
}

impl Sqs {
    /// On these queues.
    #[must_use]
    pub const fn new(client: Client, queues: Queues) -> Self {
        Self { client, queues }
    }

    /// How the queues are called.
    #[must_use]
    pub const fn queues(&self) -> &Queues {
        &self.queues
    }

    /// Opens a connection, so that the first letter does not wait for one. Whatever SQS answers will do.
    pub async fn touch(&self, lane: Lane) {
        let asked = self
            .client
            .get_queue_attributes()
            .queue_url(self.queues.url(lane));
        let _ = asked
            .attribute_names(QueueAttributeName::QueueArn)
            .send()
            .await;
    }

    async fn take(&self, url: String, most: usize) -> Result<Vec<Delivery>, Error> {
        let received = self
            .client
            .receive_message()
            .queue_url(url)
            .max_number_of_messages(i32::try_from(most.clamp(1, 10)).unwrap_or(10))
            .message_system_attribute_names(MessageSystemAttributeName::ApproximateReceiveCount)
            .message_system_attribute_names(MessageSystemAttributeName::MessageGroupId)
            .send()
            .await
            .map_err(|error| Error(cause(error)))?;
        received
            .messages
            .unwrap_or_default()
            .into_iter()
            .map(delivery)
            .collect()
    }

    async fn remove(&self, url: String, receipt: &str) -> Result<(), Error> {
        self.client
            .delete_message()
            .queue_url(url)
            .receipt_handle(receipt)
            .send()
            .await
            .map_err(|error| Error(cause(error)))?;
        Ok(())
    }
}

#[async_trait]
impl Queue for Sqs {
    async fn send(&self, letter: &Letter) -> Result<(), Error> {
        let message = self
            .client
            .send_message()
            .queue_url(self.queues.url(letter.lane))
            .message_group_id(&letter.group)
            .message_body(&letter.body);
        let message = match (letter.lane.is_fifo(), &letter.dedup) {
            (false, _) => message,
            (true, Some(dedup)) => message.message_deduplication_id(dedup),
            // A FIFO queue wants one; this one is nobody's duplicate.
            (true, None) => {
                message.message_deduplication_id(format!("{:032x}", fastrand::u128(..)))
            }
        };
        message.send().await.map_err(|error| Error(cause(error)))?;
        Ok(())
    }
}

#[async_trait]
impl Mailbox for Sqs {
    /// Asks once and does not wait. SQS asks only some of its machines then and may find nothing where there is something.
    async fn receive(&self, lane: Lane, most: usize) -> Result<Vec<Delivery>, Error> {
        self.take(self.queues.url(lane), most).await
    }

    async fn delete(&self, lane: Lane, receipt: &str) -> Result<(), Error> {
        self.remove(self.queues.url(lane), receipt).await
    }

    /// In whole seconds, rounded up, and at most twelve hours.
    async fn hide(&self, lane: Lane, receipt: &str, duration: Duration) -> Result<(), Error> {
        let seconds = duration.min(LONGEST_HIDDEN).as_millis().div_ceil(1_000);
        self.client
            .change_message_visibility()
            .queue_url(self.queues.url(lane))
            .receipt_handle(receipt)
            .visibility_timeout(i32::try_from(seconds).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(|error| Error(cause(error)))?;
        Ok(())
    }

    async fn receive_dead(&self, lane: Lane, most: usize) -> Result<Vec<Delivery>, Error> {
        self.take(self.queues.dead_url(lane), most).await
    }

    async fn delete_dead(&self, lane: Lane, receipt: &str) -> Result<(), Error> {
        self.remove(self.queues.dead_url(lane), receipt).await
    }
}

/// A message without what SQS gives every message.
#[derive(Debug, thiserror::Error)]
#[error("SQS gave a message without its body, receipt, group or count")]
struct Incomplete;

fn delivery(message: Message) -> Result<Delivery, Error> {
    let Message {
        body,
        receipt_handle,
        attributes,
        ..
    } = message;
    let attributes = attributes.unwrap_or_default();
    let count = attributes
        .get(&MessageSystemAttributeName::ApproximateReceiveCount)
        .and_then(|count| count.parse().ok());
    let group = attributes
        .get(&MessageSystemAttributeName::MessageGroupId)
        .cloned();
    match (body, receipt_handle, count, group) {
        (Some(body), Some(receipt), Some(receive_count), Some(group)) => Ok(Delivery {
            body,
            group,
            receive_count,
            receipt,
        }),
        _ => Err(Error(Box::new(Incomplete))),
    }
}
