//! A rule's `when`: facts and the values they must have.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::fact::Fact;
use super::wanted::{Unfit, Wanted};
use crate::domain::spelling::meant;

/// A condition. All entries of one mapping must hold; `all`, `any` and `not` nest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Each must hold.
    All(Vec<Self>),
    /// One must hold.
    Any(Vec<Self>),
    /// It must not hold.
    Not(Box<Self>),
    /// The fact must be what is wanted.
    Is(Fact, Wanted),
}

/// A condition that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unclear {
    /// Not a fact.
    #[error("`{name}` is not a fact{}; facts are {}", meant(.name, Fact::NAMES), Fact::NAMES.join(", "))]
    Fact {
        /// What was written.
        name: String,
    },
    /// Nothing the fact can be compared with.
    #[error(transparent)]
    Wanted(#[from] Unfit),
    /// Not a list of conditions.
    #[error("`{0}` takes a list of conditions")]
    List(String),
    /// Not a mapping.
    #[error("a condition is a mapping of facts to values, for example `url.path: /shop/**`")]
    Mapping,
}

impl TryFrom<Value> for Condition {
    type Error = Unclear;

    fn try_from(value: Value) -> Result<Self, Unclear> {
        let Value::Object(entries) = value else {
            return Err(Unclear::Mapping);
        };
        let mut all = entries
            .into_iter()
            .map(|(key, value)| Self::entry(key, value))
            .collect::<Result<Vec<_>, _>>()?;
        match all.len() {
            0 => Err(Unclear::Mapping),
            1 => Ok(all.remove(0)),
            _ => Ok(Self::All(all)),
        }
    }
}

impl Condition {
    fn entry(key: String, value: Value) -> Result<Self, Unclear> {
        match key.as_str() {
            "all" => Self::list(key, value).map(Self::All),
            "any" => Self::list(key, value).map(Self::Any),
            "not" => Self::try_from(value).map(|inner| Self::Not(Box::new(inner))),
            _ => {
                let Some(fact) = Fact::named(&key) else {
                    return Err(Unclear::Fact { name: key });
                };
                let wanted = Wanted::of(&fact, value)?;
                Ok(Self::Is(fact, wanted))
            }
        }
    }

    fn list(key: String, value: Value) -> Result<Vec<Self>, Unclear> {
        match value {
            Value::Array(items) if !items.is_empty() => {
                items.into_iter().map(Self::try_from).collect()
            }
            _ => Err(Unclear::List(key)),
        }
    }

    /// The facts it looks at and what it wants of them, in the order of the file.
    #[must_use]
    pub fn leaves(&self) -> Vec<(&Fact, &Wanted)> {
        match self {
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter().flat_map(Self::leaves).collect()
            }
            Self::Not(condition) => condition.leaves(),
            Self::Is(fact, wanted) => vec![(fact, wanted)],
        }
    }

    fn to_value(&self) -> Value {
        let list =
            |conditions: &[Self]| Value::Array(conditions.iter().map(Self::to_value).collect());
        let (key, value) = match self {
            Self::All(conditions) => ("all".to_owned(), list(conditions)),
            Self::Any(conditions) => ("any".to_owned(), list(conditions)),
            Self::Not(condition) => ("not".to_owned(), condition.to_value()),
            Self::Is(fact, wanted) => (fact.to_string(), wanted.to_value()),
        };
        Value::Object(Map::from_iter([(key, value)]))
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(Value::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn conditions_nest_and_survive_a_round_trip() {
        let condition = Condition::try_from(json!({
            "url.path": "/shop/**",
            "any": [{ "company.plan": ["Team", "Enterprise"] }, { "not": { "bot": "absent" } }],
            "company.attribute.Seats": { "above": 20 },
            "contact.owner": { "exists": false },
        }))
        .unwrap();
        assert_eq!(Condition::try_from(condition.to_value()), Ok(condition));
    }

    #[test]
    fn a_misspelt_fact_is_named_with_the_one_that_was_meant() {
        let error = Condition::try_from(json!({ "contact.segmnt": "VIP" })).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("`contact.segmnt` is not a fact (did you mean `contact.segment`?)")
        );
    }
}
