//! Sending a call, and what became of it.

use http::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderValue};
use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};
use reqwest::{RequestBuilder, Response};

use super::endpoint::Endpoint;
use super::pace::Window;
use super::refusal;
use crate::error::cause;
use crate::id::ContactId;
use crate::ports::clock::Clock;
use crate::ports::intercom::Error;
use crate::ports::journal::Entry;

/// No answer is larger: 500 parts of a conversation are far below it.
const LARGEST: usize = 8 << 20;

/// How far apart Intercom's clock and ours may be before it is said. Times of both are compared: of rate limits, of
/// office hours, of who was first.
const SKEW: SignedDuration = SignedDuration::from_secs(30);

/// What came of one request.
#[derive(Debug)]
pub(super) struct Exchange {
    /// The status, if an answer came.
    pub(super) status: Option<u16>,
    /// What is left of the rate limit's window.
    pub(super) remaining: Option<u32>,
    /// All that is said of it, if it was.
    pub(super) window: Option<Window>,
    /// By how much Intercom's clock is ahead of ours, where they are far apart.
    pub(super) skew: Option<SignedDuration>,
    /// The contact that is meant by now, where one was asked for that was merged into it.
    pub(super) moved: Option<ContactId>,
    /// The body of a success.
    pub(super) answer: Result<Body, Error>,
}

impl Exchange {
    /// What the answer says, and the journal's entry of it.
    pub(super) fn read<T>(
        self,
        endpoint: Endpoint,
        read: impl FnOnce(Body) -> Result<T, Error>,
    ) -> (Result<T, Error>, Entry) {
        let result = self.answer.and_then(read);
        let name = endpoint.name();
        let mut entry = match &result {
            Ok(_) => Entry::new("intercom", name, "Intercom answered"),
            Err(error) => Entry::new("intercom", name, error.to_string()).failed(),
        };
        let details = [
            ("status", self.status.map(|status| status.to_string())),
            (
                "remaining",
                self.remaining.map(|remaining| remaining.to_string()),
            ),
            ("skew_s", self.skew.map(|skew| skew.as_secs().to_string())),
            (
                "cause",
                result.as_ref().err().and_then(|error| cause(error)),
            ),
        ];
        for (name, value) in details {
            if let Some(value) = value {
                entry = entry.with(name, value);
            }
        }
        (result, entry)
    }
}

/// The body of an answer.
#[derive(Debug)]
pub(super) enum Body {
    /// All of it.
    Whole(Vec<u8>),
    /// Larger than we read.
    TooLarge,
}

/// Adds a JSON body.
pub(super) fn json(request: RequestBuilder, body: &[u8]) -> RequestBuilder {
    request
        .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
        .body(body.to_vec())
}

/// Sends a request once.
pub(super) async fn send(request: RequestBuilder, clock: &dyn Clock) -> Exchange {
    let mut response = match request.send().await {
        Ok(response) => response,
        Err(error) => {
            return Exchange {
                status: None,
                remaining: None,
                window: None,
                skew: None,
                moved: None,
                answer: Err(lost(error)),
            };
        }
    };
    let status = response.status();
    let remaining = number(response.headers(), "x-ratelimit-remaining");
    let window = window(response.headers());
    let skew = skew(response.headers(), clock.now());
    let moved = refusal::canonical(status, response.headers());
    let body = body(&mut response).await;
    let answer = if status.is_success() {
        body.map_err(lost)
    } else {
        // The status alone says enough when the error list did not arrive.
        let list = match &body {
            Ok(Body::Whole(list)) => list.as_slice(),
            Ok(Body::TooLarge) | Err(_) => &[],
        };
        Err(refusal::of(status, response.headers(), list, clock.now()))
    };
    Exchange {
        status: Some(status.as_u16()),
        remaining,
        window,
        skew,
        moved,
        answer,
    }
}

fn window(headers: &HeaderMap) -> Option<Window> {
    Some(Window {
        limit: number(headers, "x-ratelimit-limit")?,
        remaining: number(headers, "x-ratelimit-remaining")?,
        reset: refusal::reset(headers)?,
    })
}

fn number(headers: &HeaderMap, name: &str) -> Option<u32> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// By how much Intercom's clock is ahead of ours, if that is worth a word.
fn skew(headers: &HeaderMap, now: Timestamp) -> Option<SignedDuration> {
    let date = headers.get(DATE)?.to_str().ok()?;
    let date = rfc2822::DateTimeParser::new().parse_timestamp(date).ok()?;
    let skew = date.duration_since(now);
    (skew.abs() >= SKEW).then_some(skew)
}

async fn body(response: &mut Response) -> Result<Body, reqwest::Error> {
    let mut whole = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if whole.len() + chunk.len() > LARGEST {
            return Ok(Body::TooLarge);
        }
        whole.extend_from_slice(&chunk);
    }
    Ok(Body::Whole(whole))
}

/// A request without an answer. The address is dropped from the error: its query may be a visitor's words.
fn lost(error: reqwest::Error) -> Error {
    let error = error.without_url();
    if error.is_connect() || error.is_builder() {
        Error::NotSent(error.into())
    } else {
        Error::Unknown(error.into())
    }
}
