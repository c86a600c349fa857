//! One message of a batch.

use std::hash::{DefaultHasher, Hash, Hasher};

use aws_lambda_events::event::sqs::SqsMessage;
use jiff::Timestamp;
use lambda_runtime::Context;
use serde::de::Error as _;

use crate::adapters::sqs::Queues;
use crate::error::Error;
use crate::ports::queue::Lane;
use crate::workspace::Delivery;

/// A message, and the delivery it is part of.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) receipt: String,
    pub(super) body: String,
    pub(super) lane: Lane,
    /// Where order is kept: what it is kept within.
    pub(super) order: Option<String>,
    /// Whether it lies in its lane's dead letters.
    pub(super) is_dead: bool,
    pub(super) delivery: Delivery,
}

impl Message {
    /// The `nth` message of the invocation that `context` is of.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] for what is not SQS's, or of a queue that is not ours.
    pub(super) fn read(
        queues: &Queues,
        context: &Context,
        nth: usize,
        record: SqsMessage,
    ) -> Result<Self, Error> {
        let lacks = |what: &str| {
            Error::Unreadable(serde_json::Error::custom(format_args!(
                "a record of the batch has no {what}"
            )))
        };
        let SqsMessage {
            message_id,
            receipt_handle,
            body,
            mut attributes,
            event_source_arn,
            ..
        } = record;
        let arn = event_source_arn.ok_or_else(|| lacks("eventSourceARN"))?;
        let (lane, is_dead) = queues
            .lane(&arn)
            .ok_or_else(|| lacks("queue of this stack"))?;
        let count = attributes
            .get("ApproximateReceiveCount")
            .and_then(|count| count.parse().ok());
        let order = if lane.is_fifo() {
            attributes.remove("MessageGroupId")
        } else {
            None
        };
        Ok(Self {
            id: message_id.ok_or_else(|| lacks("messageId"))?,
            receipt: receipt_handle.ok_or_else(|| lacks("receiptHandle"))?,
            body: body.ok_or_else(|| lacks("body"))?,
            lane,
            order,
            is_dead,
            delivery: Delivery {
                worker: worker(&context.request_id, nth),
                lane,
                receive_count: count.ok_or_else(|| lacks("ApproximateReceiveCount"))?,
                deadline: deadline(context),
            },
        })
    }
}

/// A number of this message's delivery alone: Lambda gives every invocation an id of its own.
fn worker(request_id: &str, nth: usize) -> u64 {
    let mut hasher = DefaultHasher::new();
    (request_id, nth).hash(&mut hasher);
    hasher.finish()
}

/// When Lambda stops the invocation.
pub(super) fn deadline(context: &Context) -> Timestamp {
    let millis = i64::try_from(context.deadline).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX)
}
