//! Intercom says that a workspace removed the app: `POST /uninstall` with `{"app_id": "…"}`.
//!
//! Intercom documents no signature for this call, and one integration reads one. So a signature that is there must be
//! right, and one that is not proves nothing: in any case the call is a hint, and Intercom is asked with the workspace's
//! own token whether it is so. Whoever calls without being Intercom makes us ask, and changes nothing.

use http::{Method, Request, Response, StatusCode};
use serde::Deserialize;
use shared::domain::notification::Secret;
use shared::error::cause;
use shared::grants::Finding;
use shared::id::WorkspaceId;
use shared::parting::{Farewell, Parting};
use shared::ports::journal::Entry;
use shared::ports::secrets;

/// The largest body that is read, in bytes. Intercom's has about thirty.
pub const LARGEST: usize = 4 * 1024;

/// What is posted. Other fields may come.
#[derive(Deserialize)]
struct Removal {
    app_id: WorkspaceId,
}

/// Takes one call. What could not be found out is answered with 503, should Intercom call again; it may not, so it is
/// kept in mind as well.
pub async fn handle(parting: &Parting, request: Request<Vec<u8>>) -> Response<String> {
    let status = match *request.method() {
        // Intercom may look whether somebody is there when the address is saved, as it does for webhooks.
        Method::HEAD => StatusCode::OK,
        Method::POST => {
            let (farewell, entry) = take(parting, &request).await;
            parting.journal.conclude(entry);
            status(farewell)
        }
        _ => StatusCode::METHOD_NOT_ALLOWED,
    };
    let mut response = Response::new(String::new());
    *response.status_mut() = status;
    response
}

const fn status(farewell: Farewell) -> StatusCode {
    match farewell {
        Farewell::Uninstalled
        | Farewell::UninstalledBefore
        | Farewell::StillInstalled
        | Farewell::NobodyKnown => StatusCode::OK,
        Farewell::Unconfirmed => StatusCode::SERVICE_UNAVAILABLE,
        Farewell::Forged => StatusCode::UNAUTHORIZED,
        Farewell::Unclear => StatusCode::BAD_REQUEST,
    }
}

/// What came of a call, and what there is to say about it.
async fn take(parting: &Parting, request: &Request<Vec<u8>>) -> (Farewell, Entry) {
    let said = |farewell: Farewell, what: &str| {
        let what = format!("{what}: {}", status(farewell).as_u16());
        (farewell, Entry::new("uninstall", farewell.name(), what))
    };
    let failed = |farewell, what| {
        let (farewell, entry) = said(farewell, what);
        (farewell, entry.failed())
    };
    let signature = request.headers().get("x-body-signature");
    let is_signed = signature.is_some();
    if let Some(signature) = signature
        && !is_intercoms(
            parting,
            request.body(),
            signature.to_str().unwrap_or_default(),
        )
        .await
    {
        return failed(
            Farewell::Forged,
            "the signature matches no current or previous client secret",
        );
    }
    let workspace = match removal(request.body()) {
        Some(Removal { app_id }) => app_id,
        None => return failed(Farewell::Unclear, "the body is not {\"app_id\": ID}"),
    };
    let found = parting.grants.removed(&workspace).await;
    let (farewell, entry) = match &found {
        Ok(Finding::Ended) => said(Farewell::Uninstalled, "removed; its token is deleted"),
        Ok(Finding::LeftBefore) => said(Farewell::UninstalledBefore, "it was removed before"),
        Ok(Finding::Accepted | Finding::Renewed) => said(
            Farewell::StillInstalled,
            "Intercom takes its token; nothing is changed",
        ),
        Ok(Finding::NotInstalled) => said(Farewell::NobodyKnown, "no such workspace here"),
        Ok(Finding::Refused) => failed(
            Farewell::Unconfirmed,
            "the workspace seems to be suspended; Intercom is asked again",
        ),
        Err(_) => failed(
            Farewell::Unconfirmed,
            "it could not be found out, or not be finished; it is asked again",
        ),
    };
    let entry = entry.at(&workspace, None).with("signed", is_signed);
    let cause = found.as_ref().err().and_then(|error| cause(error));
    let entry = match cause {
        Some(cause) => entry.with("cause", cause),
        None => entry,
    };
    (farewell, entry)
}

fn removal(body: &[u8]) -> Option<Removal> {
    if body.len() > LARGEST {
        return None;
    }
    serde_json::from_slice(body).ok()
}

/// Whether one of the app's secrets signs the body. When the secrets cannot be read it is taken for a call without a
/// signature, which proves nothing either.
async fn is_intercoms(parting: &Parting, body: &[u8], signature: &str) -> bool {
    let signs = |known: Result<Vec<Secret>, secrets::Error>| {
        known.map_or(true, |known| {
            let mut known = known.iter();
            known.any(|secret| secret.verify_call(body, signature).is_some())
        })
    };
    // Perhaps it was rotated a moment ago.
    signs(parting.secrets.of(None).await) || signs(parting.secrets.refreshed(None).await)
}
