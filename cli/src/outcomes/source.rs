//! Where what was counted is read: in a stack, or in what runs on this machine.

use shared::id::WorkspaceId;
use shared::install::outcomes::{self, Outcomes, Unread};
use url::Url;

use super::failure::NoReport;
use super::span::Span;
use crate::aws_region::AwsRegion;
use crate::deployment::Deployment;
use crate::failure::Failure;
use crate::machine;
use crate::stack::Stack;

/// Where to read.
pub(super) enum Source {
    Stack {
        stack: Stack,
        workspace: WorkspaceId,
        region: Option<AwsRegion>,
    },
    Local {
        address: Url,
        workspace: Option<WorkspaceId>,
    },
}

impl Source {
    /// Whose it is, in a sentence, and what was counted.
    pub(super) async fn read(self, span: Span) -> Result<(String, Outcomes), Failure> {
        match self {
            Self::Stack {
                stack,
                workspace,
                region,
            } => {
                let deployment = Deployment::find(stack, region).await?;
                let outcomes = of_stack(&deployment, &workspace, span).await?;
                let Deployment { stack, region, .. } = deployment;
                Ok((format!("{workspace} in {stack}, {region}"), outcomes))
            }
            Self::Local { address, workspace } => {
                let outcomes = of_this_machine(&address, workspace.as_ref(), span).await?;
                let whose = match workspace {
                    Some(workspace) => format!("{workspace} at {address}"),
                    None => address.to_string(),
                };
                Ok((whose, outcomes))
            }
        }
    }
}

async fn of_stack(
    deployment: &Deployment,
    workspace: &WorkspaceId,
    span: Span,
) -> Result<Outcomes, Failure> {
    let (place, rows) = (deployment.place(), &deployment.rows);
    let counted = outcomes::counted(place, rows, workspace, span.since, span.until).await;
    let counted = counted.map_err(|error| match error {
        Unread::Registry(error) => Failure::of_the_store(error, deployment),
        Unread::Tallies(error) => Failure::of_the_tallies(error, deployment),
    })?;
    counted.ok_or_else(|| Failure::Absent {
        workspace: workspace.clone(),
        stack: deployment.stack.to_string(),
    })
}

/// What the page of `cargo run` is asked for.
async fn of_this_machine(
    address: &Url,
    workspace: Option<&WorkspaceId>,
    span: Span,
) -> Result<Outcomes, NoReport> {
    let mut asked = vec![
        ("since", span.since.to_string()),
        ("until", span.until.to_string()),
    ];
    asked.extend(workspace.map(|id| ("workspace", id.to_string())));
    let told = machine::told(address, "/api/outcomes", &asked).await?;
    told.ok_or_else(|| NoReport::NotThere {
        address: address.clone(),
        workspace: workspace.cloned(),
    })
}
