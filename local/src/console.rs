//! What whoever runs the bundle does to a workspace, where a deployed stack has the command line: installs it by a
//! token, configures it, pauses it, and sees whether it is there.

use std::sync::Arc;

use jiff::civil::Date;
use shared::adapters::intercom::{Client, Grant, Hosts};
use shared::config_file::read_config;
use shared::domain::switch::Scope;
use shared::id::{AdminId, WorkspaceId};
use shared::install::outcomes::{self, Outcomes};
use shared::install::queue::{Desk, Unread, Waiting};
use shared::install::{self, Application, Content, Installed};
use shared::ports::configurations::{Draft, Over};
use shared::ports::journal::Entry;
use shared::ports::keys::{self, Plain};
use shared::ports::registry::Region;
use shared::ports::{Tallies, store};
use shared::runtime::Ports;

/// The desk of whoever runs the bundle. Clones are the same one.
#[derive(Clone)]
pub struct Console {
    /// Where installations and configurations are.
    pub ports: Ports,
    /// How conversations ended.
    pub tallies: Arc<dyn Tallies>,
    /// The client of this process.
    pub client: Client,
    /// Where Intercom is.
    pub hosts: Hosts,
}

/// Whether Nexora is in a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// It never was.
    Absent,
    /// It was; the configuration is still kept.
    Removed,
    /// It is, and is silent: it has no configuration.
    Unconfigured,
    /// It works.
    Working {
        /// As this teammate.
        us: AdminId,
        /// Whether it is paused.
        paused: bool,
    },
}

/// A configuration to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The YAML.
    pub yaml: String,
    /// Which version it is, if it is the live one; else it is one to start with.
    pub live: Option<u64>,
}

/// Why a workspace was not configured.
#[derive(Debug, thiserror::Error)]
pub enum NotConfigured {
    /// Without a token nobody can look up what the configuration names.
    #[error("Nexora is not installed in this workspace; install it first")]
    NotInstalled,
    /// Its token does not open.
    #[error("the workspace's token cannot be opened: {0}")]
    Keys(#[from] keys::Error),
    /// The store failed.
    #[error("the store does not answer: {0}")]
    Store(#[from] store::Error),
    /// The configuration is not one, or Intercom failed.
    #[error(transparent)]
    Refused(#[from] install::Error),
}

impl Console {
    /// Installs a workspace by its token; the teammate the agent speaks as there.
    ///
    /// # Errors
    ///
    /// See [`install::install`].
    pub async fn install(
        &self,
        workspace: &WorkspaceId,
        region: Region,
        token: &Plain,
        yaml: &str,
    ) -> Result<AdminId, install::Error> {
        let config = read_config(yaml)?;
        let application = Application {
            workspace,
            token,
            private_secret: None,
            region,
            content: Content::New(Draft::new(&config, yaml, None)?, Over::Whatever),
            over: None,
        };
        let installed = self.stores(application).await?;
        Ok(installed.installation.us)
    }

    /// Checks a configuration, and makes it the live one of a workspace that is installed, over the version that was live
    /// when somebody began to write it; its number. The next message follows it.
    ///
    /// # Errors
    ///
    /// See [`NotConfigured`]. The one before stays live then, unless it is the store that failed at the end: then what is queued is
    /// looked at when its time has come.
    pub async fn configure(
        &self,
        workspace: &WorkspaceId,
        yaml: &str,
        over: Over,
    ) -> Result<u64, NotConfigured> {
        let config = read_config(yaml).map_err(install::Error::from)?;
        let draft = Draft::new(&config, yaml, None).map_err(install::Error::from)?;
        let installed = self.ports.registry.installation(workspace).await?;
        let installed = installed.ok_or(NotConfigured::NotInstalled)?;
        let token = self.ports.keys.open(workspace, &installed.token).await?;
        let private_secret = match &installed.private_secret {
            Some(sealed) => Some(self.ports.keys.open(workspace, sealed).await?),
            None => None,
        };
        let application = Application {
            workspace,
            token: &token,
            private_secret: private_secret.as_ref(),
            region: installed.region,
            content: Content::New(draft, over),
            over: Some(&installed.token),
        };
        let version = self.stores(application).await?.version;
        let mut what = format!("version {version} of the configuration is live");
        match self.ports.redate(workspace).await? {
            0 => {}
            1 => what += "; a queued conversation is looked at again",
            queued => what += &format!("; {queued} queued conversations are looked at again"),
        }
        let entry = Entry::new("console", "configured", what);
        self.ports.journal.enter(entry.at(workspace, None));
        Ok(version)
    }

    /// Pauses the agent in a workspace, or lets it go on. False when there is nothing to pause: it has no configuration.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn pause(&self, workspace: &WorkspaceId, paused: bool) -> Result<bool, store::Error> {
        let versions = self.ports.versions(workspace);
        let thrown = versions.switch(&Scope::Workspace, paused).await?;
        if thrown.is_none() {
            return Ok(false);
        }
        let (name, what) = if paused {
            ("paused", "the agent is paused")
        } else {
            ("resumed", "the agent goes on")
        };
        let entry = Entry::new("console", name, what);
        self.ports.journal.enter(entry.at(workspace, None));
        Ok(true)
    }

    /// Whether Nexora is in a workspace, by the registry.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn presence(&self, workspace: &WorkspaceId) -> Result<Presence, store::Error> {
        let installed = self.ports.registry.installation(workspace).await?;
        let live = self.ports.versions(workspace).live().await?;
        Ok(match (installed, live) {
            (None, None) => Presence::Absent,
            (None, Some(_)) => Presence::Removed,
            (Some(_), None) => Presence::Unconfigured,
            (Some(installed), Some(live)) => Presence::Working {
                us: installed.us,
                paused: live.switch.all,
            },
        })
    }

    /// How conversations of a workspace ended from `since` to `until`, both included, in UTC. None when nothing is known of it.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn outcomes(
        &self,
        workspace: &WorkspaceId,
        since: Date,
        until: Date,
    ) -> Result<Option<Outcomes>, store::Error> {
        let (place, tallies) = (self.ports.place(), &*self.tallies);
        let counted = outcomes::counted(place, tallies, workspace, since, until).await;
        counted.map_err(|unread| match unread {
            outcomes::Unread::Registry(error) | outcomes::Unread::Tallies(error) => error,
        })
    }

