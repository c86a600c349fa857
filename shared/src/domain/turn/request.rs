//! The request for a turn, as it travels through the `turns` queue.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::conversation::Errand;
use crate::domain::digest::Digest;
use crate::id::{ConversationId, WorkspaceId};

/// Asks for one turn of one conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnRequest {
    /// Where.
    pub workspace: WorkspaceId,
    /// Of which conversation.
    pub conversation: ConversationId,
    /// What asked for it. Within five minutes one cause asks for one turn.
    pub cause: Digest,
    /// What for.
    pub errand: Errand,
}

/// A request with the quiet window that its lane does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What is asked for.
    #[serde(flatten)]
    pub request: TurnRequest,
    /// Until when nothing is read, so that a burst gathers; none where the lane itself waited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_until: Option<Timestamp>,
}

impl TurnRequest {
    /// The message group: one turn of a conversation at a time. A digest, because ids may be longer than a group's name may be.
    #[must_use]
    pub fn group(&self) -> String {
        let digest = Digest::of([self.workspace.as_str(), self.conversation.as_str()]);
        format!(
            "{}-{digest}",
            self.workspace
                .as_str()
                .get(..64)
                .unwrap_or(self.workspace.as_str())
        )
    }

    /// What makes it the same request as another.
    #[must_use]
    pub fn dedup(&self) -> String {
        let ids = [self.workspace.as_str(), self.conversation.as_str()];
        format!("{}-{}", Digest::of(ids), self.cause)
    }
}
