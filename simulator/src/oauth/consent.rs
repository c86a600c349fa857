//! `/oauth`: an admin is asked whether an app may enter their workspace.

use url::Url;

use super::{App, Call, page};
use crate::intercom::Intercom;
use crate::region::Region;
use crate::rest::Answer;

/// The page that asks. Whoever is at a region's host is offered the workspaces there first.
pub(super) fn ask(intercom: &Intercom, region: Option<Region>, call: &Call) -> Answer {
    let (app, _) = match destination(intercom, call) {
        Ok(found) => found,
        Err(problem) => return Answer::page(400, page::problem(&problem)),
    };
    let state = intercom.state();
    let workspaces = state.workspaces.values().filter_map(|workspace| {
        let admin = workspace.speaker(None).ok()?;
        Some(page::Choice {
            workspace_id: &workspace.id_code,
            workspace: &workspace.name,
            admin: &admin.name,
            region: workspace.region,
        })
    });
    let mut choices: Vec<_> = workspaces.collect();
    choices.sort_by_key(|choice| Some(choice.region) != region);
    Answer::page(200, page::question(&app.name, &call.raw_query, &choices))
}

/// What was pressed there: sends the admin back to the app with a code, or without.
pub(super) fn decide(intercom: &Intercom, call: &Call) -> Answer {
    let (app, mut url) = match destination(intercom, call) {
        Ok(found) => found,
        Err(problem) => return Answer::page(400, page::problem(&problem)),
    };
    match call.field("decision") {
        Some("authorize") => {
            let workspace = call.field("workspace_id").unwrap_or_default();
            match intercom.authorise(&app.client_id, workspace) {
                Ok(code) => url.query_pairs_mut().append_pair("code", &code),
                Err(refusal) => return Answer::page(400, page::problem(&refusal.message)),
            };
        }
        Some("cancel") => {
            url.query_pairs_mut().append_pair("error", "access_denied");
        }
        _ => return Answer::page(400, page::problem("Neither button was pressed.")),
    }
    if let Some(state) = call.query("state") {
        url.query_pairs_mut().append_pair("state", state);
    }
    Answer::redirect(url.into())
}

/// The app that asks and where the admin is sent back to; or what is wrong, in a sentence. It is told to the
/// admin alone: a URL that is not registered is nobody's to be sent to.
fn destination(intercom: &Intercom, call: &Call) -> Result<(App, Url), String> {
    let app = call
        .query("client_id")
        .and_then(|id| intercom.state().apps.get(id).cloned())
        .ok_or("No app is registered under this client id.")?;
    let registered = match call.query("redirect_uri") {
        None => app.redirect_urls.first(),
        Some(wanted) => app.redirect_urls.iter().find(|url| *url == wanted),
    };
    let url = registered
        .ok_or_else(|| format!("This redirect URL is not registered for {}.", app.name))?;
    let url = Url::parse(url)
        .map_err(|_| format!("What is registered for {} is not a URL.", app.name))?;
    Ok((app, url))
}
