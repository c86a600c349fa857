//! How an app gets into a workspace and out of it: an admin authorises it, it gets a code, and the code is worth a
//! token until somebody removes the app.
//!
//! Intercom's guides describe this, its OpenAPI file does not.

mod app;
mod code;
mod consent;
mod grant;
mod page;
mod removal;
mod token;

pub use app::App;
pub(crate) use code::Code;
pub(crate) use grant::Grant;

use std::collections::BTreeMap;

use http::Request;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use crate::intercom::Intercom;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::rest::Answer;

/// Stands in the log where a secret was.
const HIDDEN: &str = "(hidden)";

impl Intercom {
    /// Registers an app, or replaces the one with the same client id.
    pub fn register_app(&self, app: App) {
        self.state().apps.insert(app.client_id.clone(), app);
        self.touch();
    }

    /// Authorises an app in a workspace as its admin would on the page at `/oauth`, and returns the code that
    /// the app's redirect URL would be called with. See [`crate::Workspace::authorised_by`] for who that is.
    ///
    /// # Errors
    ///
    /// When there is no such app or workspace, or nobody in the workspace.
    pub fn authorise(&self, client_id: &str, workspace_id: &str) -> Result<String, Refusal> {
        let now = self.now();
        let code = self.state().authorise(client_id, workspace_id, now)?;
        self.touch();
        Ok(code)
    }

    /// Removes an app from a workspace, as an admin does in the settings there: its tokens end, what is subscribed
    /// to under its client secret is no longer notified of this workspace, and its `uninstall_url` is told, once.
    /// An app that revokes its own token is removed in the same way. [`crate::Webhooks::settled`] waits for the
    /// call, and [`crate::Webhooks::deliveries`] has it under the topic `uninstall`.
    ///
    /// # Errors
    ///
    /// When there is no such app or workspace, or the app was not authorised there.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime, for an app that wants to be told.
    pub fn uninstall(&self, client_id: &str, workspace_id: &str) -> Result<(), Refusal> {
        {
            let state = self.state();
            if !state.apps.contains_key(client_id) {
                return Err(Refusal::not_found("App not found"));
            }
            if !state.workspaces.contains_key(workspace_id) {
                return Err(Refusal::not_found("Workspace not found"));
            }
        }
        self.act(workspace_id, |desk| desk.uninstalls(client_id))
    }

    /// What follows from an app's removal outside its workspace.
    pub(crate) fn removed(&self, client_id: &str, workspace_id: &str) {
        let app = self.state().apps.get(client_id).cloned();
        if let Some(app) = app {
            removal::tell(self, &app, workspace_id);
        }
    }
}

/// A request from an app's installation.
pub(crate) struct Call {
    endpoint: Endpoint,
    raw_query: String,
    query: BTreeMap<String, String>,
    fields: BTreeMap<String, String>,
}

enum Endpoint {
    Ask,
    Decide,
    Token,
    /// The path of the tokens with another method: there is nothing, but secrets may come along.
    Misaddressed,
}

impl Call {
    /// None for what is not an app's installation.
    pub(crate) fn read(request: &Request<Vec<u8>>) -> Option<Self> {
        let path = request.uri().path().trim_matches('/');
        let endpoint = match (request.method().as_str(), path) {
            ("GET", "oauth") => Endpoint::Ask,
            ("POST", "oauth") => Endpoint::Decide,
            ("POST", "auth/eagle/token") => Endpoint::Token,
            (_, "auth/eagle/token") => Endpoint::Misaddressed,
            _ => return None,
        };
        let raw_query = request.uri().query().unwrap_or_default();
        Some(Self {
            endpoint,
            raw_query: raw_query.to_owned(),
            query: form(raw_query.as_bytes()),
            fields: fields(request),
        })
    }

    pub(crate) fn answer(
        &self,
        intercom: &Intercom,
        region: Option<Region>,
    ) -> Result<Answer, Refusal> {
        match self.endpoint {
            Endpoint::Ask => Ok(consent::ask(intercom, region, self)),
            Endpoint::Decide => Ok(consent::decide(intercom, self)),
            Endpoint::Token => token::exchange(intercom, region, self),
            Endpoint::Misaddressed => {
                Err(Refusal::not_found("The requested resource was not found"))
            }
        }
    }

    /// The workspace of the code that an app shows.
    pub(crate) fn workspace(&self, intercom: &Intercom) -> Option<String> {
        let code = self.field("code").filter(|_| self.is_secret())?;
        let state = intercom.state();
        Some(state.codes.get(code)?.workspace_id.clone())
    }

    /// The query for the log.
    pub(crate) fn shown_query(&self) -> Option<String> {
        let shown = !self.is_secret() && !self.raw_query.is_empty();
        shown.then(|| self.raw_query.clone())
    }

    /// The body for the log. What an app sends to get a token may be secret even under a wrong name.
    pub(crate) fn shown_body(&self) -> Value {
        if self.fields.is_empty() {
            return Value::Null;
        }
        let shown = self.fields.iter().map(|(name, value)| {
            let hides = self.is_secret() && name != "client_id";
            (name.clone(), json!(if hides { HIDDEN } else { value }))
        });
        shown.collect::<Map<_, _>>().into()
    }

    fn is_secret(&self) -> bool {
        matches!(self.endpoint, Endpoint::Token | Endpoint::Misaddressed)
    }

    fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

/// The body's text fields, whether it is a form or JSON.
fn fields(request: &Request<Vec<u8>>) -> BTreeMap<String, String> {
    let kind = request.headers().get(CONTENT_TYPE);
    let is_form = kind.is_some_and(|kind| {
        kind.as_bytes()
            .starts_with(b"application/x-www-form-urlencoded")
    });
    if is_form {
        return form(request.body());
    }
    let object: Map<String, Value> = serde_json::from_slice(request.body()).unwrap_or_default();
    let texts = object.into_iter().filter_map(|(name, value)| match value {
        Value::String(text) => Some((name, text)),
        _ => None,
    });
    texts.collect()
}

fn form(encoded: &[u8]) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(encoded).into_owned().collect()
}
