//! A drill: the bundle without its runner. A test makes every delivery itself, as a queue would, and nobody waits for the time
//! that passes between two of them.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use local::bundle::{Bundle, Plan};
use local::feed::Feed;
use local::{functions, seed};
use shared::adapters::intercom::{Hosts, Timeouts};
use shared::domain::conversation::Errand;
use shared::domain::digest::Digest;
use shared::domain::notification::{Secret, Signal};
use shared::domain::part::{Author, Part};
use shared::domain::stamp::Stamp;
use shared::domain::turn::{TurnRequest, budget};
use shared::error::Disposition;
use shared::id::WorkspaceId;
use shared::ports::Clock;
use shared::ports::journal::Entry;
use shared::ports::keys::Plain;
use shared::ports::queue::{Lane, Letter};
use shared::runtime::Ports;
use shared::workspace::Delivery;
use shared::{Error, Outcome, Topic};
use simulator::{ConversationView, Intercom, Workspace};

use crate::kept::Entries;
use crate::script::{OneBrain, Script};
use crate::visit;

/// How often a message of `turns` is received before it is a dead letter.
const RECEIVES: u32 = 10;
/// How often a dead letter is tried here. In a stack it is for two weeks.
const DEAD: u32 = 3;
/// For how long a dead letter is hidden.
const HIDDEN: Duration = Duration::from_secs(15 * 60);

/// A bundle at rest.
pub struct Drill {
    /// The simulated Intercom.
    pub intercom: Intercom,
    /// The workspace.
    pub acme: Workspace,
    /// The brain of every configuration.
    pub brain: Arc<Script>,
    /// What deliveries are made with.
    pub ports: Ports,
    entries: Arc<Entries>,
    clock: Leaping,
    workers: AtomicU64,
    _bundle: Bundle,
    _server: simulator::Server,
}

/// What became of a request for a turn.
#[derive(Debug)]
pub struct Fate {
    /// What the last delivery came to.
    pub end: Result<Outcome, Error>,
    /// How often it was delivered.
    pub deliveries: u32,
    /// How often its dead letter was.
    pub dead: u32,
    /// Whether it is still there.
    pub waits: bool,
}

