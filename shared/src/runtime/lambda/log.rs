//! The journal on Lambda: one line of JSON an entry, on standard output.
//!
//! The line is its metric too, in `CloudWatch`'s embedded metric format: `source.name` counts 1, by function. The
//! workspace is a field to search for and never a dimension, each of which would cost by the month. What an entry says
//! in a sentence is left out where it went well, because it may name a teammate.

use std::io::{self, Write};
use std::panic;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tracing_subscriber::filter::LevelFilter;

use super::environment::{AWS_LAMBDA_LOG_LEVEL, Environment};
use crate::ports::journal::Entry;
use crate::ports::{Clock, Journal};

const NAMESPACE: &str = "Nexora";

/// The journal of one function.
pub(super) struct Log {
    function: String,
    clock: Arc<dyn Clock>,
    /// Of the invocation that is under way; a container has one at a time.
    request: Mutex<String>,
    out: Mutex<Box<dyn Write + Send>>,
}

impl Log {
    /// Opens the journal, takes libraries' lines in, and sees to it that a panic says where it was and nothing more:
    /// its message may quote what somebody wrote.
    pub(super) fn open(environment: &Environment, clock: Arc<dyn Clock>) -> Arc<Self> {
        // What libraries tell below INFO is what goes over the wire.
        let level = environment
            .optional(AWS_LAMBDA_LOG_LEVEL)
            .and_then(|level| level.parse().ok());
        let level = level.unwrap_or(LevelFilter::WARN).min(LevelFilter::INFO);
        let lines = tracing_subscriber::fmt()
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(false);
        // It fails when somebody set one before, which then stays.
        let _ = lines
            .with_max_level(level)
            .with_writer(io::stdout)
            .try_init();
        let log = Arc::new(Self::to(
            Box::new(io::stdout()),
            &environment.function,
            clock,
        ));
        let journal = log.clone();
        panic::set_hook(Box::new(move |panic| {
            let place = panic
                .location()
                .map(ToString::to_string)
                .unwrap_or_default();
            journal.enter(
                Entry::new("runtime", "panic", "a panic")
                    .with("at", place)
                    .failed(),
            );
        }));
        log
    }

    /// A journal that is written to `out`.
    pub(super) fn to(out: Box<dyn Write + Send>, function: &str, clock: Arc<dyn Clock>) -> Self {
        Self {
            function: function.to_owned(),
            clock,
            request: Mutex::default(),
            out: Mutex::new(out),
        }
    }

    /// An invocation begins.
    pub(super) fn begin(&self, request_id: &str) {
        request_id.clone_into(&mut self.request.lock().expect("no holder of this lock panics"));
    }

    fn line(&self, entry: Entry) -> Value {
        let now = self.clock.now();
        let metric = format!("{}.{}", entry.source, entry.name);
        let request = self
            .request
            .lock()
            .expect("no holder of this lock panics")
            .clone();
        let mut line = Map::from_iter([
            ("timestamp".to_owned(), json!(now.to_string())),
            (
                "level".to_owned(),
                json!(if entry.ok { "INFO" } else { "WARN" }),
            ),
            ("function".to_owned(), json!(self.function)),
            ("source".to_owned(), json!(entry.source)),
            ("name".to_owned(), json!(entry.name)),
        ]);
        let optional = [
            ("request", (!request.is_empty()).then(|| json!(request))),
            ("workspace", entry.workspace.map(|id| json!(id))),
            ("conversation", entry.conversation.map(|id| json!(id))),
            ("error", (!entry.ok).then(|| json!(entry.what))),
            (
                "took_ms",
                entry
                    .took
                    .as_ref()
                    .map(Duration::as_millis)
                    .map(|millis| json!(millis)),
            ),
            (
                "details",
                (!entry.details.is_empty()).then(|| {
                    entry
                        .details
                        .into_iter()
                        .map(|(name, value)| (name, json!(value)))
                        .collect()
                }),
            ),
            (
                "trace",
                (!entry.trace.0.is_empty()).then(|| json!(entry.trace)),
            ),
        ];
        line.extend(
            optional
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value?))),
        );
        line.insert(metric.clone(), json!(1));
        line.insert(
            "_aws".to_owned(),
            json!({
                "Timestamp": now.as_millisecond(),
                "CloudWatchMetrics": [{
                    "Namespace": NAMESPACE,
                    "Dimensions": [["function"]],
                    "Metrics": [{ "Name": metric, "Unit": "Count" }],
                }],
            }),
        );
        Value::Object(line)
    }
}

impl Journal for Log {
    fn enter(&self, entry: Entry) {
        let line = format!("{}\n", self.line(entry));
        // Nothing depends on it, and there is nobody to tell.
        let _ = self
            .out
            .lock()
            .expect("no holder of this lock panics")
            .write_all(line.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::trace::Trace;
    use crate::id::{ConversationId, WorkspaceId};
    use async_trait::async_trait;
    use jiff::Timestamp;

    struct Noon;

    #[async_trait]
    impl Clock for Noon {
        fn now(&self) -> Timestamp {
            Timestamp::constant(1_773_144_000, 0)
        }

        async fn sleep(&self, _: Duration) {}
    }

    fn log() -> Log {
        let log = Log::to(Box::new(io::sink()), "nexora-agent-turn", Arc::new(Noon));
        log.begin("6f0c1a52");
        log
    }

    #[test]
    fn an_entry_is_one_line_with_its_metric_and_without_its_sentence() {
        let workspace = WorkspaceId::try_from("k4t9wq2z").unwrap();
        let conversation = ConversationId::try_from("215490011873320").unwrap();
        let mut entry = Entry::new("turn", "handed_off", "handed off to Ada Okafor")
            .at(&workspace, Some(&conversation));
        entry.took = Some(Duration::from_millis(412));
        entry.trace = Trace::default();
        entry.trace.note("Shop", "url.path is /shop");
        insta::assert_json_snapshot!(log().line(entry.with("calls", 4)), @r#"
        {
          "_aws": {
            "CloudWatchMetrics": [
              {
                "Dimensions": [
                  [
                    "function"
                  ]
                ],
                "Metrics": [
                  {
                    "Name": "turn.handed_off",
                    "Unit": "Count"
                  }
                ],
                "Namespace": "Nexora"
              }
            ],
            "Timestamp": 1773144000000
          },
          "conversation": "215490011873320",
          "details": {
            "calls": "4"
          },
          "function": "nexora-agent-turn",
          "level": "INFO",
          "name": "handed_off",
          "request": "6f0c1a52",
          "source": "turn",
          "timestamp": "2026-03-10T12:00:00Z",
          "took_ms": 412,
          "trace": [
            {
              "name": "Shop",
              "verdict": "matched",
              "why": "url.path is /shop"
            }
          ],
          "turn.handed_off": 1,
          "workspace": "k4t9wq2z"
        }
        "#);
    }

    #[test]
    fn what_failed_says_why() {
        let line = log().line(Entry::new("queue", "retried", "the store does not answer").failed());
        assert_eq!(
            (&line["level"], &line["error"]),
            (&json!("WARN"), &json!("the store does not answer"))
        );
    }
}
