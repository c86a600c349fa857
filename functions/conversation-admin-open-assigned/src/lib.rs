//! `conversation.admin.open.assigned`

use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// Opened and assigned in one action, which often carries a teammate's first words.
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
