//! Intercom over HTTP: one function from a request to an answer, around all the faults.

mod answer;
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

pub(crate) use answer::Answer;

use http::header::AUTHORIZATION;
use http::{HeaderMap, Request, Response};
use serde_json::{Value, json};

use crate::exchange::Exchange;
use crate::fault::FaultKind;
use crate::intercom::Intercom;
use crate::oauth;
use crate::rate_limit::Quota;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::rest::call::Call;
use crate::state::uuid_like;

/// The connection broke before an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the connection was dropped")]
pub struct ConnectionDropped;

pub(crate) async fn answer(
    intercom: &Intercom,
    region: Option<Region>,
    request: Request<Vec<u8>>,
) -> Result<Response<Vec<u8>>, ConnectionDropped> {
    let asked = Asked::read(&request);
    let workspace = match &asked {
        Asked::OAuth(call) => call.workspace(intercom),
        Asked::Rest(_) => workspace_of(intercom, region, request.headers()),
    };
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
        region,
        workspace,
        struck,
    };
    let keeps_silent = handling.keeps_silent();
    let response = handling.run(&request, asked);
    if keeps_silent {
        std::future::pending::<()>().await;
    }
    response
}

/// Part of an app's installation, or a call of the API proper.
enum Asked {
    OAuth(oauth::Call),
    Rest(Result<Call, Refusal>),
}

impl Asked {
    fn read(request: &Request<Vec<u8>>) -> Self {
        match oauth::Call::read(request) {
            Some(call) => Self::OAuth(call),
            None => Self::Rest(Call::read(request)),
        }
    }
}

struct Handling<'a> {
    intercom: &'a Intercom,
    region: Option<Region>,
    workspace: Option<String>,
    struck: Option<FaultKind>,
}

