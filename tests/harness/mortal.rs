//! A worker that may die between any two things it does outside of itself.
//!
//! [`Mortal::ports`] gives a delivery ports that ask a [`Fate`] before and after every operation on the store, the queues
//! and Intercom. A worker that dies there never learns what came of the operation, and does nothing any more:
//! [`Mortal::live`] drops it. After [`Moment::After`] the operation has really been performed.
//!
//! What opens a workspace, which is its installation and its key, is not an operation: it changes nothing and comes before
//! everything else. An operation is a call of a port; to read the teammates and teams, or the catalog, takes more than one request.

mod configurations;
mod decisions;
mod follow_ups;
mod intercom;
mod queue;
mod readings;
mod store;

use std::fmt;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use shared::ports;
use shared::runtime::Ports;
use tokio::sync::Notify;

use configurations::MortalConfigurations;
use decisions::MortalDecisions;
use follow_ups::{MortalDue, MortalFollowUps};
use intercom::MortalConnect;
use queue::MortalQueue;
use readings::MortalReadings;
use store::MortalStore;

/// Before an operation is performed, or after it has taken effect and before the worker learns of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// Nothing has happened yet.
    Before,
    /// It has happened.
    After,
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Before => "before",
            Self::After => "after",
        })
    }
}

/// A point in the life of a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// What is done there, as `store.save` or `intercom.reply`.
    pub operation: &'static str,
    /// On which side of it.
    pub moment: Moment,
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.moment, self.operation)
    }
}

/// What becomes of a worker at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It goes on.
    Lives,
    /// It is gone, with all it knew.
    Dies,
}

/// Decides at every point, and may let something happen there while the worker waits.
#[async_trait]
pub trait Fate: Send + Sync {
    /// What becomes of a worker at this point.
    async fn meets(&self, point: Point) -> Verdict;
}

/// The fate of those nothing happens to.
pub struct Spared;

#[async_trait]
impl Fate for Spared {
    async fn meets(&self, _: Point) -> Verdict {
        Verdict::Lives
    }
}

/// A worker died here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the worker died {0}")]
pub struct Killed(
    /// Where.
    pub Point,
);

/// One worker: one delivery in one process. Clones are the same one.
#[derive(Clone)]
pub struct Mortal {
    life: Arc<Life>,
}

struct Life {
    fate: Arc<dyn Fate>,
    /// How many operations are under way.
    outside: AtomicUsize,
    end: Mutex<Option<Point>>,
    ended: Notify,
}

/// An operation under way.
struct Outside<'l>(&'l AtomicUsize);

impl Drop for Outside<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Mortal {
    /// A worker with this fate.
    #[must_use]
    pub fn new(fate: Arc<dyn Fate>) -> Self {
        Self {
            life: Arc::new(Life {
                fate,
                outside: AtomicUsize::new(0),
                end: Mutex::new(None),
                ended: Notify::new(),
            }),
        }
    }

    /// The same ports, as this worker uses them.
    #[must_use]
    pub fn ports(&self, ports: &Ports) -> Ports {
        Ports {
            store: Arc::new(MortalStore(self.clone(), ports.store.clone())),
            configurations: Arc::new(MortalConfigurations(
                self.clone(),
                ports.configurations.clone(),
            )),
            readings: Arc::new(MortalReadings(self.clone(), ports.readings.clone())),
            decisions: Arc::new(MortalDecisions(self.clone(), ports.decisions.clone())),
            follow_ups: Arc::new(MortalFollowUps(self.clone(), ports.follow_ups.clone())),
            due: Arc::new(MortalDue(self.clone(), ports.due.clone())),
            queue: self.queue(ports.queue.clone()),
            connect: Arc::new(MortalConnect(self.clone(), ports.connect.clone())),
            ..ports.clone()
        }
    }

    /// The same queues, as this worker uses them.
    #[must_use]
    pub fn queue(&self, queue: Arc<dyn ports::Queue>) -> Arc<dyn ports::Queue> {
        Arc::new(MortalQueue(self.clone(), queue))
    }

    /// Lets the worker work, until it is done or dead. What it did not finish is dropped.
    ///
    /// # Errors
    ///
    /// [`Killed`] when its fate had it die.
    pub async fn live<T>(&self, work: impl Future<Output = T>) -> Result<T, Killed> {
        let work = pin!(work);
        tokio::select! {
            biased;
            () = self.life.ended.notified() => {
                let end = *self.end();
                Err(Killed(end.expect("the end is written before it is announced")))
            }
            came = work => Ok(came),
        }
    }

    /// Whether it waits for something outside of itself, and not for time to pass.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        self.life.outside.load(Ordering::Relaxed) > 0
    }

    /// Performs an operation, if the worker lives that long; what came of it, if the worker lives to see it.
    pub(crate) async fn does<T>(
        &self,
        operation: &'static str,
        work: impl Future<Output = T>,
    ) -> T {
        self.life.outside.fetch_add(1, Ordering::Relaxed);
        let outside = Outside(&self.life.outside);
        self.meets(operation, Moment::Before).await;
        let came = work.await;
        self.meets(operation, Moment::After).await;
        drop(outside);
        came
    }

    async fn meets(&self, operation: &'static str, moment: Moment) {
        let point = Point { operation, moment };
        if self.life.fate.meets(point).await == Verdict::Dies {
            *self.end() = Some(point);
            self.life.ended.notify_one();
            std::future::pending::<()>().await;
        }
    }

    fn end(&self) -> MutexGuard<'_, Option<Point>> {
        self.life.end.lock().expect("no holder of this lock panics")
    }
}
