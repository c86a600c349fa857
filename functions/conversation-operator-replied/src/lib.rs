//! `conversation.operator.replied`

use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// A bot spoke. Boilerplate is a bot's too, so only the turn's reading tells what it means.
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
