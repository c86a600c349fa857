//! `conversation.admin.assigned`

use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// Somebody else has it now, or the agent was given it.
///
/// # Errors
///
/// See [`shared::workspace::Conversation::take`].
pub async fn handle(workspace: &Workspace, signal: &Signal) -> Result<Outcome, Error> {
    let events = signal.events(workspace.us());
    workspace
        .conversation(&signal.conversation)
        .take(signal, events)
        .await
}
