//! Values by a regular expression that an admin wrote.

use std::fmt;

use regex_lite::{Regex, RegexBuilder};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Hit;

/// A regular expression. It takes time in proportion to the text, whatever it is: there is no look-around and no
/// back-reference in it.
#[derive(Clone)]
pub struct Pattern {
    written: String,
    regex: Regex,
}

impl Pattern {
    /// The longest expression, in characters.
    const LONGEST: usize = 200;

    /// How large it may become, in bytes: `\d{4,}` is small, `\d{1000}{1000}` is not.
    const SIZE: usize = 16 * 1024;

    /// Reads an expression. Upper and lower case are the same in it, as they are to visitors.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and what to write.
    pub fn read(written: &str) -> Result<Self, String> {
        if written.trim().is_empty() {
            return Err(
                "a pattern is a regular expression, and this one is empty; write one such as `'ORD-\\d{4,}'`"
                    .to_owned(),
            );
        }
        if written.chars().count() > Self::LONGEST {
            return Err(format!(
                "this pattern is longer than {} characters; keep what only such a value has",
                Self::LONGEST
            ));
        }
        let regex = RegexBuilder::new(written)
            .case_insensitive(true)
            .size_limit(Self::SIZE)
            .build();
        let regex = regex.map_err(|error| match error.to_string() {
            // The library speaks of its own limit in bytes.
            said if said.contains("size limit") => {
                "this pattern repeats too much; allow fewer repetitions".to_owned()
            }
            said => format!("this pattern cannot be read: {said}"),
        })?;
        if regex.is_match("") {
            return Err(
                "this pattern fits where nothing is written; let it ask for one character at least"
                    .to_owned(),
            );
        }
        Ok(Self {
            written: written.to_owned(),
            regex,
        })
    }

    /// The values in a line: the first group where the expression has groups, the whole match otherwise. A value stands
    /// alone: what a letter or a digit touches is a part of something else.
    pub(super) fn in_line<'t>(&self, line: &'t str) -> impl Iterator<Item = Hit<'t>> {
        let found = self.regex.captures_iter(line).filter_map(move |captures| {
            let value = captures.get(1).or_else(|| captures.get(0))?;
            let before = line[..value.start()].chars().next_back();
            let after = line[value.end()..].chars().next();
            let written = value.as_str().trim();
            let alone = !touches(before, written.chars().next())
                && !touches(written.chars().next_back(), after);
            (alone && !written.is_empty()).then(|| Hit {
                written,
                value: written.to_owned(),
            })
        });
        found.collect::<Vec<_>>().into_iter()
    }
}

/// Whether two neighbours are of one word.
fn touches(left: Option<char>, right: Option<char>) -> bool {
    let is_of_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    is_of_word(left) && is_of_word(right)
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.written, f)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for Pattern {}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        Self::read(&written).map_err(D::Error::custom)
    }
}
