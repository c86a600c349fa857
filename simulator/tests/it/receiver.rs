use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;

/// An app's webhook URL. It answers 200 unless told otherwise.
#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) url: String,
    inbox: Arc<Mutex<Inbox>>,
}

#[derive(Default)]
struct Inbox {
    received: Vec<Received>,
    answers: VecDeque<u16>,
}

#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) headers: hyper::HeaderMap,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn topic(&self) -> String {
        self.json()["topic"].as_str().unwrap().to_owned()
    }
}

impl Receiver {
    pub(crate) async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhooks", listener.local_addr().unwrap());
        let receiver = Self {
            url,
            inbox: Arc::default(),
        };
        tokio::spawn(receiver.clone().accept(listener));
        receiver
    }

    /// Answers the next requests with these statuses.
    pub(crate) fn answers(&self, statuses: impl IntoIterator<Item = u16>) {
        self.inbox.lock().unwrap().answers.extend(statuses);
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.inbox.lock().unwrap().received.clone()
    }

    /// The topics received, in alphabetical order: deliveries come in any.
    pub(crate) fn topics(&self) -> Vec<String> {
        let mut topics: Vec<String> = self.received().iter().map(Received::topic).collect();
        topics.sort();
        topics
    }

    async fn accept(self, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            let receiver = self.clone();
            tokio::spawn(async move {
                let service = service_fn(move |request| receiver.clone().answer(request));
                let connection = hyper::server::conn::http1::Builder::new();
                connection
                    .serve_connection(TokioIo::new(stream), service)
                    .await
            });
        }
    }

    async fn answer(
        self,
        request: hyper::Request<Incoming>,
    ) -> Result<hyper::Response<Empty<Bytes>>, hyper::Error> {
        let (head, body) = request.into_parts();
        let body = String::from_utf8(body.collect().await?.to_bytes().to_vec()).unwrap();
        let mut inbox = self.inbox.lock().unwrap();
        inbox.received.push(Received {
            method: head.method.to_string(),
            headers: head.headers,
            body,
        });
        let status = inbox.answers.pop_front().unwrap_or(200);
        Ok(hyper::Response::builder()
            .status(status)
            .body(Empty::new())
            .unwrap())
    }
}
