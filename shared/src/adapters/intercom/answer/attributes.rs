//! Custom attributes: the customer's names, values of any shape.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// `custom_attributes`, in the order of their names. Intercom's own keys are among a conversation's.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Attributes(BTreeMap<String, Value>);

impl From<Attributes> for Vec<(String, String)> {
    fn from(attributes: Attributes) -> Self {
        let attributes = attributes.0.into_iter();
        attributes
            .filter_map(|(name, value)| Some((name, text(value)?)))
            .collect()
    }
}

/// A scalar as text. Lists and objects are files, related objects and the like, which no rule compares.
fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
