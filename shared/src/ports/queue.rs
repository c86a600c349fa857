//! Queues, as SQS has them: standard ones for topics, FIFO ones for turns.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::topic::Topic;

/// A queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lane {
    /// A topic's queue: standard, fair by message group, which is the workspace.
    Topic(Topic),
    /// Turns: FIFO, one at a time within a group, which is one conversation of one workspace.
    Turns,
    /// Turns nobody is waiting for at this moment, such as the morning's. A lane of their own, so that however many they
    /// are, no visitor waits behind them.
    TurnsBulk,
}

impl Lane {
    /// Every queue, each with a dead-letter queue of its own.
    pub fn all() -> impl Iterator<Item = Self> {
        Topic::ALL
            .iter()
            .copied()
            .map(Self::Topic)
            .chain([Self::Turns, Self::TurnsBulk])
    }

    /// Whether order is kept and duplicates are dropped.
    #[must_use]
    pub const fn is_fifo(self) -> bool {
        matches!(self, Self::Turns | Self::TurnsBulk)
    }

    /// How long a message stays unseen after it was sent. For turns this is the quiet window in which a burst gathers.
    #[must_use]
    pub const fn delay(self) -> Duration {
        match self {
            Self::Topic(_) | Self::TurnsBulk => Duration::ZERO,
            Self::Turns => Duration::from_secs(2),
        }
    }

    /// How long a received message stays hidden: a little longer than its function may run.
    #[must_use]
    pub const fn visibility(self) -> Duration {
        match self {
            Self::Topic(_) => Duration::from_secs(60),
            Self::Turns | Self::TurnsBulk => Duration::from_secs(130),
        }
    }

    /// How often a message is received before it becomes a dead letter.
    #[must_use]
    pub const fn max_receive_count(self) -> u32 {
        match self {
            Self::Topic(_) | Self::Turns | Self::TurnsBulk => 10,
        }
    }
}

impl fmt::Display for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Topic(topic) => f.write_str(&topic.function()),
            Self::Turns => f.write_str("turns"),
            Self::TurnsBulk => f.write_str("turns-bulk"),
        }
    }
}

/// A message to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Where to.
    pub lane: Lane,
    /// Its message group: for fairness in a standard queue, for order in a FIFO one. At most 128 characters.
    pub group: String,
    /// In a FIFO queue, what makes it the same message as another within five minutes.
    pub dedup: Option<String>,
    /// JSON, ids and times only.
    pub body: String,
}

/// A message that was received and not yet deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// What was sent.
    pub body: String,
    /// Its message group.
    pub group: String,
    /// How often it has been received, this time included.
    pub receive_count: u32,
    /// Its handle until its visibility ends.
    pub receipt: String,
}

/// The queue did not take or give a message.
#[derive(Debug, thiserror::Error)]
#[error("the queue does not answer")]
pub struct Error(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Where letters go.
#[async_trait]
pub trait Queue: Send + Sync {
    /// Sends a letter. After `Ok` it is durable.
    ///
    /// # Errors
    ///
    /// When the queue did not confirm. It may hold the letter all the same.
    async fn send(&self, letter: &Letter) -> Result<(), Error>;
}

/// Where letters come from. On Lambda the event source mapping does this.
#[async_trait]
pub trait Mailbox: Queue {
    /// Receives up to `most` messages; none when nothing is visible. A FIFO group with a message in flight gives no other.
    /// A message received too often goes to the dead letters instead.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn receive(&self, lane: Lane, most: usize) -> Result<Vec<Delivery>, Error>;

    /// Deletes a received message: it is done.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn delete(&self, lane: Lane, receipt: &str) -> Result<(), Error>;

    /// Hides a received message for `duration` from now, then gives it again.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn hide(&self, lane: Lane, receipt: &str, duration: Duration) -> Result<(), Error>;

    /// Receives from a lane's dead letters, which wait until they are deleted.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn receive_dead(&self, lane: Lane, most: usize) -> Result<Vec<Delivery>, Error>;

    /// Deletes a dead letter.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn delete_dead(&self, lane: Lane, receipt: &str) -> Result<(), Error>;
}
