//! What the two functions of an install by OAuth are given, and what a browser gets from them.
//!
//! `oauth-install` sends the browser to Intercom, where an admin authorises the app; Intercom sends it back to
//! `oauth-callback`, which installs the workspace. No workspace is in scope before Intercom has said whose the token is.

pub mod browser;
pub mod page;
mod step;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_lite::future;
use url::Url;

use crate::adapters::intercom::{Client, Hosts};
use crate::id::WorkspaceId;
use crate::install::Place;
use crate::ports::{Apps, Clock, Configurations, Journal, Keys, Readings, Registry};

pub use step::Step;

/// How long Intercom and AWS may take together. The function ends after 29 s and the HTTP API after 30 s, and then nobody would
/// tell the browser anything.
const PATIENCE: Duration = Duration::from_secs(25);

/// The ports of an install by OAuth.
#[derive(Clone)]
pub struct Onboarding {
    /// The public app's identity.
    pub apps: Arc<dyn Apps>,
    /// The installed workspaces, and the states that came back.
    pub registry: Arc<dyn Registry>,
    /// Their configurations.
    pub configurations: Arc<dyn Configurations>,
    /// What was read of them.
    pub readings: Arc<dyn Readings>,
    /// What seals tokens.
    pub keys: Arc<dyn Keys>,
    /// Intercom.
    pub client: Client,
    /// Where Intercom is.
    pub hosts: Hosts,
    /// Where an admin goes on after an install: a page that shows the workspace `?workspace=ID` and takes its
    /// configuration. None where an operator configures workspaces with `nexora`.
    pub console: Option<Url>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where it says what it did.
    pub journal: Arc<dyn Journal>,
    /// 128 bits nobody can guess.
    pub random: fn() -> u128,
}

impl Onboarding {
    /// Where an admin goes on with a workspace, if there is such a page.
    #[must_use]
    pub fn console_of(&self, workspace: &WorkspaceId) -> Option<Url> {
        let mut url = self.console.clone()?;
        url.query_pairs_mut()
            .append_pair("workspace", workspace.as_str());
        Some(url)
    }

    /// What came of work that a browser waits for; none when it took too long.
    pub async fn in_time<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let done = async { Some(work.await) };
        let late = async {
            self.clock.sleep(PATIENCE).await;
            None
        };
        future::or(done, late).await
    }

    /// Where installations are kept.
    #[must_use]
    pub fn place(&self) -> Place<'_> {
        Place {
            registry: &*self.registry,
            configurations: &*self.configurations,
            readings: &*self.readings,
            clock: &*self.clock,
            keys: &*self.keys,
        }
    }
}
