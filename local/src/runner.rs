//! What Lambda's event source mappings do: receive, invoke, delete or hide.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use shared::domain::turn::budget;
use shared::error::Disposition;
use shared::ports::Mailbox;
use shared::ports::journal::Entry;
use shared::ports::queue::{self, Lane};
use shared::runtime::{Ports, Tick};
use shared::{Outcome, workspace};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::functions;
use crate::queue::LocalQueue;
use crate::standstill::Standstill;

/// Runs every function's deliveries until it is dropped.
pub struct Runner {
    ports: Ports,
    queue: Arc<LocalQueue>,
    standstill: Standstill,
    /// Numbers deliveries. It begins with the time, so that no number of an earlier run comes again.
    worker: AtomicU64,
    /// The room for deliveries in each lane, and for dead letters.
    rooms: BTreeMap<Lane, Arc<Semaphore>>,
}

/// How often what is due by the clock is done.
const TICK: Duration = Duration::from_mins(1);

/// How long that may take: as long as its functions may run.
const TICKING: Duration = Duration::from_secs(75);

/// How many messages of one lane are delivered at once.
pub(crate) const AT_ONCE: u32 = 10;

impl Runner {
    /// A runner that has not begun.
    #[must_use]
    pub fn new(ports: Ports, queue: Arc<LocalQueue>, standstill: Standstill) -> Arc<Self> {
        let began = u64::try_from(ports.clock.now().as_millisecond()).unwrap_or_default();
        let rooms = Lane::all()
            .map(|lane| (lane, Arc::new(Semaphore::new(AT_ONCE as usize))))
            .collect();
        Arc::new(Self {
            ports,
            queue,
            standstill,
            worker: AtomicU64::new(began * 1_000),
            rooms,
        })
    }

    /// Takes deliveries, and does what is due by the clock, until the returned tasks are dropped. Deliveries that have begun
    /// go on.
    pub fn run(self: &Arc<Self>) -> JoinSet<()> {
        let mut tasks = self.deliver_all();
        tasks.spawn(self.clone().sweep());
        tasks.spawn(self.clone().flush());
        tasks
    }

    /// The same without what is due by the clock, for who has a schedule of their own.
    pub fn deliver_all(self: &Arc<Self>) -> JoinSet<()> {
        let mut tasks = JoinSet::new();
        for lane in Lane::all() {
            tasks.spawn(self.clone().poll(lane));
            tasks.spawn(self.clone().poll_dead(lane));
        }
        tasks
    }

    /// Waits until the deliveries that have begun are over, but not longer than a function may run.
    pub async fn drained(&self) {
        for room in self.rooms.values() {
            tokio::select! {
                _ = room.acquire_many(AT_ONCE) => {}
                () = self.ports.clock.sleep(budget::FUNCTION) => {}
            }
        }
    }

    async fn poll(self: Arc<Self>, lane: Lane) {
        let room = &self.rooms[&lane];
        loop {
            let permit = room
                .clone()
                .acquire_owned()
                .await
                .expect("the semaphore is never closed");
            let ready = self.queue.ready(lane).await;
            // From the receipt on: the time for which a message is out would be over with the clock turned.
            let under_way = self.standstill.begin().await;
            let received = match ready {
                Ok(()) => self.queue.receive(lane, 1).await,
                Err(error) => Err(error),
            };
            if let Some(message) = self.received(received).await.pop() {
                let runner = self.clone();
                tokio::spawn(async move {
                    runner.deliver(lane, message).await;
                    // Held until the function ends, as a Lambda's concurrency is.
                    drop((permit, under_way));
                });
            }
        }
    }

    async fn deliver(&self, lane: Lane, message: queue::Delivery) {
        let delivery = self.delivery(lane, message.receive_count);
        let result = functions::deliver(&self.ports, lane, &message.body, delivery).await;
        let done = match result {
            Ok(_) => self.queue.delete(lane, &message.receipt).await,
            Err(error) => match error.disposition(message.receive_count) {
                Disposition::Retry(after) => self.queue.hide(lane, &message.receipt, after).await,
                Disposition::Discard => self.queue.delete(lane, &message.receipt).await,
            },
        };
        self.say(done);
    }

