//! The deployed template: Intercom posts at the API, the functions run where the emulator runs them under the roles the
//! template gives them, and what they do arrives at Intercom.
//!
//! Nobody turns the emulator's clock here: a lease and a visibility timeout have to end at the same time as in life.

mod vended;

use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use harness::shop::{ANA, JONAS};
use local::seed;
use serde_json::json;
use shared::Topic;
use shared::adapters::system_clock::SystemClock;
use shared::contract::sample;
use shared::domain::notification::Signal;
use shared::id::{ConversationId, WorkspaceId};
use shared::ports::keys::Plain;
use shared::ports::queue::Letter;
use shared::ports::registry::{Departure, Installation, Membership, Standing};
use shared::ports::{Clock as _, Due, Keys as _, Registry as _};
use simulator::{App, Fault, FaultKind, Intercom, Subscription, Workspace};

use crate::acme::{self, Acme};
use crate::deployment::Deployment;
use crate::follow_ups;

const CLIENT_ID: &str = "12ab34cd-client";

/// What the way of one message takes at most on a machine that is busy, cold starts included.
const SOON: Duration = Duration::from_secs(90);
/// As long as a crashed turn's message is hidden, and then the way of it.
const AFTER_A_CRASH: Duration = Duration::from_secs(130 + 90);

/// A deployed stack, and an Intercom with a workspace that is installed in it.
struct Place {
    deployment: Deployment,
    intercom: Intercom,
    acme: Workspace,
    _server: simulator::Server,
}

impl Place {
    /// With these parameters beside those every test has.
    async fn make(parameters: &[&str]) -> Self {
        let (intercom, acme, server) = Acme::at_intercom().await;
        let deployment = Deployment::make(&server.url(), parameters).await;
        let secrets = aws_sdk_secretsmanager::Client::new(&deployment.stack.config);
        let secret = json!({ "client_id": CLIENT_ID, "client_secret": seed::CLIENT_SECRET });
        let put = secrets
            .put_secret_value()
            .secret_id(deployment.output("AppSecretArn"));
        put.secret_string(secret.to_string()).send().await.unwrap();
        let keys = deployment.stack.kms(deployment.output("TokensKeyArn"));
        let (rows, queues) = (deployment.rows(), deployment.queues());
        acme::installed(rows, queues, keys, &server.url()).await;
        Self {
            deployment,
            intercom,
            acme,
            _server: server,
        }
    }

    /// Lets Intercom sign with this secret.
    fn signs_with(&self, secret: &str) {
        let subscription = Subscription::new(self.deployment.url("WebhookUrl"), secret);
        self.intercom.webhooks().subscribe(subscription);
    }

    fn replies(&self, conversation: &str) -> Vec<String> {
        acme::replies(&acme::view(&self.acme, conversation))
    }

