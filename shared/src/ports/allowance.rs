//! How much of the app's rate limit is left for calls nobody waits for.
//!
//! Intercom counts an app's calls in windows of ten seconds, of all its workspaces together, and 10,000 a minute in all. Whoever
//! answers a visitor just calls, and sits a refusal out. Everybody else asks here first, so that what they do never
//! costs a visitor's answer its call.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};

use super::store::Error;
use crate::workspace::Tenant;

/// The length of Intercom's windows: <https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting>.
pub const WINDOW: SignedDuration = SignedDuration::from_secs(10);

/// How many calls an app has in a window as long as no answer said otherwise: 10,000 a minute, by the same page.
pub const LIMIT: u32 = 1_666;

/// For whom calls are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Share {
    /// Turns of the bulk lane.
    Bulk,
    /// Looking for what was lost.
    Sweep,
}

impl Share {
    /// A stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bulk => "bulk",
            Self::Sweep => "sweep",
        }
    }

    /// How many of the app's calls in a window it may have, in percent.
    #[must_use]
    pub const fn percent(self) -> u8 {
        match self {
            Self::Bulk => 40,
            Self::Sweep => 10,
        }
    }

    /// How many calls in a window these are, of all that the app has. Always one at least.
    #[must_use]
    pub fn of(self, limit: u32) -> u32 {
        let calls = u64::from(limit) * u64::from(self.percent()) / 100;
        u32::try_from(calls).unwrap_or(u32::MAX).max(1)
    }
}

/// What came of asking for calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// They may be made now.
    Yes,
    /// The share is used up until then, when the window ends.
    UsedUp(Timestamp),
}

/// The allowance of the whole app, and what is known of workspaces that have little left.
#[async_trait]
pub trait Allowance: Send + Sync {
    /// Takes this many calls of a share in the window that runs. Calls that are not made after all are not given back. More
    /// calls than the share has are had by whoever is the first in a window.
    ///
    /// # Errors
    ///
    /// See [`Error`]. They may be taken all the same.
    async fn take(&self, share: Share, calls: u32) -> Result<Taken, Error>;

    /// How many calls a share has in a window, as whoever took some in the window before knew the app's limit, those before
    /// others to whom Intercom said it; as this process does, if nobody did.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn room(&self, share: Share) -> Result<u32, Error>;

    /// Until when nobody should call for this workspace who is not waited for; none when nothing is known, or it is over.
    /// Perhaps as it was a second ago.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn held(&self, tenant: &Tenant) -> Result<Option<Timestamp>, Error>;

    /// Says that little is left to a workspace until then. Written only when that is so. Who says it is over earlier changes
    /// nothing.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn hold(&self, tenant: &Tenant, until: Timestamp) -> Result<(), Error>;

    /// Takes note of how many calls Intercom gives the app in a window, as an answer's `X-RateLimit-Limit` says. It counts in this
    /// process, instead of [`LIMIT`].
    fn learn(&self, limit: u32);
}
