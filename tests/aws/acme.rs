//! The demo's workspace: at the simulated Intercom, and installed in a stack.

use std::net::Ipv4Addr;
use std::sync::Arc;

use local::brains::{LocalBrains, SimulatedHost};
use local::seed;
use shared::adapters::articles::Articles;
use shared::adapters::dynamodb::DynamoDb;
use shared::adapters::intercom::{Client, Hosts, Timeouts};
use shared::adapters::kms::Kms;
use shared::adapters::sqs::Sqs;
use shared::adapters::system_clock::SystemClock;
use shared::config_file::read_config;
use shared::id::WorkspaceId;
use shared::install::{self, Application, Content};
use shared::ports::configurations::{Draft, Over};
use shared::ports::journal::Entry;
use shared::ports::keys::Plain;
use shared::ports::registry::Region;
use shared::ports::{Clock as _, Journal};
use shared::runtime::Ports;
use shared::workspace::Shares;
use simulator::{ConversationView, Intercom, Workspace};

/// The workspace, and what it takes to open it in the stack.
pub(crate) struct Acme {
    pub(crate) ports: Ports,
    pub(crate) intercom: Intercom,
    pub(crate) workspace: Workspace,
    /// Intercom's address.
    pub(crate) host: String,
    pub(crate) server: simulator::Server,
}

/// Nobody reads it here.
struct Unread;

impl Journal for Unread {
    fn enter(&self, _: Entry) {}
}

impl Acme {
    /// Starts Intercom. Nothing is subscribed yet.
    pub(crate) async fn at_intercom() -> (Intercom, Workspace, simulator::Server) {
        let intercom = Intercom::new(simulator::Clock::new(|| SystemClock.now().as_second()));
        let workspace = seed::plant(&intercom);
        let server = intercom.listen((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        (intercom, workspace, server)
    }

    /// Starts Intercom, and installs the workspace in a stack.
    pub(crate) async fn in_stack(rows: Arc<DynamoDb>, queues: Arc<Sqs>, keys: Arc<Kms>) -> Self {
        let (intercom, workspace, server) = Self::at_intercom().await;
        let ports = installed(rows, queues, keys, &server.url()).await;
        Self {
            ports,
            intercom,
            workspace,
            host: server.url(),
            server,
        }
    }
}

fn client() -> Client {
    Client::new(Timeouts::default(), Arc::new(SystemClock), Arc::new(Unread)).unwrap()
}

/// What opens workspaces of the Intercom at `host` in a stack.
pub(crate) fn ports(rows: Arc<DynamoDb>, queues: Arc<Sqs>, keys: Arc<Kms>, host: &str) -> Ports {
    Ports {
        store: rows.clone(),
        configurations: rows.clone(),
        registry: rows.clone(),
        readings: rows.clone(),
        decisions: rows.clone(),
        follow_ups: rows.clone(),
        due: rows.clone(),
        allowance: rows,
        queue: queues,
        clock: Arc::new(SystemClock),
        journal: Arc::new(Unread),
        keys,
        connect: Arc::new(SimulatedHost {
            client: client(),
            hosts: Hosts::One(host.parse().unwrap()),
        }),
        brains: Arc::new(LocalBrains(Arc::new(Articles))),
        known: Arc::default(),
        arrivals: Arc::default(),
        shares: Arc::new(Shares::unlimited()),
    }
}

/// Installs the workspace of the Intercom at `host` in a stack; what opens it there.
pub(crate) async fn installed(
    rows: Arc<DynamoDb>,
    queues: Arc<Sqs>,
    keys: Arc<Kms>,
    host: &str,
) -> Ports {
    let ports = ports(rows, queues, keys, host);
    install_by(&ports, host).await;
    ports
}

/// Installs the workspace of the Intercom at `host`, by its private app's token.
pub(crate) async fn install_by(ports: &Ports, host: &str) {
    let (workspace, token) = (
        WorkspaceId::try_from(seed::WORKSPACE).unwrap(),
        Plain::new(seed::TOKEN),
    );
    let grant = client().grant(host.parse().unwrap(), token.clone(), workspace.clone());
    let config = read_config(seed::CONFIG).unwrap();
    let place = ports.place();
    let application = Application {
        workspace: &workspace,
        token: &token,
        private_secret: None,
        region: Region::default(),
        content: Content::New(
            Draft::new(&config, seed::CONFIG, None).unwrap(),
            Over::Whatever,
        ),
        over: None,
    };
    install::install(place, &grant, application).await.unwrap();
}

/// A visitor begins a conversation; its id.
pub(crate) fn asks(acme: &Workspace, visitor: &str, text: &str) -> String {
    let view = acme.view();
    let contact = view
        .contacts
        .iter()
        .find(|contact| contact.name.as_deref() == Some(visitor))
        .unwrap();
    acme.visitor(&contact.id)
        .starts(text, Some(harness::shop::SHOP))
        .unwrap()
}

pub(crate) fn view(acme: &Workspace, conversation: &str) -> ConversationView {
    acme.view()
        .conversations
        .into_iter()
        .find(|view| view.id == conversation)
        .unwrap()
}

/// What the visitor was told by the agent.
pub(crate) fn replies(view: &ConversationView) -> Vec<String> {
    let ours = view
        .parts
        .iter()
        .filter(|part| !part.is_note && part.author.name.as_deref() == Some(harness::shop::NEXORA));
    ours.filter_map(|part| part.body.clone())
        .filter(|body| !body.is_empty())
        .collect()
}
