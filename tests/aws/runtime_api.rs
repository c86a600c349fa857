//! Lambda's Runtime API, as far as a function uses it: what is next, and what came of it.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use shared::adapters::system_clock::SystemClock;
use shared::domain::turn::budget;
use shared::ports::Clock as _;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// What a function made of an event.
pub(crate) type Answer = Result<Value, Value>;

struct Invocation {
    id: String,
    event: String,
}

struct Line {
    next: tokio::sync::Mutex<mpsc::UnboundedReceiver<Invocation>>,
    waiting: Mutex<HashMap<String, oneshot::Sender<Answer>>>,
}

/// One function's end of the Runtime API.
pub(crate) struct RuntimeApi {
    pub(crate) address: SocketAddr,
    events: mpsc::UnboundedSender<Invocation>,
    line: Arc<Line>,
    server: JoinHandle<()>,
}

impl RuntimeApi {
    pub(crate) async fn open() -> Self {
        let (events, next) = mpsc::unbounded_channel();
        let line = Arc::new(Line {
            next: tokio::sync::Mutex::new(next),
            waiting: Mutex::default(),
        });
        let root = "/2018-06-01/runtime/invocation";
        let router = Router::new()
            .route(&format!("{root}/next"), get(next_event))
            .route(&format!("{root}/{{id}}/response"), post(response))
            .route(&format!("{root}/{{id}}/error"), post(error))
            .with_state(line.clone());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            address,
            events,
            line,
            server,
        }
    }

    /// Gives the function an event and waits for what it makes of it.
    pub(crate) fn invoke(&self, event: &Value) -> oneshot::Receiver<Answer> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let id = format!(
            "8476a536-e9f4-11e8-9739-{:012}",
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let (sender, answer) = oneshot::channel();
        self.line.waiting.lock().unwrap().insert(id.clone(), sender);
        self.events
            .send(Invocation {
                id,
                event: event.to_string(),
            })
            .unwrap();
        answer
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn next_event(State(line): State<Arc<Line>>) -> Response {
    let Some(Invocation { id, event }) = line.next.lock().await.recv().await else {
        return StatusCode::GONE.into_response();
    };
    let timeout = SignedDuration::try_from(budget::FUNCTION).unwrap();
    let deadline = SystemClock
        .now()
        .checked_add(timeout)
        .unwrap_or(Timestamp::MAX);
    let headers = [
        ("lambda-runtime-aws-request-id", id),
        (
            "lambda-runtime-deadline-ms",
            deadline.as_millisecond().to_string(),
        ),
        (
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:us-east-1:000000000000:function:f".to_owned(),
        ),
        (
            "lambda-runtime-trace-id",
            "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0".to_owned(),
        ),
        ("content-type", "application/json".to_owned()),
    ];
    (headers, event).into_response()
}

async fn response(
    State(line): State<Arc<Line>>,
    Path(id): Path<String>,
    body: String,
) -> StatusCode {
    answered(&line, &id, Ok(parsed(&body)))
}

async fn error(State(line): State<Arc<Line>>, Path(id): Path<String>, body: String) -> StatusCode {
    answered(&line, &id, Err(parsed(&body)))
}

fn answered(line: &Line, id: &str, answer: Answer) -> StatusCode {
    let waiting = line.waiting.lock().unwrap().remove(id);
    match waiting.map(|waiting| waiting.send(answer)) {
        Some(_) => StatusCode::ACCEPTED,
        None => StatusCode::BAD_REQUEST,
    }
}

fn parsed(body: &str) -> Value {
    serde_json::from_str(body).unwrap()
}
