//! `GET /conversations`, for nothing but which there are.

use serde::Deserialize;

use crate::id::ConversationId;

#[derive(Debug, Deserialize)]
pub(crate) struct Conversations {
    conversations: Vec<Item>,
}

#[derive(Debug, Deserialize)]
struct Item {
    id: ConversationId,
}

impl From<Conversations> for Vec<ConversationId> {
    fn from(list: Conversations) -> Self {
        list.conversations.into_iter().map(|item| item.id).collect()
    }
}
