//! A whole deployment: the functions' binaries, AWS as emulated, and the simulated Intercom.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use local::seed;
use serde_json::Value;
use shared::adapters::sqs::Sqs;
use shared::ports::Mailbox as _;
use shared::ports::queue::{Delivery, Lane};
use shared::runtime::Ports;
use simulator::{ConversationView, Intercom, Subscription, Workspace};

use crate::acme::{self, Acme};
use crate::clock::Hand;
use crate::event;
use crate::function::Function;
use crate::stack::{Stack, arn};

/// Everything of one deployment but the functions, which a test starts as it needs them.
pub(crate) struct Town {
    pub(crate) stack: Stack,
    pub(crate) queues: Arc<Sqs>,
    pub(crate) ports: Ports,
    pub(crate) intercom: Intercom,
    pub(crate) acme: Workspace,
    hand: Mutex<Hand>,
    key: String,
    host: String,
    _server: simulator::Server,
}

impl Town {
    /// With the demo's workspace, installed. Notifications are held until a test posts them.
    pub(crate) async fn found() -> Self {
        let hand = Mutex::new(Hand::take().await);
        let stack = Stack::new();
        let (rows, queues, key) = (
            stack.tables().await,
            stack.queues().await,
            stack.key().await,
        );
        let secret = format!(r#"{{"client_secret":"{}"}}"#, seed::CLIENT_SECRET);
        let secrets = aws_sdk_secretsmanager::Client::new(&stack.config);
        secrets
            .create_secret()
            .name(&stack.name)
            .secret_string(secret)
            .send()
            .await
            .unwrap();

        let Acme {
            ports,
            intercom,
            workspace: acme,
            host,
            server,
        } = Acme::in_stack(rows, queues.clone(), stack.kms(&key)).await;
        intercom.webhooks().subscribe(Subscription::new(
            "http://127.0.0.1:9/webhooks",
            seed::CLIENT_SECRET,
        ));
        intercom.webhooks().hold();
        Self {
            stack,
            queues,
            ports,
            intercom,
            acme,
            hand,
            key,
            host,
            _server: server,
        }
    }

    pub(crate) async fn function(&self, name: &str) -> Function {
        Function::start(name, &self.variables()).await
    }

    /// What the template sets.
    pub(crate) fn variables(&self) -> Vec<(&'static str, String)> {
        let turns = self.queues.queues().url(Lane::Turns);
        vec![
            ("STACK", self.stack.name.clone()),
            (
                "QUEUE_URL_PREFIX",
                turns.strip_suffix("turns.fifo").unwrap().to_owned(),
            ),
            ("TURNS_AT_ONCE", "100".to_owned()),
            ("KMS_KEY_ID", self.key.clone()),
            ("APP_SECRET_ID", self.stack.name.clone()),
            ("INTERCOM_API", self.host.clone()),
        ]
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.hand.lock().unwrap().turn(time);
    }

    /// A visitor begins a conversation; its id.
    pub(crate) fn asks(&self, visitor: &str, text: &str) -> String {
        acme::asks(&self.acme, visitor, text)
    }

    /// Posts what Intercom has to tell; the status of each, by topic.
    pub(crate) async fn post_notifications(&self, webhook: &Function) -> Vec<String> {
        let mut posted = Vec::new();
        for notification in self.intercom.webhooks().take_held() {
            let signed = self.intercom.webhooks().sign(&notification).unwrap();
            let headers: Vec<_> = signed
                .headers
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let answer = webhook
                .invoke(&event::request("/webhooks", &headers, &signed.body))
                .await
                .unwrap();
            posted.push(format!("{} {}", notification.topic(), answer["statusCode"]));
        }
        posted
    }

    pub(crate) async fn received(&self, lane: Lane) -> Vec<Delivery> {
        self.queues.receive(lane, 10).await.unwrap()
    }

    /// Gives a function messages of a lane and deletes those that it is done with; which are to come again.
    pub(crate) async fn deliver(
        &self,
        lane: Lane,
        function: &Function,
        messages: &[Delivery],
    ) -> Vec<String> {
        let answer = function
            .invoke(&event::batch(
                &arn(&self.queues.queues().url(lane)),
                messages,
            ))
            .await;
        let answer: Value = answer.unwrap_or_else(|error| panic!("{error}\n{}", function.log()));
        let mut failed: Vec<_> = event::failed(&answer)
            .into_iter()
            .map(str::to_owned)
            .collect();
        failed.sort();
        for (nth, message) in messages.iter().enumerate() {
            if !failed.contains(&format!("m{nth}")) {
                self.queues.delete(lane, &message.receipt).await.unwrap();
            }
        }
        failed
    }

    pub(crate) fn view(&self, conversation: &str) -> ConversationView {
        acme::view(&self.acme, conversation)
    }

    /// What the visitor was told by the agent.
    pub(crate) fn replies(&self, conversation: &str) -> Vec<String> {
        acme::replies(&self.view(conversation))
    }
}
