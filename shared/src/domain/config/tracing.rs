//! What of a workspace's data may stand in traces.

use serde::{Deserialize, Serialize};

use crate::domain::routing::Fact;

/// What traces show of attributes: a log of decisions is read by more people than a conversation is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tracing {
    /// The attributes whose values stand in traces. All others are `present` or `absent` there.
    #[serde(default)]
    pub show: Vec<Shown>,
}

/// An attribute whose values stand in traces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shown(Fact);

/// A text that names no attribute.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected an attribute, for example `contact.attribute.Plan`, `company.attribute.Seats` or `conversation.attribute.Topic`, found `{0}`; the values of other facts are shown anyway"
)]
pub struct NoAttribute(String);

impl Tracing {
    /// Whether the values of an attribute may stand in traces.
    #[must_use]
    pub fn shows(&self, attribute: &Fact) -> bool {
        self.show.iter().any(|Shown(shown)| shown == attribute)
    }
}

impl Shown {
    /// The attribute, as a fact.
    #[must_use]
    pub const fn fact(&self) -> &Fact {
        &self.0
    }
}

impl TryFrom<String> for Shown {
    type Error = NoAttribute;

    fn try_from(text: String) -> Result<Self, NoAttribute> {
        match Fact::named(&text) {
            Some(fact) if fact.is_attribute() => Ok(Self(fact)),
            _ => Err(NoAttribute(text)),
        }
    }
}

impl From<Shown> for String {
    fn from(Shown(fact): Shown) -> Self {
        fact.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_attributes_can_be_shown_because_other_facts_are_anyway() {
        let tracing = |text: &str| {
            serde_json::from_value::<Tracing>(serde_json::json!({ "show": [text] }))
                .map_err(|error| error.to_string())
        };
        let tracing_of_plan = tracing("contact.attribute.Plan").unwrap();
        assert!(tracing_of_plan.shows(&Fact::ContactAttribute("Plan".to_owned())));
        assert!(!tracing_of_plan.shows(&Fact::CompanyAttribute("Plan".to_owned())));
        let written = serde_json::to_value(&tracing_of_plan).unwrap();
        assert_eq!(
            written,
            serde_json::json!({ "show": ["contact.attribute.Plan"] })
        );
        for text in ["contact.role", "contact.attribute.", "Plan", ""] {
            let error = tracing(text).unwrap_err();
            assert!(
                error.contains(&format!("found `{text}`; the values of other facts")),
                "{error}"
            );
        }
    }
}
