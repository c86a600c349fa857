//! What an attribute takes, by Intercom's word for its type.

use serde::{Deserialize, Serialize};

use super::Value;
use crate::domain::catalog::Attribute;
use crate::domain::inventory::Unwritable;

/// What an attribute takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Takes {
    /// `string`, `integer`, `boolean` …, as Intercom calls it.
    #[serde(rename = "type")]
    data_type: String,
    /// The values it takes; empty where it takes any of its type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    options: Vec<String>,
    /// Whether the API may write it.
    writable: bool,
}

impl From<&Attribute> for Takes {
    fn from(attribute: &Attribute) -> Self {
        Self {
            data_type: attribute.data_type.clone(),
            options: attribute.options.clone(),
            writable: attribute.writable,
        }
    }
}

impl Takes {
    /// Why it does not take a value; none if it does.
    #[must_use]
    pub fn refusal(&self, value: &Value) -> Option<Unwritable> {
        if !self.writable {
            return Some(Unwritable::Closed);
        }
        let fits = match (self.data_type.as_str(), value) {
            ("list" | "string", Value::Text(text)) => {
                let takes_any = self.data_type == "string" && self.options.is_empty();
                if takes_any || self.options.contains(text) {
                    return None;
                }
                return Some(Unwritable::NoOption(text.clone()));
            }
            ("integer", Value::Number(number)) => number.is_i64() || number.is_u64(),
            ("float" | "decimal", Value::Number(_)) | ("boolean", Value::Flag(_)) => true,
            _ => false,
        };
        (!fits).then(|| Unwritable::Type(self.data_type.clone(), value.noun()))
    }

    /// Why it does not take whatever a visitor may write; none if it does.
    #[must_use]
    pub fn refusal_of_texts(&self) -> Option<Unwritable> {
        if !self.writable {
            return Some(Unwritable::Closed);
        }
        match self.data_type.as_str() {
            "list" | "string" if !self.options.is_empty() => Some(Unwritable::OnlyOptions),
            "string" => None,
            other => Some(Unwritable::Type(other.to_owned(), "text")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_takes_its_values_and_no_others() {
        let values = ["\"MQL\"", "\"SQL\"", "5", "2.5", "true"];
        let types = [
            ("string", &[][..]),
            ("string", &["MQL"]),
            ("list", &["MQL"]),
            ("integer", &[]),
            ("float", &[]),
            ("decimal", &[]),
            ("boolean", &[]),
            ("date", &[]),
            ("relationship", &[]),
        ];
        let lines = types.map(|(data_type, options)| {
            let takes = Takes {
                data_type: data_type.to_owned(),
                options: options.iter().map(ToString::to_string).collect(),
                writable: true,
            };
            let taken = values.into_iter().filter(|json| {
                let value: Value = serde_json::from_str(json).unwrap();
                takes.refusal(&value).is_none()
            });
            let any = if takes.refusal_of_texts().is_none() {
                " and any text"
            } else {
                ""
            };
            let taken: Vec<_> = taken.collect();
            format!("{data_type} {options:?}: {}{any}", taken.join(" "))
        });
        insta::assert_snapshot!(lines.join("\n"), @r#"
        string []: "MQL" "SQL" and any text
        string ["MQL"]: "MQL"
        list ["MQL"]: "MQL"
        integer []: 5
        float []: 5 2.5
        decimal []: 5 2.5
        boolean []: true
        date []: 
        relationship []:
        "#);
        let closed = Takes {
            data_type: "string".to_owned(),
            options: Vec::new(),
            writable: false,
        };
        assert_eq!(closed.refusal(&"MQL".into()), Some(Unwritable::Closed));
        assert_eq!(closed.refusal_of_texts(), Some(Unwritable::Closed));
    }
}
