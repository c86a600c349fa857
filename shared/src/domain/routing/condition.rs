//! A rule's `when`: facts and the values they must have.

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::fact::Fact;
use super::wanted::{Beside, Wanted};
use crate::domain::spelling::nearest;

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

/// A key of a condition that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a fact{facts}", facts = facts(.0))]
pub struct NoFact(String);

/// The fact that was meant; where that is not to be seen, all there are.
fn facts(written: &str) -> String {
    let keys = Fact::NAMES.iter().copied().chain(["all", "any", "not"]);
    match nearest(written, keys) {
        Some(meant) => format!("; did you mean `{meant}`?"),
        None => format!("; facts are {}", Fact::NAMES.join(", ")),
    }
}

/// A key of a condition.
enum Key {
    All,
    Any,
    Not,
    Fact(Fact),
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        Ok(match key.as_str() {
            "all" => Self::All,
            "any" => Self::Any,
            "not" => Self::Not,
            _ => match Fact::named(&key) {
                Some(fact) => Self::Fact(fact),
                None => return Err(D::Error::custom(NoFact(key))),
            },
        })
    }
}

/// The conditions of `all` and `any`: one at least.
struct Several(&'static str);

impl<'de> DeserializeSeed<'de> for Several {
    type Value = Vec<Condition>;

    fn deserialize<D: Deserializer<'de>>(self, list: D) -> Result<Vec<Condition>, D::Error> {
        list.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Several {
    type Value = Vec<Condition>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.0;
        write!(
            f,
            "a list of conditions behind `{key}`, such as `{key}: [{{ bot: absent }}, {{ channel: email }}]`"
        )
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Condition>, A::Error> {
        let mut conditions = Vec::new();
        while let Some(condition) = list.next_element()? {
            conditions.push(condition);
        }
        if conditions.is_empty() {
            return Err(A::Error::invalid_length(0, &self));
        }
        Ok(conditions)
    }
}

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Condition;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping of facts to values, such as `url.path: /shop/**`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Condition, A::Error> {
                let mut all = Vec::new();
                while let Some(key) = entries.next_key()? {
                    all.push(match key {
                        Key::All => Condition::All(entries.next_value_seed(Several("all"))?),
                        Key::Any => Condition::Any(entries.next_value_seed(Several("any"))?),
                        Key::Not => Condition::Not(Box::new(entries.next_value()?)),
                        Key::Fact(fact) => {
                            let wanted = entries.next_value_seed(Beside(&fact))?;
                            Condition::Is(fact, wanted)
                        }
                    });
                }
                match all.len() {
                    0 => Err(A::Error::invalid_length(0, &self)),
                    1 => Ok(all.remove(0)),
                    _ => Ok(Condition::All(all)),
                }
            }
        }

        deserializer.deserialize_any(Entries)
    }
}

impl Condition {
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

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: Value) -> Result<Condition, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    #[test]
    fn conditions_nest_and_survive_a_round_trip() {
        let condition = read(json!({
            "url.path": "/shop/**",
            "any": [{ "company.plan": ["Team", "Enterprise"] }, { "not": { "bot": "absent" } }],
            "company.attribute.Seats": { "above": 20 },
            "contact.owner": { "exists": false },
        }))
        .unwrap();
        assert_eq!(read(condition.to_value()), Ok(condition));
    }

    #[test]
    fn what_is_no_condition_is_told_with_what_was_meant() {
        let told = [
            json!({ "contact.segmnt": "VIP" }),
            json!({ "plan": "VIP" }),
            json!({ "any": [] }),
            json!({ "all": { "bot": "absent" } }),
            json!({}),
            json!("bot"),
        ];
        let told = told.map(|value| read(value).unwrap_err());
        insta::assert_snapshot!(told.join("\n"));
    }
}
