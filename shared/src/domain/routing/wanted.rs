//! What a fact is compared with.

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};

use super::fact::{ABSENT, Fact};
use crate::domain::spelling::meant;

/// What a condition asks of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// One of these values; of `url.path` and `url.host`, one of these patterns. `absent` is the lack of any.
    OneOf(Vec<String>),
    /// That it has a value, or that it has none.
    Exists(bool),
    /// A number between these, both excluded.
    Between {
        /// It is higher.
        above: Option<Number>,
        /// It is lower.
        below: Option<Number>,
    },
}

/// Why something cannot be what a fact is compared with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Neither texts nor an operator.
    #[error(
        "`{0}` takes a text, a list of texts, `{{ exists: true }}`, or for numbers `{{ above: 10, below: 100 }}`"
    )]
    Shape(String),
    /// Not an operator.
    #[error("`{0}` is no operator{meant}; operators are exists, above and below", meant = meant(.0, &Wanted::OPERATORS))]
    Operator(String),
    /// A comparison of what is no number.
    #[error("`{0}` is no number, so that nothing is above or below it; attributes are compared so")]
    NoNumber(Fact),
    /// A pattern nothing is read by.
    #[error("`{pattern}` is no pattern for `{fact}`: {why}")]
    Pattern {
        /// The fact.
        fact: Fact,
        /// What was written.
        pattern: String,
        /// What to do.
        why: String,
    },
    /// A value the fact never has.
    #[error("`{fact}` is never `{value}`{}; it is {}", meant(.value, .words), .words.join(", "))]
    Never {
        /// The fact.
        fact: Fact,
        /// What was written.
        value: String,
        /// Every value it has.
        words: &'static [&'static str],
    },
}

impl Wanted {
    /// The operators.
    pub const OPERATORS: [&'static str; 3] = ["exists", "above", "below"];

    /// The values it names.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        match self {
            Self::OneOf(texts) => texts,
            Self::Exists(_) | Self::Between { .. } => &[],
        }
    }

    pub(super) fn to_value(&self) -> Value {
        let operators = match self {
            Self::OneOf(texts) => return Value::from(texts.clone()),
            Self::Exists(exists) => vec![("exists", Value::Bool(*exists))],
            Self::Between { above, below } => {
                let bounds = [("above", above), ("below", below)].into_iter();
                bounds
                    .filter_map(|(operator, bound)| Some((operator, bound.clone()?.into())))
                    .collect()
            }
        };
        let operators = operators.into_iter();
        Value::Object(
            operators
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// Whether a fact with these values is what is wanted. `is` says whether a value is the one that is written.
    #[must_use]
    pub fn holds(&self, values: &[String], is: impl Fn(&str, &str) -> bool) -> bool {
        match self {
            Self::Exists(wanted) => values.is_empty() != *wanted,
            Self::OneOf(texts) => texts.iter().any(|text| {
                let has = values.iter().any(|value| is(value, text));
                has || (text == ABSENT && values.is_empty())
            }),
            Self::Between { above, below } => values.iter().any(|value| {
                let Ok(value) = value.trim().parse::<f64>() else {
                    return false;
                };
                let bound = |bound: &Option<Number>| bound.as_ref().and_then(Number::as_f64);
                bound(above).is_none_or(|above| value > above)
                    && bound(below).is_none_or(|below| value < below)
            }),
        }
    }
}

fn check(fact: &Fact, text: &str) -> Result<(), Unfit> {
    if let Some(why) = spoils(fact, text) {
        return Err(Unfit::Pattern {
            fact: fact.clone(),
            pattern: text.to_owned(),
            why,
        });
    }
    let words = fact.words();
    if words.is_empty() || words.contains(&text) {
        return Ok(());
    }
    Err(Unfit::Never {
        fact: fact.clone(),
        value: text.to_owned(),
        words,
    })
}

/// What keeps a pattern from ever matching.
fn spoils(fact: &Fact, text: &str) -> Option<String> {
    let is_pattern = matches!(fact, Fact::UrlPath | Fact::UrlHost) && text != ABSENT;
    let why = match fact {
        _ if !is_pattern => return None,
        Fact::UrlPath if text.contains("://") => "write the path alone, such as /shop/**",
        Fact::UrlPath if text.contains(['?', '#']) => {
            "what follows a ? or # is not looked at; write the path alone"
        }
        Fact::UrlHost if text.contains("://") || text.contains('/') => {
            "write the host alone, such as shop.acme.example"
        }
        Fact::UrlPath if text.trim().is_empty() => "write / for the start page",
        Fact::UrlHost if text.trim().is_empty() => "write a host, such as shop.acme.example",
        _ => {
            return fast_glob::validate(text)
                .err()
                .map(|error| error.to_string());
        }
    };
    Some(why.to_owned())
}

/// What stands beside a fact.
#[derive(Clone, Copy)]
pub(super) struct Beside<'f>(pub(super) &'f Fact);

/// One of the values of a fact.
struct Text<'f>(&'f Fact);

/// The key of an operator.
enum Operator {
    Exists,
    Above,
    Below,
}