impl Handling<'_> {
    fn run(
        self,
        request: &Request<Vec<u8>>,
        asked: Asked,
    ) -> Result<Response<Vec<u8>>, ConnectionDropped> {
        let seq = self.intercom.log().next_seq();
        let at = self.intercom.now();
        let quota = self.quota(&asked, at);
        let struck = self.struck.clone();
        let reaches = !matches!(
            struck,
            Some(FaultKind::ResetBefore | FaultKind::SilenceBefore)
        );
        let answers = !matches!(
            struck,
            Some(FaultKind::ResetAfter | FaultKind::SilenceAfter)
        );
        let outcome = reaches.then(|| self.outcome(request.headers(), &asked, quota));
        let understood = !matches!(outcome, Some(Outcome::UnknownPath));
        let sent = outcome
            .map(|outcome| outcome.into_answer(seq))
            .filter(|_| answers);
        let (query, body) = match asked {
            Asked::OAuth(call) => (call.shown_query(), call.shown_body()),
            Asked::Rest(call) => (
                request.uri().query().map(str::to_owned),
                call.map_or(Value::Null, |call| call.body),
            ),
        };
        let exchange = Exchange {
            seq,
            at,
            workspace: self.workspace,
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            query,
            request: body,
            status: sent.as_ref().map(|answer| answer.status),
            response: sent
                .as_ref()
                .map_or(Value::Null, |answer| answer.shown.clone()),
        };
        self.intercom.log().record(exchange, understood);
        sent.map(|answer| spoilt(answer.into_response(quota, at), struck))
            .ok_or(ConnectionDropped)
    }

    fn keeps_silent(&self) -> bool {
        matches!(
            self.struck,
            Some(FaultKind::SilenceBefore | FaultKind::SilenceAfter)
        )
    }

    /// What is left after this call. An installation uses up nothing of a workspace's.
    fn quota(&self, asked: &Asked, at: i64) -> Quota {
        let workspace = self
            .workspace
            .as_deref()
            .filter(|_| matches!(asked, Asked::Rest(_)));
        let quota = self
            .intercom
            .rate_limit()
            .count(workspace.unwrap_or_default(), at);
        match &self.struck {
            Some(FaultKind::RateLimited { reset_in }) => Quota {
                remaining: 0,
                reset: at + reset_in,
                ..quota
            },
            _ => quota,
        }
    }

    fn outcome(&self, headers: &HeaderMap, asked: &Asked, quota: Quota) -> Outcome {
        let call = match asked {
            Asked::OAuth(call) => {
                let refusal = self.refuse_by_fault();
                let answer = refusal.map_or_else(|| call.answer(self.intercom, self.region), Err);
                return answer.map_or_else(Outcome::Refused, Outcome::Installed);
            }
            Asked::Rest(call) => call,
        };
        // Who does not work knows no tokens.
        if let Some(refusal) = self.refuse_by_fault() {
            return Outcome::Refused(refusal);
        }
        let Some(workspace) = self.workspace.as_deref() else {
            return Outcome::Refused(unauthorized());
        };
        if let Some(refusal) = self.refuse_at_the_door(headers, workspace, quota) {
            return Outcome::Refused(refusal);
        }
        let call = match call {
            Ok(call) => call,
            Err(refusal) => return Outcome::Refused(refusal.clone()),
        };
        let answer = self.intercom.act_unseen(workspace, |desk| {
            desk.token = bearer(headers).map(str::to_owned);
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
            Some(Ok(answer)) => Outcome::Answered(match &self.struck {
                Some(FaultKind::StrangeConversation(id)) => strange(answer, id),
                _ => answer,
            }),
        }
    }

    fn refuse_by_fault(&self) -> Option<Refusal> {
        match self.struck.as_ref()? {
            FaultKind::RateLimited { .. } | FaultKind::RateLimitedInSilence => Some(rate_limited()),
            FaultKind::MergedInto(id) => Some(Refusal::merged(id)),
            FaultKind::ServerError(status) => {
                Some(Refusal::new(*status, "server_error", "Server error"))
            }
            FaultKind::RefuseWith {
                status,
                code,
                message,
            } => Some(Refusal::new(*status, code, message)),
            FaultKind::RevokedToken => Some(unauthorized()),
            FaultKind::SuspendedWorkspace => Some(suspended()),
            _ => None,
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
}

enum Outcome {
    Answered(Value),
    Installed(Answer),
    Refused(Refusal),
    UnknownPath,
}

impl Outcome {
    fn into_answer(self, seq: u64) -> Answer {
        let refusal = match self {
            Self::Answered(body) => return Answer::json(200, body),
            Self::Installed(answer) => return answer,
            Self::Refused(refusal) => refusal,
            Self::UnknownPath => Refusal::not_found("The requested resource was not found"),
        };
        let body = refusal.json(&uuid_like(format!("request {seq}")));
        Answer::json(refusal.status, body).with_canonical(refusal.canonical)
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
}

fn workspace_of(
    intercom: &Intercom,
    region: Option<Region>,
    headers: &HeaderMap,
) -> Option<String> {
    let token = bearer(headers)?;
    let state = intercom.state();
    let mut workspaces = state.workspaces.values();
    workspaces
        .find(|workspace| workspace.is_in(region) && workspace.accepts(token))
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

fn strange(mut list: Value, id: &str) -> Value {
    let items = list["conversations"].as_array_mut().into_iter().flatten();
    for item in items.filter(|item| item["id"] == json!(id)) {
        item["created_at"] = json!("the day before yesterday");
    }
    list
}

/// An answer that is to break off in the middle.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BreaksOff;

/// The answer as a fault leaves it. The log has the one it was before.
fn spoilt(mut response: Response<Vec<u8>>, struck: Option<FaultKind>) -> Response<Vec<u8>> {
    match struck {
        Some(FaultKind::RateLimitedInSilence) => {
            for name in ["limit", "remaining", "reset"] {
                response.headers_mut().remove(format!("x-ratelimit-{name}"));
            }
        }
        Some(FaultKind::AnswerWith(text)) => *response.body_mut() = text.into_bytes(),
        Some(FaultKind::BreakOff) => {
            response.extensions_mut().insert(BreaksOff);
        }
        _ => {}
    }
    response
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
