//! `conversation.deleted`: nothing may be posted any more.

use shared::domain::conversation::Event;
use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// The conversation is gone; what we kept of it goes too.
///
/// # Errors
///
/// See [`shared::workspace::Conversation::take`].
pub async fn handle(workspace: &Workspace, signal: &Signal) -> Result<Outcome, Error> {
    workspace
        .conversation(&signal.conversation)
        .take(signal, vec![Event::Deleted])
        .await
}
