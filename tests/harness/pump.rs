//! The bundle, delivered by hand: one message after the other, in an order that is always the same, and without waiting.
//!
//! What the event source mappings and Intercom's webhooks do is done here by [`Pump::settle`], at the time they would do it: a
//! worker that dies leaves its message hidden until the visibility ends, and Intercom posts a second time after a minute.
//! Everything else is real: the functions, the store's adapter over DynamoDB's protocol, the queues, HTTP to the simulator.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use http::{Request, Response};
use jiff::{SignedDuration, Timestamp};
use local::bundle::{Bundle, Plan};
use local::{functions, seed};
use shared::adapters::intercom::{Hosts, Timeouts};
use shared::domain::conversation::Record;
use shared::domain::notification::Secret;
use shared::domain::turn::budget;
use shared::error::Disposition;
use shared::id::WorkspaceId;
use shared::intake::Intake;
use shared::ports::journal::Entry;
use shared::ports::keys::Plain;
use shared::ports::queue::{self, Lane};
use shared::ports::{Clock as _, Mailbox as _};
use shared::runtime::{Ports, Tick};
use shared::{Error, Outcome, workspace};
use simulator::{Intercom, Notification, Subscription, Workspace};

use crate::contract;
use crate::kept::Entries;
use crate::mortal::{Fate, Killed, Moment, Mortal, Point, Spared, Verdict};
use crate::timeline::Timeline;

/// How long an operation takes.
const OPERATION: Duration = Duration::from_millis(50);
/// After how long Intercom posts a notification again that was not taken.
const AGAIN: Duration = Duration::from_mins(1);
/// How far apart the ticks are of what is looked at again.
const TICK: Duration = Duration::from_mins(1);
/// More deliveries than any conversation of the tests needs.
const MOST: usize = 400;

/// When the notifications arrive of what happens while something is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Before the next delivery.
    Prompt,
    /// When nothing else is left to do.
    Late,
}

/// It did not come to rest.
#[derive(Debug, thiserror::Error)]
#[error("after {MOST} deliveries there is still something to do")]
pub struct Restless;

/// The bundle with the demo's workspace, and nobody who delivers.
pub struct Pump {
    /// The simulated Intercom.
    pub intercom: Intercom,
    /// The workspace.
    pub acme: Workspace,
    /// The time.
    pub timeline: Timeline,
    bundle: Bundle,
    entries: Arc<Entries>,
    /// The ports of the container that is warm.
    warm: Mutex<Ports>,
    worker: AtomicU64,
    _server: simulator::Server,
}

/// A notification on its way.
struct Posting {
    at: Timestamp,
    attempt: u32,
    notification: Notification,
}

