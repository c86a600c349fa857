//! One message, one delivery: read it, open its workspace, lend it to the function.

use serde::de::DeserializeOwned;

use super::ports::Ports;
use crate::domain::conversation::Errand;
use crate::domain::notification::{Signal, StaffChange};
use crate::domain::outcome::Outcome;
use crate::domain::turn::{Asked, Failure, TurnRequest};
use crate::error::Error;
use crate::grants::Finding;
use crate::id::{ConversationId, WorkspaceId};
use crate::ports::journal::Entry;
use crate::ports::queue::Lane;
use crate::topic::Subject;
use crate::workspace::{DeadLetter, Delivery, Seat, Workspace};

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
    if result.is_ok() {
        ports.arrived(&signal.workspace, signal.topic).await;
    }
    if let Err(error) = &result {
        trouble(
            ports,
            "topic",
            error,
            &signal.workspace,
            Some(&signal.conversation),
        );
    }
    result
}

/// Delivers a message of the queue of a topic about teammates.
///
/// # Errors
///
/// As [`deliver_signal`].
pub async fn deliver_staff_change(
    ports: &Ports,
    body: &str,
    function: impl AsyncFnOnce(&Workspace, &StaffChange) -> Result<Outcome, Error>,
) -> Result<Outcome, Error> {
    let change: StaffChange = read(ports, body)?;
    let result = match ports.workspace(&change.workspace).await {
        Ok(workspace) => function(&workspace, &change).await,
        Err(error) => Err(error),
    };
    if result.is_ok() {
        ports.arrived(&change.workspace, change.topic).await;
    }
    if let Err(error) = &result {
        trouble(ports, "topic", error, &change.workspace, None);
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
    let asked: Asked = read(ports, body)?;
    gathered(ports, &asked).await;
    let request = asked.request;
    let workspace = &request.workspace;
    let opened = async {
        // What is not to be opened takes no calls.
        let seat = seat(ports, workspace, delivery.lane).await?;
        ports
            .admit(workspace, Some(&request.errand), delivery)
            .await?;
        Ok(seat)
    };
    let result = match opened.await {
        Ok(seat) => {
            let result = function(&seat, &request, delivery).await;
            unless_refused(ports, workspace, result).await
        }
        Err(error) => {
            let conversation = Some(&request.conversation);
            trouble(ports, "turn", &error, workspace, conversation);
            Err(error)
        }
    };
    match result {
        Err(limited @ Error::RateLimited { .. }) => {
            ports.wait_on(&request, delivery, limited).await
        }
        Err(Error::GrantRefused) if request.errand == Errand::Due => {
            ports.hold(&request).await?;
            Err(Error::GrantRefused)
        }
        result => result,
    }
}

/// Opens a workspace for a lane: where nobody waits, its Intercom makes room for those who do.
async fn seat(ports: &Ports, workspace: &WorkspaceId, lane: Lane) -> Result<Seat, Error> {
    match lane {
        Lane::TurnsBulk => ports.yielding_seat(workspace).await,
        Lane::Turns | Lane::Topic(_) => ports.seat(workspace).await,
    }
}

/// Waits out what is left of the quiet window. Only a request that found its lane empty has some left, so the wait takes the place of
/// nobody's turn.
async fn gathered(ports: &Ports, asked: &Asked) {
    let Some(until) = asked.quiet_until else {
        return;
    };
    let left = until.duration_since(ports.clock.now());
    if left.is_positive() {
        // Whoever asked may have another time than we have.
        let left = left.unsigned_abs().min(Lane::Turns.delay());
        ports.clock.sleep(left).await;
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
    function: impl AsyncFnOnce(&Seat, &DeadLetter, Delivery) -> Result<Outcome, Error>,
) -> Result<Outcome, Error> {
    let (workspace, letter) = match lane {
        Lane::Topic(topic) => match topic.subject() {
            Subject::Conversation => {
                let signal: Signal = read(ports, body)?;
                (signal.workspace, DeadLetter::Of(signal.conversation))
            }
            Subject::Teammate => {
                let change: StaffChange = read(ports, body)?;
                (change.workspace, DeadLetter::OfStaff)
            }
        },
        Lane::Turns | Lane::TurnsBulk => {
            let request: TurnRequest = read(ports, body)?;
            (request.workspace, DeadLetter::Of(request.conversation))
        }
    };
    let opened = async {
        let seat = seat(ports, &workspace, delivery.lane).await?;
        ports.admit(&workspace, None, delivery).await?;
        Ok(seat)
    };
    let seat = match opened.await {
        Ok(seat) => seat,
        Err(error) => {
            let conversation = letter.conversation();
            trouble(ports, "dead-letter", &error, &workspace, conversation);
            return Err(error);
        }
    };
    let result = function(&seat, &letter, delivery).await;
    unless_refused(ports, &workspace, result).await
}

/// A turn that Intercom refused may be the first to learn that the workspace's grant holds no longer. Then it is the last
/// one that asks: it and those behind it are dropped, and come no more ten times each and as dead letters.
async fn unless_refused(
    ports: &Ports,
    workspace: &WorkspaceId,
    result: Result<Outcome, Error>,
) -> Result<Outcome, Error> {
    let Err(Error::Stuck(Failure::Unauthorized | Failure::Refused)) = result else {
        return result;
    };
    match ports.grants().refused(workspace).await {
        Ok(Finding::Refused) => {
            ports.forget(workspace);
            Err(Error::GrantRefused)
        }
        Ok(Finding::Ended | Finding::LeftBefore | Finding::NotInstalled) => {
            ports.forget(workspace);
            Err(Error::NotInstalled)
        }
        // What was read of the workspace may be older than its grant.
        Ok(Finding::Accepted | Finding::Renewed) => {
            ports.forget(workspace);
            result
        }
        // It comes again, and asks again then.
        Err(_) => result,
    }
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
    conversation: Option<&ConversationId>,
) {
    let entry = Entry::new(source, error.name(), error.to_string()).at(workspace, conversation);
    ports.journal.conclude(match error {
        Error::RateLimited { .. } => entry,
        _ => entry.failed(),
    });
}
