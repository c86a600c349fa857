//! Where what waits is read: in a stack, or in what runs on this machine.

use shared::id::WorkspaceId;
use shared::install::queue::{Desk, Unread, Waiting};
use url::Url;

use super::failure::NoQueue;
use crate::aws_region::AwsRegion;
use crate::deployment::Deployment;
use crate::failure::Failure;
use crate::machine;
use crate::stack::Stack;

/// Where to read.
pub(super) enum Source {
    Stack {
        stack: Stack,
        region: Option<AwsRegion>,
    },
    Local {
        address: Url,
    },
}

/// What waits.
pub(super) struct Told {
    /// By workspaces.
    pub(super) queues: Vec<Waiting>,
    /// Whether there is more than was looked at.
    pub(super) more: bool,
}

impl Source {
    /// Where it is, as a sentence ends with it, and what waits; of one workspace, or of all.
    pub(super) async fn read(
        self,
        workspace: Option<&WorkspaceId>,
    ) -> Result<(String, Told), Failure> {
        match self {
            Self::Stack { stack, region } => {
                let deployment = Deployment::find(stack, region).await?;
                let told = of_stack(&deployment, workspace).await?;
                let Deployment { stack, region, .. } = deployment;
                Ok((format!("in {stack}, {region}"), told))
            }
            Self::Local { address } => {
                let told = of_this_machine(&address, workspace).await?;
                Ok((format!("at {address}"), told))
            }
        }
    }
}

async fn of_stack(
    deployment: &Deployment,
    workspace: Option<&WorkspaceId>,
) -> Result<Told, Failure> {
    let rows = &deployment.rows;
    let desk = Desk {
        place: deployment.place(),
        store: rows,
        follow_ups: rows,
        due: rows,
    };
    let unread = |error| match error {
        Unread::Registry(error) => Failure::of_the_store(error, deployment),
        Unread::FollowUps(error) => Failure::of_the_queue(error, deployment),
    };
    let Some(workspace) = workspace else {
        let (queues, more) = desk.of_all().await.map_err(unread)?;
        return Ok(Told { queues, more });
    };
    match desk.of(workspace).await.map_err(unread)? {
        Some(queue) => Ok(Told {
            queues: vec![queue],
            more: false,
        }),
        None => Err(Failure::NotInstalled {
            workspace: workspace.clone(),
            stack: deployment.stack.to_string(),
        }),
    }
}

/// What the page of `cargo run` is asked for.
async fn of_this_machine(address: &Url, workspace: Option<&WorkspaceId>) -> Result<Told, NoQueue> {
    let asked = workspace.map(|id| ("workspace", id.to_string()));
    let told: Option<Vec<Waiting>> = machine::told(address, "/api/queue", asked.as_slice()).await?;
    let queues = told.ok_or_else(|| NoQueue::NotThere {
        address: address.clone(),
        workspace: workspace.cloned(),
    })?;
    Ok(Told {
        queues,
        more: false,
    })
}
