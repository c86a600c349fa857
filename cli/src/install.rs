//! `nexora install`

use std::sync::Arc;

use clap::Args;
use shared::adapters::intercom::{Client, Host, Timeouts};
use shared::adapters::system_clock::SystemClock;
use shared::install::{self, Application, Content};
use shared::ports::configurations::{Draft, Over};
use shared::ports::journal::Entry;
use shared::ports::registry::Region;
use shared::ports::{Journal, Registry as _};

use crate::config_file::{ConfigFile, Written};
use crate::deployment::Deployment;
use crate::failure::Failure;
use crate::intercom_region::IntercomRegion;
use crate::report::{Deed, Report, Requeued};
use crate::secret::{self, Kind};
use crate::target::Target;

/// Installs a workspace in a stack, or renews its token, its client secret and its configuration.
///
/// The access token, and the client secret unless --public-app is given, are asked for without being shown. Without a
/// terminal they are the first two lines of standard input. Doing it again keeps every conversation.
///
/// AWS credentials and region are found as AWS's own command line finds them: environment, profiles with keys, container
/// and instance roles. For single sign-on, run this first:
///
///     eval "$(aws configure export-credentials --format env)"
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    config: ConfigFile,
    /// Where Intercom hosts the workspace; what Intercom itself says counts more
    #[arg(long, value_name = "REGION", value_enum)]
    intercom_region: Option<IntercomRegion>,
    /// The workspace sends through the public app, whose secret lies in Secrets Manager
    #[arg(long)]
    public_app: bool,
}

/// What was tried is said by the failure.
pub(crate) struct Unread;

impl Journal for Unread {
    fn enter(&self, _: Entry) {}
}

/// Installs the workspace; what the operator is told.
///
/// # Errors
///
/// See [`Failure`].
pub(crate) async fn run(arguments: Arguments) -> Result<Report, Failure> {
    let Arguments {
        target,
        config,
        intercom_region,
        public_app,
    } = arguments;
    // What can be wrong without the secrets is found before anybody types them.
    let Written { config, source, .. } = config.read()?;
    let draft = Draft::new(&config, &source, None);
    let draft = draft.map_err(|error| Failure::Install(error.into()))?;
    let Target {
        stack,
        workspace,
        region,
        intercom_api,
    } = target;
    let deployment = Deployment::find(stack, region).await?;
    let before = deployment.rows.installation(&workspace).await;
    let before = before.map_err(|error| Failure::of_the_store(error, &deployment))?;

    let token = secret::read(Kind::Token)?;
    let private_secret = if public_app {
        None
    } else {
        Some(secret::read(Kind::ClientSecret)?)
    };
    let region = intercom_region.map(Region::from).unwrap_or_default();
    let host = intercom_api.unwrap_or_else(|| Host::from(region));
    let client = Client::new(Timeouts::default(), Arc::new(SystemClock), Arc::new(Unread))?;
    let grant = client.grant(host.clone(), token.clone(), workspace.clone());
    let application = Application {
        workspace: &workspace,
        token: &token,
        private_secret: private_secret.as_ref(),
        region,
        content: Content::New(draft, Over::Whatever),
        over: None,
    };
    let installed = install::install(deployment.place(), &grant, application)
        .await
        .map_err(|error| Failure::of_installing(error, &deployment, &host))?;
    let queue = Requeued::of(&deployment, &installed).await;
    Ok(Report {
        queue,
        stack: deployment.stack,
        region: deployment.region,
        deed: if before.is_some() {
            Deed::Renewed
        } else {
            Deed::Installed
        },
        default: config.hand_off.default,
        installed,
    })
}
