use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A segment of contacts. The simulator does not compute membership: a contact lists its segments.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Segment {
    /// 24 hexadecimal digits; left empty, the workspace allots one.
    pub id: String,
    /// As the workspace calls it.
    pub name: String,
    /// `contact` or `user`.
    pub person_type: String,
    /// Unix seconds; 0 for the moment it is added.
    pub created_at: i64,
}

impl Segment {
    /// A segment of users.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            name: name.into(),
            person_type: "user".to_owned(),
            created_at: 0,
        }
    }

    pub(crate) fn json(&self) -> Value {
        json!({
            "type": "segment",
            "id": self.id,
            "name": self.name,
            "person_type": self.person_type,
            "created_at": self.created_at,
            "updated_at": self.created_at,
        })
    }
}
