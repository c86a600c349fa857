//! The item of a conversation topic, leniently: only the fields we use, in every shape seen.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::mismatch::{self, Kind, Mismatch};
use crate::domain::ending::Rating;
use crate::domain::part::Part;
use crate::domain::wire::{PartItem, PartList, RatingItem, SourceItem};
use crate::id::{ConversationId, or_nobody};

/// A conversation as a notification carries it: with the parts the event is about, one or none.
#[derive(Debug, Deserialize)]
pub(super) struct ConversationItem<'j> {
    #[serde(default, deserialize_with = "or_nobody")]
    id: Option<ConversationId>,
    /// `conversation.deleted` names the conversation here instead.
    #[serde(default, deserialize_with = "or_nobody")]
    conversation_id: Option<ConversationId>,
    #[serde(default)]
    created_at: Option<i64>,
    /// API 1.x called it `conversation_message`.
    #[serde(default, alias = "conversation_message")]
    source: Option<SourceItem>,
    #[serde(default)]
    conversation_parts: Option<PartList>,
    /// Read only where the notification is about it.
    #[serde(default, borrow)]
    conversation_rating: Option<&'j RawValue>,
}

impl ConversationItem<'_> {
    pub(super) fn conversation(&self) -> Option<&ConversationId> {
        self.id.as_ref().or(self.conversation_id.as_ref())
    }

    /// Part zero: the message the conversation began with.
    pub(super) fn source(&self, notified_at: i64) -> Option<Part> {
        let source = self.source.as_ref()?;
        Some(source.part(self.created_at.unwrap_or(notified_at)))
    }

    /// What the visitor gave it.
    pub(super) fn rating(&self, notified_at: i64) -> Result<Rating, Mismatch> {
        const PATH: &str = "data.item.conversation_rating";
        let rating = self.conversation_rating.ok_or_else(|| Mismatch {
            path: PATH.to_owned(),
            kind: Kind::Shape,
        })?;
        let rating: RatingItem = mismatch::read(rating.get().as_bytes(), PATH)?;
        Ok(rating.rating(notified_at))
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = Part> {
        self.conversation_parts
            .iter()
            .flat_map(|list| &list.conversation_parts)
            .flatten()
            .map(PartItem::part)
    }
}
