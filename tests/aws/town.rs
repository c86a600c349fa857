//! A whole deployment: the functions' binaries, AWS as emulated, and the simulated Intercom.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use local::brains::{LocalBrains, SimulatedHost};
use local::{install, seed};
use serde_json::Value;
use shared::adapters::articles::Articles;
use shared::adapters::intercom::{Client, Host, Timeouts};
use shared::adapters::sqs::Sqs;
use shared::adapters::system_clock::SystemClock;
use shared::id::WorkspaceId;
use shared::ports::journal::Entry;
use shared::ports::keys::Plain;
use shared::ports::queue::{Delivery, Lane};
use shared::ports::{Clock as _, Journal, Mailbox as _};
use shared::runtime::Ports;
use simulator::{ConversationView, Intercom, Subscription, Workspace};

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

/// Nobody reads it here.
struct Unread;

impl Journal for Unread {
    fn enter(&self, _: Entry) {}
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

        let intercom = Intercom::new(simulator::Clock::new(|| SystemClock.now().as_second()));
        let acme = seed::plant(&intercom);
        let server = intercom.listen((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        intercom.webhooks().subscribe(Subscription::new(
            "http://127.0.0.1:9/webhooks",
            seed::CLIENT_SECRET,
        ));
        intercom.webhooks().hold();

        let clock = Arc::new(SystemClock);
        let client = Client::new(Timeouts::default(), clock.clone(), Arc::new(Unread)).unwrap();
        let host: Host = server.url().parse().unwrap();
        let ports = Ports {
            store: rows.clone(),
            registry: rows,
            queue: queues.clone(),
            clock,
            journal: Arc::new(Unread),
            keys: stack.kms(&key),
            connect: Arc::new(SimulatedHost {
                client: client.clone(),
                host: host.clone(),
            }),
            brains: Arc::new(LocalBrains(Arc::new(Articles))),
            known: Arc::default(),
        };
        let (workspace, token) = (
            WorkspaceId::try_from(seed::WORKSPACE).unwrap(),
            Plain::new(seed::TOKEN),
        );
        let grant = client.grant(host, token.clone(), workspace.clone());
        let config = install::read_config(seed::CONFIG).unwrap();
        install::install(&ports, &grant, &token, &workspace, config)
            .await
            .unwrap();
        Self {
            stack,
            queues,
            ports,
            intercom,
            acme,
            hand,
            key,
            host: server.url(),
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
        let view = self.acme.view();
        let contact = view
            .contacts
            .iter()
            .find(|contact| contact.name.as_deref() == Some(visitor))
            .unwrap();
        self.acme
            .visitor(&contact.id)
            .starts(text, Some(harness::shop::SHOP))
            .unwrap()
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
        self.acme
            .view()
            .conversations
            .into_iter()
            .find(|view| view.id == conversation)
            .unwrap()
    }

    /// What the visitor was told by the agent.
    pub(crate) fn replies(&self, conversation: &str) -> Vec<String> {
        let view = self.view(conversation);
        let ours = view.parts.into_iter().filter(|part| {
            !part.is_note && part.author.name.as_deref() == Some(harness::shop::NEXORA)
        });
        ours.filter_map(|part| part.body)
            .filter(|body| !body.is_empty())
            .collect()
    }
}
