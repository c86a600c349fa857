//! A function on AWS Lambda. `main` calls one of the `serve_…` and returns what it returns.
//!
//! ```text
//! environment   every variable a function reads, in one table
//! clients       the SDK's clients: one HTTP client, timeouts, no configuration files
//! calls         what watches them: which operations, how long, how many units
//! tools         what a function is given, built once at its cold start
//! sessions      credentials for one workspace at a time, where the template wants it so
//! seat          Intercom and the brain, for the functions that act; no_seat for those that do not
//! batch         an SQS batch, message by message, and which of them come again; message is one of them
//! http          a request of the HTTP API
//! schedule      a tick of a schedule
//! log           the journal: a line of JSON a delivery, with its metrics
//! failure       why a function does not start; the names Lambda shows of errors
//! ```

mod batch;
mod calls;
mod clients;
mod environment;
mod failure;
mod http;
mod log;
mod message;
mod no_seat;
mod schedule;
mod seat;
mod sessions;
mod tools;

use super::{Ports, Tick, deliver_dead, deliver_signal, deliver_staff_change, deliver_turn};
use crate::domain::notification::{Signal, StaffChange};
use crate::domain::outcome::Outcome;
use crate::domain::turn::TurnRequest;
use crate::error::Error;
use crate::workspace::{DeadLetter, Delivery, Seat, Workspace};

use environment::Environment;
use tools::Tools;

pub use failure::Failure;
pub use http::{serve_onboarding, serve_uninstall, serve_webhook};

/// Runs a topic's function: batches of a standard queue, every message by itself and all of them at once.
///
/// # Errors
///
/// When the function cannot start, or Lambda's runtime ends.
pub async fn serve_topic<H>(handle: H) -> Result<(), Failure>
where
    H: AsyncFn(&Workspace, &Signal) -> Result<Outcome, Error> + Copy + 'static,
{
    let tools = Tools::of_a_topic(&Environment::read()?).await?;
    batch::serve(tools, async move |message| {
        deliver_signal(&tools.ports, &message.body, handle).await
    })
    .await
}

/// Runs the function of a topic about teammates, as [`serve_topic`] does the others.
///
/// # Errors
///
/// As [`serve_topic`].
pub async fn serve_staff_topic<H>(handle: H) -> Result<(), Failure>
where
    H: AsyncFn(&Workspace, &StaffChange) -> Result<Outcome, Error> + Copy + 'static,
{
    let tools = Tools::of_a_staff_topic(&Environment::read()?).await?;
    batch::serve(tools, async move |message| {
        deliver_staff_change(&tools.ports, &message.body, handle).await
    })
    .await
}

/// Runs `agent-turn`: messages of the FIFO queue, the groups of a batch at once, the messages of a group in order. The
/// first of a group that fails holds back those after it.
///
/// # Errors
///
/// As [`serve_topic`].
pub async fn serve_turns<H>(handle: H) -> Result<(), Failure>
where
    H: AsyncFn(&Seat, &TurnRequest, Delivery) -> Result<Outcome, Error> + Copy + 'static,
{
    let tools = Tools::of_a_seat(&Environment::read()?).await?;
    batch::serve(tools, async move |message| {
        deliver_turn(&tools.ports, &message.body, message.delivery, handle).await
    })
    .await
}

/// Runs `dead-letter`: messages of any queue of dead letters, whose ARN tells what they were. One that fails again
/// stays where it is.
///
/// # Errors
///
/// As [`serve_topic`].
pub async fn serve_dead_letters<H>(handle: H) -> Result<(), Failure>
where
    H: AsyncFn(&Seat, &DeadLetter, Delivery) -> Result<Outcome, Error> + Copy + 'static,
{
    let tools = Tools::of_a_seat(&Environment::read()?).await?;
    batch::serve(tools, async move |message| {
        deliver_dead(
            &tools.ports,
            message.lane,
            &message.body,
            message.delivery,
            handle,
        )
        .await
    })
    .await
}

/// Runs `queue-flush`, a function over all workspaces that opens none: as [`serve_schedule`], without a key, a grant and a brain.
///
/// # Errors
///
/// As [`serve_topic`].
pub async fn serve_due<H>(handle: H) -> Result<(), Failure>
where
    H: AsyncFn(&Ports, Tick) -> Result<Outcome, Error> + Copy + 'static,
{
    let tools = Tools::of_what_is_due(&Environment::read()?).await?;
    schedule::serve(tools, async move |tick| handle(&tools.ports, tick).await).await
}

/// Runs a function over all workspaces on a schedule of `EventBridge` Scheduler, a tick at a time. A tick that fails is an
/// error of the invocation, for the schedule's retries and dead letters; [`Error::Later`] is none.
///
/// # Errors
///
/// As [`serve_topic`].
pub async fn serve_schedule<H>(handle: H) -> Result<(), Failure>
where
    H: AsyncFn(&Ports, Tick) -> Result<Outcome, Error> + Copy + 'static,
{
    let tools = Tools::of_a_seat(&Environment::read()?).await?;
    schedule::serve(tools, async move |tick| handle(&tools.ports, tick).await).await
}
