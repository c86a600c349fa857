//! A page of what `POST /conversations/search` finds. Each conversation is read by itself, so that one that differs from what
//! is documented costs none of the others.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::id::ConversationId;

#[derive(Debug, Deserialize)]
pub(super) struct Listed {
    conversations: Vec<Box<RawValue>>,
    #[serde(default)]
    total_count: Option<u64>,
    #[serde(default)]
    pages: Option<Pages>,
}

#[derive(Debug, Deserialize)]
struct Pages {
    #[serde(default)]
    next: Option<Next>,
}

#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    starting_after: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Named {
    id: ConversationId,
}

impl Listed {
    /// What there is of each.
    pub(super) fn items(&self) -> impl Iterator<Item = &RawValue> {
        self.conversations.iter().map(|item| &**item)
    }

    /// How many there are on all pages.
    pub(super) fn total(&self) -> u64 {
        self.total_count.unwrap_or(self.conversations.len() as u64)
    }

    /// What asks for the next page.
    pub(super) fn next(self) -> Option<String> {
        let next = self.pages.and_then(|pages| pages.next?.starting_after);
        next.filter(|cursor| !cursor.is_empty())
    }
}

/// Which conversation it is, if that can be read.
pub(super) fn id_of(item: &RawValue) -> Option<ConversationId> {
    let named: Option<Named> = serde_json::from_str(item.get()).ok();
    named.map(|named| named.id)
}
