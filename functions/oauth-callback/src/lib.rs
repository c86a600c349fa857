//! The last step of an install by OAuth: Intercom sends the browser back, and the workspace is installed.

mod problem;
mod welcome;

use http::{Request, Response, StatusCode};
use jiff::Timestamp;
use shared::domain::oauth::{BadState, State};
use shared::install::{self, Authorised};
use shared::onboarding::{Onboarding, Step, browser};
use shared::ports::app::App;
use shared::ports::keys::Plain;
use url::Url;

use problem::Problem;

/// Ends an install: with a page of ours, or back in Intercom's App Store.
pub async fn handle(onboarding: &Onboarding, request: Request<Vec<u8>>) -> Response<String> {
    let mut way = Way::default();
    let ended = onboarding
        .in_time(end(onboarding, &request, &mut way))
        .await;
    let ended = ended.unwrap_or(Err(Problem::TooSlow));
    onboarding.journal.conclude(match &ended {
        Ok(Authorised { installation, .. }) => {
            Step::Installed.entry().at(&installation.workspace, None)
        }
        Err(problem) => problem.entry(),
    });
    let response = match (way.store, &ended) {
        (Some(store), ended) => browser::redirect(&returned(store, ended.as_ref().err())),
        (None, Ok(authorised)) => {
            let console = onboarding.console_of(&authorised.installation.workspace);
            browser::show(StatusCode::OK, welcome::page(authorised, console.as_ref()))
        }
        (None, Err(problem)) => {
            let page = problem.page(onboarding.console.as_ref());
            browser::show(problem.status(), page)
        }
    };
    if way.is_over {
        browser::forget(response)
    } else {
        response
    }
}

/// What became known of an install on the way to its end.
#[derive(Default)]
struct Way {
    /// Where else the browser should go in the end, as soon as the state is known to be ours.
    store: Option<Url>,
    /// Whether the state is used up. Until then another tab may still need the cookie.
    is_over: bool,
}

/// Where the App Store wants to have the browser. The message is a fixed one: addresses are kept in many places.
fn returned(mut store: Url, problem: Option<&Problem>) -> Url {
    let mut query = store.query_pairs_mut();
    match problem {
        None => query.append_pair("install_success", "true"),
        Some(problem) => query
            .append_pair("install_success", "false")
            .append_pair("error_message", problem.title()),
    };
    drop(query);
    store
}

async fn end(
    onboarding: &Onboarding,
    request: &Request<Vec<u8>>,
    way: &mut Way,
) -> Result<Authorised, Problem> {
    let app = onboarding.apps.public_app().await?.ok_or(Problem::NoApp)?;
    let cancelled = browser::parameter(request, "error").is_some();
    let text = browser::parameter(request, "state");
    let text = text.ok_or(if cancelled {
        Problem::Denied
    } else {
        Problem::NoState
    })?;
    let state = verified(
        &app,
        &text,
        browser::nonce(request.headers()),
        onboarding.clock.now(),
    )?;
    if state.from_app_store {
        way.store = Some(onboarding.hosts.app(state.region).at("/appstore/redirect"));
    }
    let is_first = onboarding.registry.use_up(&state.nonce, state.expires_at);
    if !is_first.await? {
        return Err(Problem::UsedUp);
    }
    way.is_over = true;
    if cancelled {
        return Err(Problem::Denied);
    }
    let code = browser::parameter(request, "code").ok_or(Problem::Denied)?;
    let host = onboarding.hosts.api(state.region);
    let exchanged = onboarding.client.exchange(&host, &app, &code).await;
    let token = exchanged.map_err(Problem::Exchange)?;
    let grant = onboarding.client.new_grant(host, token.clone());
    Ok(install::authorise(onboarding.place(), &grant, &token, state.region).await?)
}

/// The state, if this app signed it, before its secret was rotated perhaps.
fn verified(
    app: &App,
    text: &str,
    cookie: Option<&str>,
    now: Timestamp,
) -> Result<State, BadState> {
    let with = |secret: &Plain| State::verify(text, secret.expose(), cookie, now);
    match (with(&app.client_secret), &app.previous_secret) {
        (Err(BadState::Forged), Some(previous)) => with(previous),
        (verified, _) => verified,
    }
}
