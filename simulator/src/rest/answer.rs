use http::Response;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, DATE, LINK, LOCATION};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use serde_json::Value;

use crate::rate_limit::Quota;

/// What goes back, and what the log shows of it.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) shown: Value,
    content: Content,
    /// The contact that is there instead of the one that was asked for.
    canonical: Option<String>,
}

enum Content {
    Json(Value),
    Page(String),
    Redirect(String),
}

impl Answer {
    /// JSON, shown as it is.
    pub(crate) fn json(status: u16, body: Value) -> Self {
        Self {
            status,
            shown: body.clone(),
            content: Content::Json(body),
            canonical: None,
        }
    }

    /// The same with a `Link` to a contact.
    pub(crate) fn with_canonical(self, canonical: Option<String>) -> Self {
        Self { canonical, ..self }
    }

    /// The same with secrets left out of the log.
    pub(crate) fn shown_as(self, shown: Value) -> Self {
        Self { shown, ..self }
    }

    /// HTML for a person.
    pub(crate) fn page(status: u16, html: String) -> Self {
        Self {
            status,
            shown: Value::Null,
            content: Content::Page(html),
            canonical: None,
        }
    }

    /// Sends a browser elsewhere.
    pub(crate) fn redirect(url: String) -> Self {
        Self {
            status: 302,
            shown: Value::Null,
            content: Content::Redirect(url),
            canonical: None,
        }
    }

    pub(crate) fn into_response(self, quota: Quota, at: i64) -> Response<Vec<u8>> {
        let response = Response::builder()
            .status(self.status)
            .header(DATE, date(at));
        let response = match self.canonical {
            Some(id) => response.header(LINK, format!("</contacts/{id}>; rel=\"canonical\"")),
            None => response,
        };
        let response = match self.content {
            Content::Json(body) => response
                .header(CONTENT_TYPE, "application/json; charset=utf-8")
                .header("x-ratelimit-limit", quota.limit)
                .header("x-ratelimit-remaining", quota.remaining)
                .header("x-ratelimit-reset", quota.reset)
                .header("intercom-version", "2.16")
                .body(body.to_string().into_bytes()),
            Content::Page(html) => response
                .header(CONTENT_TYPE, "text/html; charset=utf-8")
                .header(CACHE_CONTROL, "no-store")
                .header(
                    CONTENT_SECURITY_POLICY,
                    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
                )
                .body(html.into_bytes()),
            Content::Redirect(url) => response
                .header(LOCATION, url)
                .header(CACHE_CONTROL, "no-store")
                .body(Vec::new()),
        };
        response.expect("a status of three digits and plain headers make a response")
    }
}

/// The time as HTTP writes it.
fn date(at: i64) -> String {
    Timestamp::from_second(at)
        .ok()
        .and_then(|at| DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok())
        .unwrap_or_default()
}
