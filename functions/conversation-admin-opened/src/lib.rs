//! `conversation.admin.opened`

use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// Opened again; only words or an assignment that come with it change who has it.
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
