//! Intercom's one door: verify, project, queue, answer.
//!
//! `/webhooks` takes the public app's notifications of every workspace; `/webhooks/{workspace}` those of one
//! workspace's private app, signed with a secret of its own. Whatever is ours to absorb is answered with 200: a
//! burst of errors makes Intercom pause the subscription, and a 429 delays every workspace.

pub mod refusal;

use http::{Method, Request, Response, StatusCode};
use shared::Topic;
use shared::domain::notification::{News, Notification, Secret};
use shared::id::WorkspaceId;
use shared::intake::{Intake, Reception};
use shared::ports::journal::Entry;

use refusal::{Dropped, Refusal};

/// The largest body that is read, in bytes. A queue takes no more.
pub const LARGEST: usize = 1024 * 1024;

/// Takes one request.
pub async fn handle(intake: &Intake, request: Request<Vec<u8>>) -> Response<String> {
    let status = match *request.method() {
        // Intercom looks whether somebody is there when the address is saved.
        Method::HEAD => StatusCode::OK,
        Method::POST => match take(intake, &request).await {
            Ok(taken) => {
                intake.journal.conclude(taken);
                StatusCode::OK
            }
            Err(refusal) => {
                intake.journal.conclude(refusal.entry());
                refusal.status()
            }
        },
        _ => StatusCode::METHOD_NOT_ALLOWED,
    };
    let mut response = Response::new(String::new());
    *response.status_mut() = status;
    response
}

/// Takes a notification; what there is to say about it, or why it is refused.
async fn take(intake: &Intake, request: &Request<Vec<u8>>) -> Result<Entry, Refusal> {
    let private = private_workspace(request.uri().path())?;
    let body = request.body();
    let header = request
        .headers()
        .get("x-hub-signature")
        .and_then(|value| value.to_str().ok());
    let header = header.ok_or(Refusal::Unsigned)?;
    let signed = |secrets: &[Secret]| {
        secrets
            .iter()
            .any(|secret| secret.verify(body, header).is_some())
    };

    let mut secrets = intake.secrets.of(private.as_ref()).await?;
    if !signed(&secrets) {
        // Perhaps it was rotated a moment ago.
        secrets = intake.secrets.refreshed(private.as_ref()).await?;
    }
    let verified = secrets
        .iter()
        .find_map(|secret| secret.verify(body, header))
        .ok_or(Refusal::BadSignature)?;

    if body.len() > LARGEST {
        return Ok(Dropped::TooLarge.entry());
    }
    let notification = match Notification::open(verified) {
        Ok(notification) => notification,
        Err(mismatch) => return Ok(Dropped::Malformed(mismatch).entry()),
    };
    if private.is_some_and(|private| private != notification.workspace) {
        return Ok(Dropped::OtherWorkspace
            .entry()
            .at(&notification.workspace, None));
    }
    if notification.topic == "ping" {
        let ping = Entry::new("webhook", Reception::Ping.name(), "ping: 200");
        return Ok(ping.at(&notification.workspace, None));
    }
    let Ok(topic) = notification.topic.parse::<Topic>() else {
        return Ok(Dropped::UnknownTopic
            .entry()
            .at(&notification.workspace, None));
    };
    let news = match News::project(&notification, topic) {
        Ok(news) => news,
        Err(mismatch) => {
            return Ok(Dropped::Malformed(mismatch)
                .entry()
                .at(&notification.workspace, None));
        }
    };
    intake.forward(&news).await?;
    let accepted = Entry::new(
        "webhook",
        Reception::Accepted.name(),
        format!("{topic}: 200"),
    );
    let id = news.notification().map_or("none", |id| id.as_str());
    Ok(accepted
        .at(news.workspace(), news.conversation())
        .with("notification", id))
}

/// The workspace of `/webhooks/{workspace}`; none for `/webhooks`.
fn private_workspace(path: &str) -> Result<Option<WorkspaceId>, Refusal> {
    match path.trim_end_matches('/').rsplit_once("/webhooks") {
        Some((_, "")) => Ok(None),
        Some((_, workspace)) => {
            let id = workspace
                .strip_prefix('/')
                .and_then(|id| WorkspaceId::try_from(id).ok());
            id.map(Some).ok_or(Refusal::NoSuchPlace)
        }
        None => Err(Refusal::NoSuchPlace),
    }
}