impl<'de> DeserializeSeed<'de> for Beside<'_> {
    type Value = Wanted;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Wanted, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Beside<'_> {
    type Value = Wanted;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a list of texts, `{ exists: true }`, or for numbers `{ above: 10, below: 100 }`")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Wanted, E> {
        check(self.0, text).map_err(E::custom)?;
        Ok(Wanted::OneOf(vec![text.to_owned()]))
    }

    fn visit_bool<E: serde::de::Error>(self, flag: bool) -> Result<Wanted, E> {
        self.visit_str(&flag.to_string())
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Wanted, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Wanted, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Wanted, E> {
        // As it is stored.
        match Number::from_f64(number) {
            Some(number) => self.visit_str(&number.to_string()),
            None => Err(E::custom(Unfit::Shape(self.0.to_string()))),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Wanted, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = list.next_element_seed(Text(self.0))? {
            texts.push(text);
        }
        if texts.is_empty() {
            return Err(A::Error::custom(Unfit::Shape(self.0.to_string())));
        }
        Ok(Wanted::OneOf(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut operators: A) -> Result<Wanted, A::Error> {
        let (mut above, mut below, mut exists) = (None, None, None);
        while let Some(operator) = operators.next_key()? {
            match operator {
                Operator::Exists => exists = Some(operators.next_value()?),
                Operator::Above => above = Some(operators.next_value::<Bound>()?.0),
                Operator::Below => below = Some(operators.next_value::<Bound>()?.0),
            }
        }
        let compares = above.is_some() || below.is_some();
        match exists {
            Some(exists) if !compares => Ok(Wanted::Exists(exists)),
            None if compares && !self.0.is_attribute() => {
                Err(A::Error::custom(Unfit::NoNumber(self.0.clone())))
            }
            None if compares => Ok(Wanted::Between { above, below }),
            Some(_) | None => Err(A::Error::custom(Unfit::Shape(self.0.to_string()))),
        }
    }
}

/// The number of `above` or `below`.
struct Bound(Number);

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(number: D) -> Result<Self, D::Error> {
        match Value::deserialize(number)? {
            Value::Number(number) => Ok(Self(number)),
            _ => Err(D::Error::custom(
                "a number stands here, such as 20, without quotes",
            )),
        }
    }
}

impl<'de> Deserialize<'de> for Operator {
    fn deserialize<D: Deserializer<'de>>(operator: D) -> Result<Self, D::Error> {
        let operator = String::deserialize(operator)?;
        match operator.as_str() {
            "exists" => Ok(Self::Exists),
            "above" => Ok(Self::Above),
            "below" => Ok(Self::Below),
            _ => Err(D::Error::custom(Unfit::Operator(operator))),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, text: D) -> Result<String, D::Error> {
        let text = match Value::deserialize(text)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            _ => return Err(D::Error::custom(Unfit::Shape(self.0.to_string()))),
        };
        check(self.0, &text).map_err(D::Error::custom)?;
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn attribute() -> Fact {
        Fact::named("company.attribute.Seats").unwrap()
    }

    fn holds(wanted: Value, values: &[&str]) -> bool {
        let values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
        let wanted = Beside(&attribute()).deserialize(wanted).unwrap();
        wanted.holds(&values, |value, text| value == text)
    }

    #[test]
    fn a_fact_is_one_of_several_or_lies_between_or_is_there() {
        assert!(holds(json!(["5", 20]), &["20"]));
        assert!(!holds(json!("absent"), &["20"]));
        assert!(holds(json!(["absent", "5"]), &[]));
        assert!(holds(json!({ "exists": true }), &["0"]));
        assert!(holds(json!({ "exists": false }), &[]));
        let between = json!({ "above": 20, "below": 50.5 });
        let table = ["20", "20.5", "50", "50.5", "many", ""];
        let inside: Vec<_> = table
            .into_iter()
            .filter(|value| holds(between.clone(), &[value]))
            .collect();
        assert_eq!(inside, ["20.5", "50"]);
        assert!(!holds(between, &[]));
    }

    #[test]
    fn what_cannot_be_compared_is_refused_with_what_can() {
        let told = |fact: &str, value: Value| {
            let fact = Fact::named(fact).unwrap();
            Beside(&fact).deserialize(value).unwrap_err().to_string()
        };
        let table = [
            told("channel", json!({ "above": 3 })),
            told("company.plan", json!({ "abov": 3 })),
            told("company.attribute.Seats", json!({ "above": "3" })),
            told(
                "company.attribute.Seats",
                json!({ "above": 3, "exists": true }),
            ),
            told("company.plan", json!({})),
            told("company.plan", json!([])),
            told("company.plan", json!([["Team"]])),
            told("url.path", json!("https://acme.example/shop")),
            told("url.path", json!("/shop?page=2")),
            told("url.path", json!("/shop/{tea,coffee")),
            told("url.host", json!("acme.example/shop")),
            told("bot", json!("escalatd")),
            told("contact.role", json!(["user", "visitor"])),
        ];
        insta::assert_snapshot!(table.join("\n"), @r#"
        `channel` is no number, so that nothing is above or below it; attributes are compared so
        `abov` is no operator (did you mean `above`?); operators are exists, above and below
        a number stands here, such as 20, without quotes
        `company.attribute.Seats` takes a text, a list of texts, `{ exists: true }`, or for numbers `{ above: 10, below: 100 }`
        `company.plan` takes a text, a list of texts, `{ exists: true }`, or for numbers `{ above: 10, below: 100 }`
        `company.plan` takes a text, a list of texts, `{ exists: true }`, or for numbers `{ above: 10, below: 100 }`
        `company.plan` takes a text, a list of texts, `{ exists: true }`, or for numbers `{ above: 10, below: 100 }`
        `https://acme.example/shop` is no pattern for `url.path`: write the path alone, such as /shop/**
        `/shop?page=2` is no pattern for `url.path`: what follows a ? or # is not looked at; write the path alone
        `/shop/{tea,coffee` is no pattern for `url.path`: unclosed brace expansion at byte 6; missing '}' (to match a literal '{', escape it as '\{' or '[{]')
        `acme.example/shop` is no pattern for `url.host`: write the host alone, such as shop.acme.example
        `bot` is never `escalatd` (did you mean `escalated`?); it is absent, answering, escalated, done
        `contact.role` is never `visitor`; it is user, lead, absent
        "#);
    }
}
