//! The ports of one process, and the opening of a workspace.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use futures_lite::future;
use jiff::{SignedDuration, Timestamp};

use super::Arrivals;
use crate::domain::config::{Brain, Config};
use crate::domain::conversation::Record;
use crate::domain::people::People;
use crate::error::Error;
use crate::grants::Grants;
use crate::id::{ConversationId, WorkspaceId};
use crate::ports::configurations::Live;
use crate::ports::keys::Plain;
use crate::ports::registry::Installation;
use crate::ports::store::{self, Dangling};
use crate::ports::{
    Agent, Allowance, Clock, Configurations, Connect, Decisions, Due, FollowUps, Intercom, Journal,
    Keys, Queue, Readings, Registry, Store,
};
use crate::workspace::{Requests, Rows, Seat, Settings, Shares, Tenant, Workspace};

/// Chooses the brain a configuration names.
pub trait Brains: Send + Sync {
    /// The brain.
    fn brain(&self, brain: Brain) -> Arc<dyn Agent>;
}

/// Everything a process has of the outside. Built once.
#[derive(Clone)]
pub struct Ports {
    /// The workspaces' rows.
    pub store: Arc<dyn Store>,
    /// What they are configured with.
    pub configurations: Arc<dyn Configurations>,
    /// The installed workspaces.
    pub registry: Arc<dyn Registry>,
    /// What was read of them.
    pub readings: Arc<dyn Readings>,
    /// What was decided in their conversations, and why.
    pub decisions: Arc<dyn Decisions>,
    /// Where it is set when a conversation is looked at again.
    pub follow_ups: Arc<dyn FollowUps>,
    /// Which conversations' time has come.
    pub due: Arc<dyn Due>,
    /// How many calls to Intercom there are for what nobody waits for.
    pub allowance: Arc<dyn Allowance>,
    /// The queues.
    pub queue: Arc<dyn Queue>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where entries go.
    pub journal: Arc<dyn Journal>,
    /// What opens tokens.
    pub keys: Arc<dyn Keys>,
    /// Intercom.
    pub connect: Arc<dyn Connect>,
    /// The brains.
    pub brains: Arc<dyn Brains>,
    /// What was read of workspaces lately.
    pub known: Arc<Known>,
    /// Which topics' notifications were noted lately.
    pub arrivals: Arc<Arrivals>,
    /// How many turns were asked for lately.
    pub shares: Arc<Shares>,
}

/// What was read of workspaces, so that a warm container reads little per delivery: installations, each for a minute; and of
/// each workspace the version that was live at the last turn, which never changes.
#[derive(Default)]
pub struct Known {
    installed: Mutex<HashMap<WorkspaceId, Installed>>,
    versions: Mutex<HashMap<WorkspaceId, Kept>>,
}

/// A workspace that is installed and has a configuration.
#[derive(Clone)]
struct Installed {
    read_at: Timestamp,
    /// Where the pointer stood before it was read. Whoever moves the pointer may have changed the installation first.
    under: (u64, Timestamp),
    installation: Arc<Installation>,
}

/// A version. Where everything of a workspace was purged, numbers begin anew, so a number alone does not say which.
struct Kept {
    number: u64,
    moved_at: Timestamp,
    config: Arc<Config>,
}

impl Known {
    const FRESH: SignedDuration = SignedDuration::from_secs(60);
    /// Some containers see many workspaces; memory stays flat.
    const MOST: usize = 500;

    fn installation(&self, id: &WorkspaceId, now: Timestamp) -> Option<Installed> {
        let installed = self
            .installed
            .lock()
            .expect("no holder of this lock panics");
        let known = installed.get(id)?;
        (now.duration_since(known.read_at) < Self::FRESH).then(|| known.clone())
    }

    fn keep_installation(&self, id: WorkspaceId, known: Installed) {
        put(&self.installed, id, known);
    }

