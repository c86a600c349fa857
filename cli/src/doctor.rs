//! `nexora doctor`

mod diagnosis;
mod queues;
mod watch;

use std::sync::Arc;

use clap::Args;
use shared::adapters::intercom::{Client, Host, Timeouts};
use shared::adapters::system_clock::SystemClock;
use shared::checkup;

use crate::deployment::Deployment;
use crate::failure::Failure;
use crate::target::Target;

pub(crate) use diagnosis::Diagnosis;
use watch::Watch;

/// Looks for everything that keeps the agent from working in a workspace, and says what to do about each.
///
/// Nothing is changed: Intercom and the stack are only read. What can be found out by writing alone is said to be so. The
/// command ends with the status 1 when something has to be done.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,
}

/// Looks; what was found.
///
/// # Errors
///
/// See [`Failure`]: when nothing can be said.
pub(crate) async fn run(arguments: Arguments) -> Result<Diagnosis, Failure> {
    let Target {
        stack,
        workspace,
        region,
        intercom_api,
    } = arguments.target;
    let deployment = Deployment::find(stack, region).await?;
    let watch = Arc::new(Watch::default());
    let client = Client::new(Timeouts::default(), Arc::new(SystemClock), watch.clone())?;
    let examined = checkup::examine(deployment.place(), &workspace, |installation, token| {
        let host = intercom_api
            .clone()
            .unwrap_or_else(|| Host::from(installation.region));
        client.grant(host, token, workspace.clone())
    });
    let mut checkup = examined
        .await
        .map_err(|error| Failure::of_the_store(error, &deployment))?;
    checkup.checks.extend(watch.check());
    checkup.checks.extend(queues::checks(&deployment).await);
    Ok(Diagnosis {
        stack: deployment.stack,
        region: deployment.region,
        workspace,
        checkup,
    })
}
