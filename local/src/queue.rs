//! Queues on one machine, as SQS has them, in the same file as the tables.
//!
//! `SQLite` takes one writer at a time. The database engine and this queue each have a connection of their own, in
//! WAL mode; both begin what they write with the lock in hand, keep it for one short transaction, and wait for it.

mod connection;
mod counts;
mod messages;
mod refusal;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::Transaction;
use shared::ports::clock::Clock;
use shared::ports::queue::{Delivery, Error, Lane, Letter, Mailbox, Queue};
use tokio::sync::watch;

use connection::Connection;
use messages::Messages;
use refusal::Refusal;

pub use counts::Counts;

/// How often the file is tried to be left, and how long to wait in between.
const ATTEMPTS: u32 = 3_000;
const PAUSE: Duration = Duration::from_millis(10);

/// Something else has the file open.
#[derive(Debug, thiserror::Error)]
#[error("another program has the database open")]
struct StillOpen;

/// Something to be received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Next {
    /// When it can be, or since when.
    pub at: Timestamp,
    /// Of which lane.
    pub lane: Lane,
    /// Whether it is a dead letter.
    pub is_dead: bool,
}

/// The queues. Clones are the same queues.
#[derive(Clone)]
pub struct LocalQueue {
    connection: Connection,
    clock: Arc<dyn Clock>,
    /// Tells that something was sent, deleted or hidden, so that something else may be due.
    changed: Arc<watch::Sender<()>>,
}

impl LocalQueue {
    /// The queues in a file, which is made if there is none; without a path they end with the process.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened.
    pub fn open(path: Option<&Path>, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let connection = Connection::open(path)?;
        Ok(Self {
            connection,
            clock,
            changed: Arc::new(watch::Sender::new(())),
        })
    }

    /// Waits until a message is sent, deleted or hidden after this call, in any lane.
    pub fn news(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut changed = self.changed.subscribe();
        async move {
            // Without a queue there is nothing to wait for.
            let _ = changed.changed().await;
        }
    }

    /// Waits until [`receive`](Mailbox::receive) has something to do in a lane. Another may be faster.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn ready(&self, lane: Lane) -> Result<(), Error> {
        self.due(Messages::of(lane)).await
    }

    /// Waits until [`receive_dead`](Mailbox::receive_dead) has something to do in a lane.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn ready_dead(&self, lane: Lane) -> Result<(), Error> {
        self.due(Messages::dead(lane)).await
    }

    /// What there is to receive next, now or later, in any lane. Nothing when all queues are empty.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn next(&self) -> Result<Option<Next>, Error> {
        let due = |lane, is_dead, transaction: &Transaction<'_>| {
            let messages = if is_dead {
                Messages::dead(lane)
            } else {
                Messages::of(lane)
            };
            let at = messages.due(transaction)?;
            Ok(at.map(|at| Next { at, lane, is_dead }))
        };
        self.connection
            .read(move |transaction| {
                let lanes = Lane::all().flat_map(|lane| [(lane, false), (lane, true)]);
                let due = lanes.map(|(lane, is_dead)| due(lane, is_dead, transaction));
                let due: Vec<_> = due.collect::<rusqlite::Result<_>>()?;
                Ok(due.into_iter().flatten().min())
            })
            .await
    }

    /// How many messages each lane holds.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn counts(&self) -> Result<BTreeMap<Lane, Counts>, Error> {
        let now = self.clock.now();
        let count = move |lane, transaction: &Transaction<'_>| {
            Ok((lane, Counts::of(transaction, lane, now)?))
        };
        self.connection
            .read(move |transaction| Lane::all().map(|lane| count(lane, transaction)).collect())
            .await
    }

    /// Gives back what a killed process had received, instead of waiting until its visibility ends. Only for a
    /// process that is alone with the file and has not begun to receive.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn give_back(&self) -> Result<(), Error> {
        self.write(|transaction, now| messages::give_back(transaction, now).map(drop))
            .await
    }

    /// Lets go of the file, also for every clone of these queues: an HTTP connection that is still open has one.
    /// Waits until the database engine, which is closed before, has let go of it.
    ///
    /// # Errors
    ///
    /// When something else has the file open for half a minute.
    pub async fn close(&self) -> Result<(), Error> {
        for _ in 0..ATTEMPTS {
            if self.connection.close().await? {
                return Ok(());
            }
            self.clock.sleep(PAUSE).await;
        }
        Err(Error(StillOpen.into()))
    }

    async fn due(&self, messages: Messages) -> Result<(), Error> {
        // Subscribed first: a change between the look and the wait is not missed.
        let mut changed = self.changed.subscribe();
        loop {
            let due = self
                .connection
                .read(move |transaction| messages.due(transaction))
                .await?;
            let wait = match due.map(|due| due.duration_since(self.clock.now())) {
                Some(wait) if !wait.is_positive() => return Ok(()),
                Some(wait) => Some(wait.unsigned_abs()),
                None => None,
            };
            let later = async {
                match wait {
                    Some(wait) => self.clock.sleep(wait).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                _ = changed.changed() => {}
                () = later => {}
            }
        }
    }

    /// Writes in one transaction, and tells that something changed.
    async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&Transaction<'_>, Timestamp) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let now = self.clock.now();
        let written = self
            .connection
            .write(move |transaction| write(transaction, now))
            .await?;
        self.changed.send_replace(());
        Ok(written)
    }

    async fn take(&self, messages: Messages, most: usize) -> Result<Vec<Delivery>, Error> {
        let now = self.clock.now();
        // Most of the time there is nothing, and to see that needs no lock.
        if self
            .connection
            .read(move |transaction| messages.due(transaction))
            .await?
            .is_none_or(|due| due > now)
        {
            return Ok(Vec::new());
        }
        let (deliveries, buried) = self
            .connection
            .write(move |transaction| messages.receive(transaction, now, most))
            .await?;
        if buried > 0 {
            self.changed.send_replace(());
        }
        Ok(deliveries)
    }
}

#[async_trait]
impl Queue for LocalQueue {
    async fn send(&self, letter: &Letter) -> Result<(), Error> {
        Refusal::of(letter).map_or(Ok(()), |refusal| Err(Error(refusal.into())))?;
        let letter = letter.clone();
        self.write(move |transaction, now| messages::send(transaction, &letter, now))
            .await
    }
}

#[async_trait]
impl Mailbox for LocalQueue {
    async fn receive(&self, lane: Lane, most: usize) -> Result<Vec<Delivery>, Error> {
        self.take(Messages::of(lane), most).await
    }

    async fn delete(&self, lane: Lane, receipt: &str) -> Result<(), Error> {
        let receipt = receipt.to_owned();
        self.write(move |transaction, now| Messages::of(lane).delete(transaction, &receipt, now))
            .await
    }

    async fn hide(&self, lane: Lane, receipt: &str, duration: Duration) -> Result<(), Error> {
        let receipt = receipt.to_owned();
        self.write(move |transaction, now| {
            Messages::of(lane).hide(transaction, &receipt, now, duration)
        })
        .await
    }

    async fn receive_dead(&self, lane: Lane, most: usize) -> Result<Vec<Delivery>, Error> {
        self.take(Messages::dead(lane), most).await
    }

    async fn delete_dead(&self, lane: Lane, receipt: &str) -> Result<(), Error> {
        let receipt = receipt.to_owned();
        self.write(move |transaction, now| Messages::dead(lane).delete(transaction, &receipt, now))
            .await
    }
}
