//! A tick of a schedule of `EventBridge` Scheduler.
//!
//! The schedule's target sends `{"at": "<aws.scheduler.scheduled-time>"}`, where Scheduler puts the time in. A tick that
//! fails is an error of the invocation, so that the schedule's own retries and dead letters apply. One that is too early
//! is not: the next tick comes anyway.

#[cfg(test)]
mod tests;

use std::panic::AssertUnwindSafe;

use futures_lite::FutureExt as _;
use jiff::Timestamp;
use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use serde::Deserialize;
use serde_json::Value;

use super::failure::Failure;
use super::log::{Ending, Happened};
use super::message::deadline;
use super::tools::Tools;
use crate::domain::outcome::Outcome;
use crate::error::Error;
use crate::runtime::Tick;

/// What the schedule sends.
#[derive(Deserialize)]
struct Event {
    at: Timestamp,
}

/// The stable name of an event that is no tick.
const NOT_A_TICK: &str = "not_a_tick";

/// Takes ticks until the process ends.
pub(super) async fn serve<D>(tools: &'static Tools, deliver: D) -> Result<(), Failure>
where
    D: AsyncFn(Tick) -> Result<Outcome, Error> + Copy + 'static,
{
    let take = async |event: LambdaEvent<Value>| take(tools, event, deliver).await;
    lambda_runtime::run(service_fn(take))
        .await
        .map_err(Failure::Runtime)
}

async fn take<D>(tools: &Tools, event: LambdaEvent<Value>, deliver: D) -> Result<(), Diagnostic>
where
    D: AsyncFn(Tick) -> Result<Outcome, Error>,
{
    let LambdaEvent {
        payload, context, ..
    } = event;
    tools.log.begin(&context.request_id);
    let delivery = async {
        // The parser's error would quote what it read.
        let Ok(Event { at }) = serde_json::from_value(payload) else {
            return not_a_tick();
        };
        let tick = Tick {
            at,
            deadline: deadline(&context),
        };
        let (result, ending) = settle(tick, deliver).await;
        (result, ending.with("at", at))
    };
    tools.log.deliver(delivery).await
}

async fn settle<D>(tick: Tick, deliver: D) -> (Result<(), Diagnostic>, Ending)
where
    D: AsyncFn(Tick) -> Result<Outcome, Error>,
{
    // A function that panics fails its own tick and not the process.
    let result = AssertUnwindSafe(deliver(tick)).catch_unwind().await;
    match result {
        Ok(Ok(outcome)) => (Ok(()), Ending::of(&outcome)),
        Ok(Err(error @ Error::Later { .. })) => (Ok(()), Ending::later(&error)),
        Ok(Err(error)) => {
            let ending = Ending::failed(Happened::Failed, &error);
            (Err(error.into()), ending)
        }
        Err(_) => {
            let panicked = diagnostic("panicked", "the function panicked");
            (Err(panicked), Ending::panicked())
        }
    }
}

fn not_a_tick() -> (Result<(), Diagnostic>, Ending) {
    let what = r#"the event of the schedule is not {"at": TIME}"#;
    (
        Err(diagnostic(NOT_A_TICK, what)),
        Ending::broken(Happened::Failed, NOT_A_TICK, what.to_owned()),
    )
}

fn diagnostic(name: &str, what: &str) -> Diagnostic {
    Diagnostic {
        error_type: name.to_owned(),
        error_message: what.to_owned(),
    }
}
