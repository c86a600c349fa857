//! `nexora queue`: what waits until people are back.

mod failure;
mod source;
mod view;

use std::fmt;

use clap::Args;
use serde_json::json;
use shared::id::WorkspaceId;
use shared::install::queue::Waiting;
use url::Url;

use crate::aws_region::AwsRegion;
use crate::failure::Failure;
use crate::stack::Stack;
pub(crate) use failure::NoQueue;
use source::{Source, Told};

/// Lists the conversations that wait until people are back: since when, for whom, and when that is by the office's clock.
///
/// Without --workspace, those of all workspaces. The list is in the order in which people are given them in the morning.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    /// The stack's name, as `sam deploy` was given it
    #[arg(long, value_name = "NAME", required_unless_present = "local")]
    stack: Option<Stack>,
    /// The workspace's id: what follows /apps/ in the address of its Inbox
    #[arg(long, value_name = "ID")]
    workspace: Option<WorkspaceId>,
    /// AWS's region, where it is not the profile's
    #[arg(
        long,
        value_name = "REGION",
        requires = "stack",
        conflicts_with = "local"
    )]
    region: Option<AwsRegion>,
    /// Instead of a stack, what runs on this machine by `cargo run`
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_missing_value = "http://127.0.0.1:4400", conflicts_with = "stack")]
    local: Option<Url>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// What the operator is told.
pub(crate) struct Done {
    workspace: Option<WorkspaceId>,
    /// Where, as a sentence ends with it.
    place: String,
    told: Told,
    json: bool,
}

/// Lists; what the operator is told.
///
/// # Errors
///
/// See [`Failure`].
pub(crate) async fn run(arguments: Arguments) -> Result<Done, Failure> {
    let Arguments {
        stack,
        workspace,
        region,
        local,
        json,
    } = arguments;
    let source = match (stack, local) {
        (Some(stack), None) => Source::Stack { stack, region },
        (_, Some(address)) => Source::Local { address },
        // Clap asks for the one or the other.
        (None, None) => return Err(NoQueue::NowhereToLook.into()),
    };
    let (place, told) = source.read(workspace.as_ref()).await?;
    Ok(Done {
        workspace,
        place,
        told,
        json,
    })
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            workspace,
            place,
            told,
            json,
        } = self;
        if *json {
            let Told { queues, more } = told;
            return writeln!(f, "{:#}", json!({ "workspaces": queues, "more": more }));
        }
        let waits = |queue: &&Waiting| !queue.conversations.is_empty();
        if !told.queues.iter().any(|queue| waits(&queue)) {
            let what = workspace
                .as_ref()
                .map_or_else(|| "Nothing".to_owned(), |id| format!("Nothing of {id}"));
            writeln!(f, "{what} waits for people to be back {place}.")?;
        }
        for (count, queue) in told.queues.iter().filter(waits).enumerate() {
            if count > 0 {
                writeln!(f)?;
            }
            write!(f, "{}", view::View { queue, place })?;
        }
        let unreadable: u32 = told.queues.iter().map(|queue| queue.unreadable).sum();
        if unreadable > 0 {
            let noun = if unreadable == 1 { "row" } else { "rows" };
            writeln!(
                f,
                "\n{unreadable} {noun} could not be read: written by a newer version of Nexora, or by hand."
            )?;
        }
        if told.more {
            writeln!(
                f,
                "\nThere are more than were looked at: give --workspace ID for all of one workspace."
            )?;
        }
        Ok(())
    }
}
