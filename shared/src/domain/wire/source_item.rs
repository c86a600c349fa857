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
    /// How it came: by the customer, a teammate, a campaign, a workflow.
    #[serde(default)]
    delivered_as: Option<String>,
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
            author: match author.map_or(Author::Bot, AuthorItem::author) {
                // What a campaign or a workflow sends in a teammate's name was not said by them.
                Author::Admin(_) if self.is_automatic() => Author::Bot,
                author => author,
            },
            has_body: has_body(self.body.as_deref(), self.attachments.as_deref()),
            assigned_to: None,
            app_package_code: None,
            from_ai: author.is_some_and(AuthorItem::is_ai),
            redacted: self.redacted.unwrap_or(false),
            command: None,
        }
    }

    fn is_automatic(&self) -> bool {
        let how = self.delivered_as.as_deref();
        matches!(
            how,
            Some("campaigns_initiated" | "automated" | "operator_initiated")
        )
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