    async fn poll_dead(self: Arc<Self>, lane: Lane) {
        loop {
            let ready = self.queue.ready_dead(lane).await;
            let _under_way = self.standstill.begin().await;
            let received = match ready {
                Ok(()) => self.queue.receive_dead(lane, 1).await,
                Err(error) => Err(error),
            };
            for letter in self.received(received).await {
                // In a task of its own, so that a panic ends this delivery and not all that follow.
                let runner = self.clone();
                let handled = tokio::spawn(async move { runner.deliver_dead(lane, letter).await });
                if let Err(panic) = handled.await {
                    let what = format!("dead-letter: {panic}");
                    self.ports
                        .journal
                        .enter(Entry::new("error", "panic", what).failed());
                }
            }
        }
    }

    async fn deliver_dead(&self, lane: Lane, letter: queue::Delivery) {
        let delivery = self.delivery(lane, letter.receive_count);
        let result =
            functions::deliver_dead_letter(&self.ports, lane, &letter.body, delivery).await;
        // One that fails again becomes visible again, and stays.
        let settled = match &result {
            Ok(_) => true,
            Err(error) => error.disposition(letter.receive_count) == Disposition::Discard,
        };
        if settled {
            self.say(self.queue.delete_dead(lane, &letter.receipt).await);
        }
    }

    /// What the schedule in AWS does.
    async fn sweep(self: Arc<Self>) {
        loop {
            self.ports.clock.sleep(TICK).await;
            let _under_way = self.standstill.begin().await;
            let tick = self.tick();
            let entry = match sweep::handle(&self.ports, tick).await {
                // That workspaces were swept and nothing was found is no news.
                Ok(Outcome::Swept { done })
                    if done.iter().all(|(what, _)| *what == "workspaces") =>
                {
                    continue;
                }
                Ok(outcome) => Entry::new("sweep", outcome.name(), outcome.to_string()),
                Err(error) => Entry::new("sweep", error.name(), error.to_string()).failed(),
            };
            self.ports.journal.conclude(entry);
        }
    }

    /// What the other schedule does.
    async fn flush(self: Arc<Self>) {
        loop {
            self.ports.clock.sleep(TICK).await;
            let _under_way = self.standstill.begin().await;
            let tick = self.tick();
            let entry = match queue_flush::handle(&self.ports, tick).await {
                // Nothing was due.
                Ok(Outcome::Flushed { done, .. }) if done.is_empty() => continue,
                Ok(outcome) => Entry::new("follow_up", outcome.name(), outcome.to_string()),
                Err(error) => Entry::new("follow_up", error.name(), error.to_string()).failed(),
            };
            self.ports.journal.conclude(entry);
        }
    }

    fn tick(&self) -> Tick {
        let at = self.ports.clock.now();
        let deadline = at.checked_add(TICKING).unwrap_or(Timestamp::MAX);
        Tick { at, deadline }
    }

    fn delivery(&self, lane: Lane, receive_count: u32) -> workspace::Delivery {
        let timeout = SignedDuration::try_from(budget::FUNCTION).unwrap_or(SignedDuration::ZERO);
        let deadline = self
            .ports
            .clock
            .now()
            .checked_add(timeout)
            .unwrap_or(Timestamp::MAX);
        workspace::Delivery {
            worker: self.worker.fetch_add(1, Ordering::Relaxed),
            lane,
            receive_count,
            deadline,
        }
    }

    /// What was received. A queue that does not answer is said, and asked again after a moment.
    async fn received(
        &self,
        received: Result<Vec<queue::Delivery>, queue::Error>,
    ) -> Vec<queue::Delivery> {
        match received {
            Ok(messages) => messages,
            Err(error) => {
                self.say(Err(error));
                self.ports.clock.sleep(Duration::from_secs(1)).await;
                Vec::new()
            }
        }
    }

    fn say(&self, result: Result<(), queue::Error>) {
        if let Err(error) = result {
            let cause = std::error::Error::source(&error)
                .map(ToString::to_string)
                .unwrap_or_default();
            self.ports
                .journal
                .enter(Entry::new("error", "queue", format!("{error}: {cause}")).failed());
        }
    }
}
