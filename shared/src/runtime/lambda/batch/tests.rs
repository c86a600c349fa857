use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_sqs::config::retry::RetryConfig;
use aws_sdk_sqs::config::{BehaviorVersion, Credentials, Region};
use lambda_runtime::Context;
use serde_json::{Value, json};
use tokio::sync::Barrier;

use super::*;
use crate::adapters::dynamodb::{DynamoDb, Tables};
use crate::adapters::sqs::{Queues, Sqs};
use crate::runtime::Ports;
use crate::runtime::lambda::log::paper::{Noon, Paper};
use crate::runtime::lambda::no_seat::NoSeat;
use crate::workspace::Shares;

/// Tools whose AWS does not answer.
fn tools() -> &'static Tools {
    writing_on(&Paper::default())
}

/// The same, with their journal on paper.
pub(in crate::runtime::lambda) fn writing_on(paper: &Paper) -> &'static Tools {
    let config = aws_config::SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("eu-west-1"))
        .credentials_provider(aws_sdk_sqs::config::SharedCredentialsProvider::new(
            Credentials::new("a", "b", None, None, "test"),
        ))
        .retry_config(RetryConfig::disabled())
        .endpoint_url("http://127.0.0.1:9")
        .build();
    let clock = Arc::new(Noon);
    let log = Arc::new(paper.log());
    let rows = Arc::new(DynamoDb::new(
        aws_sdk_dynamodb::Client::new(&config),
        Tables::of_stack("nexora"),
        clock.clone(),
    ));
    let queues = Queues::new("http://127.0.0.1:9/123456789012/nexora-");
    let queues = Arc::new(Sqs::new(aws_sdk_sqs::Client::new(&config), queues));
    let none = Arc::new(NoSeat);
    let ports = Ports {
        store: rows.clone(),
        configurations: rows.clone(),
        registry: rows.clone(),
        readings: rows.clone(),
        decisions: rows.clone(),
        follow_ups: rows.clone(),
        due: rows.clone(),
        allowance: rows,
        queue: queues.clone(),
        clock,
        journal: log.clone(),
        keys: none.clone(),
        connect: none.clone(),
        brains: none,
        known: Arc::default(),
        arrivals: Arc::default(),
        shares: Arc::new(Shares::unlimited()),
    };
    Box::leak(Box::new(Tools { ports, queues, log }))
}

/// A batch of one queue: the group and the body of each message. The body is its id too.
fn batch(queue: &str, messages: &[(&str, &str)]) -> LambdaEvent<SqsEvent> {
    let records = messages.iter().map(|(group, body)| {
        json!({
            "messageId": body, "receiptHandle": "r", "body": body,
            "attributes": { "ApproximateReceiveCount": "1", "MessageGroupId": group },
            "eventSourceARN": format!("arn:aws:sqs:eu-west-1:123456789012:nexora-{queue}"),
        })
    });
    let event = serde_json::from_value(json!({ "Records": records.collect::<Vec<_>>() })).unwrap();
    let mut context = Context::default();
    context.request_id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd".to_owned();
    context.deadline = 1_773_144_000_000;
    LambdaEvent::new(event, context)
}

fn failed(response: SqsBatchResponse) -> Vec<String> {
    response
        .batch_item_failures
        .into_iter()
        .map(|failure| failure.item_identifier)
        .collect()
}

const DONE: Result<Outcome, Error> = Ok(Outcome::NothingToCover);

#[tokio::test]
async fn a_panic_fails_its_own_message_and_no_other() {
    let event = batch(
        "conversation-user-replied",
        &[("w", "1"), ("w", "boom"), ("w", "3")],
    );
    let response = take(tools(), event, async |message: &Message| {
        assert!(message.body != "boom");
        DONE
    });
    assert_eq!(failed(response.await.unwrap()), ["boom"]);
}

#[tokio::test]
async fn what_can_be_tried_again_comes_again_and_what_cannot_is_done_with() {
    let event = batch(
        "conversation-user-replied",
        &[
            ("w", "later"),
            ("w", "contended"),
            ("w", "not installed"),
            ("w", "4"),
        ],
    );
    let response = take(tools(), event, async |message: &Message| {
        match message.body.as_str() {
            "later" => Err(Error::Later {
                after: Duration::from_secs(5),
                why: "it is early",
            }),
            "contended" => Err(Error::Contended),
            "not installed" => Err(Error::NotInstalled),
            _ => DONE,
        }
    });
    let mut failed = failed(response.await.unwrap());
    failed.sort();
    assert_eq!(failed, ["contended", "later"]);
}

