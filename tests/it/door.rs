//! The webhook: what is taken, what is dropped with a 200, what is refused.

use std::sync::{Arc, Mutex};

use harness::{Desk, sign};
use http::{Method, Request};
use local::seed;
use shared::domain::notification::{Secret, Signal};
use shared::id::WorkspaceId;
use shared::intake::Intake;
use shared::ports::journal::Entry;
use shared::ports::keys::Plain;
use shared::ports::queue::{self, Letter};
use shared::ports::{Journal, Queue, Secrets, secrets};

const CURRENT: &str = "current client secret";
const PREVIOUS: &str = "previous client secret";
const PRIVATE: &str = "private client secret";
const REPLIED: &str = include_str!("../../events/conversation.user.replied.json");

/// Queues, journal and secrets of a door, in memory.
#[derive(Default)]
struct Porch {
    letters: Mutex<Vec<Letter>>,
    entries: Mutex<Vec<Entry>>,
    full: bool,
    rotated: Mutex<bool>,
}

#[async_trait::async_trait]
impl Queue for Porch {
    async fn send(&self, letter: &Letter) -> Result<(), queue::Error> {
        if self.full {
            return Err(queue::Error("no".into()));
        }
        self.letters.lock().unwrap().push(letter.clone());
        Ok(())
    }
}

#[async_trait::async_trait]
impl Secrets for Porch {
    async fn of(&self, private: Option<&WorkspaceId>) -> Result<Vec<Secret>, secrets::Error> {
        let known: &[&str] = match private.map(WorkspaceId::as_str) {
            None if *self.rotated.lock().unwrap() => &["a new secret", CURRENT],
            None => &[CURRENT, PREVIOUS],
            Some("k4t9wq2z") => &[PRIVATE],
            Some(_) => &[],
        };
        Ok(known
            .iter()
            .map(|secret| Secret::new(secret).unwrap())
            .collect())
    }

    async fn refreshed(
        &self,
        private: Option<&WorkspaceId>,
    ) -> Result<Vec<Secret>, secrets::Error> {
        *self.rotated.lock().unwrap() = true;
        self.of(private).await
    }
}

impl Journal for Porch {
    fn enter(&self, entry: Entry) {
        self.entries.lock().unwrap().push(entry);
    }
}

impl Porch {
    async fn posts(self: &Arc<Self>, path: &str, body: &str, signature: Option<&str>) -> String {
        let mut request = Request::builder().method(Method::POST).uri(path);
        if let Some(signature) = signature {
            request = request.header("X-Hub-Signature", signature);
        }
        self.takes(request.body(body.as_bytes().to_vec()).unwrap())
            .await
    }

    async fn signed(self: &Arc<Self>, body: &str) -> String {
        self.posts("/webhooks", body, Some(&sign(CURRENT, body.as_bytes())))
            .await
    }

    /// The status, what the journal says, and how many letters were sent so far.
    async fn takes(self: &Arc<Self>, request: Request<Vec<u8>>) -> String {
        let intake = Intake {
            secrets: self.clone(),
            queue: self.clone(),
            journal: self.clone(),
        };
        let response = webhook::handle(&intake, request).await;
        assert_eq!(response.body(), "", "an answer says nothing");
        let said = self
            .entries
            .lock()
            .unwrap()
            .pop()
            .map_or("nothing".to_owned(), |entry| {
                format!("{} “{}”", entry.name, entry.what)
            });
        format!(
            "{}, {said}, {} sent",
            response.status().as_u16(),
            self.letters.lock().unwrap().len()
        )
    }
}

#[tokio::test]
async fn a_signed_notification_becomes_a_letter_without_text() {
    let porch = Arc::new(Porch::default());
    assert_eq!(
        porch.signed(REPLIED).await,
        "200, accepted “conversation.user.replied: 200”, 1 sent"
    );
    let letter = porch.letters.lock().unwrap().pop().unwrap();
    assert_eq!(letter.group, "k4t9wq2z");
    assert!(serde_json::from_str::<Signal>(&letter.body).is_ok());
    assert!(
        !letter.body.contains("water") && !letter.body.contains("holm"),
        "{}",
        letter.body
    );
}

