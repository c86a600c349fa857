//! The addresses of this machine that Intercom posts to.

use axum::Router;
use axum::body::{self, Body};
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};
use axum::routing::any;
use shared::intake::Intake;
use shared::parting::Parting;

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
