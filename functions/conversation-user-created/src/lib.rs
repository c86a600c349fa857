//! `conversation.user.created`: a visitor began a conversation.

use shared::domain::conversation::Event;
use shared::domain::notification::Signal;
use shared::{Error, Outcome, Workspace};

/// A turn is due. A workflow may have spoken first, so that the visitor's words are not part of the notification; the
/// turn then looks for them.
///
/// # Errors
///
/// See [`shared::workspace::Conversation::take`].
pub async fn handle(workspace: &Workspace, signal: &Signal) -> Result<Outcome, Error> {
    let mut events = signal.events(workspace.us());
    if !events
        .iter()
        .any(|event| matches!(event, Event::VisitorWrote(_)))
    {
        events.push(Event::Stirred);
    }
    workspace
        .conversation(&signal.conversation)
        .take(signal, events)
        .await
}
