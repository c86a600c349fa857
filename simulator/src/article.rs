use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::state::{WorkspaceState, integer};

/// A help centre article.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Article {
    /// Decimal digits; left empty, the workspace allots one.
    pub id: String,
    /// The headline.
    pub title: String,
    /// The line under it.
    pub description: String,
    /// HTML.
    pub body: String,
    /// Where a visitor reads it; a draft has none.
    pub url: Option<String>,
    /// `published` or `draft`.
    pub state: String,
    /// Unix seconds; 0 for the moment it is added.
    pub created_at: i64,
}

impl Article {
    /// A published article.
    pub fn published(
        title: impl Into<String>,
        body: impl Into<String>,
        url: impl Into<String>,
    ) -> Self {
        Self {
            id: String::new(),
            title: title.into(),
            description: String::new(),
            body: body.into(),
            url: Some(url.into()),
            state: "published".to_owned(),
            created_at: 0,
        }
    }

    pub(crate) fn json(&self, workspace: &WorkspaceState) -> Value {
        json!({
            "type": "article",
            "id": self.id,
            "workspace_id": workspace.id_code,
            "title": self.title,
            "description": self.description,
            "body": self.body,
            "body_markdown": crate::html::to_text(&self.body),
            "author_id": workspace.admins.first().map_or(0, |admin| integer(&admin.id)),
            "state": self.state,
            "created_at": self.created_at,
            "updated_at": self.created_at,
            "has_unpublished_changes": false,
            "url": self.url,
            "parent_ids": [],
            "default_locale": "en",
            "tags": { "type": "tag.list", "tags": [] },
        })
    }

    /// How many of the words occur in the article, a title counting three times; 0 is no match.
    pub(crate) fn relevance(&self, words: &[String]) -> usize {
        let title = self.title.to_lowercase();
        let body = crate::html::to_text(&self.body).to_lowercase();
        words
            .iter()
            .map(|word| 3 * usize::from(title.contains(word)) + usize::from(body.contains(word)))
            .sum()
    }

    /// The title cut at the words that were looked for.
    pub(crate) fn highlight(&self, words: &[String]) -> Value {
        let cut = self.title.split_inclusive(' ').map(|piece| {
            let found = words.iter().any(|word| piece.to_lowercase().contains(word));
            json!({ "type": if found { "highlight" } else { "plain" }, "text": piece })
        });
        json!({
            "article_id": self.id,
            "highlighted_title": cut.collect::<Vec<_>>(),
            "highlighted_summary": [[{ "type": "plain", "text": crate::html::to_text(&self.body) }]],
        })
    }
}
