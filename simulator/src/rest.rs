//! Intercom's REST API: one function from a request to an answer, around all the faults.

mod articles;
mod attributes;
mod call;
mod companies;
mod contacts;
mod conversations;
mod manage;
mod pages;
mod people;
mod reply;
mod route;
mod search;
mod tags;

use http::header::AUTHORIZATION;
use http::{HeaderMap, Request, Response};
use serde_json::{Value, json};

use crate::exchange::Exchange;
use crate::fault::FaultKind;
use crate::intercom::Intercom;
use crate::rate_limit::Quota;
use crate::refusal::Refusal;
use crate::rest::call::Call;
use crate::state::uuid_like;

/// The connection broke before an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the connection was dropped")]
pub struct ConnectionDropped;

pub(crate) async fn answer(
    intercom: &Intercom,
    request: Request<Vec<u8>>,
) -> Result<Response<Vec<u8>>, ConnectionDropped> {
    let workspace = workspace_of(intercom, request.headers());
    let (wait, struck) = intercom.faults().strike(
        request.method().as_str(),
        request.uri().path(),
        workspace.as_deref(),
    );
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    let handling = Handling {
        intercom,
        workspace,
        struck,
    };
    handling.run(&request)
}

struct Handling<'a> {
    intercom: &'a Intercom,
    workspace: Option<String>,
    struck: Option<FaultKind>,
}

impl Handling<'_> {
    fn run(self, request: &Request<Vec<u8>>) -> Result<Response<Vec<u8>>, ConnectionDropped> {
        let seq = self.intercom.log().next_seq();
        let at = self.intercom.now();
        let quota = self
            .intercom
            .rate_limit()
            .count(self.workspace.as_deref().unwrap_or_default(), at);
        let call = Call::read(request);
        let dropped_unread = self.struck == Some(FaultKind::ResetBefore);
        let outcome = if dropped_unread {
            None
        } else {
            Some(self.outcome(request.headers(), &call, quota))
        };
        let understood = !matches!(outcome, Some(Outcome::UnknownPath));
        let answered = self.struck != Some(FaultKind::ResetAfter);
        let (status, response) =
            outcome.map_or((0, Value::Null), |outcome| outcome.into_answer(seq));
        let sent = answered && !dropped_unread;
        let exchange = Exchange {
            seq,
            at,
            workspace: self.workspace.clone(),
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().map(str::to_owned),
            request: call.map_or(Value::Null, |call| call.body),
            status: sent.then_some(status),
            response: if sent { response.clone() } else { Value::Null },
        };
        self.intercom.log().record(exchange, understood);
        if sent {
            Ok(self.respond(status, &response, quota))
        } else {
            Err(ConnectionDropped)
        }
    }

    fn outcome(&self, headers: &HeaderMap, call: &Result<Call, Refusal>, quota: Quota) -> Outcome {
        let refusal = match &self.struck {
            Some(FaultKind::RateLimited { .. }) => Some(rate_limited()),
            Some(FaultKind::ServerError(status)) => {
                Some(Refusal::new(*status, "server_error", "Server error"))
            }
            Some(FaultKind::RefuseWith {
                status,
                code,
                message,
            }) => Some(Refusal::new(*status, code, message)),
            Some(FaultKind::RevokedToken) => Some(unauthorized()),
            Some(FaultKind::SuspendedWorkspace) => Some(suspended()),
            _ => None,
        };
        let Some(workspace) = self.workspace.as_deref() else {
            return Outcome::Refused(unauthorized());
        };
        if let Some(refusal) =
            refusal.or_else(|| self.refuse_at_the_door(headers, workspace, quota))
        {
            return Outcome::Refused(refusal);
        }
        let call = match call {
            Ok(call) => call,
            Err(refusal) => return Outcome::Refused(refusal.clone()),
        };
        let answer = self.intercom.act_unseen(workspace, |desk| {
            desk.through_api = true;
            route::route(desk, call)
        });
        if !call.only_reads() {
            self.intercom.touch();
        }
        match answer {
            None => Outcome::UnknownPath,
            Some(Err(refusal)) => Outcome::Refused(refusal),
            Some(Ok(answer)) if self.struck == Some(FaultKind::HideNewestPart) => {
                Outcome::Answered(hide_newest(answer))
            }
            Some(Ok(answer)) => Outcome::Answered(answer),
        }
    }

    fn refuse_at_the_door(
        &self,
        headers: &HeaderMap,
        workspace: &str,
        quota: Quota,
    ) -> Option<Refusal> {
        let is_suspended = self
            .intercom
            .state()
            .workspaces
            .get(workspace)
            .is_some_and(|found| found.suspended);
        if is_suspended {
            return Some(suspended());
        }
        if quota.exceeded {
            return Some(rate_limited());
        }
        let version = headers
            .get("intercom-version")?
            .to_str()
            .unwrap_or_default();
        let numbered = version.split_once('.').is_some_and(|(major, minor)| {
            matches!(major, "1" | "2") && minor.parse::<u8>().is_ok()
        });
        let known = numbered || matches!(version, "Preview" | "Unstable");
        (!known).then(|| {
            Refusal::new(
                400,
                "intercom_version_invalid",
                "The requested version could not be found",
            )
        })
    }

    fn respond(&self, status: u16, body: &Value, quota: Quota) -> Response<Vec<u8>> {
        let (remaining, reset) = match &self.struck {
            Some(FaultKind::RateLimited { reset_in }) => (0, self.intercom.now() + reset_in),
            _ => (quota.remaining, quota.reset),
        };
        Response::builder()
            .status(status)
            .header("content-type", "application/json; charset=utf-8")
            .header("x-ratelimit-limit", quota.limit)
            .header("x-ratelimit-remaining", remaining)
            .header("x-ratelimit-reset", reset)
            .header("intercom-version", "2.16")
            .body(body.to_string().into_bytes())
            .expect("a status of three digits and plain headers make a response")
    }
}

enum Outcome {
    Answered(Value),
    Refused(Refusal),
    UnknownPath,
}

impl Outcome {
    fn into_answer(self, seq: u64) -> (u16, Value) {
        let refusal = match self {
            Self::Answered(body) => return (200, body),
            Self::Refused(refusal) => refusal,
            Self::UnknownPath => Refusal::not_found("The requested resource was not found"),
        };
        (
            refusal.status,
            refusal.json(&uuid_like(format!("request {seq}"))),
        )
    }
}

fn workspace_of(intercom: &Intercom, headers: &HeaderMap) -> Option<String> {
    let token = headers
        .get(AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")?;
    let state = intercom.state();
    let mut workspaces = state.workspaces.values();
    workspaces
        .find(|workspace| workspace.tokens.contains(token))
        .map(|workspace| workspace.id_code.clone())
}

fn hide_newest(mut conversation: Value) -> Value {
    let hidden = conversation["conversation_parts"]["conversation_parts"]
        .as_array_mut()
        .and_then(Vec::pop);
    if hidden.is_some() {
        let total = conversation["conversation_parts"]["total_count"]
            .as_u64()
            .unwrap_or(1);
        conversation["conversation_parts"]["total_count"] = json!(total.saturating_sub(1));
    }
    conversation
}

fn unauthorized() -> Refusal {
    Refusal::new(401, "unauthorized", "Access Token Invalid")
}

fn suspended() -> Refusal {
    Refusal::new(403, "api_plan_restricted", "Active subscription needed.")
}

fn rate_limited() -> Refusal {
    Refusal::new(
        429,
        "rate_limit_exceeded",
        "The rate limit for this API has been exceeded",
    )
}
