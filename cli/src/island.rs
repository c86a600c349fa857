//! A workspace that is installed in a stack: what most commands begin with.

use std::sync::Arc;

use shared::adapters::intercom::{Client, Host, Timeouts};
use shared::adapters::system_clock::SystemClock;
use shared::domain::config::Config;
use shared::id::WorkspaceId;
use shared::install::{self, Application, Content, Versions};
use shared::ports::configurations::{Live, Version};
use shared::ports::registry::Installation;
use shared::ports::{Keys as _, Registry as _, intercom, keys};

use crate::deployment::Deployment;
use crate::failure::Failure;
use crate::install::Unread;
use crate::report::{Deed, Report, Requeued};
use crate::target::Target;

/// The workspace, and the stack it is in.
pub(crate) struct Island {
    pub(crate) deployment: Deployment,
    pub(crate) installation: Installation,
    intercom_api: Option<Host>,
}

impl Island {
    /// Finds the stack, and the workspace in it.
    ///
    /// # Errors
    ///
    /// When there is no such stack, or the workspace is not installed in it.
    pub(crate) async fn find(target: Target) -> Result<Self, Failure> {
        let Target {
            stack,
            workspace,
            region,
            intercom_api,
        } = target;
        let deployment = Deployment::find(stack, region).await?;
        let installed = deployment.rows.installation(&workspace).await;
        let installed = installed.map_err(|error| Failure::of_the_store(error, &deployment))?;
        match installed {
            Some(installation) => Ok(Self {
                deployment,
                installation,
                intercom_api,
            }),
            None => Err(Failure::NotInstalled {
                workspace,
                stack: deployment.stack.to_string(),
            }),
        }
    }

    pub(crate) const fn id(&self) -> &WorkspaceId {
        &self.installation.workspace
    }

    /// What the workspace is called in a sentence.
    pub(crate) fn called(&self) -> String {
        let Deployment { stack, region, .. } = &self.deployment;
        let Installation {
            name, workspace, ..
        } = &self.installation;
        format!("{name} ({workspace}) in {stack}, {region}")
    }

    /// Its configurations.
    pub(crate) async fn versions(&self) -> Result<Versions<'_>, Failure> {
        let versions = Versions::of(self.deployment.place(), self.id()).await;
        let versions = versions.map_err(|error| self.of_the_store(error))?;
        // It left between two lines of ours.
        versions.ok_or_else(|| Failure::NotInstalled {
            workspace: self.id().clone(),
            stack: self.deployment.stack.to_string(),
        })
    }

    /// What is live.
    pub(crate) async fn live(&self, versions: &Versions<'_>) -> Result<(Live, Version), Failure> {
        let live = versions.live_version().await;
        let live = live.map_err(|error| self.of_the_store(error))?;
        live.ok_or_else(|| Failure::Unconfigured(self.id().clone()))
    }

    /// A version by its number; the live one without.
    pub(crate) async fn version(
        &self,
        versions: &Versions<'_>,
        number: Option<u64>,
    ) -> Result<Version, Failure> {
        let Some(number) = number else {
            return Ok(self.live(versions).await?.1);
        };
        let version = versions.version(number).await;
        let version = version.map_err(|error| self.of_the_store(error))?;
        version.ok_or_else(|| Failure::NoVersion {
            number,
            workspace: self.id().clone(),
        })
    }

    pub(crate) fn of_the_store(&self, error: shared::ports::store::Error) -> Failure {
        Failure::of_the_store(error, &self.deployment)
    }

    /// Gives the workspace another configuration, with the token it was installed with: what the configuration names is
    /// looked up, and found or refused.
    pub(crate) async fn configure(
        self,
        content: Content<'_>,
        config: &Config,
        deed: Deed,
    ) -> Result<Report, Failure> {
        let Self {
            deployment,
            installation: before,
            intercom_api,
        } = self;
        let workspace = &before.workspace;
        let open = async |sealed| {
            let opened = deployment.keys.open(workspace, sealed).await;
            opened.map_err(|error| match error {
                keys::Error::DoesNotOpen => Failure::Sealed {
                    workspace: workspace.clone(),
                },
                error => Failure::of_the_key(error, &deployment),
            })
        };
        let token = open(&before.token).await?;
        let private_secret = match &before.private_secret {
            Some(sealed) => Some(open(sealed).await?),
            None => None,
        };
        let refused_since = before.standing.refused_since;
        let host = intercom_api.unwrap_or_else(|| Host::from(before.region));
        let client = Client::new(Timeouts::default(), Arc::new(SystemClock), Arc::new(Unread))?;
        let grant = client.grant(host.clone(), token.clone(), workspace.clone());
        let application = Application {
            workspace,
            token: &token,
            private_secret: private_secret.as_ref(),
            region: before.region,
            content,
            over: Some(&before.token),
        };
        let installed = install::install(deployment.place(), &grant, application)
            .await
            .map_err(|error| match error {
                install::Error::Intercom(intercom::Error::Unauthorized) => Failure::StoredToken {
                    workspace: workspace.clone(),
                    since: refused_since,
                },
                // A workspace that is suspended refuses everything, and is known to.
                install::Error::Intercom(intercom::Error::Refused { status: 403, .. })
                    if refused_since.is_some() =>
                {
                    Failure::StoredToken {
                        workspace: workspace.clone(),
                        since: refused_since,
                    }
                }
                install::Error::NoVersion(number) => Failure::NoVersion {
                    number,
                    workspace: workspace.clone(),
                },
                error => Failure::of_installing(error, &deployment, &host),
            })?;
        let queue = Requeued::of(&deployment, &installed).await;
        Ok(Report {
            queue,
            stack: deployment.stack,
            region: deployment.region,
            deed,
            default: config.hand_off.default.clone(),
            installed,
        })
    }
}