#[tokio::test]
async fn in_a_fifo_queue_a_failure_holds_back_its_own_group() {
    let seen: &'static Mutex<Vec<String>> = Box::leak(Box::default());
    let event = batch(
        "turns.fifo",
        &[
            ("a", "a1"),
            ("b", "b1"),
            ("a", "a2"),
            ("b", "b2"),
            ("a", "a3"),
        ],
    );
    let response = take(tools(), event, async |message: &Message| {
        seen.lock().unwrap().push(message.body.clone());
        if message.body == "a2" {
            Err(Error::Contended)
        } else {
            DONE
        }
    });
    assert_eq!(failed(response.await.unwrap()), ["a2", "a3"]);
    let mut seen = seen.lock().unwrap().clone();
    seen.sort();
    assert_eq!(seen, ["a1", "a2", "b1", "b2"]);
}

#[tokio::test]
async fn a_panic_in_a_fifo_queue_holds_back_its_group_too() {
    let event = batch("turns.fifo", &[("a", "boom"), ("a", "a2")]);
    let response = take(tools(), event, async |message: &Message| {
        assert!(message.body != "boom");
        DONE
    });
    assert_eq!(failed(response.await.unwrap()), ["boom", "a2"]);
}

#[tokio::test]
async fn messages_without_an_order_do_not_wait_for_one_another() {
    let both: &'static Barrier = Box::leak(Box::new(Barrier::new(2)));
    let event = batch("conversation-user-replied", &[("w", "1"), ("w", "2")]);
    let response = take(tools(), event, async |_: &Message| {
        both.wait().await;
        DONE
    });
    assert_eq!(failed(response.await.unwrap()), [""; 0]);
}

#[tokio::test]
async fn every_message_is_a_delivery_of_its_own_until_lambdas_deadline() {
    let workers: &'static Mutex<Vec<u64>> = Box::leak(Box::default());
    let event = batch("turns-dead.fifo", &[("a", "1"), ("b", "2")]);
    let response = take(tools(), event, async |message: &Message| {
        assert_eq!(
            message.delivery.deadline,
            "2026-03-10T12:00:00Z".parse().unwrap()
        );
        assert_eq!((message.delivery.receive_count, message.is_dead), (1, true));
        workers.lock().unwrap().push(message.delivery.worker);
        DONE
    });
    assert_eq!(failed(response.await.unwrap()), [""; 0]);
    let workers = workers.lock().unwrap();
    assert!(
        workers.len() == 2 && workers[0] != workers[1],
        "{workers:?}"
    );
}

/// The source and name of every line, what it says of its message, and its error.
fn told(paper: &Paper) -> String {
    let lines = paper.lines().into_iter().map(|line| {
        let Value::Object(mut line) = line else {
            panic!("{line}")
        };
        let shown = [
            "name", "level", "message", "received", "error", "details", "cold",
        ];
        line.retain(|field, _| shown.contains(&field.as_str()));
        Value::Object(line).to_string()
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    lines.join("\n")
}

#[tokio::test]
async fn a_message_is_a_line_whatever_came_of_it() {
    let paper = Paper::default();
    let event = batch(
        "turns.fifo",
        &[
            ("a", "noted"),
            ("b", "later"),
            ("b", "behind it"),
            ("c", "contended"),
            ("d", "not installed"),
            ("e", "boom"),
        ],
    );
    let response = take(
        writing_on(&paper),
        event,
        async |message: &Message| match message.body.as_str() {
            "noted" => Ok(Outcome::Noted { turn: false }),
            "later" => Err(Error::Later {
                after: Duration::from_secs(5),
                why: "it is early",
            }),
            "contended" => Err(Error::Contended),
            "not installed" => Err(Error::NotInstalled),
            body => panic!("{body}"),
        },
    );
    assert_eq!(response.await.unwrap().batch_item_failures.len(), 4);
    insta::assert_snapshot!(told(&paper), @r#"
    {"cold":true,"details":{"after_s":"2","kind":"contended","not_hidden":"the queue does not answer"},"error":"the record is written too often at once","level":"WARN","message":"contended","name":"retried","received":1}
    {"cold":true,"details":{"after_s":"5","not_hidden":"the queue does not answer","why":"it is early; trying again in 5s"},"level":"INFO","message":"later","name":"later","received":1}
    {"cold":true,"details":{"kind":"not_installed"},"error":"the workspace is not installed","level":"WARN","message":"not installed","name":"discarded","received":1}
    {"cold":true,"details":{"not_hidden":"the queue does not answer"},"level":"INFO","message":"behind it","name":"held_back","received":1}
    {"cold":true,"error":"the function panicked","level":"WARN","message":"boom","name":"panicked","received":1}
    {"cold":true,"level":"INFO","message":"noted","name":"noted","received":1}
    "#);
}
