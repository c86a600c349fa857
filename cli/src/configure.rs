//! `nexora configure`

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use shared::adapters::intercom::{Client, Host, Timeouts};
use shared::adapters::system_clock::SystemClock;
use shared::id::WorkspaceId;
use shared::install::{self, Application};
use shared::ports::{Keys as _, Registry as _};

use crate::aws_region::AwsRegion;
use crate::deployment::Deployment;
use crate::failure::Failure;
use crate::install::Unread;
use crate::report::Report;
use crate::stack::Stack;

/// Gives an installed workspace another configuration. Its token and its app stay as they are.
///
/// The names in the configuration are looked up in the workspace, with the token it was installed with. Functions take
/// the new configuration within a minute.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    /// The stack's name, as `sam deploy` was given it
    #[arg(long, value_name = "NAME")]
    stack: Stack,
    /// The workspace's id: what follows /apps/ in the address of its Inbox
    #[arg(long, value_name = "ID")]
    workspace: WorkspaceId,
    /// The workspace's configuration, which docs/CONFIG.md describes
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// AWS's region, where it is not the profile's
    #[arg(long, value_name = "REGION")]
    region: Option<AwsRegion>,
    /// An address that is asked instead of Intercom's regions, as the template's `IntercomApi`
    #[arg(long, value_name = "ADDRESS", hide = true)]
    intercom_api: Option<Host>,
}

/// Publishes the configuration; what the operator is told.
///
/// # Errors
///
/// See [`Failure`].
pub(crate) async fn run(arguments: Arguments) -> Result<Report, Failure> {
    let Arguments {
        stack,
        workspace,
        config: file,
        region,
        intercom_api,
    } = arguments;
    let yaml = match fs::read_to_string(&file) {
        Ok(yaml) => yaml,
        Err(source) => return Err(Failure::File { file, source }),
    };
    let config = install::read_config(&yaml).map_err(|error| Failure::Config { file, error })?;
    let deployment = Deployment::find(stack, region).await?;
    let installed = deployment.rows.installation(&workspace).await;
    let installed = installed.map_err(|error| Failure::of_the_store(error, &deployment))?;
    let installed = installed.ok_or_else(|| Failure::NotInstalled {
        workspace: workspace.clone(),
        stack: deployment.stack.to_string(),
    })?;

    let open = async |sealed| {
        let opened = deployment.keys.open(&workspace, sealed).await;
        opened.map_err(|error| Failure::of_the_key(error, &deployment))
    };
    let token = open(&installed.token).await?;
    let private_secret = match &installed.private_secret {
        Some(sealed) => Some(open(sealed).await?),
        None => None,
    };
    let host = intercom_api.unwrap_or_else(|| Host::from(installed.region));
    let client = Client::new(Timeouts::default(), Arc::new(SystemClock), Arc::new(Unread))?;
    let grant = client.grant(host.clone(), token.clone(), workspace.clone());
    let application = Application {
        workspace: &workspace,
        token: &token,
        private_secret: private_secret.as_ref(),
        region: installed.region,
        config: &config,
    };
    let installation = install::install(deployment.place(), &grant, application)
        .await
        .map_err(|error| Failure::of_installing(error, &deployment, &host))?;
    Ok(Report {
        stack: deployment.stack,
        region: deployment.region,
        verb: "Configured",
        default: config.hand_off.default,
        installation,
    })
}
