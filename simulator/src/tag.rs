use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A tag of the workspace.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tag {
    /// Decimal digits; left empty, the workspace allots one.
    pub id: String,
    /// Unique in the workspace, whatever the case.
    pub name: String,
}

impl Tag {
    /// A tag called `name`.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            name: name.into(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        json!({ "type": "tag", "id": self.id, "name": self.name })
    }
}

/// A tag on a conversation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AppliedTag {
    pub(crate) tag: Tag,
    pub(crate) applied_at: i64,
    pub(crate) admin_id: String,
}

impl AppliedTag {
    pub(crate) fn json(&self) -> Value {
        let mut tag = self.tag.json();
        tag["applied_at"] = json!(self.applied_at);
        tag["applied_by"] = json!({ "type": "admin", "id": self.admin_id });
        tag
    }
}
