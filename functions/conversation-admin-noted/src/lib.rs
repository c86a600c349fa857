//! `conversation.admin.noted`

use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// A teammate's command, or the echo of our note.
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
