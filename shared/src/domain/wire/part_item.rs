//! A conversation part, as JSON.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::assigned_item::AssignedItem;
use super::author_item::AuthorItem;
use crate::domain::part::{Author, Command, Part};
use crate::domain::stamp::Stamp;
use crate::domain::transcript::Line;
use crate::id::PartId;

/// A `conversation_parts` object: the list lies one level deeper, under the same name.
#[derive(Debug, Default, Deserialize)]
pub struct PartList {
    /// The parts; `null` for none.
    #[serde(default)]
    pub conversation_parts: Option<Vec<PartItem>>,
}

/// A part.
#[derive(Debug, Deserialize)]
pub struct PartItem {
    id: PartId,
    #[serde(default)]
    part_type: Option<String>,
    #[serde(default)]
    body: Option<String>,
    created_at: i64,
    #[serde(default)]
    author: Option<AuthorItem>,
    #[serde(default)]
    assigned_to: Option<AssignedItem>,
    #[serde(default)]
    attachments: Option<Vec<IgnoredAny>>,
    #[serde(default)]
    redacted: Option<bool>,
    #[serde(default)]
    app_package_code: Option<String>,
}

impl PartItem {
    /// Its facts.
    #[must_use]
    pub fn part(&self) -> Part {
        let author = self.author.as_ref();
        let mut part = Part {
            stamp: Stamp::new(self.created_at, self.id.clone()),
            kind: self.part_type.clone().unwrap_or_default(),
            author: author.map_or(Author::Other, AuthorItem::author),
            has_body: has_body(self.body.as_deref(), self.attachments.as_deref()),
            assigned_to: self.assigned_to.as_ref().and_then(AssignedItem::assignee),
            app_package_code: self
                .app_package_code
                .clone()
                .filter(|code| !code.is_empty()),
            from_ai: author.is_some_and(AuthorItem::is_ai),
            redacted: self.redacted.unwrap_or(false),
            command: None,
        };
        if part.is_note() && matches!(part.author, Author::Admin(_)) {
            part.command = self.body.as_deref().and_then(Command::of_note);
        }
        part
    }

    /// Its facts and its text.
    #[must_use]
    pub fn into_line(self) -> Line {
        Line {
            part: self.part(),
            text: self.body.unwrap_or_default(),
        }
    }
}

/// An attachment alone is a message too.
pub(super) fn has_body(body: Option<&str>, attachments: Option<&[IgnoredAny]>) -> bool {
    body.is_some_and(|body| !body.trim().is_empty())
        || attachments.is_some_and(|files| !files.is_empty())
}
