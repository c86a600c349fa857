//! A value of an attribute.

use std::fmt;

use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Number;

/// A value, of the type in which it is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number.
    Number(Number),
    /// Yes or no.
    Flag(bool),
}

impl Value {
    /// The longest text an attribute takes, in characters.
    pub const LONGEST: usize = 255;

    /// Whether it is what an attribute has, which is read as text.
    #[must_use]
    pub fn is(&self, has: &str) -> bool {
        match self {
            Self::Text(text) => text == has,
            Self::Flag(flag) => has.parse() == Ok(*flag),
            Self::Number(number) => {
                let same = number.to_string() == has;
                same || number
                    .as_f64()
                    .zip(has.trim().parse::<f64>().ok())
                    .is_some_and(|(number, has)| number.total_cmp(&has).is_eq())
            }
        }
    }

    /// What it is, for a message.
    #[must_use]
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Number(_) => "number",
            Self::Flag(_) => "true or false",
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Flag(flag) => flag.fmt(f),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Scalar;

        impl Visitor<'_> for Scalar {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a number, or `true`")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
                Ok(Value::Text(text.to_owned()))
            }

            fn visit_bool<E: serde::de::Error>(self, flag: bool) -> Result<Value, E> {
                Ok(Value::Flag(flag))
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Value, E> {
                Ok(Value::Number(number.into()))
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Value, E> {
                Ok(Value::Number(number.into()))
            }

            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Value, E> {
                let finite = Number::from_f64(number);
                let finite = finite
                    .ok_or_else(|| E::invalid_value(serde::de::Unexpected::Float(number), &self))?;
                Ok(Value::Number(finite))
            }
        }

        deserializer.deserialize_any(Scalar)
    }
}

/// A value that the agent sets. It never takes one away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Set(Value);

/// A value that the agent does not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum NotSet {
    #[error(
        "the agent sets flags and never clears them: whoever acts on one clears it; write `true`, or take this out"
    )]
    Cleared,
    #[error(
        "the agent never empties an attribute: whoever acts on it does; write a value, or take this out"
    )]
    Emptied,
    #[error("an attribute takes {} characters at most; write less", Value::LONGEST)]
    TooLong,
}

impl Set {
    /// The value.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Set {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let why = match &value {
            Value::Flag(false) => NotSet::Cleared,
            Value::Text(text) if text.trim().is_empty() => NotSet::Emptied,
            Value::Text(text) if text.chars().count() > Value::LONGEST => NotSet::TooLong,
            Value::Text(_) | Value::Number(_) | Value::Flag(true) => return Ok(Self(value)),
        };
        Err(D::Error::custom(why))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: &str) -> Value {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_value_keeps_its_type_and_is_compared_with_what_is_read_as_text() {
        for json in ["\"MQL\"", "5", "-3", "2.5", "true"] {
            assert_eq!(serde_json::to_string(&value(json)).unwrap(), json);
        }
        let table = [
            ("\"5\"", "5", true),
            ("5", "5", true),
            ("5", "5.0", true),
            ("5", "50", false),
            ("5", "many", false),
            ("true", "true", true),
            ("true", "false", false),
            ("true", "1", false),
            ("\"mql\"", "MQL", false),
        ];
        for (json, has, same) in table {
            assert_eq!(value(json).is(has), same, "{json} and {has}");
        }
    }

    #[test]
    fn nothing_is_cleared_or_emptied() {
        let told = |json: String| match serde_json::from_str::<Set>(&json) {
            Ok(_) => "fine".to_owned(),
            Err(error) => error.to_string(),
        };
        let long = format!("{:?}", "x".repeat(256));
        let lines = [
            "false".to_owned(),
            "\" \"".to_owned(),
            "null".to_owned(),
            long,
            "true".to_owned(),
        ]
        .map(told);
        insta::assert_snapshot!(lines.join("\n"), @"
        the agent sets flags and never clears them: whoever acts on one clears it; write `true`, or take this out
        the agent never empties an attribute: whoever acts on it does; write a value, or take this out
        invalid type: null, expected a text, a number, or `true` at line 1 column 4
        an attribute takes 255 characters at most; write less
        fine
        ");
    }
}
