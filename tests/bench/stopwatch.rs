//! Lambda's Runtime API with a stopwatch. That of `tests/aws` does not tell when a function asks, which is the end of
//! its start.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use shared::adapters::system_clock::SystemClock;
use shared::ports::Clock as _;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// A function asked for what is next.
pub(crate) struct Asked {
    pub(crate) at: Instant,
    give: oneshot::Sender<String>,
}

/// A function answered.
struct Answered {
    at: Instant,
    body: String,
    succeeded: bool,
}

#[derive(Clone)]
struct Line {
    asked: mpsc::UnboundedSender<Asked>,
    answered: mpsc::UnboundedSender<Answered>,
}

/// One function's end of the Runtime API.
pub(crate) struct Stopwatch {
    pub(crate) address: SocketAddr,
    asked: mpsc::UnboundedReceiver<Asked>,
    answered: mpsc::UnboundedReceiver<Answered>,
    server: JoinHandle<()>,
}

impl Stopwatch {
    pub(crate) async fn open() -> Self {
        let (asking, asked) = mpsc::unbounded_channel();
        let (answering, answered) = mpsc::unbounded_channel();
        let line = Line {
            asked: asking,
            answered: answering,
        };
        let root = "/2018-06-01/runtime/invocation";
        let router = Router::new()
            .route(&format!("{root}/next"), get(next))
            .route(&format!("{root}/{{id}}/{{what}}"), post(answer))
            .with_state(Arc::new(line));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            address,
            asked,
            answered,
            server,
        }
    }

    /// Waits until the function asks for what is next.
    pub(crate) async fn asked(&mut self) -> Asked {
        self.asked.recv().await.unwrap()
    }

    /// Gives the function that asked an event; what it makes of it, and when it was given and answered.
    pub(crate) async fn invoke(
        &mut self,
        asked: Asked,
        event: &Value,
    ) -> (Value, Instant, Instant) {
        let event = event.to_string();
        let given = Instant::now();
        asked.give.send(event).unwrap();
        let answered = self.answered.recv().await.unwrap();
        assert!(answered.succeeded, "{}", answered.body);
        let answer = serde_json::from_str(&answered.body).unwrap();
        (answer, given, answered.at)
    }
}

impl Drop for Stopwatch {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn next(State(line): State<Arc<Line>>) -> Response {
    let (give, given) = oneshot::channel();
    let at = Instant::now();
    line.asked.send(Asked { at, give }).unwrap();
    let Ok(event) = given.await else {
        return StatusCode::GONE.into_response();
    };
    let deadline = SystemClock
        .now()
        .saturating_add(SignedDuration::from_mins(1))
        .unwrap_or(Timestamp::MAX);
    let headers = [
        (
            "lambda-runtime-aws-request-id",
            "8476a536-e9f4-11e8-9739-000000000000".to_owned(),
        ),
        (
            "lambda-runtime-deadline-ms",
            deadline.as_millisecond().to_string(),
        ),
        (
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:us-east-1:000000000000:function:f".to_owned(),
        ),
        ("content-type", "application/json".to_owned()),
    ];
    (headers, event).into_response()
}

async fn answer(
    State(line): State<Arc<Line>>,
    Path((_, what)): Path<(String, String)>,
    body: String,
) -> StatusCode {
    let answered = Answered {
        at: Instant::now(),
        body,
        succeeded: what == "response",
    };
    line.answered.send(answered).unwrap();
    StatusCode::ACCEPTED
}
