//! Who wrote a part, as JSON.

use serde::Deserialize;

use crate::domain::part::Author;
use crate::id::{ContactId, or_nobody};

/// An `author`. Blank for some social channels.
#[derive(Debug, Default, Deserialize)]
pub struct AuthorItem {
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "or_nobody")]
    id: Option<ContactId>,
    #[serde(default)]
    from_ai_agent: Option<bool>,
    #[serde(default)]
    is_ai_answer: Option<bool>,
}

impl AuthorItem {
    /// Who it is.
    #[must_use]
    pub fn author(&self) -> Author {
        let id = self.id.as_ref().map(ContactId::as_str);
        Author::of(self.kind.as_deref().unwrap_or_default(), id)
    }

    /// Whether Fin sent the part, or its text is Fin's own.
    #[must_use]
    pub fn is_ai(&self) -> bool {
        self.from_ai_agent.unwrap_or(false) || self.is_ai_answer.unwrap_or(false)
    }
}
