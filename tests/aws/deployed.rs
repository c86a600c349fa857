//! The deployed template: Intercom posts at the API, the functions run where the emulator runs them under the roles the
//! template gives them, and what they do arrives at Intercom.
//!
//! Nobody turns the emulator's clock here: a lease and a visibility timeout have to end at the same time as in life.

mod vended;

use std::time::Duration;

use harness::shop::{ANA, JONAS};
use local::seed;
use serde_json::json;
use shared::Topic;
use shared::adapters::system_clock::SystemClock;
use shared::domain::notification::Signal;
use shared::id::{ConversationId, WorkspaceId};
use shared::ports::queue::Letter;
use shared::ports::{Clock as _, Registry as _};
use simulator::{App, Fault, FaultKind, Intercom, Subscription, Workspace};

use crate::acme::{self, Acme};
use crate::deployment::Deployment;

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
    let logs = place.deployment.logs().await;
    for secret in [seed::TOKEN, seed::CLIENT_SECRET, "brew", ANA, JONAS] {
        assert!(!logs.contains(secret), "{secret} is in the logs");
    }
}

/// Goes the way of a browser: to Intercom, where the admin authorises the app, and back.
async fn installs_by_oauth(place: &Place) {
    let redirect = place.deployment.output("OauthRedirectUrl").to_owned();
    let app = App::new(CLIENT_ID, seed::CLIENT_SECRET, [redirect]);
    place.intercom.register_app(app);
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
    };
    let letter = Letter::signal(&signal);
    place.deployment.send_dead(&letter).await;
    conversation
}
