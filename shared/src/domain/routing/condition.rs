//! A rule's `when`: facts and the values they must have.

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::fact::Fact;
use super::facts::Source;
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

/// A condition that is looked at when the agent's part is done. It may also use what that came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Afterwards(pub Condition);

/// When a condition is looked at, which says what it may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// Before the agent is asked.
    Before,
    /// When its part is done.
    After,
}

impl When {
    fn facts(self) -> impl Iterator<Item = &'static str> {
        let results = match self {
            Self::Before => [].iter(),
            Self::After => Fact::RESULTS.iter(),
        };
        results.chain(Fact::NAMES).copied()
    }
}

/// A key of a condition that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum NoFact {
    /// It is nothing at all.
    #[error("`{0}` is not a fact{facts}", facts = facts(.0, *.1))]
    Unknown(String, When),
    /// It is not known yet when rules are asked.
    #[error("{0}")]
    TooEarly(&'static str),
}

/// The fact that was meant; where that is not to be seen, all there are.
fn facts(written: &str, when: When) -> String {
    let keys = when.facts().chain(["all", "any", "not"]);
    match nearest(written, keys) {
        Some(meant) => format!("; did you mean `{meant}`?"),
        None => {
            let all: Vec<_> = when.facts().collect();
            format!("; facts are {}", all.join(", "))
        }
    }
}

/// What to write in place of a fact that a rule cannot know.
const fn instead(fact: &Fact) -> &'static str {
    match fact {
        Fact::Intent => {
            "`intent` is not known before the agent was asked, so no rule can look at it; write the intent in `hand_off.when.intents` to hand over, give it a `mode` under `intents`, or look for its words with `text.matches`"
        }
        _ => {
            "what the agent's part came to is not known before it was asked, so no rule can look at it; it can be used under `attributes` and `tags`"
        }
    }
}

/// A key of a condition.
enum Key {
    All,
    Any,
    Not,
    Fact(Fact),
}

impl<'de> DeserializeSeed<'de> for When {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<Key, D::Error> {
        let key = String::deserialize(key)?;
        Ok(match key.as_str() {
            "all" => Key::All,
            "any" => Key::Any,
            "not" => Key::Not,
            _ => match Fact::named(&key) {
                Some(fact) if fact.is_result() && self == Self::Before => {
                    return Err(D::Error::custom(NoFact::TooEarly(instead(&fact))));
                }
                Some(fact) => Key::Fact(fact),
                None => return Err(D::Error::custom(NoFact::Unknown(key, self))),
            },
        })
    }
}

/// The conditions of `all` and `any`: one at least.
struct Several(&'static str, When);

impl<'de> DeserializeSeed<'de> for Several {
    type Value = Vec<Condition>;

    fn deserialize<D: Deserializer<'de>>(self, list: D) -> Result<Vec<Condition>, D::Error> {
        list.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Several {
    type Value = Vec<Condition>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(key, _) = self;
        write!(
            f,
            "a list of conditions behind `{key}`, such as `{key}: [{{ bot: absent }}, {{ channel: email }}]`"
        )
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<Condition>, A::Error> {
        let mut conditions = Vec::new();
        while let Some(condition) = list.next_element_seed(Entries(self.1))? {
            conditions.push(condition);
        }
        if conditions.is_empty() {
            return Err(A::Error::invalid_length(0, &self));
        }
        Ok(conditions)
    }
}

/// A condition that is looked at then.
struct Entries(When);

impl<'de> DeserializeSeed<'de> for Entries {
    type Value = Condition;

    fn deserialize<D: Deserializer<'de>>(self, condition: D) -> Result<Condition, D::Error> {
        condition.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Entries {
    type Value = Condition;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            When::Before => "a mapping of facts to values, such as `url.path: /shop/**`",
            When::After => "a mapping of facts to values, such as `outcome: handed_off`",
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Condition, A::Error> {
        let Self(when) = self;
        let mut all = Vec::new();
        while let Some(key) = entries.next_key_seed(when)? {
            all.push(match key {
                Key::All => Condition::All(entries.next_value_seed(Several("all", when))?),
                Key::Any => Condition::Any(entries.next_value_seed(Several("any", when))?),
                Key::Not => Condition::Not(Box::new(entries.next_value_seed(Self(when))?)),
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

impl<'de> Deserialize<'de> for Condition {
    fn deserialize<D: Deserializer<'de>>(condition: D) -> Result<Self, D::Error> {
        Entries(When::Before).deserialize(condition)
    }
}

impl<'de> Deserialize<'de> for Afterwards {
    fn deserialize<D: Deserializer<'de>>(condition: D) -> Result<Self, D::Error> {
        Entries(When::After).deserialize(condition).map(Self)
    }
}

impl Serialize for Afterwards {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
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

    /// Whether it holds, by whether its facts are what is wanted of them.
    ///
    /// # Errors
    ///
    /// The source that must be asked first. What is known already is looked at first, so that nothing is asked for that
    /// could not change the result.
    pub fn decide(
        &self,
        is: &mut impl FnMut(&Fact, &Wanted) -> Result<bool, Source>,
    ) -> Result<bool, Source> {
        match self {
            Self::All(conditions) => Self::unless(conditions, false, is),
            Self::Any(conditions) => Self::unless(conditions, true, is),
            Self::Not(condition) => Ok(!condition.decide(is)?),
            Self::Is(fact, wanted) => is(fact, wanted),
        }
    }

    /// Whether one of the conditions comes out as `decisive`, and if none does, the opposite.
    fn unless(
        conditions: &[Self],
        decisive: bool,
        is: &mut impl FnMut(&Fact, &Wanted) -> Result<bool, Source>,
    ) -> Result<bool, Source> {
        let mut asked = None;
        for condition in conditions {
            match condition.decide(is) {
                Ok(holds) if holds == decisive => return Ok(decisive),
                Ok(_) => {}
                Err(source) => asked = asked.or(Some(source)),
            }
        }
        asked.map_or(Ok(!decisive), Err)
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
    fn what_the_agents_part_came_to_is_known_afterwards_alone() {
        let value = json!({ "intent": ["pricing"], "any": [{ "outcome": "handed_off" }, { "not": { "reason": "absent" } }] });
        let told = read(json!({ "intent": "pricing" })).unwrap_err();
        assert!(told.contains("hand_off.when.intents"), "{told}");
        let nested = read(json!({ "not": { "outcome": "handed_off" } })).unwrap_err();
        assert!(nested.contains("under `attributes` and `tags`"), "{nested}");
        let after: Afterwards = serde_json::from_value(value).unwrap();
        let again: Afterwards =
            serde_json::from_value(serde_json::to_value(&after).unwrap()).unwrap();
        assert_eq!(after, again);
        let told = |value: Value| {
            let read = serde_json::from_value::<Afterwards>(value);
            read.unwrap_err().to_string()
        };
        assert!(told(json!({ "outcom": "x" })).contains("did you mean `outcome`?"));
        assert!(told(json!({ "outcome": "handed" })).starts_with("`outcome` is never `handed`"));
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
