//! The call that tells an app that it was removed.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;
use tokio::time::Instant;

use super::App;
use crate::intercom::Intercom;
use crate::webhooks::{Delivery, PATIENCE, postbox};

/// Posts it in a task of its own, once: a retry is not documented.
pub(super) fn tell(intercom: &Intercom, app: &App, workspace_id: &str) {
    let Some(url) = &app.uninstall_url else {
        return;
    };
    let body = json!({ "app_id": workspace_id }).to_string();
    let mut request = postbox::client()
        .post(url)
        .timeout(PATIENCE)
        .header("content-type", "application/json");
    if app.signs_uninstall {
        request = request.header("x-body-signature", signature(&app.client_secret, &body));
    }
    let request = request.body(body);
    let in_flight = intercom.postbox().take_off();
    let (intercom, workspace) = (intercom.clone(), workspace_id.to_owned());
    tokio::spawn(async move {
        let started = Instant::now();
        let answer = request.send().await;
        intercom.postbox().log(|seq| Delivery {
            seq,
            at: intercom.now(),
            workspace,
            topic: "uninstall".to_owned(),
            notification_id: None,
            conversation_id: None,
            attempt: 1,
            status: answer.ok().map(|answer| answer.status().as_u16()),
            millis: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        });
        drop(in_flight);
    });
}

/// The hexadecimal digest alone, unlike a webhook's.
fn signature(client_secret: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(client_secret.as_bytes())
        .expect("HMAC takes a key of any length");
    mac.update(body.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}
