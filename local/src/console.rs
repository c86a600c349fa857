//! What whoever runs the bundle does to a workspace, where a deployed stack has the command line: installs it by a
//! token, configures it, and sees whether it is there.

use shared::adapters::intercom::{Client, Grant, Hosts};
use shared::domain::config::Config;
use shared::id::{AdminId, WorkspaceId};
use shared::install::{self, Application};
use shared::ports::journal::Entry;
use shared::ports::keys::{self, Plain};
use shared::ports::registry::{Installation, Region};
use shared::ports::store;
use shared::runtime::Ports;

use crate::texts::Texts;

/// The desk of whoever runs the bundle. Clones are the same one.
#[derive(Clone)]
pub struct Console {
    /// Where installations and configurations are.
    pub ports: Ports,
    /// The client of this process.
    pub client: Client,
    /// Where Intercom is.
    pub hosts: Hosts,
    /// Configurations as they were written.
    pub texts: Texts,
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
    /// It works, as this teammate.
    Working(AdminId),
}

/// A configuration to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The YAML.
    pub yaml: String,
    /// Whether it is the live one; else it is one to start with.
    pub live: bool,
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
        config: &Config,
    ) -> Result<AdminId, install::Error> {
        let application = Application {
            workspace,
            token,
            private_secret: None,
            region,
            config,
            over: None,
        };
        let installed = self.stores(application).await?;
        Ok(installed.us)
    }

    /// Checks a configuration, and makes it the live one of a workspace that is installed. The next message follows it.
    ///
    /// # Errors
    ///
    /// See [`NotConfigured`]. The one before stays live then.
    pub async fn configure(
        &self,
        workspace: &WorkspaceId,
        yaml: &str,
    ) -> Result<(), NotConfigured> {
        let config = install::read_config(yaml)?;
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
            config: &config,
            over: Some(&installed.token),
        };
        self.stores(application).await?;
        self.texts.keep(workspace, yaml);
        let entry = Entry::new("console", "configured", "a configuration was published");
        self.ports.journal.enter(entry.at(workspace, None));
        Ok(())
    }

    /// Whether Nexora is in a workspace, by the registry.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn presence(&self, workspace: &WorkspaceId) -> Result<Presence, store::Error> {
        let installed = self.ports.registry.installation(workspace).await?;
        let config = self.ports.config(workspace).await?;
        Ok(match (installed, config) {
            (None, None) => Presence::Absent,
            (None, Some(_)) => Presence::Removed,
            (Some(_), None) => Presence::Unconfigured,
            (Some(installed), Some(_)) => Presence::Working(installed.us),
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
        let Some(live) = self.ports.config(workspace).await? else {
            let yaml = start.to_owned();
            return Ok(Written { yaml, live: false });
        };
        let kept = self.texts.of(workspace);
        let mut texts = kept.into_iter().chain([start.to_owned()]);
        let same = texts.find(|yaml| install::read_config(yaml).is_ok_and(|read| read == live));
        // JSON is YAML. Only comments are lost, and only where this process did not publish it.
        let yaml = same.unwrap_or_else(|| {
            serde_json::to_string_pretty(&live).expect("a configuration has text keys")
        });
        Ok(Written { yaml, live: true })
    }

    /// The one place here that calls [`install::install`].
    async fn stores(&self, application: Application<'_>) -> Result<Installation, install::Error> {
        let (workspace, token) = (application.workspace, application.token);
        let place = self.ports.place();
        let grant: Grant = self.client.grant(
            self.hosts.api(application.region),
            token.clone(),
            workspace.clone(),
        );
        let installed = install::install(place, &grant, application).await?;
        self.ports.forget(workspace);
        Ok(installed.installation)
    }
}
