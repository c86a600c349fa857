//! What a type says that cannot be read from a part of the tree.

use std::fmt;

use serde::de::{Error, Expected, Unexpected};

use super::super::Spot;
use super::super::node::cut;
use crate::domain::config::KeyPath;
use crate::domain::spelling::{either, nearest};

/// Something that cannot be read, and where, as soon as the part it is said of is known.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) place: Option<(KeyPath, Spot)>,
    pub(super) what: What,
}

/// What it is.
#[derive(Debug)]
pub(super) enum What {
    /// A key is missing; none when it is not known which.
    Missing(Option<&'static str>),
    /// There is no such key; the one that was meant, if that is to be seen.
    NoKey(String, Option<&'static str>),
    /// A value is none of those it can be.
    Wrong(String),
}

impl Fault {
    pub(super) const fn wrong(said: String) -> Self {
        Self {
            place: None,
            what: What::Wrong(said),
        }
    }

    /// The same, said of a key.
    pub(super) fn of_a_key(self) -> Self {
        let what = match self.what {
            What::Wrong(said) if self.place.is_none() => What::NoKey(said, None),
            what => what,
        };
        Self { what, ..self }
    }

    /// The same, said of this place unless it was said of another, which is nearer.
    pub(super) fn at(self, path: &KeyPath, spot: Spot) -> Self {
        let place = self.place.or_else(|| Some((path.clone(), spot)));
        Self { place, ..self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Missing(field) => f.write_str(field.unwrap_or_default()),
            What::NoKey(said, _) | What::Wrong(said) => f.write_str(said),
        }
    }
}

impl std::error::Error for Fault {}

impl Error for Fault {
    fn custom<T: fmt::Display>(said: T) -> Self {
        Self::wrong(said.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::wrong(format!("expected {expected}, found {}", said(&found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::wrong(format!("expected {expected}, found {}", said(&found)))
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::wrong(format!("expected {expected}, found nothing in it"))
    }

    fn unknown_variant(variant: &str, known: &'static [&'static str]) -> Self {
        let meant = nearest(variant, known.iter().copied());
        let all = either(known);
        let variant = cut(variant);
        Self::wrong(match meant {
            Some(meant) => {
                format!("`{variant}` is not known here; did you mean `{meant}`? Write {all}")
            }
            None => format!("`{variant}` is not known here; write {all}"),
        })
    }

    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        let meant = nearest(field, known.iter().copied());
        let field = cut(field);
        let said = match (known, meant) {
            ([], _) => format!("there is no key `{field}` here; take it out"),
            (_, Some(meant)) => format!("there is no key `{field}` here; did you mean `{meant}`?"),
            (known, None) => format!("there is no key `{field}` here; write {}", either(known)),
        };
        Self {
            place: None,
            what: What::NoKey(said, meant),
        }
    }

    fn missing_field(field: &'static str) -> Self {
        Self {
            place: None,
            what: What::Missing(Some(field)),
        }
    }
}

/// What was found, in the words of the file.
fn said(found: &Unexpected<'_>) -> String {
    match found {
        Unexpected::Str(text) => format!("the text `{}`", cut(text)),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a mapping".to_owned(),
        Unexpected::Unit | Unexpected::Option => "nothing".to_owned(),
        Unexpected::Bool(flag) => format!("`{flag}`"),
        Unexpected::Unsigned(number) => format!("`{number}`"),
        Unexpected::Signed(number) => format!("`{number}`"),
        Unexpected::Float(number) => format!("`{number}`"),
        other => other.to_string(),
    }
}

/// What is said of a key that is missing, with an example of it.
pub(super) fn missing(field: &str) -> String {
    let example = match field {
        "version" => "version: 1",
        "agent" => "agent: { teammate: nexora@your-company.example }",
        "teammate" => "teammate: nexora@your-company.example",
        "rules" => "rules: [{ name: Everything else, then: { agent: {} } }]",
        "hand_off" => "hand_off: { default: \"team:Support\" }",
        "default" => "default: \"team:Support\"",
        "name" => "name: Legal pages go to people",
        "then" => "then: { agent: { mode: draft } }",
        "to" => "to: \"team:Support\"",
        "set" => "set: true",
        "when" => "when: { outcome: handed_off }",
        "phrases" => "phrases: [where is my parcel, when does it arrive]",
        _ => return format!("`{field}` is missing; add it"),
    };
    format!("`{field}` is missing; add it, such as `{example}`")
}