    async fn within(&self, patience: Duration, what: &str, mut holds: impl AsyncFnMut() -> bool) {
        let waited = async {
            while !holds().await {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        };
        if tokio::time::timeout(patience, waited).await.is_err() {
            panic!("in vain: {what}\n{}", self.deployment.logs().await);
        }
    }

    /// What a `ping` is answered with.
    async fn ping(&self) -> Option<u16> {
        self.intercom.webhooks().ping(seed::WORKSPACE);
        self.intercom.webhooks().settled().await;
        self.intercom.webhooks().deliveries().last().unwrap().status
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deployed_stack_answers_once_whatever_dies() {
    let place = Place::make(&[]).await;

    let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let rows = place.deployment.rows();
    let before = rows.installation(&acme).await.unwrap().unwrap();
    installs_by_oauth(&place).await;
    let after = rows.installation(&acme).await.unwrap().unwrap();
    assert_ne!(after.token, before.token);

    place.signs_with("another secret");
    assert_eq!(place.ping().await, Some(401), "a wrong signature");
    place.signs_with(seed::CLIENT_SECRET);
    assert_eq!(place.intercom.webhooks().probe().await.unwrap(), 200);

    let asked = acme::asks(&place.acme, ANA, "How do I change my delivery address?");
    place
        .within(SOON, "the reply", async || {
            !place.replies(&asked).is_empty()
        })
        .await;
    assert!(place.replies(&asked)[0].contains("delivery address"));
    place.intercom.webhooks().settled().await;
    place
        .within(SOON, "the echo", async || {
            place.deployment.waiting().await == 0
        })
        .await;

    // The next turn dies when its reply is posted and nothing says so yet, neither a record nor an echo.
    let slow = Fault::new(FaultKind::Latency(Duration::from_secs(600)));
    let slow = slow
        .on_method("PUT")
        .on_path_prefix("/conversations")
        .times(1);
    place.intercom.faults().inject(slow);
    let asked = acme::asks(&place.acme, JONAS, "How do I brew green tea?");
    place.intercom.webhooks().settled().await;
    place.intercom.webhooks().hold();
    place
        .within(SOON, "the reply", async || {
            !place.replies(&asked).is_empty()
        })
        .await;
    assert!(place.deployment.kill("agent-turn") > 0, "it was running");

    // Meanwhile a message dies too, and people get its conversation.
    let dead = a_dead_signal(&place).await;
    place
        .within(
            SOON,
            "people have the dead letter's conversation",
            async || acme::view(&place.acme, &dead).team_assignee.as_deref() == Some("Support"),
        )
        .await;

    place
        .within(
            AFTER_A_CRASH,
            "the crashed turn came again and is done",
            async || place.deployment.waiting().await == 0,
        )
        .await;
    assert_eq!(
        place.replies(&asked).len(),
        1,
        "{}",
        place.deployment.logs().await
    );
    assert_eq!(
        place.intercom.faults().pending(),
        0,
        "it died where it should"
    );
    leaves(&place).await;
    follows_up(&place).await;
    let logs = place.deployment.logs().await;
    for secret in [seed::TOKEN, seed::CLIENT_SECRET, "brew", ANA, JONAS] {
        assert!(!logs.contains(secret), "{secret} is in the logs");
    }
}

/// What is due is looked at under the role of `queue-flush`.
async fn follows_up(place: &Place) {
    let rows = place.deployment.rows();
    let now = SystemClock.now();
    follow_ups::plant(&rows, now).await;
    let tick = format!(r#"{{"at":"{now}"}}"#);
    place.deployment.invoke("QueueFlush", &tick).await;
    let left = Due::due(&*rows, SystemClock.now(), 10).await.unwrap();
    // Whatever it may not do would have left the row.
    if !left.follow_ups.is_empty() {
        panic!("{left:?}\n{}", place.deployment.logs().await);
    }
    // The workspace has no configuration: the turn is dropped.
    place
        .within(SOON, "its turn is taken", async || {
            place.deployment.waiting().await == 0
        })
        .await;
}

/// Its token dies and it is installed anew; then it removes the app. And what is due by the clock is done.
async fn leaves(place: &Place) {
    let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let rows = place.deployment.rows();
    let standing = async || rows.installation(&acme).await.unwrap().unwrap().standing;
    place.intercom.webhooks().release();
    place.acme.revoke_tokens();
    let unanswered = acme::asks(&place.acme, ANA, "How do I brew black tea?");
    place
        .within(SOON, "the token is known to be refused", async || {
            standing().await.refused_since.is_some()
        })
        .await;
    place
        .within(SOON, "nothing comes again", async || {
            place.deployment.waiting().await == 0
        })
        .await;
    installs_by_oauth(place).await;
    assert!(standing().await.is_good());

    has_a_secret(place, seed::WORKSPACE).await;

    // A notification is late, and arrives after the app was removed.
    place.intercom.webhooks().hold();
    let late = acme::asks(&place.acme, JONAS, "How do I pause?");
    let held = place.intercom.webhooks().take_held();
    let signed = place.intercom.webhooks().sign(&held[0]).unwrap();
    place.intercom.webhooks().release();
    place
        .intercom
        .uninstall(CLIENT_ID, seed::WORKSPACE)
        .unwrap();
    place.intercom.webhooks().settled().await;
    let told = place.intercom.webhooks().deliveries().pop().unwrap();
    assert_eq!((told.topic.as_str(), told.status), ("uninstall", Some(200)));
    let Membership::Left(departure) = rows.membership(&acme).await.unwrap() else {
        panic!("it is still there\n{}", place.deployment.logs().await);
    };
    assert_eq!(secrets(place).await, 0, "they go with the token");
    let mut request = reqwest::Client::new().post(&signed.url).body(signed.body);
    for (name, value) in signed.headers {
        request = request.header(name, value);
    }
    assert_eq!(request.send().await.unwrap().status(), 200);
    place
        .within(SOON, "the late notification is dropped", async || {
            place.deployment.logs().await.contains("not_installed")
                && place.deployment.waiting().await == 0
        })
        .await;
    for conversation in [&unanswered, &late] {
        assert_eq!(place.replies(conversation), [""; 0]);
    }

    // Another one left long ago.
    let gone = sample::installation(WorkspaceId::try_from("longgone").unwrap());
    rows.install(&gone).await.unwrap();
    let long_ago = SystemClock.now() - Departure::KEPT;
    let departed = Departure::at(gone.workspace.clone(), long_ago);
    assert!(rows.uninstall(&gone, &departed).await.unwrap());
    // Its secret outlived the uninstall.
    has_a_secret(place, gone.workspace.as_str()).await;
    // And one is said to have left, whose token has ended.
    let doubted = Installation {
        workspace: WorkspaceId::try_from("doubted1").unwrap(),
        ..gone.clone()
    };
    rows.install(&doubted).await.unwrap();
    let now = SystemClock.now();
    let standing = Standing {
        doubted_since: Some(now),
        ..Standing::default()
    };
    let keys = place
        .deployment
        .stack
        .kms(place.deployment.output("TokensKeyArn"));
    let doubted = Installation {
        token: keys
            .seal(&doubted.workspace, &Plain::new("a token that ended"))
            .await
            .unwrap(),
        ..doubted
    };
    rows.install(&doubted).await.unwrap();
    assert!(rows.judge(&doubted, standing, now).await.unwrap());
    let tick = format!(r#"{{"at":"{now}"}}"#);
    place.deployment.invoke("Sweep", &tick).await;
    let left = [&gone.workspace, &doubted.workspace, &acme];
    let mut memberships = Vec::new();
    for workspace in left {
        memberships.push(rows.membership(workspace).await.unwrap());
    }
    let is_right = matches!(
        &memberships[..],
        [Membership::Unknown, Membership::Left(_), Membership::Left(kept)] if *kept == departure
    );
    if !is_right || secrets(place).await != 0 {
        panic!("{memberships:?}\n{}", place.deployment.logs().await);
    }
}

/// Puts the row of a secret, as `nexora secret set` leaves one.
async fn has_a_secret(place: &Place, workspace: &str) {
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let rows = aws_sdk_dynamodb::Client::new(&place.deployment.stack.config);
    let put = rows
        .put_item()
        .table_name(format!("{}-secrets", place.deployment.stack.name))
        .item("workspace", text(workspace))
        .item("name", text("openai"))
        .item("value", text("c2VhbGVk"))
        .item("since", AttributeValue::N("1773144600".to_owned()));
    put.send().await.unwrap();
}

/// How many secrets there are, of all workspaces.
async fn secrets(place: &Place) -> usize {
    let rows = aws_sdk_dynamodb::Client::new(&place.deployment.stack.config);
    let table = format!("{}-secrets", place.deployment.stack.name);
    let scan = rows.scan().table_name(table).send().await;
    scan.unwrap().items().len()
}

/// Goes the way of a browser: to Intercom, where the admin authorises the app, and back.
async fn installs_by_oauth(place: &Place) {
    let redirect = place.deployment.output("OauthRedirectUrl").to_owned();
    place.intercom.register_app(App {
        uninstall_url: Some(place.deployment.url("UninstallUrl")),
        ..App::new(CLIENT_ID, seed::CLIENT_SECRET, [redirect])
    });
    let browser = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let begun = browser.get(place.deployment.url("OauthInstallUrl"));
    let begun = begun.send().await.unwrap();
    let header = |name: &str| begun.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(begun.status(), 302);
    let to: url::Url = header("location").parse().unwrap();
    let state = to.query_pairs().find(|(name, _)| name == "state").unwrap();
    let code = place
        .intercom
        .authorise(CLIENT_ID, seed::WORKSPACE)
        .unwrap();
    let back = browser
        .get(place.deployment.url("OauthRedirectUrl"))
        .query(&[("code", code.as_str()), ("state", &state.1)])
        .header("cookie", header("set-cookie").split(';').next().unwrap())
        .send()
        .await
        .unwrap();
    let status = back.status();
    let page = back.text().await.unwrap();
    if status != 200 {
        panic!("{status} {page}\n{}", place.deployment.logs().await);
    }
    assert!(page.contains("Nexora is installed in Acme Tea"), "{page}");
}

/// Puts what says that a visitor began a conversation among the dead letters of its topic; the conversation.
async fn a_dead_signal(place: &Place) -> String {
    let conversation = acme::asks(&place.acme, ANA, "Is anybody there?");
    let signal = Signal {
        workspace: WorkspaceId::try_from(seed::WORKSPACE).unwrap(),
        topic: Topic::ConversationUserCreated,
        notification: None,
        at: SystemClock.now().as_second(),
        conversation: ConversationId::try_from(conversation.as_str()).unwrap(),
        parts: Vec::new(),
        rated: None,
    };
    let letter = Letter::signal(&signal);
    place.deployment.send_dead(&letter).await;
    conversation
}
