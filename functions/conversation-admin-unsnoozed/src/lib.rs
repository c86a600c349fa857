//! `conversation.admin.unsnoozed`

use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// It is back from a snooze, because a teammate ended it or because its time has come. Who has it stays as it was.
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
