//! Why there is no list, and what to do about it.

use shared::id::WorkspaceId;
use url::Url;

use crate::machine::NotTold;

/// Of `nexora queue` alone.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoQueue {
    /// Neither a stack nor this machine.
    #[error("there is nowhere to look: give --stack, or --local")]
    NowhereToLook,
    /// A stack of before there was a queue.
    #[error(
        "{stack} has no queue of what waits for people: it was deployed by an older version of Nexora; deploy this one with `sam deploy`, then try again"
    )]
    OldStack {
        /// The stack.
        stack: String,
    },
    /// It runs, and has no such workspace.
    #[error(
        "Nexora is not installed in {} at {address}: leave out --workspace for every workspace",
        .workspace.as_ref().map_or("a workspace", WorkspaceId::as_str)
    )]
    NotThere {
        /// Where.
        address: Url,
        /// Which.
        workspace: Option<WorkspaceId>,
    },
    /// It runs, and does not say.
    #[error(transparent)]
    NotTold(#[from] NotTold),
}
