//! What a function fails with, and what the runtime does about it.

use std::error::Error as StdError;
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::turn::{Failure, budget};
use crate::ports::{intercom, keys, queue, store};

/// A delivery that did not come to an [`crate::Outcome`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A queue failed.
    #[error(transparent)]
    Queue(#[from] queue::Error),
    /// Intercom failed.
    #[error(transparent)]
    Intercom(#[from] intercom::Error),
    /// A turn cannot go on until Intercom lets it; see [`Failure`].
    #[error("the turn cannot go on: {0}")]
    Stuck(Failure),
    /// A key failed.
    #[error(transparent)]
    Keys(#[from] keys::Error),
    /// Others kept writing the record for as long as we tried.
    #[error("the record is written too often at once")]
    Contended,
    /// Nothing is broken: the window of Intercom's rate limit is used up, or what of it there is for work nobody waits for.
    #[error("Intercom's rate limit is used up; trying again in {after:?}")]
    RateLimited {
        /// When to try again.
        after: Duration,
    },
    /// Nothing is broken; it is too early.
    #[error("{why}; trying again in {after:?}")]
    Later {
        /// When to try again.
        after: Duration,
        /// What it waits for.
        why: &'static str,
    },
    /// The message is not what this code puts into the queue.
    #[error("a message in the queue cannot be read")]
    Unreadable(#[source] serde_json::Error),
    /// The workspace is not installed, or has no configuration.
    #[error("the workspace is not installed")]
    NotInstalled,
    /// Intercom refuses the workspace's token, and it was asked about it.
    #[error("Intercom refuses the workspace's token; its conversations are left to people")]
    GrantRefused,
}

/// The innermost reason of an error, in the words of the library it comes from. None where those would quote what cannot
/// be read, a message or a row: it may be anybody's.
#[must_use]
pub fn cause(error: &(dyn StdError + 'static)) -> Option<String> {
    let mut innermost = error;
    loop {
        let quotes = innermost.is::<serde_json::Error>()
            || matches!(innermost.downcast_ref(), Some(store::Error::Unreadable(_)));
        if quotes {
            return None;
        }
        match innermost.source() {
            Some(source) => innermost = source,
            None => break,
        }
    }
    error.source().map(|_| innermost.to_string())
}

/// An error's sentence, and below it those of its causes that say something new: some errors say their cause themselves.
#[must_use]
pub fn told(error: &(dyn StdError + 'static)) -> Vec<String> {
    let mut told = vec![error.to_string()];
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let why = error.to_string();
        if !said.contains(&why) {
            told.push(why.clone());
        }
        said = why;
        cause = error.source();
    }
    told
}

/// What happens to a message whose delivery failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// It stays, hidden for this long.
    Retry(Duration),
    /// It is dropped and counted.
    Discard,
}

impl Error {
    /// Why a turn cannot go on, for this worker at this time.
    #[must_use]
    pub fn stuck(failure: Failure, now: Timestamp, worker: u64) -> Self {
        match failure {
            Failure::RateLimited(until) => Self::RateLimited {
                after: budget::until_then(until, now, worker),
            },
            failure => Self::Stuck(failure),
        }
    }

    /// What to do with the message that was delivered for the `receive_count`th time.
    #[must_use]
    pub fn disposition(&self, receive_count: u32) -> Disposition {
        let backoff = Duration::from_secs(1 << receive_count.clamp(1, 7));
        match self {
            Self::Later { after, .. } | Self::RateLimited { after } => Disposition::Retry(*after),
            Self::Stuck(Failure::RateLimited(_) | Failure::NotSent | Failure::Unknown)
            | Self::Store(_)
            | Self::Queue(_)
            | Self::Intercom(_)
            | Self::Keys(_)
            | Self::Contended => Disposition::Retry(backoff),
            // Somebody has to repair something; there is no hurry.
            Self::Stuck(
                Failure::Unauthorized | Failure::NotFound | Failure::Refused | Failure::NoReceiver,
            ) => Disposition::Retry(backoff.max(Duration::from_secs(60))),
            // Perhaps newer code can read it; until then it waits with the dead letters.
            Self::Unreadable(_) => Disposition::Retry(backoff),
            // Neither comes back by waiting. What a grant that is renewed has missed lately is found by a sweep.
            Self::NotInstalled | Self::GrantRefused => Disposition::Discard,
        }
    }

    /// A stable name, for logs, metrics and Lambda's `errorType`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Store(_) => "store",
            Self::Queue(_) => "queue",
            Self::Intercom(_) => "intercom",
            // The one that a configuration repairs, and not Intercom.
            Self::Stuck(Failure::NoReceiver) => "no_receiver",
            Self::Stuck(_) => "stuck",
            Self::Keys(_) => "keys",
            Self::Contended => "contended",
            Self::RateLimited { .. } => "rate_limited",
            Self::Later { .. } => "later",
            Self::Unreadable(_) => "unreadable",
            Self::NotInstalled => "not_installed",
            Self::GrantRefused => "grant_refused",
        }
    }
}
