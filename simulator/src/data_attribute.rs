use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A custom attribute of contacts or companies.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DataAttribute {
    /// 0 to have the workspace allot one.
    pub id: i64,
    /// `contact` or `company`.
    pub model: String,
    /// The key in `custom_attributes`.
    pub name: String,
    /// `string`, `integer`, `float`, `boolean`, `datetime` or `date`.
    pub data_type: String,
    /// For people.
    pub description: String,
    /// The values allowed; empty when any is.
    pub options: Vec<String>,
    /// Archived ones cannot be written.
    pub archived: bool,
    /// Unix seconds; 0 for the moment it is added.
    pub created_at: i64,
}

impl DataAttribute {
    /// A text attribute of contacts.
    pub fn contact(name: impl Into<String>) -> Self {
        Self {
            id: 0,
            model: "contact".to_owned(),
            name: name.into(),
            data_type: "string".to_owned(),
            description: String::new(),
            options: Vec::new(),
            archived: false,
            created_at: 0,
        }
    }

    /// A text attribute of companies.
    pub fn company(name: impl Into<String>) -> Self {
        Self {
            model: "company".to_owned(),
            ..Self::contact(name)
        }
    }

    pub(crate) fn json(&self) -> Value {
        // The answer knows no `datetime`: Intercom calls both `date` when it lists them.
        let data_type = if self.data_type == "datetime" {
            "date"
        } else {
            &self.data_type
        };
        json!({
            "type": "data_attribute",
            "id": self.id,
            "model": self.model,
            "name": self.name,
            "full_name": format!("custom_attributes.{}", self.name),
            "label": self.name,
            "description": self.description,
            "data_type": data_type,
            "options": self.options,
            "api_writable": true,
            "messenger_writable": false,
            "ui_writable": false,
            "custom": true,
            "archived": self.archived,
            "created_at": self.created_at,
            "updated_at": self.created_at,
        })
    }

    /// Whether a value may be written; the reason when not. Null takes a value away.
    pub(crate) fn accepts(&self, value: &Value) -> Result<(), String> {
        let fits = match self.data_type.as_str() {
            _ if value.is_null() => true,
            _ if value.is_object() || value.is_array() => false,
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "float" => value.is_number(),
            "string" => value.as_str().is_some_and(|text| {
                let listed = self.options.is_empty() || self.options.iter().any(|o| o == text);
                listed && text.chars().count() <= 255
            }),
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