impl Pump {
    /// The demo's workspace, configured so.
    ///
    /// # Panics
    ///
    /// When something of the bundle does not stand.
    pub async fn open(config: &str) -> Self {
        let timeline = Timeline::at("2026-03-10T09:00:00Z".parse().expect("a time"));
        let now = timeline.clone();
        let intercom = Intercom::new(simulator::Clock::new(move || now.now().as_second()));
        let acme = seed::plant(&intercom);
        let server = intercom
            .listen((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port");
        let clock = Arc::new(timeline.clone());
        let entries = Entries::before(local::feed::Feed::new(clock.clone(), Vec::new()));
        let mut bundle = Bundle::open(Plan {
            files: None,
            clock,
            journal: entries.clone(),
            hosts: Hosts::One(server.url().parse().expect("an address")),
            timeouts: Timeouts::default(),
            secrets: vec![Secret::new(seed::CLIENT_SECRET).expect("not empty")],
        })
        .await
        .expect("the bundle stands");
        bundle
            .install(&id(), &Plain::new(seed::TOKEN), config)
            .await
            .expect("the workspace can be installed");
        bundle.ports.clock = timeline.waiting();
        let subscription = Subscription::new("http://127.0.0.1/webhooks", seed::CLIENT_SECRET);
        intercom.webhooks().subscribe(subscription);
        intercom.webhooks().hold();
        Self {
            intercom,
            acme,
            timeline,
            warm: Mutex::new(bundle.ports.clone()),
            bundle,
            entries,
            worker: AtomicU64::new(1),
            _server: server,
        }
    }

    /// Delivers until nothing is on its way, with this fate for every worker.
    ///
    /// # Errors
    ///
    /// [`Restless`].
    ///
    /// # Panics
    ///
    /// When the queue does not answer.
    pub async fn settle(&self, fate: &Arc<dyn Fate>, news: News) -> Result<(), Restless> {
        let mut posted = self.news();
        let mut late = Vec::new();
        for _ in 0..MOST {
            match news {
                News::Prompt => posted.extend(self.news()),
                News::Late => late.extend(self.news()),
            }
            posted.sort_by_key(|posting| posting.at);
            let next = self.bundle.queue.next().await.expect("it answers");
            let message_at = next.as_ref().map(|next| next.at);
            match (posted.first().map(|posting| posting.at), message_at) {
                (None, None) if late.is_empty() => return Ok(()),
                (None, None) => posted.append(&mut late),
                (Some(at), message) if message.is_none_or(|message| at <= message) => {
                    self.timeline.reach(at);
                    let due = posted.remove(0);
                    posted.extend(self.post(due, fate).await);
                }
                (_, _) => {
                    let next = next.expect("there is a message, or it would be a posting's turn");
                    self.timeline.reach(next.at);
                    self.deliver(next.lane, next.is_dead, fate).await;
                }
            }
        }
        Err(Restless)
    }

    /// As [`Pump::settle`], and then lets time pass to whatever is to be looked at again until then: by the tick that comes for it,
    /// with this fate as well.
    ///
    /// # Errors
    ///
    /// [`Restless`].
    ///
    /// # Panics
    ///
    /// When the queue or the table does not answer.
    pub async fn settle_until(
        &self,
        until: Timestamp,
        fate: &Arc<dyn Fate>,
        news: News,
    ) -> Result<(), Restless> {
        self.settle(fate, news).await?;
        for _ in 0..MOST {
            let found = self.bundle.ports.due.due(until, 1).await;
            let Some(first) = found.expect("it answers").follow_ups.pop() else {
                return Ok(());
            };
            self.timeline.reach(first.at);
            if !self.tick(fate).await {
                // The next one comes a minute later.
                self.timeline.pass(TICK);
            }
            self.settle(fate, news).await?;
        }
        Err(Restless)
    }

    /// One tick of `queue-flush`; whether it came to its end.
    async fn tick(&self, fate: &Arc<dyn Fate>) -> bool {
        let mortal = Mortal::new(self.timed(fate));
        let ports = mortal.ports(&self.warm().clone());
        let at = self.timeline.now();
        let deadline = at + signed_duration(TICK);
        let work = queue_flush::handle(&ports, Tick { at, deadline });
        let ended = self
            .timeline
            .drive(deadline, || mortal.is_outside(), mortal.live(work))
            .await;
        let lived = matches!(ended, Some(Ok(Ok(_))));
        if !lived {
            self.cools();
        }
        lived
    }

    /// Delivers what has been notified up to now to the functions of its topics, and nothing else. For what happens beside a
    /// turn that is under way.
    ///
    /// # Panics
    ///
    /// When the queue does not answer.
    pub async fn tell(&self, fate: &Arc<dyn Fate>) {
        for posting in self.news() {
            self.post(posting, fate).await;
        }
        while let Some(next) = self.bundle.queue.next().await.expect("it answers") {
            let is_topic = matches!(next.lane, Lane::Topic(_)) && !next.is_dead;
            if !is_topic || next.at > self.timeline.now() {
                break;
            }
            self.deliver(next.lane, false, fate).await;
        }
    }

    /// Lets every worker fail that takes a message of this lane, until the messages there are dead letters.
    ///
    /// # Panics
    ///
    /// When the queue does not answer.
    pub async fn bury(&self, lane: Lane) {
        let is_alive = async || {
            let counts = self.bundle.queue.counts().await.expect("it answers");
            let lane = counts[&lane];
            lane.visible + lane.delayed + lane.in_flight > 0
        };
        while is_alive().await {
            self.timeline.pass(lane.visibility());
            let received = self.bundle.queue.receive(lane, 10).await;
            received.expect("it answers");
        }
    }

    /// Delivers what has been notified up to now, and what follows of it until a rule has left the conversation to a bot: all
    /// but the looks at the bot, which are in the lane nobody waits in.
    ///
    /// # Panics
    ///
    /// When the queue does not answer.
    pub async fn left_to_bot(&self) {
        let spared: Arc<dyn Fate> = Arc::new(Spared);
        self.tell(&spared).await;
        while let Some(next) = self.bundle.queue.next().await.expect("it answers") {
            if next.lane == Lane::TurnsBulk {
                return;
            }
            self.timeline.reach(next.at);
            self.deliver(next.lane, next.is_dead, &spared).await;
        }
    }

    /// The id of a visitor by name.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[must_use]
    pub fn contact(&self, name: &str) -> String {
        let contacts = self.acme.view().contacts.into_iter();
        let mut named = contacts.filter(|contact| contact.name.as_deref() == Some(name));
        named.next().expect("somebody of the demo").id
    }

    /// The id of a teammate by name.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[must_use]
    pub fn admin(&self, name: &str) -> String {
        let mut admins = self.acme.view().admins.into_iter();
        let named = admins.find(|admin| admin.name == name);
        named.expect("somebody of the demo").id
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.timeline.now()
    }

    /// What is kept of a conversation.
    ///
    /// # Panics
    ///
    /// When the store does not answer.
    pub async fn record(&self, conversation: &str) -> Option<Record> {
        let conversation = conversation.try_into().expect("an id");
        let record = self.bundle.ports.record(&id(), &conversation).await;
        record.expect("the store answers")
    }

    /// How many dead letters there are.
    ///
    /// # Panics
    ///
    /// When the queue does not answer.
    pub async fn dead_letters(&self) -> u64 {
        let counts = self.bundle.queue.counts().await.expect("it answers");
        counts.values().map(|lane| lane.dead).sum()
    }

    /// What an operator uses, and nobody kills.
    #[must_use]
    pub fn ports(&self) -> &Ports {
        &self.bundle.ports
    }

    /// How much has happened, for [`Pump::entries_after`].
    #[must_use]
    pub fn happened(&self) -> usize {
        self.entries.count()
    }

    /// What happened and why, without the first so many entries.
    #[must_use]
    pub fn entries_after(&self, first: usize) -> Vec<Entry> {
        self.entries.after(first)
    }

    /// The container that was warm is gone, with all it knew.
    pub fn cools(&self) {
        let mut warm = self.warm();
        warm.known = Arc::default();
        warm.arrivals = Arc::default();
    }

    /// What is not Intercom's in what was said to it and answered.
    #[must_use]
    pub fn violations(&self) -> Vec<String> {
        let exchanges = self.intercom.exchanges();
        let violations = exchanges.iter().flat_map(contract::violations);
        let misunderstood = self.intercom.misunderstood().into_iter();
        let misunderstood =
            misunderstood.map(|exchange| format!("no such path: {}", exchange.path));
        violations.chain(misunderstood).collect()
    }

    fn news(&self) -> Vec<Posting> {
        let at = self.timeline.now();
        let held = self.intercom.webhooks().take_held().into_iter();
        held.map(|notification| Posting {
            at,
            attempt: 1,
            notification,
        })
        .collect()
    }

    /// Posts a notification to the webhook; the second attempt, should this one fail.
    async fn post(&self, posting: Posting, fate: &Arc<dyn Fate>) -> Option<Posting> {
        let signed = self.intercom.webhooks().sign(&posting.notification);
        let signed = signed.expect("it is subscribed");
        let mut request = Request::post("/webhooks");
        for (name, value) in signed.headers {
            request = request.header(name, value);
        }
        let request = request
            .body(signed.body.into_bytes())
            .expect("what the simulator signs is a request");
        let mortal = Mortal::new(self.timed(fate));
        let intake = Intake {
            queue: mortal.queue(self.bundle.intake.queue.clone()),
            ..self.bundle.intake.clone()
        };
        let answered = mortal.live(webhook::handle(&intake, request)).await;
        let is_taken = |response: Response<String>| response.status().is_success();
        let again = !answered.is_ok_and(is_taken) && posting.attempt == 1;
        again.then(|| Posting {
            at: self.timeline.now() + signed_duration(AGAIN),
            attempt: 2,
            ..posting
        })
    }

    /// Takes one message of a lane and does what an event source mapping does.
    async fn deliver(&self, lane: Lane, is_dead: bool, fate: &Arc<dyn Fate>) {
        let queue = &self.bundle.queue;
        let received = if is_dead {
            queue.receive_dead(lane, 1).await
        } else {
            queue.receive(lane, 1).await
        };
        // None, when it has just become a dead letter.
        let Some(message) = received.expect("it answers").pop() else {
            return;
        };
        let mortal = Mortal::new(self.timed(fate));
        let work = async {
            let ended = self.function(&mortal, lane, is_dead, &message).await;
            // The mapping is no part of the function, but what it does can be lost as well.
            mortal
                .does("queue.settle", async {
                    let settled = match ended {
                        Ok(_) if is_dead => queue.delete_dead(lane, &message.receipt).await,
                        Ok(_) => queue.delete(lane, &message.receipt).await,
                        Err(error) => match error.disposition(message.receive_count) {
                            Disposition::Discard if is_dead => {
                                queue.delete_dead(lane, &message.receipt).await
                            }
                            Disposition::Discard => queue.delete(lane, &message.receipt).await,
                            Disposition::Retry(_) if is_dead => Ok(()),
                            Disposition::Retry(after) => {
                                queue.hide(lane, &message.receipt, after).await
                            }
                        },
                    };
                    settled.expect("it answers");
                })
                .await;
        };
        let deadline = self.deadline();
        let ended: Option<Result<(), Killed>> = self
            .timeline
            .drive(deadline, || mortal.is_outside(), mortal.live(work))
            .await;
        if !matches!(ended, Some(Ok(()))) {
            self.cools();
        }
    }

    async fn function(
        &self,
        mortal: &Mortal,
        lane: Lane,
        is_dead: bool,
        message: &queue::Delivery,
    ) -> Result<Outcome, Error> {
        let ports = mortal.ports(&self.warm().clone());
        let delivery = workspace::Delivery {
            worker: self.worker.fetch_add(1, Ordering::Relaxed),
            receive_count: message.receive_count,
            deadline: self.deadline(),
            lane,
        };
        if is_dead {
            functions::deliver_dead_letter(&ports, lane, &message.body, delivery).await
        } else {
            functions::deliver(&ports, lane, &message.body, delivery).await
        }
    }

    fn deadline(&self) -> Timestamp {
        self.timeline.now() + signed_duration(budget::FUNCTION)
    }

    fn timed(&self, fate: &Arc<dyn Fate>) -> Arc<dyn Fate> {
        Arc::new(Timed {
            timeline: self.timeline.clone(),
            fate: fate.clone(),
        })
    }

    fn warm(&self) -> MutexGuard<'_, Ports> {
        self.warm.lock().expect("no holder of this lock panics")
    }
}

/// A fate under which operations take their time.
struct Timed {
    timeline: Timeline,
    fate: Arc<dyn Fate>,
}

#[async_trait]
impl Fate for Timed {
    async fn meets(&self, point: Point) -> Verdict {
        if point.moment == Moment::After {
            self.timeline.pass(OPERATION);
        }
        self.fate.meets(point).await
    }
}

fn id() -> WorkspaceId {
    WorkspaceId::try_from(seed::WORKSPACE).expect("an id")
}

fn signed_duration(duration: Duration) -> SignedDuration {
    SignedDuration::try_from(duration).expect("a few minutes")
}
