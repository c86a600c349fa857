//! An SQS batch: which messages are done, and which come again.
//!
//! The answer names the messages that failed (`ReportBatchItemFailures`); SQS gives them again when their visibility
//! ends, which is set to the failure's own pause before. An invocation never fails because a message did: Lambda's
//! `Errors` are ours, and the failures of one workspace are in the journal and its metrics.

#[cfg(test)]
pub(super) mod tests;

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent};
use futures_lite::FutureExt as _;
use lambda_runtime::{LambdaEvent, service_fn};
use tokio::task::{JoinSet, LocalSet};

use super::failure::Failure;
use super::log::{Ending, Happened};
use super::message::Message;
use super::tools::Tools;
use crate::domain::outcome::Outcome;
use crate::error::{Disposition, Error};
use crate::ports::Mailbox as _;

/// Takes batches until the process ends.
pub(super) async fn serve<D>(tools: &'static Tools, deliver: D) -> Result<(), Failure>
where
    D: AsyncFn(&Message) -> Result<Outcome, Error> + Copy + 'static,
{
    let take = async |event: LambdaEvent<SqsEvent>| take(tools, event, deliver).await;
    lambda_runtime::run(service_fn(take))
        .await
        .map_err(Failure::Runtime)
}

async fn take<D>(
    tools: &'static Tools,
    event: LambdaEvent<SqsEvent>,
    deliver: D,
) -> Result<SqsBatchResponse, Error>
where
    D: AsyncFn(&Message) -> Result<Outcome, Error> + Copy + 'static,
{
    let LambdaEvent {
        payload, context, ..
    } = event;
    tools.log.begin(&context.request_id);
    let records = payload.records.into_iter().enumerate();
    let messages: Vec<_> = records
        .map(|(nth, record)| Message::read(tools.queues.queues(), &context, nth, record))
        .collect::<Result<_, _>>()?;
    let failed = LocalSet::new()
        .run_until(async {
            let mut groups: JoinSet<_> = JoinSet::new();
            for group in groups_of(messages) {
                groups.spawn_local(in_order(tools, group, deliver));
            }
            groups.join_all().await.concat()
        })
        .await;
    let mut response = SqsBatchResponse::default();
    response.batch_item_failures = failed
        .into_iter()
        .map(|id| {
            let mut failure = BatchItemFailure::default();
            failure.item_identifier = id;
            failure
        })
        .collect();
    Ok(response)
}

/// Messages that keep an order among them, together; every other one by itself.
fn groups_of(messages: Vec<Message>) -> Vec<Vec<Message>> {
    let mut groups: Vec<Vec<Message>> = Vec::new();
    for message in messages {
        let same =
            |group: &&mut Vec<Message>| message.order.is_some() && group[0].order == message.order;
        match groups.iter_mut().find(same) {
            Some(group) => group.push(message),
            None => groups.push(vec![message]),
        }
    }
    groups
}

/// What becomes of a message.
enum Settled {
    Done,
    /// It comes again, after this long or when its visibility ends.
    Again(Option<Duration>),
}

/// Delivers messages one after the other. The first that fails holds back the rest; the ids of all of them.
async fn in_order<D>(tools: &Tools, messages: Vec<Message>, deliver: D) -> Vec<String>
where
    D: AsyncFn(&Message) -> Result<Outcome, Error>,
{
    let mut messages = messages.into_iter();
    while let Some(message) = messages.next() {
        let delivery = settle(tools, &message, &deliver);
        if let Settled::Again(after) = tools.log.deliver(delivery).await {
            let mut failed = vec![message.id];
            for message in messages {
                tools.log.deliver(hold_back(tools, &message, after)).await;
                failed.push(message.id);
            }
            return failed;
        }
    }
    Vec::new()
}

/// Delivers a message.
async fn settle<D>(tools: &Tools, message: &Message, deliver: &D) -> (Settled, Ending)
where
    D: AsyncFn(&Message) -> Result<Outcome, Error>,
{
    // A function that panics fails its own message and no other.
    let result = AssertUnwindSafe(deliver(message)).catch_unwind().await;
    let (settled, ending) = match result {
        Ok(Ok(outcome)) => (Settled::Done, Ending::of(&outcome)),
        Ok(Err(error)) => failed(tools, message, &error).await,
        Err(_) => (Settled::Again(None), Ending::panicked()),
    };
    (settled, about(message, ending))
}

async fn failed(tools: &Tools, message: &Message, error: &Error) -> (Settled, Ending) {
    let after = match error.disposition(message.delivery.receive_count) {
        Disposition::Retry(after) => after,
        Disposition::Discard => {
            return (Settled::Done, Ending::failed(Happened::Discarded, error));
        }
    };
    let ending = match error {
        Error::Later { .. } | Error::RateLimited { .. } => Ending::later(error),
        _ => Ending::failed(Happened::Retried, error),
    };
    // Dead letters come again when their queue's visibility ends.
    let hidden = Some(after).filter(|_| !message.is_dead);
    let ending = match hidden {
        Some(after) => ending.with("after_s", after.as_secs()),
        None => ending,
    };
    let ending = hide(tools, message, hidden, ending).await;
    (Settled::Again(hidden), ending)
}

/// As long as one of a group is hidden, none of the group is given.
async fn hold_back(tools: &Tools, message: &Message, after: Option<Duration>) -> ((), Ending) {
    let ending = hide(tools, message, after, Ending::held_back()).await;
    ((), about(message, ending))
}

async fn hide(tools: &Tools, message: &Message, after: Option<Duration>, ending: Ending) -> Ending {
    let Some(after) = after else {
        return ending;
    };
    let hidden = tools.queues.hide(message.lane, &message.receipt, after);
    match hidden.await {
        Ok(()) => ending,
        Err(error) => ending.with("not_hidden", error),
    }
}

fn about(message: &Message, ending: Ending) -> Ending {
    let ending = ending.of_message(&message.id, message.delivery.receive_count);
    if message.is_dead {
        ending.of_the_dead()
    } else {
        ending
    }
}
