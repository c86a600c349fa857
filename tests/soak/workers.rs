//! What Lambda does, with workers that die: receive, invoke, delete or hide.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use harness::Mortal;
use harness::mortal::{Fate, Point, Verdict};
use jiff::SignedDuration;
use local::functions;
use local::queue::LocalQueue;
use shared::Error;
use shared::domain::turn::budget;
use shared::error::Disposition;
use shared::ports::Mailbox as _;
use shared::ports::queue::{Delivery, Lane};
use shared::runtime::Ports;
use shared::workspace;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::ledger::Ledger;
use crate::luck::Luck;

/// How many deliveries of a lane run at once.
#[derive(Clone, Copy)]
pub(crate) struct Slots {
    pub(crate) topic: usize,
    pub(crate) turns: u32,
    pub(crate) bulk: usize,
}

impl Slots {
    fn of(self, lane: Lane) -> usize {
        match lane {
            Lane::Topic(_) => self.topic,
            Lane::Turns => self.turns as usize,
            Lane::TurnsBulk => self.bulk,
        }
    }
}

/// Who dies where.
struct Mortality {
    luck: Luck,
    /// One of so many points is the last one; 0: nobody dies.
    one_in: u32,
    ledger: Arc<Ledger>,
}

#[async_trait]
impl Fate for Mortality {
    async fn meets(&self, point: Point) -> Verdict {
        if self.one_in == 0 || self.luck.below(self.one_in) > 0 {
            return Verdict::Lives;
        }
        let mut pages = self.ledger.pages();
        *pages.deaths.entry(point.to_string()).or_default() += 1;
        Verdict::Dies
    }
}

/// All workers of a bundle.
pub(crate) struct Workers {
    ports: Ports,
    queue: Arc<LocalQueue>,
    ledger: Arc<Ledger>,
    fate: Arc<dyn Fate>,
    numbers: AtomicU64,
}

impl Workers {
    pub(crate) fn new(
        ports: Ports,
        queue: Arc<LocalQueue>,
        ledger: Arc<Ledger>,
        luck: Luck,
        one_in: u32,
    ) -> Arc<Self> {
        let fate = Arc::new(Mortality {
            luck,
            one_in,
            ledger: ledger.clone(),
        });
        Arc::new(Self {
            ports,
            queue,
            ledger,
            fate,
            numbers: AtomicU64::new(1),
        })
    }

    /// Works until the tasks are dropped, in the lanes that are wanted.
    pub(crate) fn work(self: &Arc<Self>, slots: Slots, lanes: fn(Lane) -> bool) -> JoinSet<()> {
        let mut tasks = JoinSet::new();
        for lane in Lane::all().filter(|lane| lanes(*lane)) {
            tasks.spawn(self.clone().poll(lane, slots.of(lane), false));
            tasks.spawn(self.clone().poll(lane, 1, true));
        }
        tasks
    }

    async fn poll(self: Arc<Self>, lane: Lane, slots: usize, is_dead: bool) {
        let room = Arc::new(Semaphore::new(slots));
        loop {
            let permit = room.clone().acquire_owned().await.unwrap();
            let received = if is_dead {
                self.queue.ready_dead(lane).await.unwrap();
                self.queue.receive_dead(lane, 1).await
            } else {
                self.queue.ready(lane).await.unwrap();
                self.queue.receive(lane, 1).await
            };
            let Some(message) = received.unwrap().pop() else {
                continue;
            };
            let workers = self.clone();
            tokio::spawn(async move {
                workers.deliver(lane, is_dead, message).await;
                drop(permit);
            });
        }
    }

    /// A worker that dies leaves its message in flight until its visibility ends.
    async fn deliver(&self, lane: Lane, is_dead: bool, message: Delivery) {
        let _working = self.ledger.works();
        if !is_dead {
            self.ledger.begins(lane, &message);
        }
        let mortal = Mortal::new(self.fate.clone());
        let ports = mortal.ports(&self.ports);
        let delivery = self.delivery(lane, message.receive_count);
        let work = async {
            if is_dead {
                functions::deliver_dead_letter(&ports, lane, &message.body, delivery).await
            } else {
                functions::deliver(&ports, lane, &message.body, delivery).await
            }
        };
        // It is stopped when its time is over, as Lambda stops it.
        let over = async {
            self.ports.clock.sleep(budget::FUNCTION).await;
            None
        };
        let ended = tokio::select! {
            ended = mortal.live(work) => ended.ok(),
            stopped = over => stopped,
        };
        if let Some(ended) = ended {
            self.settle(lane, is_dead, &message, ended.err()).await;
        }
    }

    async fn settle(&self, lane: Lane, is_dead: bool, message: &Delivery, error: Option<Error>) {
        let disposition = error.map(|error| error.disposition(message.receive_count));
        let receipt = &message.receipt;
        match (disposition, is_dead) {
            (None | Some(Disposition::Discard), false) => self.queue.delete(lane, receipt).await,
            (None | Some(Disposition::Discard), true) => {
                self.queue.delete_dead(lane, receipt).await
            }
            (Some(Disposition::Retry(after)), false) => self.queue.hide(lane, receipt, after).await,
            (Some(Disposition::Retry(_)), true) => Ok(()),
        }
        .unwrap();
    }

    fn delivery(&self, lane: Lane, receive_count: u32) -> workspace::Delivery {
        let timeout = SignedDuration::try_from(budget::FUNCTION).unwrap();
        workspace::Delivery {
            worker: self.numbers.fetch_add(1, Ordering::Relaxed),
            receive_count,
            lane,
            deadline: self.ports.clock.now() + timeout,
        }
    }
}
