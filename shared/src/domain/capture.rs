//! What a visitor mentions in passing and a teammate needs: an e-mail address, a phone number, an order number.
//!
//! It is read from the conversation each time and kept nowhere.

mod email;
mod form;
mod pattern;
mod phone;

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::part::Voice;
use crate::domain::transcript::{Line, Transcript};
use crate::id::AdminId;

pub use form::Form;
pub use pattern::Pattern;

/// The fields that are looked for, each by the form of its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Captures(BTreeMap<String, Form>);

/// A value as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hit<'t> {
    /// As it stands in the text.
    written: &'t str,
    /// In its form's own spelling.
    value: String,
}

impl Captures {
    /// How many fields there can be.
    pub const MOST: usize = 12;

    /// The longest name of a field, in characters.
    pub const NAME: usize = 40;

    /// The longest value, in characters. What is longer is none: a value that was cut would be a wrong one.
    pub const LONGEST: usize = 120;

    /// How much of one message is searched, in bytes.
    const OF_ONE: usize = 8 * 1024;

    /// How much of a conversation is searched, in bytes, the newest first. A pattern of the longest kind takes less than a
    /// second for it.
    const OF_ALL: usize = 64 * 1024;

    /// How many values are looked at for one field.
    const LOOKED_AT: usize = 32;

    /// The names of the fields, in the order of the alphabet.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The form of a field's values.
    #[must_use]
    pub fn form(&self, field: &str) -> Option<&Form> {
        self.0.get(field)
    }

    /// Each field that was found, with its value: what the visitor wrote last, in the order of [`Self::fields`].
    ///
    /// What they quote, and what somebody else wrote before them, is not theirs. Where one message has several, the first
    /// counts. A message whose text was removed says nothing.
    #[must_use]
    pub fn found_in(&self, transcript: &Transcript, us: &AdminId) -> Vec<(String, String)> {
        self.found_in_lines(&transcript.lines, us)
    }

    /// The same in some lines of a conversation.
    #[must_use]
    pub fn found_in_lines(&self, lines: &[Line], us: &AdminId) -> Vec<(String, String)> {
        let said: Vec<Said<'_>> = lines
            .iter()
            .filter(|line| !line.part.is_note() && !line.part.redacted)
            .map(|line| Said {
                by_visitor: line.part.voice(us) == Voice::Visitor,
                text: &line.text,
            })
            .collect();
        self.found(&said)
    }

    fn found(&self, said: &[Said<'_>]) -> Vec<(String, String)> {
        let texts = searched(said);
        let fields = self.0.iter();
        let found = fields.filter_map(|(name, form)| {
            let lines = texts.iter().flat_map(|text| own_lines(text));
            let mut hits = lines
                .flat_map(|line| form.hits(line))
                .filter(|hit| hit.value.chars().count() <= Self::LONGEST)
                .take(Self::LOOKED_AT);
            let hit = hits.find(|hit| is_theirs(hit.written, said))?;
            Some((name.clone(), hit.value))
        });
        found.collect()
    }
}

/// One message, oldest first.
#[derive(Debug, Clone, Copy)]
struct Said<'t> {
    by_visitor: bool,
    text: &'t str,
}

/// What is searched, newest first.
fn searched<'t>(said: &[Said<'t>]) -> Vec<&'t str> {
    let mut left = Captures::OF_ALL;
    let visitors = said.iter().rev().filter(|said| said.by_visitor);
    let texts = visitors.map(|said| {
        let text = begin(said.text, Captures::OF_ONE.min(left));
        left -= text.len();
        text
    });
    texts.collect()
}

/// The beginning of a text, at most so many bytes of it.
fn begin(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// The lines of a message that are no quotation.
fn own_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with('>'))
}

/// Whether the visitor was the first to write it.
fn is_theirs(written: &str, said: &[Said<'_>]) -> bool {
    let mut having = said.iter().filter(|said| said.text.contains(written));
    having.next().is_some_and(|said| said.by_visitor)
}

impl Default for Captures {
    fn default() -> Self {
        Self(BTreeMap::from([("email".to_owned(), Form::Email)]))
    }
}

/// A field's name, as it is read.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let name = name.trim();
        if name.is_empty() || name.chars().count() > Captures::NAME {
            let longest = Captures::NAME;
            return Err(D::Error::custom(format_args!(
                "a field needs a name of at most {longest} characters, such as `order number`"
            )));
        }
        Ok(Self(name.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Captures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Captures;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping of fields to their form, such as `{ email: email }`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Captures, A::Error> {
                let mut fields = BTreeMap::new();
                while let Some((Name(name), form)) = map.next_entry()? {
                    if fields.contains_key(&name) {
                        return Err(A::Error::custom(format_args!(
                            "the field “{name}” stands here twice; keep one"
                        )));
                    }
                    fields.insert(name, form);
                }
                if fields.len() > Captures::MOST {
                    return Err(A::Error::custom(format_args!(
                        "these are {} fields; at most {} can be looked for",
                        fields.len(),
                        Captures::MOST
                    )));
                }
                Ok(Captures(fields))
            }
        }

        deserializer.deserialize_map(Fields)
    }
}

#[cfg(test)]
mod tests;
