//! `nexora configure`

use std::sync::Arc;

use clap::Args;
use shared::adapters::intercom::{Client, Host, Timeouts};
use shared::adapters::system_clock::SystemClock;
use shared::install::{self, Application};
use shared::ports::{Keys as _, Registry as _, intercom, keys};

use crate::config_file::ConfigFile;
use crate::deployment::Deployment;
use crate::failure::Failure;
use crate::install::Unread;
use crate::report::Report;
use crate::target::Target;

/// Gives an installed workspace another configuration. Its token and its app stay as they are.
///
/// The names in the configuration are looked up in the workspace, with the token it was installed with. Functions take
/// the new configuration within a minute.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    config: ConfigFile,
}

/// Publishes the configuration; what the operator is told.
///
/// # Errors
///
/// See [`Failure`].
pub(crate) async fn run(arguments: Arguments) -> Result<Report, Failure> {
    let Arguments { target, config } = arguments;
    let config = config.read()?;
    let Target {
        stack,
        workspace,
        region,
        intercom_api,
    } = target;
    let deployment = Deployment::find(stack, region).await?;
    let installed = deployment.rows.installation(&workspace).await;
    let installed = installed.map_err(|error| Failure::of_the_store(error, &deployment))?;
    let installed = installed.ok_or_else(|| Failure::NotInstalled {
        workspace: workspace.clone(),
        stack: deployment.stack.to_string(),
    })?;

    let open = async |sealed| {
        let opened = deployment.keys.open(&workspace, sealed).await;
        opened.map_err(|error| match error {
            keys::Error::DoesNotOpen => Failure::Sealed {
                workspace: workspace.clone(),
            },
            error => Failure::of_the_key(error, &deployment),
        })
    };
    let token = open(&installed.token).await?;
    let private_secret = match &installed.private_secret {
        Some(sealed) => Some(open(sealed).await?),
        None => None,
    };
    let refused_since = installed.standing.refused_since;
    let host = intercom_api.unwrap_or_else(|| Host::from(installed.region));
    let client = Client::new(Timeouts::default(), Arc::new(SystemClock), Arc::new(Unread))?;
    let grant = client.grant(host.clone(), token.clone(), workspace.clone());
    let application = Application {
        workspace: &workspace,
        token: &token,
        private_secret: private_secret.as_ref(),
        region: installed.region,
        config: &config,
        over: Some(&installed.token),
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
            error => Failure::of_installing(error, &deployment, &host),
        })?;
    Ok(Report {
        stack: deployment.stack,
        region: deployment.region,
        verb: "Configured",
        default: config.hand_off.default,
        installed,
    })
}
