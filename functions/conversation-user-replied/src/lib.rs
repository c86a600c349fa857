//! `conversation.user.replied`

use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// The visitor wrote again: a turn is due.
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
