//! What a notification comes to, by what its topic is about.

use serde::Serialize;

use super::{Mismatch, Notification, Signal, StaffChange};
use crate::id::{ConversationId, NotificationId, WorkspaceId};
use crate::topic::{Subject, Topic};

/// A notification without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum News {
    /// About a conversation.
    Conversation(Signal),
    /// About a teammate.
    Staff(StaffChange),
}

impl News {
    /// Projects a notification.
    ///
    /// # Errors
    ///
    /// Says where its item differs from every shape we know.
    pub fn project(notification: &Notification<'_>, topic: Topic) -> Result<Self, Mismatch> {
        match topic.subject() {
            Subject::Conversation => Signal::project(notification, topic).map(Self::Conversation),
            Subject::Teammate => StaffChange::project(notification, topic).map(Self::Staff),
        }
    }

    /// What kind of thing happened.
    #[must_use]
    pub const fn topic(&self) -> Topic {
        match self {
            Self::Conversation(signal) => signal.topic,
            Self::Staff(change) => change.topic,
        }
    }

    /// Where it happened.
    #[must_use]
    pub const fn workspace(&self) -> &WorkspaceId {
        match self {
            Self::Conversation(signal) => &signal.workspace,
            Self::Staff(change) => &change.workspace,
        }
    }

    /// In which conversation, if in one.
    #[must_use]
    pub const fn conversation(&self) -> Option<&ConversationId> {
        match self {
            Self::Conversation(signal) => Some(&signal.conversation),
            Self::Staff(_) => None,
        }
    }

    /// Which notification said so.
    #[must_use]
    pub const fn notification(&self) -> Option<&NotificationId> {
        match self {
            Self::Conversation(signal) => signal.notification.as_ref(),
            Self::Staff(change) => change.notification.as_ref(),
        }
    }
}