    fn version(&self, id: &WorkspaceId, live: &Live) -> Option<Arc<Config>> {
        let versions = self.versions.lock().expect("no holder of this lock panics");
        let kept = versions.get(id)?;
        let is_it = kept.number == live.number && kept.moved_at == live.moved_at;
        is_it.then(|| kept.config.clone())
    }

    fn keep_version(&self, id: WorkspaceId, kept: Kept) {
        put(&self.versions, id, kept);
    }

    fn forget(&self, forgotten: impl Fn(&WorkspaceId) -> bool) {
        let mut installed = self
            .installed
            .lock()
            .expect("no holder of this lock panics");
        installed.retain(|id, _| !forgotten(id));
    }
}

fn put<T>(of: &Mutex<HashMap<WorkspaceId, T>>, id: WorkspaceId, value: T) {
    let mut known = of.lock().expect("no holder of this lock panics");
    if known.len() >= Known::MOST && !known.contains_key(&id) {
        known.clear();
    }
    known.insert(id, value);
}

impl Ports {
    /// Opens a workspace that a verified notification or a stored request names. What it is configured with is not read:
    /// that something is live is all a topic needs to know.
    ///
    /// # Errors
    ///
    /// [`Error::NotInstalled`] when it is not, or has no configuration. [`Error::GrantRefused`] when Intercom is known to
    /// refuse its token.
    pub async fn workspace(&self, id: &WorkspaceId) -> Result<Workspace, Error> {
        let tenant = Tenant::verified(id.clone());
        let now = self.clock.now();
        let installed = match self.known.installation(id, now) {
            Some(installed) => installed,
            None => {
                let live = self.configurations.live(&tenant).await?;
                let live = live.ok_or(Error::NotInstalled)?;
                self.installed(id, &live, now).await?
            }
        };
        Ok(self.opened(tenant, &installed))
    }

    /// Opens a workspace with its grant and its agent, as it is configured and paused at this moment.
    ///
    /// # Errors
    ///
    /// As [`Ports::workspace`]; also when the token does not open.
    pub async fn seat(&self, id: &WorkspaceId) -> Result<Seat, Error> {
        self.seat_by(id, |connect, installation, token| {
            connect.connect(installation, token)
        })
        .await
    }

    /// The same for work that nobody waits for: it stops calling Intercom when little of the rate limit is left.
    ///
    /// # Errors
    ///
    /// As [`Ports::seat`].
    pub async fn yielding_seat(&self, id: &WorkspaceId) -> Result<Seat, Error> {
        self.seat_by(id, |connect, installation, token| {
            connect.connect_yielding(installation, token)
        })
        .await
    }

    async fn seat_by(
        &self,
        id: &WorkspaceId,
        connect: fn(&dyn Connect, &Installation, Plain) -> Arc<dyn Intercom>,
    ) -> Result<Seat, Error> {
        let tenant = Tenant::verified(id.clone());
        let now = self.clock.now();
        let live = self.configurations.live(&tenant).await?;
        let live = live.ok_or(Error::NotInstalled)?;
        let known = self.known.installation(id, now);
        let installed = match known.filter(|known| known.under == (live.number, live.moved_at)) {
            Some(installed) => installed,
            None => self.installed(id, &live, now).await?,
        };
        let config = self.config_of(&tenant, &live);
        let people = async { Ok(self.readings.people_lately(&tenant).await?) };
        let (config, people) = future::try_zip(config, people).await?;
        let token = self.keys.open(id, &installed.installation.token).await?;
        let intercom = connect(&*self.connect, &installed.installation, token);
        let agent = self.brains.brain(config.agent.brain);
        let settings = Settings {
            config,
            number: live.number,
            switch: live.switch,
        };
        let workspace = self.opened(tenant, &installed);
        let configurations = self.configurations.clone();
        Ok(Seat::open(
            workspace,
            settings,
            configurations,
            self.allowance.clone(),
            intercom,
            agent,
            people,
        ))
    }

