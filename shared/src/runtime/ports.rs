//! The ports of one process, and the opening of a workspace.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};

use super::Arrivals;
use crate::domain::config::{Brain, Config};
use crate::domain::conversation::Record;
use crate::error::Error;
use crate::grants::Grants;
use crate::id::{ConversationId, WorkspaceId};
use crate::ports::registry::Installation;
use crate::ports::{Agent, Clock, Connect, Journal, Keys, Queue, Readings, Registry, Store};
use crate::workspace::{Seat, Settings, Tenant, Workspace};

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
    /// The installed workspaces.
    pub registry: Arc<dyn Registry>,
    /// What was read of them.
    pub readings: Arc<dyn Readings>,
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
}

/// Installations and configurations, each kept for a minute, so that a warm container reads none per delivery.
#[derive(Default)]
pub struct Known(Mutex<HashMap<WorkspaceId, (Timestamp, Read)>>);

/// What opening a workspace reads.
#[derive(Clone)]
struct Read {
    installation: Arc<Installation>,
    config: Arc<Config>,
}

impl Known {
    const FRESH: SignedDuration = SignedDuration::from_secs(60);
    /// Some containers see many workspaces; memory stays flat.
    const MOST: usize = 500;

    fn get(&self, id: &WorkspaceId, now: Timestamp) -> Option<Read> {
        let known = self.0.lock().expect("no holder of this lock panics");
        let (read_at, read) = known.get(id)?;
        (now.duration_since(*read_at) < Self::FRESH).then(|| read.clone())
    }

    fn put(&self, id: WorkspaceId, now: Timestamp, read: Read) {
        let mut known = self.0.lock().expect("no holder of this lock panics");
        if known.len() >= Self::MOST {
            known.clear();
        }
        known.insert(id, (now, read));
    }
}

impl Ports {
    /// Opens a workspace that a verified notification or a stored request names.
    ///
    /// # Errors
    ///
    /// [`Error::NotInstalled`] when it is not, or has no configuration. [`Error::GrantRefused`] when Intercom is known to
    /// refuse its token.
    pub async fn workspace(&self, id: &WorkspaceId) -> Result<Workspace, Error> {
        let read = self.read(id).await?;
        Ok(self.opened(id, &read))
    }

    /// Opens a workspace with its grant and its agent.
    ///
    /// # Errors
    ///
    /// As [`Ports::workspace`]; also when the token does not open.
    pub async fn seat(&self, id: &WorkspaceId) -> Result<Seat, Error> {
        let read = self.read(id).await?;
        let token = self.keys.open(id, &read.installation.token).await?;
        let intercom = self.connect.connect(&read.installation, token);
        let agent = self.brains.brain(read.config.agent.brain);
        let people = self.readings.people(&Tenant::verified(id.clone())).await?;
        let workspace = self.opened(id, &read);
        Ok(Seat::open(workspace, intercom, agent, people))
    }

    /// Where installations are kept.
    #[cfg(feature = "install")]
    #[must_use]
    pub fn place(&self) -> crate::install::Place<'_> {
        crate::install::Place {
            registry: &*self.registry,
            store: &*self.store,
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

    /// Makes a configuration the live one of a workspace that is being installed.
    ///
    /// # Errors
    ///
    /// As [`Store::publish`].
    pub async fn publish(
        &self,
        id: &WorkspaceId,
        config: &Config,
    ) -> Result<(), crate::ports::store::Error> {
        self.store
            .publish(&Tenant::verified(id.clone()), config)
            .await
    }

    /// The live configuration of a workspace, for whoever configures it.
    ///
    /// # Errors
    ///
    /// As [`Store::config`].
    pub async fn config(
        &self,
        id: &WorkspaceId,
    ) -> Result<Option<Config>, crate::ports::store::Error> {
        self.store.config(&Tenant::verified(id.clone())).await
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
        self.known
            .0
            .lock()
            .expect("no holder of this lock panics")
            .remove(id);
    }

    /// Forgets what was read of every workspace: one of them was changed a moment ago by somebody who does not say which.
    pub fn forget_all(&self) {
        self.known
            .0
            .lock()
            .expect("no holder of this lock panics")
            .clear();
    }

    fn opened(&self, id: &WorkspaceId, read: &Read) -> Workspace {
        let settings = Settings {
            us: read.installation.us.clone(),
            config: read.config.clone(),
        };
        Workspace::open(
            Tenant::verified(id.clone()),
            settings,
            self.store.clone(),
            self.readings.clone(),
            self.queue.clone(),
            self.clock.clone(),
            self.journal.clone(),
        )
    }

    async fn read(&self, id: &WorkspaceId) -> Result<Read, Error> {
        let now = self.clock.now();
        if let Some(read) = self.known.get(id, now) {
            return Ok(read);
        }
        let installation = self
            .registry
            .installation(id)
            .await?
            .ok_or(Error::NotInstalled)?;
        // It is not kept: a grant that is renewed is used at once.
        if installation.standing.refused_since.is_some() {
            return Err(Error::GrantRefused);
        }
        let config = self
            .store
            .config(&Tenant::verified(id.clone()))
            .await?
            .ok_or(Error::NotInstalled)?;
        let read = Read {
            installation: Arc::new(installation),
            config: Arc::new(config),
        };
        self.known.put(id.clone(), now, read.clone());
        Ok(read)
    }
}
