//! One message, one delivery: read it, open its workspace, lend it to the function.

use serde::de::DeserializeOwned;

use super::ports::Ports;
use crate::domain::notification::Signal;
use crate::domain::outcome::Outcome;
use crate::domain::turn::TurnRequest;
use crate::error::Error;
use crate::id::{ConversationId, WorkspaceId};
use crate::ports::journal::Entry;
use crate::ports::queue::Lane;
use crate::workspace::{Delivery, Seat, Workspace};

/// Delivers a message of a topic's queue.
///
/// A function of a topic is lent a [`Workspace`] and cannot ask for more, such as the grant. The first example must not compile; its
/// twin differs in one line:
///
/// ```compile_fail,E0631
/// # use shared::domain::notification::Signal;
/// # use shared::runtime::{Ports, deliver_signal};
/// # use shared::{Error, Outcome, Seat, Workspace};
/// async fn handle(_: &Seat, _: &Signal) -> Result<Outcome, Error> {
///     todo!()
/// }
///
/// async fn deliver(ports: &Ports, body: &str) -> Result<Outcome, Error> {
///     deliver_signal(ports, body, handle).await
/// }
/// ```
///
/// ```
/// # use shared::domain::notification::Signal;
/// # use shared::runtime::{Ports, deliver_signal};
/// # use shared::{Error, Outcome, Seat, Workspace};
/// async fn handle(_: &Workspace, _: &Signal) -> Result<Outcome, Error> {
///     todo!()
/// }
///
/// async fn deliver(ports: &Ports, body: &str) -> Result<Outcome, Error> {
///     deliver_signal(ports, body, handle).await
/// }
/// ```
///
/// Nor for the ports, with which any workspace can be opened:
///
/// ```compile_fail,E0631
/// # use shared::domain::notification::Signal;
/// # use shared::runtime::{Ports, deliver_signal};
/// # use shared::{Error, Outcome, Workspace};
/// async fn handle(_: &Ports, _: &Signal) -> Result<Outcome, Error> {
///     todo!()
/// }
///
/// async fn deliver(ports: &Ports, body: &str) -> Result<Outcome, Error> {
///     deliver_signal(ports, body, handle).await
/// }
/// ```
///
/// ```
/// # use shared::domain::notification::Signal;
/// # use shared::runtime::{Ports, deliver_signal};
/// # use shared::{Error, Outcome, Workspace};
/// async fn handle(_: &Workspace, _: &Signal) -> Result<Outcome, Error> {
///     todo!()
/// }
///
/// async fn deliver(ports: &Ports, body: &str) -> Result<Outcome, Error> {
///     deliver_signal(ports, body, handle).await
/// }
/// ```
///
/// Nor for a longer loan than this delivery:
///
/// ```compile_fail
/// # use shared::domain::notification::Signal;
/// # use shared::runtime::{Ports, deliver_signal};
/// # use shared::{Error, Outcome, Workspace};
/// async fn handle(_: &'static Workspace, _: &Signal) -> Result<Outcome, Error> {
///     todo!()
/// }
///
/// async fn deliver(ports: &Ports, body: &str) -> Result<Outcome, Error> {
///     deliver_signal(ports, body, handle).await
/// }
/// ```
///
/// ```
/// # use shared::domain::notification::Signal;
/// # use shared::runtime::{Ports, deliver_signal};
/// # use shared::{Error, Outcome, Workspace};
/// async fn handle(_: &Workspace, _: &Signal) -> Result<Outcome, Error> {
///     todo!()
/// }
///
/// async fn deliver(ports: &Ports, body: &str) -> Result<Outcome, Error> {
///     deliver_signal(ports, body, handle).await
/// }
/// ```
///
/// # Errors
///
/// What the function fails with; [`Error::disposition`] says what happens to the message.
pub async fn deliver_signal(
    ports: &Ports,
    body: &str,
    function: impl AsyncFnOnce(&Workspace, &Signal) -> Result<Outcome, Error>,
) -> Result<Outcome, Error> {
    let signal: Signal = read(ports, body)?;
    let result = match ports.workspace(&signal.workspace).await {
        Ok(workspace) => function(&workspace, &signal).await,
        Err(error) => Err(error),
    };
    if let Err(error) = &result {
        trouble(
            ports,
            "topic",
            error,
            &signal.workspace,
            &signal.conversation,
        );
    }
    result
}

/// Delivers a message of the `turns` queue.
///
/// # Errors
///
/// As [`deliver_signal`].
pub async fn deliver_turn(
    ports: &Ports,
    body: &str,
    delivery: Delivery,
    function: impl AsyncFnOnce(&Seat, &TurnRequest, Delivery) -> Result<Outcome, Error>,
) -> Result<Outcome, Error> {
    let request: TurnRequest = read(ports, body)?;
    match ports.seat(&request.workspace).await {
        Ok(seat) => function(&seat, &request, delivery).await,
        Err(error) => {
            trouble(
                ports,
                "turn",
                &error,
                &request.workspace,
                &request.conversation,
            );
            Err(error)
        }
    }
}

/// Delivers a dead letter of any queue.
///
/// # Errors
///
/// As [`deliver_signal`]. A dead letter that fails again stays where it is.
pub async fn deliver_dead(
    ports: &Ports,
    lane: Lane,
    body: &str,
    delivery: Delivery,
    function: impl AsyncFnOnce(&Seat, &ConversationId, Delivery) -> Result<Outcome, Error>,
) -> Result<Outcome, Error> {
    let (workspace, conversation) = match lane {
        Lane::Topic(_) => {
            let signal: Signal = read(ports, body)?;
            (signal.workspace, signal.conversation)
        }
        Lane::Turns | Lane::TurnsBulk => {
            let request: TurnRequest = read(ports, body)?;
            (request.workspace, request.conversation)
        }
    };
    let seat = match ports.seat(&workspace).await {
        Ok(seat) => seat,
        Err(error) => {
            trouble(ports, "dead-letter", &error, &workspace, &conversation);
            return Err(error);
        }
    };
    function(&seat, &conversation, delivery).await
}

/// Reads a message. One that cannot be read stays in its queue until it is a dead letter, and is said.
fn read<M: DeserializeOwned>(ports: &Ports, body: &str) -> Result<M, Error> {
    serde_json::from_str(body).map_err(|error| {
        let error = Error::Unreadable(error);
        ports
            .journal
            .conclude(Entry::new("error", error.name(), error.to_string()).failed());
        error
    })
}

fn trouble(
    ports: &Ports,
    source: &'static str,
    error: &Error,
    workspace: &WorkspaceId,
    conversation: &ConversationId,
) {
    let entry = Entry::new(source, error.name(), error.to_string())
        .at(workspace, Some(conversation))
        .failed();
    ports.journal.conclude(entry);
}