#[tokio::test]
async fn without_a_right_signature_nothing_is_taken() {
    let porch = Arc::new(Porch::default());
    let other = sign("another secret", REPLIED.as_bytes());
    let of_another_body = sign(CURRENT, b"{}");
    let answers = [
        porch.posts("/webhooks", REPLIED, None).await,
        porch.posts("/webhooks", REPLIED, Some("")).await,
        porch.posts("/webhooks", REPLIED, Some(&other)).await,
        porch
            .posts("/webhooks", REPLIED, Some(&of_another_body))
            .await,
        porch
            .posts("/webhooks", "not json at all", Some(&other))
            .await,
    ];
    insta::assert_snapshot!(answers.join("\n"), @"
    401, signature_rejected “no X-Hub-Signature: 401”, 0 sent
    401, signature_rejected “the signature matches no current or previous client secret: 401”, 0 sent
    401, signature_rejected “the signature matches no current or previous client secret: 401”, 0 sent
    401, signature_rejected “the signature matches no current or previous client secret: 401”, 0 sent
    401, signature_rejected “the signature matches no current or previous client secret: 401”, 0 sent
    ");
}

#[tokio::test]
async fn current_previous_and_freshly_rotated_secrets_are_accepted() {
    let porch = Arc::new(Porch::default());
    for secret in [CURRENT, PREVIOUS, "a new secret"] {
        let answer = porch
            .posts(
                "/webhooks",
                REPLIED,
                Some(&sign(secret, REPLIED.as_bytes())),
            )
            .await;
        assert!(answer.starts_with("200, accepted"), "{secret}: {answer}");
    }
}

#[tokio::test]
async fn what_is_intercoms_and_not_for_us_is_dropped_with_a_200() {
    let porch = Arc::new(Porch::default());
    let ping = r#"{"type":"notification_event","app_id":"k4t9wq2z","data":{"type":"notification_event_data","item":{"type":"ping","message":"hi"}},"links":{},"id":null,"topic":"ping","delivery_status":null,"delivery_attempts":1,"delivered_at":0,"first_sent_at":1553288147,"created_at":1553288147,"self":null}"#;
    let answers = [
        porch.signed(ping).await,
        porch
            .signed(&REPLIED.replace("conversation.user.replied", "conversation.read"))
            .await,
        porch
            .signed(&REPLIED.replace("\"37401180011\"", "null"))
            .await,
        porch.signed("{").await,
        porch
            .signed(&REPLIED.replace(
                "\"title\": \"\"",
                &format!("\"title\": \"{}\"", "x".repeat(webhook::LARGEST)),
            ))
            .await,
    ];
    insta::assert_snapshot!(answers.join("\n"), @"
    200, ping “ping: 200”, 0 sent
    200, unknown_topic “a topic without a function: 200, not kept”, 0 sent
    200, malformed “a missing or unexpected value at data.item.conversation_parts.conversation_parts[0].id: 200, not kept”, 0 sent
    200, malformed “not JSON at the body: 200, not kept”, 0 sent
    200, too_large “a body over 1 MiB: 200, not kept”, 0 sent
    ");
}

#[tokio::test]
async fn a_private_apps_address_takes_its_own_secret_and_its_own_workspace() {
    let porch = Arc::new(Porch::default());
    let private = sign(PRIVATE, REPLIED.as_bytes());
    let elsewhere = REPLIED.replace("k4t9wq2z", "birchtea");
    let answers = [
        porch
            .posts("/webhooks/k4t9wq2z", REPLIED, Some(&private))
            .await,
        porch
            .posts(
                "/webhooks/k4t9wq2z",
                REPLIED,
                Some(&sign(CURRENT, REPLIED.as_bytes())),
            )
            .await,
        porch
            .posts(
                "/webhooks/k4t9wq2z",
                &elsewhere,
                Some(&sign(PRIVATE, elsewhere.as_bytes())),
            )
            .await,
        porch
            .posts("/webhooks/nobody", REPLIED, Some(&private))
            .await,
        porch.posts("/webhooks", REPLIED, Some(&private)).await,
        porch.posts("/elsewhere", REPLIED, Some(&private)).await,
    ];
    insta::assert_snapshot!(answers.join("\n"), @"
    200, accepted “conversation.user.replied: 200”, 1 sent
    401, signature_rejected “the signature matches no current or previous client secret: 401”, 1 sent
    200, other_workspace “app_id is not the workspace this address belongs to: 200, not kept”, 1 sent
    401, signature_rejected “the signature matches no current or previous client secret: 401”, 1 sent
    401, signature_rejected “the signature matches no current or previous client secret: 401”, 1 sent
    404, no_such_place “no webhook at this path; it is /webhooks, or /webhooks/WORKSPACE for a private app: 404”, 1 sent
    ");
}

#[tokio::test]
async fn intercom_is_asked_again_only_when_the_letter_could_not_be_kept() {
    let porch = Arc::new(Porch {
        full: true,
        ..Porch::default()
    });
    assert_eq!(
        porch.signed(REPLIED).await,
        "500, queue_unavailable “the queue does not answer: 500”, 0 sent"
    );
}

#[tokio::test]
async fn head_is_answered_and_other_methods_are_not_taken() {
    let porch = Arc::new(Porch::default());
    let mut answers = Vec::new();
    for method in [Method::HEAD, Method::GET, Method::PUT] {
        let request = Request::builder()
            .method(method)
            .uri("/webhooks")
            .body(Vec::new())
            .unwrap();
        answers.push(porch.takes(request).await);
    }
    assert_eq!(
        answers,
        [
            "200, nothing, 0 sent",
            "405, nothing, 0 sent",
            "405, nothing, 0 sent"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn intercoms_probe_and_ping_find_somebody_there() {
    let desk = Desk::open().await;
    assert_eq!(desk.intercom.webhooks().probe().await.unwrap(), 200);
    desk.intercom.webhooks().ping(seed::WORKSPACE);
    desk.settled().await;
    assert_eq!(
        desk.intercom.webhooks().deliveries().pop().unwrap().status,
        Some(200)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_app_of_an_installed_workspace_is_verified_by_its_sealed_secret() {
    let desk = Desk::open().await;
    let workspace = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let mut installation = desk
        .ports
        .registry
        .installation(&workspace)
        .await
        .unwrap()
        .unwrap();
    installation.private_secret = Some(
        desk.ports
            .keys
            .seal(&workspace, &Plain::new(PRIVATE))
            .await
            .unwrap(),
    );
    desk.ports.registry.install(&installation).await.unwrap();
    let body = REPLIED.replace("k4t9wq2z", seed::WORKSPACE);
    let uri = format!("/webhooks/{workspace}");
    let mut statuses = Vec::new();
    for secret in [PRIVATE, seed::CLIENT_SECRET] {
        let request = Request::post(&uri).header("x-hub-signature", sign(secret, body.as_bytes()));
        let response = webhook::handle(
            &desk.intake,
            request.body(body.clone().into_bytes()).unwrap(),
        )
        .await;
        statuses.push(response.status().as_u16());
    }
    assert_eq!(statuses, [200, 401]);
    // The notification is about a conversation this workspace does not have: nothing comes of it.
    desk.settled().await;
}
