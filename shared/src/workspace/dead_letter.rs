//! What a message was about that could not be delivered.

use crate::id::ConversationId;

/// A dead letter, by what is left to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeadLetter {
    /// Of a conversation, which people get now.
    Of(ConversationId),
    /// Of a teammate's change: people are read anew.
    OfStaff,
}

impl DeadLetter {
    /// The conversation.
    #[must_use]
    pub const fn conversation(&self) -> Option<&ConversationId> {
        match self {
            Self::Of(conversation) => Some(conversation),
            Self::OfStaff => None,
        }
    }
}
