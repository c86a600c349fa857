//! What goes wrong around the bundle.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{self, Body};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use simulator::{Fault, FaultKind, Intercom};

use crate::ledger::Ledger;
use crate::luck::Luck;

/// Breaks Intercom now and then, in one of these workspaces, until it is dropped.
pub(crate) async fn storm(
    intercom: Intercom,
    workspaces: Vec<String>,
    ledger: Arc<Ledger>,
    luck: Luck,
    every: Duration,
) {
    loop {
        tokio::time::sleep(every.mul_f64(0.5) + every.mul_f64(f64::from(luck.below(100)) / 100.0))
            .await;
        // What nobody meets stays, and is looked through with every call.
        if intercom.faults().pending() > 200 {
            continue;
        }
        let (name, fault) = fault(&luck);
        ledger.broke(name);
        let times = 1 + luck.below(2);
        let workspace = luck.one_of(&workspaces);
        intercom
            .faults()
            .inject(fault.in_workspace(workspace).times(times));
    }
}

fn fault(luck: &Luck) -> (&'static str, Fault) {
    let reply = |kind| Fault::new(kind).on_method("POST").on_path_suffix("/reply");
    let refuse = |status, code: &str| FaultKind::RefuseWith {
        status,
        code: code.to_owned(),
        message: "No.".to_owned(),
    };
    let read = |kind| Fault::new(kind).on_method("GET");
    match luck.below(14) {
        0 => ("reset before a reply", reply(FaultKind::ResetBefore)),
        1 => ("reset after a reply", reply(FaultKind::ResetAfter)),
        2 => (
            "reset after an assignment",
            Fault::new(FaultKind::ResetAfter)
                .on_method("POST")
                .on_path_suffix("/parts"),
        ),
        3 => ("reset of a read", read(FaultKind::ResetBefore)),
        4 => ("502 to a read", read(FaultKind::ServerError(502))),
        5 => ("503 to a reply", reply(FaultKind::ServerError(503))),
        6 => ("500 to anything", Fault::new(FaultKind::ServerError(500))),
        7 => (
            "429 that says until when",
            Fault::new(FaultKind::RateLimited {
                reset_in: i64::from(1 + luck.below(8)),
            }),
        ),
        8 => (
            "429 whose headers do not say so",
            Fault::new(refuse(429, "rate_limit_exceeded")),
        ),
        9 => ("422 to a reply", reply(refuse(422, "unprocessable_entity"))),
        10 => (
            "400 to attributes",
            Fault::new(refuse(400, "parameter_invalid")).on_method("PUT"),
        ),
        11 | 12 => ("a read that lags", Fault::new(FaultKind::HideNewestPart)),
        _ => (
            "a slow call",
            Fault::new(FaultKind::Latency(luck.millis(20, 400))),
        ),
    }
}

/// A door that loses notifications before they were taken, or the answers of those that were. Intercom tries each twice, so only
/// the first of the two is lost.
pub(crate) struct Door {
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) luck: Luck,
    /// How often in a thousand times, for either.
    pub(crate) loses: u32,
}

pub(crate) async fn lossy(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let bytes = body::to_bytes(body, 10 * 1_024 * 1_024).await.unwrap();
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let is_first = json["delivery_attempts"] == 1;
    let mut lost = Response::new(Body::empty());
    *lost.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    if is_first && door.luck.has(door.loses) {
        door.ledger
            .broke("a notification that is lost the first time");
        return lost;
    }
    let answer = next.run(Request::from_parts(head, Body::from(bytes))).await;
    if is_first && door.luck.has(door.loses) {
        door.ledger
            .broke("a notification that was taken, and told that it was not");
        return lost;
    }
    answer
}
