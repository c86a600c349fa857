//! The message a conversation began with, as JSON.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::author_item::AuthorItem;
use super::part_item::has_body;
use crate::domain::part::{Author, Part};
use crate::domain::stamp::Stamp;
use crate::domain::transcript::Line;
use crate::id::{PartId, or_nobody};

/// A `source`.
#[derive(Debug, Deserialize)]
pub struct SourceItem {
    #[serde(default, deserialize_with = "or_nobody")]
    id: Option<PartId>,
    /// The channel: `conversation` is the Messenger.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// The page it was written on.
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    author: Option<AuthorItem>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    attachments: Option<Vec<IgnoredAny>>,
    #[serde(default)]
    redacted: Option<bool>,
}

impl SourceItem {
    /// Its facts, as part zero of a conversation that began at `at`.
    #[must_use]
    pub fn part(&self, at: i64) -> Part {
        let author = self.author.as_ref();
        Part {
            stamp: Stamp::zero(at, self.id.clone().unwrap_or_else(PartId::of_source)),
            kind: "source".to_owned(),
            author: author.map_or(Author::Other, AuthorItem::author),
            has_body: has_body(self.body.as_deref(), self.attachments.as_deref()),
            assigned_to: None,
            app_package_code: None,
            from_ai: author.is_some_and(AuthorItem::is_ai),
            redacted: self.redacted.unwrap_or(false),
            command: None,
        }
    }

    /// Its facts and its text.
    #[must_use]
    pub fn into_line(self, at: i64) -> Line {
        Line {
            part: self.part(at),
            text: self.body.unwrap_or_default(),
        }
    }
}
