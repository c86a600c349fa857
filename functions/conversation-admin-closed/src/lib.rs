//! `conversation.admin.closed`

use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// A close settles what was written before it; words that come with it are a teammate's.
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