impl Drill {
    /// The demo's workspace with what `plant` adds to it and with this configuration.
    ///
    /// # Panics
    ///
    /// When something of the bundle does not stand.
    pub async fn open(plant: impl FnOnce(&Workspace), config: &str, timeouts: Timeouts) -> Self {
        let clock = Leaping(Arc::new(Mutex::new(
            "2026-03-10T09:00:00Z".parse().expect("a time"),
        )));
        let now = clock.clone();
        let intercom = Intercom::new(simulator::Clock::new(move || now.now().as_second()));
        let acme = seed::plant(&intercom);
        plant(&acme);
        let server = intercom
            .listen((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port");
        let shared_clock: Arc<dyn Clock> = Arc::new(clock.clone());
        let entries = Entries::before(Feed::new(shared_clock.clone(), Vec::new()));
        let mut bundle = Bundle::open(Plan {
            files: None,
            clock: shared_clock,
            journal: entries.clone(),
            hosts: Hosts::One(server.url().parse().expect("an address")),
            timeouts,
            secrets: vec![Secret::new(seed::CLIENT_SECRET).expect("not empty")],
        })
        .await
        .expect("the bundle stands");
        let brain = Arc::new(Script::default());
        bundle.ports.brains = Arc::new(OneBrain(brain.clone()));
        let workspace = WorkspaceId::try_from(seed::WORKSPACE).expect("an id");
        bundle
            .install(&workspace, &Plain::new(seed::TOKEN), config)
            .await
            .expect("the workspace can be installed");
        Self {
            intercom,
            acme,
            brain,
            ports: bundle.ports.clone(),
            entries,
            clock,
            workers: AtomicU64::new(1),
            _bundle: bundle,
            _server: server,
        }
    }

    /// A visitor begins a conversation, of which nobody is notified; its id.
    ///
    /// # Panics
    ///
    /// When there is no such visitor.
    #[must_use]
    pub fn asks(&self, visitor: &str, page: &str, text: &str) -> String {
        let contacts = self.acme.view().contacts;
        let contact = contacts
            .iter()
            .find(|contact| contact.name.as_deref() == Some(visitor))
            .expect("a visitor of that name");
        self.acme
            .visitor(&contact.id)
            .starts(text, Some(page))
            .expect("the Messenger takes it")
    }

    /// The visitor goes on, and the bundle is notified.
    ///
    /// # Panics
    ///
    /// When the Messenger or the function refuses.
    pub async fn says(&self, visitor: &str, talk: &str, text: &str) {
        let contacts = self.acme.view().contacts;
        let contact = contacts
            .iter()
            .find(|contact| contact.name.as_deref() == Some(visitor))
            .expect("a visitor of that name");
        let part = self
            .acme
            .visitor(&contact.id)
            .replies(talk, text)
            .expect("the Messenger takes it");
        let at = self.clock.now().as_second();
        let signal = Signal {
            workspace: self.acme.id().try_into().expect("an id"),
            topic: Topic::ConversationUserReplied,
            notification: None,
            at,
            conversation: talk.try_into().expect("an id"),
            parts: vec![Part {
                stamp: Stamp::new(at, part.as_str().try_into().expect("an id")),
                kind: "comment".to_owned(),
                author: Author::of("user", Some(&contact.id)),
                has_body: true,
                assigned_to: None,
                app_package_code: None,
                from_ai: false,
                redacted: false,
                command: None,
            }],
            rated: None,
        };
        let Letter { lane, body, .. } = Letter::signal(&signal);
        functions::deliver(&self.ports, lane, &body, self.delivery(1))
            .await
            .expect("the function notes it");
    }

    /// One delivery of the request for a turn.
    ///
    /// # Errors
    ///
    /// What the function fails with.
    pub async fn turn(&self, talk: &str, receive_count: u32) -> Result<Outcome, Error> {
        let body = self.request(talk);
        let delivery = self.delivery(receive_count);
        functions::deliver(&self.ports, Lane::Turns, &body, delivery).await
    }

    /// One delivery of the request's dead letter.
    ///
    /// # Errors
    ///
    /// What the function fails with.
    pub async fn dead_letter(&self, talk: &str, receive_count: u32) -> Result<Outcome, Error> {
        let body = self.request(talk);
        let delivery = self.delivery(receive_count);
        functions::deliver_dead_letter(&self.ports, Lane::Turns, &body, delivery).await
    }

    /// All deliveries of one request for a turn, as a queue makes them, and those of its dead letter. `then` is what happens
    /// after the first one.
    pub async fn through_the_queue(&self, talk: &str, then: impl FnOnce()) -> Fate {
        let mut then = Some(then);
        let mut fate = Fate {
            end: Ok(Outcome::NothingToCover),
            deliveries: 0,
            dead: 0,
            waits: false,
        };
        for count in 1..=RECEIVES {
            fate.deliveries = count;
            fate.end = self.turn(talk, count).await;
            if let Some(then) = then.take() {
                then();
            }
            match &fate.end {
                Ok(_) => return fate,
                Err(error) => match error.disposition(count) {
                    Disposition::Retry(after) => self.clock.pass(after),
                    Disposition::Discard => return fate,
                },
            }
        }
        for count in 1..=DEAD {
            fate.dead = count;
            fate.end = self.dead_letter(talk, count).await;
            match &fate.end {
                Ok(_) => return fate,
                Err(error) if error.disposition(count) == Disposition::Discard => return fate,
                Err(_) => self.clock.pass(HIDDEN),
            }
        }
        fate.waits = true;
        fate
    }

    /// Time passes.
    pub fn passes(&self, time: Duration) {
        self.clock.pass(time);
    }

    /// Everything the bundle said.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.entries.all()
    }

    /// The conversation as it is now, if it is.
    #[must_use]
    pub fn view(&self, talk: &str) -> Option<ConversationView> {
        let conversations = self.acme.view().conversations;
        conversations
            .into_iter()
            .find(|conversation| conversation.id == talk)
    }

    /// How many texts and notes the agent wrote, and who has the conversation.
    #[must_use]
    pub fn shows(&self, talk: &str) -> (usize, usize, String) {
        let Some(view) = self.view(talk) else {
            return (0, 0, "gone".to_owned());
        };
        let notes = view.parts.iter().filter(|part| part.by_app && part.is_note);
        let notes = notes.count();
        let answers = visit::answers(&view);
        let holder = view.admin_assignee.or(view.team_assignee);
        (
            answers,
            notes,
            holder.unwrap_or_else(|| "nobody".to_owned()),
        )
    }

    fn request(&self, talk: &str) -> String {
        let request = TurnRequest {
            workspace: self.acme.id().try_into().expect("an id"),
            conversation: talk.try_into().expect("an id"),
            cause: Digest::of([talk]),
            errand: Errand::Answer,
            place: None,
            beside: None,
        };
        Letter::turn(&request).body
    }

    fn delivery(&self, receive_count: u32) -> Delivery {
        let timeout = SignedDuration::try_from(budget::FUNCTION).expect("two minutes");
        Delivery {
            worker: self.workers.fetch_add(1, Ordering::Relaxed),
            receive_count,
            lane: Lane::Turns,
            deadline: self.clock.now().checked_add(timeout).expect("a time"),
        }
    }
}

impl Fate {
    /// How it ended, and with which delivery.
    #[must_use]
    pub fn told(&self) -> String {
        let end = match &self.end {
            Ok(outcome) => outcome.to_string(),
            Err(error) if self.waits => format!("waits: {error}"),
            Err(error) => format!("dropped: {error}"),
        };
        match (self.deliveries, self.dead) {
            (1, 0) => end,
            (nth, 0) => format!("{end} (delivery {nth})"),
            (_, nth) => format!("{end} (dead letter {nth})"),
        }
    }
}

/// A clock that leaps over what is waited for. What limits something else takes a moment first, so that the other has a
/// chance: nothing waits for ten seconds that is no limit, but for the last look for a step.
#[derive(Clone)]
struct Leaping(Arc<Mutex<Timestamp>>);

impl Leaping {
    /// From here on it may be a limit.
    const LIMIT: Duration = Duration::from_secs(10);
    /// How long a limit really takes.
    const MOMENT: Duration = Duration::from_millis(200);

    fn pass(&self, time: Duration) {
        let mut now = self.lock();
        *now = now.saturating_add(time).unwrap_or(Timestamp::MAX);
    }

    fn lock(&self) -> MutexGuard<'_, Timestamp> {
        self.0.lock().expect("no holder of this lock panics")
    }
}

#[async_trait]
impl Clock for Leaping {
    fn now(&self) -> Timestamp {
        *self.lock()
    }

    async fn sleep(&self, duration: Duration) {
        if duration >= Self::LIMIT {
            tokio::time::sleep(Self::MOMENT).await;
        } else {
            tokio::task::yield_now().await;
        }
        self.pass(duration);
    }
}
