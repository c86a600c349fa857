//! The first step of an install by OAuth: the browser is sent to Intercom, where an admin authorises the app.
//!
//! `GET /oauth/install` begins one. `?region=eu` or `au` asks the authorize page of that region, and `?from=app-store` says
//! that Intercom's App Store wants to have the browser back.

use http::{Method, Request, Response, StatusCode};
use shared::domain::oauth::{Nonce, State};
use shared::onboarding::{Onboarding, Step, browser, page};
use shared::ports::registry::Region;

/// Begins an install.
pub async fn handle(onboarding: &Onboarding, request: Request<Vec<u8>>) -> Response<String> {
    if request.method() != Method::GET {
        onboarding.journal.conclude(Step::NotAsked.entry());
        return browser::show(
            StatusCode::METHOD_NOT_ALLOWED,
            page::problem(
                "Not like this",
                "An install begins by opening this address.",
                "Open it in a browser.",
                onboarding.console.as_ref(),
            ),
        );
    }
    let Some(region) = region(&request) else {
        onboarding.journal.conclude(Step::NoSuchRegion.entry());
        return browser::show(
            StatusCode::BAD_REQUEST,
            page::problem(
                "There is no such region",
                "Intercom keeps workspaces in the United States, in Europe and in Australia.",
                "Open this address with region=us, region=eu or region=au at its end, or with none of them.",
                onboarding.console.as_ref(),
            ),
        );
    };
    let app = match onboarding.apps.public_app().await {
        Ok(Some(app)) => app,
        Ok(None) => {
            onboarding.journal.conclude(Step::NoApp.entry());
            return not_ready(
                onboarding,
                "Nobody has told this Nexora yet which Intercom app it is.",
                "Whoever runs it has to put the app's client id and client secret into its secret.",
            );
        }
        Err(error) => {
            let entry = Step::AppUnavailable.entry();
            onboarding
                .journal
                .conclude(match shared::error::cause(&error) {
                    Some(cause) => entry.with("cause", cause),
                    None => entry,
                });
            return not_ready(
                onboarding,
                "The app's secret cannot be read at the moment.",
                "Try again in a minute.",
            );
        }
    };
    let from_app_store = browser::parameter(&request, "from").as_deref() == Some("app-store");
    let nonce = Nonce::new((onboarding.random)());
    let state = State::begin(nonce, onboarding.clock.now(), region, from_app_store);
    // The redirect URL is the first one of the Developer Hub; Intercom has no scopes here, they are the app's.
    let mut authorize = onboarding.hosts.app(region).at("/oauth");
    authorize
        .query_pairs_mut()
        .append_pair("client_id", &app.client_id)
        .append_pair("state", &state.sign(app.client_secret.expose()));
    onboarding.journal.conclude(Step::Began.entry());
    browser::redirect_with(&authorize, &state.nonce)
}

fn not_ready(onboarding: &Onboarding, what: &str, next: &str) -> Response<String> {
    browser::show(
        StatusCode::SERVICE_UNAVAILABLE,
        page::problem("Not ready yet", what, next, onboarding.console.as_ref()),
    )
}

fn region(request: &Request<Vec<u8>>) -> Option<Region> {
    match browser::parameter(request, "region").as_deref() {
        None | Some("us") => Some(Region::Us),
        Some("eu") => Some(Region::Eu),
        Some("au") => Some(Region::Au),
        Some(_) => None,
    }
}
