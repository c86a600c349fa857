//! The event of a request, as an HTTP API gives it to a function.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use local::replay::Recorded;
use serde_json::{Value, json};
use shared::domain::notification::Secret;
use shared::id::WorkspaceId;

/// A notification as Intercom posts it, in payload format 2.0. The body is the file's bytes: they are what is signed.
pub(super) fn event(recorded: &Recorded, secret: &Secret, private: Option<&WorkspaceId>) -> Value {
    let (path, route) = match private {
        None => ("/webhooks".to_owned(), "POST /webhooks"),
        Some(workspace) => (
            format!("/webhooks/{workspace}"),
            "POST /webhooks/{workspace}",
        ),
    };
    let made_at = recorded.made_at().unwrap_or_default();
    json!({
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": "",
        "headers": {
            "content-type": "application/json",
            "user-agent": "intercom-webhooks",
            "x-hub-signature": secret.sign(&recorded.bytes),
        },
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "a1b2c3d4e5",
            "domainName": "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
            "domainPrefix": "a1b2c3d4e5",
            "http": {
                "method": "POST",
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "intercom-webhooks",
            },
            "requestId": "of-a-recorded-notification",
            "routeKey": route,
            "stage": "$default",
            "time": made_at.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            "timeEpoch": made_at.as_millisecond(),
        },
        "body": STANDARD.encode(&recorded.bytes),
        "isBase64Encoded": true,
    })
}
