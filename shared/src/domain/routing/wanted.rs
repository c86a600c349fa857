//! What a fact is compared with.

use serde_json::{Map, Number, Value};

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
    #[error("`{operator}` is no operator{}; operators are exists, above and below", meant(.operator, &Wanted::OPERATORS))]
    Operator {
        /// What was written.
        operator: String,
    },
    /// An operator's value.
    #[error("`{operator}` takes {takes}")]
    Operand {
        /// The operator.
        operator: String,
        /// What it takes.
        takes: &'static str,
    },
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

    /// Reads what stands beside a fact.
    ///
    /// # Errors
    ///
    /// See [`Unfit`].
    pub fn of(fact: &Fact, value: Value) -> Result<Self, Unfit> {
        match value {
            Value::Object(operators) => Self::operators(fact, operators),
            value => {
                let texts = texts(value).ok_or_else(|| Unfit::Shape(fact.to_string()))?;
                for text in &texts {
                    check(fact, text)?;
                }
                Ok(Self::OneOf(texts))
            }
        }
    }

    fn operators(fact: &Fact, operators: Map<String, Value>) -> Result<Self, Unfit> {
        let (mut above, mut below, mut exists) = (None, None, None);
        for (operator, value) in operators {
            match (operator.as_str(), value) {
                ("exists", Value::Bool(wanted)) => exists = Some(wanted),
                ("above", Value::Number(number)) => above = Some(number),
                ("below", Value::Number(number)) => below = Some(number),
                ("exists", _) => {
                    let takes = "true or false";
                    return Err(Unfit::Operand { operator, takes });
                }
                ("above" | "below", _) => {
                    let takes = "a number";
                    return Err(Unfit::Operand { operator, takes });
                }
                _ => return Err(Unfit::Operator { operator }),
            }
        }
        let compares = above.is_some() || below.is_some();
        match exists {
            Some(exists) if !compares => Ok(Self::Exists(exists)),
            None if compares && !fact.is_attribute() => Err(Unfit::NoNumber(fact.clone())),
            None if compares => Ok(Self::Between { above, below }),
            Some(_) | None => Err(Unfit::Shape(fact.to_string())),
        }
    }

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

fn texts(value: Value) -> Option<Vec<String>> {
    let text = |value: Value| match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    };
    let texts: Option<Vec<_>> = match value {
        Value::Array(items) => items.into_iter().map(text).collect(),
        one => text(one).map(|text| vec![text]),
    };
    texts.filter(|texts| !texts.is_empty())
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
        let wanted = Wanted::of(&attribute(), wanted).unwrap();
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
            Wanted::of(&fact, value).unwrap_err().to_string()
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
        `above` takes a number
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
