//! What a write answers: the conversation, of which only the parts matter.

use serde::Deserialize;

use crate::domain::part::Part;
use crate::domain::wire::{PartItem, PartList};

/// A conversation after a write; all parts or the new one, the documentation leaves it open.
#[derive(Debug, Deserialize)]
pub(crate) struct Posted {
    #[serde(default)]
    conversation_parts: Option<PartList>,
}

impl Posted {
    pub(crate) fn parts(&self) -> impl Iterator<Item = Part> {
        let lists = self.conversation_parts.iter();
        lists
            .flat_map(|list| &list.conversation_parts)
            .flatten()
            .map(PartItem::part)
    }
}
