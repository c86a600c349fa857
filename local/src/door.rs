//! The webhook's address on this machine.

use axum::Router;
use axum::body::{self, Body};
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};
use axum::routing::any;
use shared::intake::Intake;

/// What API Gateway lets through at most, in bytes.
const LARGEST: usize = 10 * 1024 * 1024;

/// `/webhooks` for the public app, `/webhooks/{workspace}` for private ones.
pub fn router(intake: Intake) -> Router {
    Router::new()
        .route("/webhooks", any(take))
        .route("/webhooks/{workspace}", any(take))
        .with_state(intake)
}

async fn take(State(intake): State<Intake>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    match body::to_bytes(body, LARGEST).await {
        Ok(bytes) => {
            let request = Request::from_parts(parts, bytes.to_vec());
            webhook::handle(&intake, request).await.map(Body::from)
        }
        Err(_) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
            response
        }
    }
}
