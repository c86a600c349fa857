use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A custom attribute of conversations.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ConversationAttribute {
    /// 0 to have the workspace allot one.
    pub id: i64,
    /// The key in `custom_attributes`. Intercom lets two have the same name and then refuses every write.
    pub name: String,
    /// `string`, `integer`, `list`, `decimal`, `boolean`, `datetime`, `relationship` or `files`.
    pub data_type: String,
    /// For people.
    pub description: String,
    /// The choices of a `list`.
    pub options: Vec<AttributeOption>,
    /// Archived ones cannot be written.
    pub archived: bool,
    /// Unix seconds; 0 for the moment it is added.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
}

/// A choice of a list attribute.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AttributeOption {
    /// A UUID.
    pub id: String,
    /// What people see, and what is written.
    pub label: String,
    /// Archived ones cannot be chosen.
    pub archived: bool,
}

impl ConversationAttribute {
    /// An attribute of this type, without choices.
    pub fn new(name: impl Into<String>, data_type: impl Into<String>) -> Self {
        Self {
            id: 0,
            name: name.into(),
            data_type: data_type.into(),
            description: String::new(),
            options: Vec::new(),
            archived: false,
            created_at: 0,
            updated_at: 0,
        }
    }

    pub(crate) fn json(&self) -> Value {
        let mut attribute = json!({
            "type": "conversation_attribute",
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "data_type": self.data_type,
            "required": false,
            "visible_to_team_ids": [],
            "archived": self.archived,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        });
        match self.data_type.as_str() {
            "list" => attribute["options"] = json!(self.options),
            "string" => attribute["multiline"] = json!(false),
            _ => {}
        }
        attribute
    }

    /// Whether a value may be written; the reason when not.
    pub(crate) fn accepts(&self, value: &Value) -> Result<(), String> {
        let fits = match self.data_type.as_str() {
            _ if value.is_null() => true,
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "decimal" => value.is_number(),
            "list" => self
                .options
                .iter()
                .any(|option| !option.archived && value == &json!(option.label)),
            "string" => value
                .as_str()
                .is_some_and(|text| text.chars().count() <= 255),
            _ => true,
        };
        if fits {
            Ok(())
        } else {
            Err(format!(
                "Custom attribute '{}' does not take this value",
                self.name
            ))
        }
    }
}
