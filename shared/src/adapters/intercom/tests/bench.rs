//! A grant on a scripted server, with a clock that only its sleeps turn.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::server::{Answer, Server};
use crate::adapters::intercom::{Client, Grant, Host, Timeouts};
use crate::domain::html::Html;
use crate::id::{AdminId, ConversationId};
use crate::ports::clock::Clock;
use crate::ports::intercom::Post;
use crate::ports::journal::{Entry, Journal};
use crate::ports::keys::Plain;

pub(super) const TOKEN: &str = "dG9rOmFkYS1zZWNyZXQ";

#[derive(Default)]
pub(super) struct World {
    slept: Mutex<Vec<Duration>>,
    entries: Mutex<Vec<Entry>>,
}

#[async_trait]
impl Clock for World {
    fn now(&self) -> Timestamp {
        let slept: Duration = self.slept().iter().sum();
        Timestamp::from_second(1_768_031_789).unwrap() + slept
    }

    async fn sleep(&self, duration: Duration) {
        self.slept.lock().unwrap().push(duration);
    }
}

impl Journal for World {
    fn enter(&self, entry: Entry) {
        self.entries.lock().unwrap().push(entry);
    }
}

impl World {
    pub(super) fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }

    pub(super) fn entries(&self) -> Vec<Entry> {
        self.entries.lock().unwrap().clone()
    }
}

pub(super) struct Bench {
    pub(super) server: Server,
    pub(super) world: Arc<World>,
    pub(super) grant: Grant,
}

impl Bench {
    pub(super) fn playing(script: impl IntoIterator<Item = Answer>) -> Self {
        Self::patient(Timeouts::default(), script)
    }

    pub(super) fn patient(timeouts: Timeouts, script: impl IntoIterator<Item = Answer>) -> Self {
        let server = Server::playing(script);
        let (world, grant) = grant(timeouts, server.host());
        Self {
            server,
            world,
            grant,
        }
    }
}

pub(super) fn grant(timeouts: Timeouts, host: Host) -> (Arc<World>, Grant) {
    let world = Arc::new(World::default());
    let client = Client::new(timeouts, world.clone(), world.clone()).unwrap();
    let grant = client.grant(host, Plain::new(TOKEN), "abc123def".parse().unwrap());
    (world, grant)
}

pub(super) fn conversation() -> ConversationId {
    "215472621202693".parse().unwrap()
}

pub(super) fn us() -> AdminId {
    "9608799".parse().unwrap()
}

pub(super) fn reply() -> Post {
    let mut html = Html::default();
    html.paragraphs("Hello, Ada");
    Post::Reply(html)
}

/// A conversation as a write answers it, with these parts.
pub(super) fn with_parts(parts: &str) -> String {
    format!(
        r#"{{"type":"conversation","id":"215472621202693","created_at":1768031789,"statistics":null,
            "conversation_parts":{{"type":"conversation_part.list","conversation_parts":[{parts}],"total_count":1}}}}"#
    )
}
