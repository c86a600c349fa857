//! How a field's values are recognised.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::pattern::Pattern;
use super::{Hit, email, phone};
use crate::domain::spelling;

/// The form of a field's values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// `email`: an e-mail address.
    Email,
    /// `phone`: a phone number in its international form, with its `+`.
    Phone,
    /// `{ pattern: … }`: whatever a regular expression matches.
    #[serde(untagged)]
    Pattern(Long),
}

/// The long form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Long {
    /// The regular expression.
    pub pattern: Pattern,
}

impl Form {
    /// The forms that are one word.
    const WORDS: [&str; 2] = ["email", "phone"];

    /// Every value of this form in a line, first to last.
    pub(super) fn hits<'t>(&self, line: &'t str) -> Vec<Hit<'t>> {
        match self {
            Self::Email => email::in_line(line).collect(),
            Self::Phone => phone::in_line(line).collect(),
            Self::Pattern(long) => long.pattern.in_line(line).collect(),
        }
    }
}

impl<'de> Deserialize<'de> for Form {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordOrPattern;

        impl<'de> Visitor<'de> for WordOrPattern {
            type Value = Form;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`email`, `phone` or `{ pattern: 'ORD-\\d{4,}' }`")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Form, E> {
                match word {
                    "email" => Ok(Form::Email),
                    "phone" => Ok(Form::Phone),
                    other => {
                        let meant = spelling::meant(other, &Form::WORDS);
                        Err(E::custom(format_args!(
                            "this is no form of a value{meant}; write `email`, `phone` or `{{ pattern: 'ORD-\\d{{4,}}' }}`"
                        )))
                    }
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Form, A::Error> {
                Long::deserialize(MapAccessDeserializer::new(map)).map(Form::Pattern)
            }
        }

        deserializer.deserialize_any(WordOrPattern)
    }
}
