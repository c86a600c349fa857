//! A request of the HTTP API.

use std::convert::Infallible;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures_lite::FutureExt as _;
use http::{Request, Response, StatusCode};
use lambda_http::{Body, RequestExt as _, service_fn};

use super::environment::Environment;
use super::failure::Failure;
use super::log::Ending;
use super::tools::Door;
use crate::intake::Intake;
use crate::onboarding::Onboarding;
use crate::parting::Parting;

/// Runs the webhook behind an HTTP API (payload format 2.0). It gets the body's bytes as they were sent; a stage's name
/// stays in front of the path.
///
/// # Errors
///
/// As [`serve_topic`](super::serve_topic).
pub async fn serve_webhook<H, A>(handle: H) -> Result<(), Failure>
where
    H: Fn(&'static Intake, Request<Vec<u8>>) -> A + Copy + Send + 'static,
    A: Future<Output = Response<String>> + Send + 'static,
{
    serve(Door::of_the_webhook(&Environment::read()?).await?, handle).await
}

/// Runs a function of an install by OAuth behind an HTTP API, as [`serve_webhook`] runs the webhook.
///
/// # Errors
///
/// As [`serve_topic`](super::serve_topic).
pub async fn serve_onboarding<H, A>(handle: H) -> Result<(), Failure>
where
    H: Fn(&'static Onboarding, Request<Vec<u8>>) -> A + Copy + Send + 'static,
    A: Future<Output = Response<String>> + Send + 'static,
{
    serve(
        Door::of_the_onboarding(&Environment::read()?).await?,
        handle,
    )
    .await
}

/// Runs `uninstall` behind an HTTP API, as [`serve_webhook`] runs the webhook.
///
/// # Errors
///
/// As [`serve_topic`](super::serve_topic).
pub async fn serve_uninstall<H, A>(handle: H) -> Result<(), Failure>
where
    H: Fn(&'static Parting, Request<Vec<u8>>) -> A + Copy + Send + 'static,
    A: Future<Output = Response<String>> + Send + 'static,
{
    serve(Door::of_the_parting(&Environment::read()?).await?, handle).await
}

async fn serve<P, H, A>(door: &'static Door<P>, handle: H) -> Result<(), Failure>
where
    P: Sync,
    H: Fn(&'static P, Request<Vec<u8>>) -> A + Copy + Send + 'static,
    A: Future<Output = Response<String>> + Send + 'static,
{
    let answer = move |request: Request<Body>| async move {
        door.log.begin(
            request
                .lambda_context_ref()
                .map_or("", |context| &context.request_id),
        );
        let request = request.map(|body| body.to_vec());
        let delivery = async move {
            let answer = AssertUnwindSafe(handle(&door.ports, request)).catch_unwind();
            match answer.await {
                Ok(response) => {
                    let ending = Ending::answered(response.status());
                    (response, ending)
                }
                Err(_) => (panicked(), Ending::panicked()),
            }
        };
        Ok::<_, Infallible>(door.log.deliver(delivery).await)
    };
    lambda_http::run(service_fn(answer))
        .await
        .map_err(Failure::Runtime)
}

/// Intercom tries a notification once more after a minute.
fn panicked() -> Response<String> {
    let mut response = Response::new(String::new());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}