    /// What waits until people are back: in a workspace, or wherever something does. None when Nexora is not in the workspace.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn waiting(
        &self,
        workspace: Option<&WorkspaceId>,
    ) -> Result<Option<Vec<Waiting>>, store::Error> {
        let ports = &self.ports;
        let desk = Desk {
            place: ports.place(),
            store: &*ports.store,
            follow_ups: &*ports.follow_ups,
            due: &*ports.due,
        };
        let waiting = match workspace {
            Some(workspace) => desk.of(workspace).await.map(|one| Some(vec![one?])),
            None => desk.of_all().await.map(|(all, _)| Some(all)),
        };
        waiting.map_err(|unread| match unread {
            Unread::Registry(error) | Unread::FollowUps(error) => error,
        })
    }

    /// The live configuration as somebody wrote it; where there is none, the one to start with.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn written(
        &self,
        workspace: &WorkspaceId,
        start: &str,
    ) -> Result<Written, store::Error> {
        let live = self.ports.versions(workspace).live_version().await?;
        Ok(match live {
            Some((live, version)) => Written {
                yaml: version.source,
                live: Some(live.number),
            },
            None => Written {
                yaml: start.to_owned(),
                live: None,
            },
        })
    }

    /// The one place here that calls [`install::install`].
    async fn stores(&self, application: Application<'_>) -> Result<Installed, install::Error> {
        let (workspace, token) = (application.workspace, application.token);
        let place = self.ports.place();
        let grant: Grant = self.client.grant(
            self.hosts.api(application.region),
            token.clone(),
            workspace.clone(),
        );
        let installed = install::install(place, &grant, application).await?;
        self.ports.forget(workspace);
        Ok(installed)
    }
}
