//! `conversation.admin.snoozed`

use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// Put aside until a time. Nobody has it for that, and the visitor goes on waiting; our own snooze comes back here as an echo.
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
