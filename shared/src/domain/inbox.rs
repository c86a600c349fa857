//! Where a workspace's people look at its conversations.

use crate::id::{ConversationId, WorkspaceId};

/// The inbox of one workspace in Intercom's web app.
///
/// Intercom documents no address of a conversation; this is the one its own app shows. Where it ever leads nowhere, the id stands
/// beside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Inbox(String);

impl Inbox {
    /// The inbox of a workspace whose web app is at `app`, such as `https://app.eu.intercom.com`.
    #[must_use]
    pub fn of(app: &str, workspace: &WorkspaceId) -> Self {
        Self(format!("{app}/a/inbox/{workspace}/inbox/conversation"))
    }

    /// The address of a conversation.
    #[must_use]
    pub fn address(&self, conversation: &ConversationId) -> String {
        format!("{}/{conversation}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversation_is_looked_at_where_its_workspace_is() {
        let inbox = Inbox::of("https://app.eu.intercom.com", &"abc123".try_into().unwrap());
        let address = inbox.address(&"215".try_into().unwrap());
        let expected = "https://app.eu.intercom.com/a/inbox/abc123/inbox/conversation/215";
        assert_eq!(address, expected);
    }
}
