//! The workspace whose past is read: one of a stack, or one whose token is given by hand.

use std::sync::Arc;

use clap::Args;
use shared::adapters::intercom::{Client, Grant, Host, Pace, Timeouts};
use shared::adapters::system_clock::SystemClock;
use shared::domain::config::Config;
use shared::domain::names::Names;
use shared::id::WorkspaceId;
use shared::install::Published;
use shared::ports::registry::Region;
use shared::ports::{Keys as _, Registry as _, intercom, keys};

use super::cost::Calls;
use super::failure::Failure;
use crate::aws_region::AwsRegion;
use crate::deployment::Deployment;
use crate::failure;
use crate::intercom_region::IntercomRegion;
use crate::secret::{self, Kind};
use crate::stack::Stack;

/// Which workspace.
#[derive(Args)]
pub(crate) struct Reach {
    /// The stack the workspace is installed in. Without one, the access token is asked for
    #[arg(long, value_name = "NAME", requires = "workspace")]
    stack: Option<Stack>,
    /// The workspace's id: what follows /apps/ in the address of its Inbox. Without a stack, the token's
    #[arg(long, value_name = "ID")]
    workspace: Option<WorkspaceId>,
    /// AWS's region, where it is not the profile's
    #[arg(long, value_name = "REGION", requires = "stack")]
    region: Option<AwsRegion>,
    /// Where Intercom hosts the workspace, without a stack
    #[arg(long, value_name = "REGION", value_enum, conflicts_with = "stack")]
    intercom_region: Option<IntercomRegion>,
    /// An address that is asked instead of Intercom's regions
    #[arg(long, value_name = "ADDRESS", hide = true)]
    intercom_api: Option<Host>,
}

/// The workspace, at hand.
pub(crate) struct Reached {
    pub(crate) grant: Grant,
    pub(crate) host: Host,
    pub(crate) workspace: WorkspaceId,
    /// Its name, as Intercom shows it.
    pub(crate) name: String,
    /// The configuration that is live; none without a stack.
    pub(crate) live: Option<Config>,
    /// What its names meant when it was published.
    pub(crate) names: Names,
}

impl Reach {
    pub(crate) const fn has_stack(&self) -> bool {
        self.stack.is_some()
    }

    /// Finds the token, and asks Intercom whose it is.
    ///
    /// # Errors
    ///
    /// See [`failure::Failure`].
    pub(crate) async fn reach(
        self,
        calls: Arc<Calls>,
        pace: Arc<Pace>,
    ) -> Result<Reached, failure::Failure> {
        let Self {
            stack,
            workspace,
            region,
            intercom_region,
            intercom_api,
        } = self;
        let (token, hosted, published) = match (stack, &workspace) {
            (Some(stack), Some(workspace)) => {
                let deployment = Deployment::find(stack, region).await?;
                let of_the_store = |error| failure::Failure::of_the_store(error, &deployment);
                let installed = deployment.rows.installation(workspace).await;
                let installed = installed.map_err(of_the_store)?.ok_or_else(|| {
                    failure::Failure::NotInstalled {
                        workspace: workspace.clone(),
                        stack: deployment.stack.to_string(),
                    }
                })?;
                let token = deployment.keys.open(workspace, &installed.token).await;
                let token = token.map_err(|error| match error {
                    keys::Error::DoesNotOpen => failure::Failure::Sealed {
                        workspace: workspace.clone(),
                    },
                    error => failure::Failure::of_the_key(error, &deployment),
                })?;
                let published = Published::of(deployment.place(), workspace).await;
                let published = published.map_err(of_the_store)?;
                (token, installed.region, Some(published))
            }
            _ => {
                let region = intercom_region.map(Region::from).unwrap_or_default();
                (secret::read(Kind::Token)?, region, None)
            }
        };
        let (live, names) = published.map_or_else(Default::default, |it| (it.config, it.names));
        let host = intercom_api.unwrap_or_else(|| Host::from(hosted));
        let client = Client::new(Timeouts::default(), Arc::new(SystemClock), calls)?.at_pace(pace);
        let me = client.new_grant(host.clone(), token.clone()).me().await;
        let me = me.map_err(|error| match error {
            // It takes no permission.
            error @ intercom::Error::Refused { .. } => Failure::Shut(error),
            error => Failure::of_intercom(error, &host),
        })?;
        if let Some(expected) = workspace.filter(|expected| *expected != me.workspace) {
            let found = me.workspace;
            return Err(Failure::OtherWorkspace { expected, found }.into());
        }
        Ok(Reached {
            grant: client.grant(host.clone(), token, me.workspace.clone()),
            host,
            workspace: me.workspace,
            name: me.name,
            live,
            names,
        })
    }
}
