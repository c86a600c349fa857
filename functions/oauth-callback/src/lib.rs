//! The last step of an install by OAuth: Intercom sends the browser back, and the workspace is installed.

mod problem;
mod welcome;

use http::{Request, Response, StatusCode};
use shared::domain::oauth::State;
use shared::install::{self, Authorised};
use shared::onboarding::{Onboarding, Step, browser};
use url::Url;

use problem::Problem;

/// Ends an install: with a page of ours, or back in Intercom's App Store.
pub async fn handle(onboarding: &Onboarding, request: Request<Vec<u8>>) -> Response<String> {
    let mut from_app_store = None;
    match end(onboarding, &request, &mut from_app_store).await {
        Ok(authorised) => {
            let installation = &authorised.installation;
            let entry = Step::Installed.entry().at(&installation.workspace, None);
            onboarding.journal.conclude(entry);
            match from_app_store {
                Some(store) => browser::redirect_without(&returned(store, None)),
                None => browser::show(StatusCode::OK, welcome::page(&authorised)),
            }
        }
        Err(problem) => {
            onboarding.journal.conclude(problem.entry());
            match from_app_store {
                Some(store) => browser::redirect_without(&returned(store, Some(&problem))),
                None => browser::show(problem.status(), problem.page()),
            }
        }
    }
}

/// Where the App Store wants to have the browser.
fn returned(mut store: Url, problem: Option<&Problem>) -> Url {
    let mut query = store.query_pairs_mut();
    match problem {
        None => query.append_pair("install_success", "true"),
        Some(problem) => query
            .append_pair("install_success", "false")
            .append_pair("error_message", &problem.to_string()),
    };
    drop(query);
    store
}

/// Installs. As soon as the state is known to be ours, `from_app_store` says where else the browser should go.
async fn end(
    onboarding: &Onboarding,
    request: &Request<Vec<u8>>,
    from_app_store: &mut Option<Url>,
) -> Result<Authorised, Problem> {
    let app = onboarding.apps.public_app().await?.ok_or(Problem::NoApp)?;
    let text = browser::parameter(request, "state").ok_or(Problem::NoState)?;
    let cookie = browser::nonce(request.headers());
    let now = onboarding.clock.now();
    let state = State::verify(&text, app.client_secret.expose(), cookie, now)?;
    if state.from_app_store {
        *from_app_store = Some(onboarding.app(state.region).at("/appstore/redirect"));
    }
    if !onboarding
        .registry
        .use_up(&state.nonce, state.expires_at)
        .await?
    {
        return Err(Problem::UsedUp);
    }
    if browser::parameter(request, "error").is_some() {
        return Err(Problem::Denied);
    }
    let code = browser::parameter(request, "code").ok_or(Problem::Denied)?;
    let host = onboarding.api(state.region);
    let exchanged = onboarding.client.exchange(&host, &app, &code).await;
    let token = exchanged.map_err(Problem::Exchange)?;
    let grant = onboarding.client.new_grant(host, token.clone());
    Ok(install::authorise(onboarding.place(), &grant, &token, state.region).await?)
}
