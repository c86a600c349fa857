//! The code that an admin's authorisation gave, for a token.

use serde::Serialize;

use super::client::Client;
use super::endpoint::Endpoint;
use super::exchange::{self, Body};
use super::host::Host;
use crate::ports::app::App;
use crate::ports::intercom::Error;
use crate::ports::keys::Plain;

#[derive(Serialize)]
struct Exchanged<'e> {
    code: &'e str,
    client_id: &'e str,
    client_secret: &'e str,
}

impl Client {
    /// Gives a code for the token of the workspace whose admin authorised the app. A code is good once, so this is never
    /// repeated.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthorized`] for a code that is used up, too old or another app's, and for a wrong client secret.
    pub async fn exchange(&self, host: &Host, app: &App, code: &str) -> Result<Plain, Error> {
        let endpoint = Endpoint::Token;
        let body = serde_json::to_vec(&Exchanged {
            code,
            client_id: &app.client_id,
            client_secret: app.client_secret.expose(),
        })
        .expect("texts in an object");
        let begun = self.clock.now();
        let request = self
            .http
            .request(endpoint.method(), host.at(&endpoint.path("")));
        let exchanged = exchange::send(exchange::json(request, &body), &*self.clock).await;
        let (given, mut entry) = exchanged.read(endpoint, given);
        entry.took = self.clock.now().duration_since(begun).try_into().ok();
        self.journal.enter(entry);
        given
    }
}

/// The parser's error would quote the token.
fn given(body: Body) -> Result<Plain, Error> {
    let unreadable = || Error::Unreadable {
        path: "token".to_owned(),
    };
    let Body::Whole(json) = body else {
        return Err(unreadable());
    };
    let answer: serde_json::Value = serde_json::from_slice(&json).map_err(|_| unreadable())?;
    // Intercom gives it under both names.
    let token = answer.get("token").or_else(|| answer.get("access_token"));
    let token = token.and_then(serde_json::Value::as_str);
    token
        .filter(|token| !token.is_empty())
        .map(Plain::new)
        .ok_or_else(unreadable)
}
