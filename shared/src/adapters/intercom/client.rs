//! The one HTTP client of a process.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect;

use super::gauge::Urgency;
use super::gauges::Gauges;
use super::grant::Grant;
use super::host::Host;
use super::pace::Pace;
use crate::id::WorkspaceId;
use crate::ports::clock::Clock;
use crate::ports::journal::Journal;
use crate::ports::keys::Plain;

/// Below the 60 s after which load balancers close idle connections.
const KEEP_ALIVE: Duration = Duration::from_secs(50);

/// How long a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until a connection stands: DNS, TCP and TLS.
    pub connect: Duration,
    /// Until the last byte of the answer.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(2),
            total: Duration::from_secs(10),
        }
    }
}

/// The HTTP client could not be made: no certificate roots on this machine.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client cannot be made")]
pub struct NoClient(#[source] Box<dyn std::error::Error + Send + Sync>);

/// Connections to Intercom, shared by all workspaces of a process. It knows no token.
#[derive(Clone)]
pub struct Client {
    pub(super) http: reqwest::Client,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) journal: Arc<dyn Journal>,
    /// Whether nothing is written, whoever asks for it.
    pub(super) reads_only: bool,
    pub(super) pace: Option<Arc<Pace>>,
    /// What is known of each workspace's rate limit, and whether it answers.
    pub(super) gauges: Arc<Gauges>,
}

/// A write of a client that only reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this client only reads")]
pub(super) struct ReadsOnly;

impl Client {
    /// A client. Made once per process: it holds the connections.
    ///
    /// # Errors
    ///
    /// [`NoClient`] when TLS cannot be set up.
    pub fn new(
        timeouts: Timeouts,
        clock: Arc<dyn Clock>,
        journal: Arc<dyn Journal>,
    ) -> Result<Self, NoClient> {
        let headers = HeaderMap::from_iter([
            (ACCEPT, HeaderValue::from_static("application/json")),
            (
                HeaderName::from_static("intercom-version"),
                HeaderValue::from_static(super::VERSION),
            ),
        ]);
        let http = reqwest::Client::builder()
            .user_agent(concat!("nexora/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.total)
            .pool_idle_timeout(KEEP_ALIVE)
            // A redirect would carry the token to wherever it points.
            .redirect(redirect::Policy::none())
            // What may be repeated is decided per endpoint, in `Grant`.
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .build()
            .map_err(|error| NoClient(error.into()))?;
        Ok(Self {
            http,
            clock,
            journal,
            reads_only: false,
            pace: None,
            gauges: Arc::default(),
        })
    }

    /// The same client, which only reads: a write by any of its handles ends before it is sent.
    #[must_use]
    pub fn reading(&self) -> Self {
        Self {
            reads_only: true,
            ..self.clone()
        }
    }

    /// The same connections, for calls that keep a pace: of every window of the rate limit a share is left to others, and
    /// a read that is refused because the window is used up is made again when it has ended.
    #[must_use]
    pub fn at_pace(self, pace: Arc<Pace>) -> Self {
        Self {
            pace: Some(pace),
            ..self
        }
    }

    /// One workspace's handle.
    #[must_use]
    pub fn grant(&self, host: Host, token: Plain, workspace: WorkspaceId) -> Grant {
        Grant::new(self.clone(), host, token, Some(workspace), Urgency::Waited)
    }

    /// One workspace's handle for what nobody waits for: of the last tenth of a window it takes nothing.
    #[must_use]
    pub fn yielding_grant(&self, host: Host, token: Plain, workspace: WorkspaceId) -> Grant {
        let workspace = Some(workspace);
        Grant::new(self.clone(), host, token, workspace, Urgency::Yielding)
    }

    /// A handle for a token that was given just now: ask [`Grant::me`] which workspace it is for.
    #[must_use]
    pub fn new_grant(&self, host: Host, token: Plain) -> Grant {
        Grant::new(self.clone(), host, token, None, Urgency::Waited)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}
