//! The client secrets, in Secrets Manager and in installations.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_secretsmanager::Client;
use harness::sign;
use shared::adapters::dynamodb::DynamoDb;
use shared::adapters::private_apps::PrivateApps;
use shared::adapters::secrets_manager::SecretsManager;
use shared::contract::{ManualClock, sample};
use shared::domain::notification::Secret;
use shared::ports::keys::Plain;
use shared::ports::{Keys as _, Registry as _, Secrets as _};

use crate::stack::Stack;

const BODY: &[u8] = br#"{"topic":"ping"}"#;

struct Bench {
    stack: Stack,
    clock: ManualClock,
    rows: Arc<DynamoDb>,
    key: String,
}

impl Bench {
    async fn new() -> Self {
        let stack = Stack::new();
        let (rows, key) = (stack.tables().await, stack.key().await);
        Self {
            stack,
            clock: ManualClock::default(),
            rows,
            key,
        }
    }

    fn aws(&self) -> Client {
        Client::new(&self.stack.config)
    }

    async fn create(&self, json: &str) {
        self.aws()
            .create_secret()
            .name(&self.stack.name)
            .secret_string(json)
            .send()
            .await
            .unwrap();
    }

    async fn rotate(&self, secret: &str) {
        self.aws()
            .put_secret_value()
            .secret_id(&self.stack.name)
            .secret_string(app(secret))
            .send()
            .await
            .unwrap();
    }

    /// A container's view of the secrets.
    fn secrets(&self) -> SecretsManager {
        let private = PrivateApps {
            registry: self.rows.clone(),
            keys: self.stack.kms(&self.key),
        };
        SecretsManager::new(
            self.aws(),
            self.stack.name.clone(),
            private,
            Arc::new(self.clock.clone()),
        )
    }
}

fn app(secret: &str) -> String {
    format!(r#"{{"client_id":"of no interest","client_secret":"{secret}"}}"#)
}

/// Which of the named secrets these are, in their order.
fn named(secrets: &[Secret]) -> Vec<&'static str> {
    let name = |secret: &Secret| {
        let names = ["first", "second", "third", "private"];
        names
            .into_iter()
            .find(|name| secret.verify(BODY, &sign(name, BODY)).is_some())
            .unwrap_or("?")
    };
    secrets.iter().map(name).collect()
}

#[tokio::test]
async fn a_secret_that_was_never_rotated_is_the_only_one() {
    let bench = Bench::new().await;
    bench.create(&app("first")).await;
    assert_eq!(named(&bench.secrets().of(None).await.unwrap()), ["first"]);
}

#[tokio::test]
async fn after_a_rotation_the_current_and_the_previous_secret_are_good() {
    let bench = Bench::new().await;
    bench.create(&app("first")).await;
    bench.rotate("second").await;
    assert_eq!(
        named(&bench.secrets().of(None).await.unwrap()),
        ["second", "first"]
    );
    bench.rotate("third").await;
    assert_eq!(
        named(&bench.secrets().of(None).await.unwrap()),
        ["third", "second"]
    );
}

#[tokio::test]
async fn what_was_read_is_kept_for_five_minutes_unless_a_signature_asks_for_more() {
    let bench = Bench::new().await;
    bench.create(&app("first")).await;
    let secrets = bench.secrets();
    assert_eq!(named(&secrets.of(None).await.unwrap()), ["first"]);

    bench.rotate("second").await;
    assert_eq!(
        named(&secrets.refreshed(None).await.unwrap()),
        ["first"],
        "it was read a moment ago"
    );
    bench.clock.advance(Duration::from_secs(30));
    assert_eq!(named(&secrets.of(None).await.unwrap()), ["first"]);
    assert_eq!(
        named(&secrets.refreshed(None).await.unwrap()),
        ["second", "first"]
    );

    bench.rotate("third").await;
    bench.clock.advance(Duration::from_secs(299));
    assert_eq!(named(&secrets.of(None).await.unwrap()), ["second", "first"]);
    bench.clock.advance(Duration::from_secs(1));
    assert_eq!(named(&secrets.of(None).await.unwrap()), ["third", "second"]);
}

#[tokio::test]
async fn a_placeholder_that_was_replaced_is_not_asked_to_be_a_secret() {
    for placeholder in ["to be set", "{}", r#"{"client_secret":""}"#] {
        let bench = Bench::new().await;
        bench.create(placeholder).await;
        assert!(bench.secrets().of(None).await.is_err(), "{placeholder}");
        bench.rotate("first").await;
        assert_eq!(
            named(&bench.secrets().of(None).await.unwrap()),
            ["first"],
            "{placeholder}"
        );
    }
}

#[tokio::test]
async fn a_secret_of_another_shape_is_an_error_that_does_not_show_it() {
    let bench = Bench::new().await;
    bench.create(r#"{"client_secret":["marzipan"]}"#).await;
    let error = bench.secrets().of(None).await.unwrap_err();
    assert_eq!(
        error.source().unwrap().to_string(),
        "the app's secret is not JSON with a text `client_secret`"
    );
    assert!(!format!("{error:?}").contains("marzipan"));
}

#[tokio::test]
async fn an_outage_leaves_what_was_read_before() {
    let bench = Bench::new().await;
    bench.create(&app("first")).await;
    let secrets = bench.secrets();
    secrets.of(None).await.unwrap();
    bench
        .aws()
        .delete_secret()
        .secret_id(&bench.stack.name)
        .force_delete_without_recovery(true)
        .send()
        .await
        .unwrap();
    bench.clock.advance(Duration::from_secs(300));
    assert_eq!(named(&secrets.of(None).await.unwrap()), ["first"]);
    assert!(
        bench.secrets().of(None).await.is_err(),
        "a container that starts now has nothing"
    );
}

#[tokio::test]
async fn a_private_app_has_the_secret_of_its_installation_and_nobody_elses() {
    let bench = Bench::new().await;
    bench.create(&app("first")).await;
    let workspace = sample::workspace();
    let mut installation = sample::installation(workspace.clone());
    installation.private_secret = Some(
        bench
            .stack
            .kms(&bench.key)
            .seal(&workspace, &Plain::new("private"))
            .await
            .unwrap(),
    );
    bench.rows.install(&installation).await.unwrap();
    let secrets = bench.secrets();
    assert_eq!(
        named(&secrets.of(Some(&workspace)).await.unwrap()),
        ["private"]
    );
    assert_eq!(
        named(&secrets.of(Some(&sample::other_workspace())).await.unwrap()),
        [""; 0]
    );
    assert_eq!(named(&secrets.of(None).await.unwrap()), ["first"]);
}

#[tokio::test]
async fn that_a_workspace_has_no_app_of_its_own_is_kept_too() {
    let bench = Bench::new().await;
    let workspace = sample::workspace();
    let secrets = bench.secrets();
    assert_eq!(named(&secrets.of(Some(&workspace)).await.unwrap()), [""; 0]);
    let mut installation = sample::installation(workspace.clone());
    installation.private_secret = Some(
        bench
            .stack
            .kms(&bench.key)
            .seal(&workspace, &Plain::new("private"))
            .await
            .unwrap(),
    );
    bench.rows.install(&installation).await.unwrap();
    assert_eq!(named(&secrets.of(Some(&workspace)).await.unwrap()), [""; 0]);
    bench.clock.advance(Duration::from_secs(30));
    assert_eq!(
        named(&secrets.refreshed(Some(&workspace)).await.unwrap()),
        ["private"]
    );
}
