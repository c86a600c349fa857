//! `conversation.admin.replied`

use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// A teammate spoke, or it is the echo of our own reply.
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
