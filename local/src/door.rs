//! The addresses on this machine that Intercom and an admin's browser open.

use axum::Router;
use axum::body::{self, Body};
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};
use axum::routing::any;
use shared::intake::Intake;
use shared::onboarding::Onboarding;
use shared::parting::Parting;
use shared::runtime::Ports;

/// What API Gateway lets through at most, in bytes.
const LARGEST: usize = 10 * 1024 * 1024;

/// `/webhooks` for the public app, `/webhooks/{workspace}` for private ones, `/uninstall` for who removes the public app.
pub fn router(intake: Intake, parting: Parting) -> Router {
    let webhooks = Router::new()
        .route("/webhooks", any(take))
        .route("/webhooks/{workspace}", any(take))
        .with_state(intake);
    let uninstall = Router::new()
        .route("/uninstall", any(part))
        .with_state(parting);
    webhooks.merge(uninstall)
}

/// `/oauth/install` and `/oauth/callback`. The functions of `ports` take a new grant at once, and not within a minute.
pub fn onboarding(onboarding: Onboarding, ports: Ports) -> Router {
    let begins = Router::new()
        .route("/oauth/install", any(begin))
        .with_state(onboarding.clone());
    let ends = Router::new()
        .route("/oauth/callback", any(end))
        .with_state((onboarding, ports));
    begins.merge(ends)
}

async fn begin(State(onboarding): State<Onboarding>, request: Request) -> Response<Body> {
    let answer = oauth_install::handle(&onboarding, without_body(request)).await;
    answer.map(Body::from)
}

async fn end(
    State((onboarding, ports)): State<(Onboarding, Ports)>,
    request: Request,
) -> Response<Body> {
    let answer = oauth_callback::handle(&onboarding, without_body(request)).await;
    ports.forget_all();
    answer.map(Body::from)
}

/// Browsers only open these addresses; whatever else they send is not looked at.
fn without_body(request: Request) -> Request<Vec<u8>> {
    request.map(|_| Vec::new())
}

async fn take(State(intake): State<Intake>, request: Request) -> Response<Body> {
    match whole(request).await {
        Ok(request) => webhook::handle(&intake, request).await.map(Body::from),
        Err(too_large) => too_large,
    }
}

async fn part(State(parting): State<Parting>, request: Request) -> Response<Body> {
    match whole(request).await {
        Ok(request) => uninstall::handle(&parting, request).await.map(Body::from),
        Err(too_large) => too_large,
    }
}

/// The request with all of its body, as a function gets it.
async fn whole(request: Request) -> Result<Request<Vec<u8>>, Response<Body>> {
    let (parts, body) = request.into_parts();
    match body::to_bytes(body, LARGEST).await {
        Ok(bytes) => Ok(Request::from_parts(parts, bytes.to_vec())),
        Err(_) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
            Err(response)
        }
    }
}
