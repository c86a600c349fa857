//! `nexora event`, and the functions that take what it makes.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use aws_lambda_events::sqs::SqsEvent;
use lambda_http::request::LambdaRequest;
use shared::domain::notification::{News, Secret, Signal};
use shared::id::WorkspaceId;
use shared::intake::Intake;
use shared::ports::journal::Entry;
use shared::ports::queue::{self, Letter};
use shared::ports::{Journal, Queue, Secrets, secrets};

use crate::program::{nexora, nexora_with, root};

const FILE: &str = "events/conversation.user.replied.json";

/// The ports of a webhook: one secret, and what was queued and said.
#[derive(Default)]
struct Desk {
    letters: Mutex<Vec<Letter>>,
    said: Mutex<Vec<String>>,
}

#[async_trait]
impl Secrets for Desk {
    async fn of(&self, _: Option<&WorkspaceId>) -> Result<Vec<Secret>, secrets::Error> {
        Ok(vec![Secret::new("marzipan").unwrap()])
    }
}

#[async_trait]
impl Queue for Desk {
    async fn send(&self, letter: &Letter) -> Result<(), queue::Error> {
        self.letters.lock().unwrap().push(letter.clone());
        Ok(())
    }
}

impl Journal for Desk {
    fn enter(&self, entry: Entry) {
        self.said.lock().unwrap().push(entry.what);
    }
}

/// What the webhook says of an event, and what it queues.
async fn taken(event: &str) -> (Vec<String>, Vec<Letter>) {
    let request: LambdaRequest = serde_json::from_str(event).unwrap();
    let request = lambda_http::Request::from(request).map(|body| body.to_vec());
    let desk = Arc::new(Desk::default());
    let intake = Intake {
        secrets: desk.clone(),
        queue: desk.clone(),
        journal: desk.clone(),
    };
    webhook::handle(&intake, request).await;
    let said = desk.said.lock().unwrap().clone();
    let letters = desk.letters.lock().unwrap().clone();
    (said, letters)
}

#[tokio::test]
async fn the_webhook_takes_the_request_and_queues_what_the_other_event_has() {
    let request = nexora(&format!("event {FILE}"), "marzipan\n");
    assert_eq!((request.err.as_str(), request.code), ("", 0));
    let (said, letters) = taken(&request.out).await;
    assert_eq!(said, ["conversation.user.replied: 200"]);

    let message = nexora(&format!("event {FILE} --sqs"), "");
    assert_eq!((message.err.as_str(), message.code), ("", 0));
    let batch: SqsEvent = serde_json::from_str(&message.out).unwrap();
    let record = &batch.records[0];
    let body = record.body.as_deref().unwrap();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].body, body);
    let group = &record.attributes["MessageGroupId"];
    assert_eq!(&letters[0].group, group);
    assert_eq!(
        record.event_source_arn.as_deref(),
        Some("arn:aws:sqs:us-east-1:000000000000:nexora-conversation-user-replied")
    );
    let signal: Signal = serde_json::from_str(body).unwrap();
    assert_eq!(signal.conversation.as_str(), "215490011873320");
}

#[tokio::test]
async fn every_recorded_notification_can_be_wrapped_in_both_ways() {
    for entry in std::fs::read_dir(root().join("events")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let request = nexora_with(
            &format!("event events/{file} --secret-env SECRET"),
            "",
            &[("SECRET", "marzipan")],
        );
        let (said, letters) = taken(&request.out).await;
        let topic = file.trim_end_matches(".json");
        assert_eq!(said, [format!("{topic}: 200")]);
        let message = nexora(&format!("event events/{file} --sqs"), "");
        let batch: SqsEvent = serde_json::from_str(&message.out).unwrap();
        assert_eq!(batch.records[0].body.as_deref(), Some(&*letters[0].body));
    }
}

#[tokio::test]
async fn a_private_apps_request_goes_to_its_own_address() {
    let words = format!("event {FILE} --workspace k4t9wq2z");
    let (said, _) = taken(&nexora(&words, "marzipan\n").out).await;
    assert_eq!(said, ["conversation.user.replied: 200"]);
    let words = format!("event {FILE} --workspace harbour1");
    let (said, _) = taken(&nexora(&words, "marzipan\n").out).await;
    assert_eq!(
        said,
        ["app_id is not the workspace this address belongs to: 200, not kept"]
    );
}

#[tokio::test]
async fn another_secret_is_refused_by_the_webhook() {
    let request = nexora(&format!("event {FILE}"), "nougat\n");
    let (said, letters) = taken(&request.out).await;
    assert_eq!(
        said,
        ["the signature matches no current or previous client secret: 401"]
    );
    assert!(letters.is_empty());
    assert!(!request.out.contains("nougat"));
}

#[test]
fn what_cannot_be_wrapped_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let unknown = folder.path().join("unknown.json");
    let original = std::fs::read_to_string(root().join(FILE)).unwrap();
    std::fs::write(
        &unknown,
        original.replace("conversation.user.replied", "conversation.read"),
    )
    .unwrap();
    let refused = |words: String, variables: &[(&str, &str)]| {
        let ended = nexora_with(&words, "", variables);
        assert_eq!((ended.out.as_str(), ended.code), ("", 1), "{words}");
        ended.err.replace(unknown.to_str().unwrap(), "unknown.json")
    };
    let said = [
        refused(format!("event {} --sqs", unknown.display()), &[]),
        refused("event nowhere.json --sqs".to_owned(), &[]),
        refused(format!("event {FILE}"), &[]),
        refused(format!("event {FILE} --secret-env SECRET"), &[]),
        refused(
            format!("event {FILE} --secret-env SECRET"),
            &[("SECRET", " ")],
        ),
    ];
    insta::assert_snapshot!(said.concat());
}

/// [`News`] is what both events are made of.
#[test]
fn the_message_is_the_projection() {
    let body = nexora("event events/admin.away_mode_updated.json --sqs", "").out;
    let batch: SqsEvent = serde_json::from_str(&body).unwrap();
    let recorded = local::replay::Recorded {
        name: String::new(),
        bytes: std::fs::read(root().join("events/admin.away_mode_updated.json")).unwrap(),
    };
    let News::Staff(change) = recorded.news().unwrap() else {
        panic!("it is about a teammate");
    };
    assert_eq!(
        batch.records[0].body.as_deref(),
        Some(&*serde_json::to_string(&change).unwrap())
    );
}