    /// Where installations are kept.
    #[cfg(feature = "install")]
    #[must_use]
    pub fn place(&self) -> crate::install::Place<'_> {
        crate::install::Place {
            registry: &*self.registry,
            configurations: &*self.configurations,
            readings: &*self.readings,
            clock: &*self.clock,
            keys: &*self.keys,
        }
    }

    /// What asks whether a workspace's grant still holds.
    #[must_use]
    pub fn grants(&self) -> Grants {
        Grants {
            registry: self.registry.clone(),
            keys: self.keys.clone(),
            connect: self.connect.clone(),
            clock: self.clock.clone(),
            journal: self.journal.clone(),
        }
    }

    /// The configurations of a workspace, for whoever configures it or looks.
    #[cfg(feature = "install")]
    #[must_use]
    pub fn versions(&self, id: &WorkspaceId) -> crate::install::Versions<'_> {
        crate::install::Versions::at(self.place(), Tenant::verified(id.clone()))
    }

    /// A workspace's people, teams and schedules as they were read, for whoever looks at it from outside; none when they never were.
    ///
    /// # Errors
    ///
    /// As [`Readings::people`].
    pub async fn people(&self, workspace: &WorkspaceId) -> Result<Option<People>, store::Error> {
        let tenant = Tenant::verified(workspace.clone());
        self.readings.people_lately(&tenant).await
    }

    /// What is kept of a conversation, for whoever looks at it from outside.
    ///
    /// # Errors
    ///
    /// As [`Store::conversation`].
    pub async fn record(
        &self,
        id: &WorkspaceId,
        conversation: &ConversationId,
    ) -> Result<Option<Record>, crate::ports::store::Error> {
        self.store
            .conversation(&Tenant::verified(id.clone()), conversation)
            .await
    }

    /// Forgets what was read of a workspace: it was changed a moment ago in this very process.
    pub fn forget(&self, id: &WorkspaceId) {
        self.known.forget(|known| known == id);
    }

    /// Forgets what was read of every workspace: one of them was changed a moment ago by somebody who does not say which.
    pub fn forget_all(&self) {
        self.known.forget(|_| true);
    }

    fn opened(&self, tenant: Tenant, installed: &Installed) -> Workspace {
        let rows = Rows {
            store: self.store.clone(),
            readings: self.readings.clone(),
            decisions: self.decisions.clone(),
            follow_ups: self.follow_ups.clone(),
        };
        let requests = Requests {
            queue: self.queue.clone(),
            shares: self.shares.clone(),
        };
        Workspace::open(
            tenant,
            installed.installation.us.clone(),
            rows,
            requests,
            self.clock.clone(),
            self.journal.clone(),
        )
    }

    async fn installed(
        &self,
        id: &WorkspaceId,
        live: &Live,
        now: Timestamp,
    ) -> Result<Installed, Error> {
        let installation = self
            .registry
            .installation(id)
            .await?
            .ok_or(Error::NotInstalled)?;
        // It is not kept: a grant that is renewed is used at once.
        if installation.standing.refused_since.is_some() {
            return Err(Error::GrantRefused);
        }
        let installed = Installed {
            read_at: now,
            under: (live.number, live.moved_at),
            installation: Arc::new(installation),
        };
        self.known.keep_installation(id.clone(), installed.clone());
        Ok(installed)
    }

    /// The version a pointer points to, read once.
    async fn config_of(&self, tenant: &Tenant, live: &Live) -> Result<Arc<Config>, Error> {
        let id = tenant.workspace();
        if let Some(config) = self.known.version(id, live) {
            return Ok(config);
        }
        let version = self.configurations.version(tenant, live.number).await?;
        let version = version.ok_or_else(|| store::Error::from(Dangling(live.number)))?;
        let config = Arc::new(version.config);
        let kept = Kept {
            number: live.number,
            moved_at: live.moved_at,
            config: config.clone(),
        };
        self.known.keep_version(id.clone(), kept);
        Ok(config)
    }
}
