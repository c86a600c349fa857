//! Where a payload differed from what we read, without any of its values.

use std::fmt;

use serde::Deserialize;

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
        let path = error.path().to_string();
        let path = match (root, path.as_str()) {
            ("", "." | "?") => "the body".to_owned(),
            ("", _) => path,
            (_, "." | "?") => root.to_owned(),
            (_, _) => format!("{root}.{path}"),
        };
        Mismatch { path, kind }
    })
}
