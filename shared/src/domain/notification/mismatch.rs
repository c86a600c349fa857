//! Where a payload differed from what we read, without any of its values.

use std::fmt;

use serde::Deserialize;
use serde_path_to_error::{Path, Segment};

/// The place and the kind of a mismatch. Never a value: payloads hold what people wrote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at {path}")]
pub struct Mismatch {
    /// The path in the payload, for example `data.item.conversation_parts.conversation_parts[0].id`.
    pub path: String,
    /// What was wrong there.
    pub kind: Kind,
}

/// What was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Not JSON, or cut short.
    Syntax,
    /// A value that is missing or of another type.
    Shape,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Syntax => "not JSON",
            Self::Shape => "a missing or unexpected value",
        })
    }
}

/// Reads `T` from JSON, naming the path below `root` where it does not fit.
pub(crate) fn read<'j, T: Deserialize<'j>>(json: &'j [u8], root: &str) -> Result<T, Mismatch> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let kind = match error.inner().classify() {
            serde_json::error::Category::Data => Kind::Shape,
            _ => Kind::Syntax,
        };
        let path = shown(error.path());
        let path = match (root, path.as_str()) {
            ("", "" | "?") => "the body".to_owned(),
            ("", _) => path,
            (_, "" | "?") => root.to_owned(),
            (_, _) => format!("{root}.{path}"),
        };
        Mismatch { path, kind }
    })
}

/// The path, as far as it is made of fields as we name them. The other keys of a payload are somebody's own words.
fn shown(path: &Path) -> String {
    let mut shown = String::new();
    for segment in path {
        let is_index = matches!(segment, Segment::Seq { .. });
        if !shown.is_empty() && !is_index {
            shown.push('.');
        }
        match segment {
            Segment::Map { key } | Segment::Enum { variant: key } if !is_field(key) => {
                shown.push('…');
            }
            segment => shown.push_str(&segment.to_string()),
        }
    }
    shown
}

fn is_field(key: &str) -> bool {
    (1..=40).contains(&key.len())
        && key
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_path_names_fields_and_quotes_no_key_that_somebody_chose() {
        let json = r#"{"attributes":{"What Ana likes":[1]}}"#;
        type Attributes = BTreeMap<String, BTreeMap<String, Vec<bool>>>;
        let mismatch = read::<Attributes>(json.as_bytes(), "data.item").unwrap_err();
        insta::assert_snapshot!(mismatch, @"a missing or unexpected value at data.item.attributes.…[0]");
    }
}
