//! `conversation_part.redacted`

use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// A part lost its text. What was not answered yet needs no answer.
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
