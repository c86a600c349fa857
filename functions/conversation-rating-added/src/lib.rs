//! `conversation.rating.added`

use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// The visitor rated the conversation. The score is kept; it asks for no turn and changes nothing about who has the conversation.
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
