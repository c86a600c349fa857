//! What a secret of a workspace is called. The name is no secret: configurations, lists and logs have it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The name of one of a workspace's secrets: a lower-case letter, then lower-case letters, digits, `-` and `_`, 30 of
/// them at most. The keys that services give out are longer, or have capitals, so that one which is given in the name's
/// place does not pass for a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SecretName(String);

/// A text no secret can be called. It is not repeated: it may be the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a secret's name: expected a lower-case letter, then lower-case letters, digits, - and _, 30 of them at most"
)]
pub struct NotAName;

impl SecretName {
    /// How many characters a name may have.
    pub const LONGEST: usize = 30;

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SecretName {
    type Error = NotAName;

    fn try_from(name: String) -> Result<Self, NotAName> {
        let may_follow = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
        };
        let fits = name.len() <= Self::LONGEST
            && name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.bytes().all(may_follow);
        if fits { Ok(Self(name)) } else { Err(NotAName) }
    }
}

impl FromStr for SecretName {
    type Err = NotAName;

    fn from_str(name: &str) -> Result<Self, NotAName> {
        Self::try_from(name.to_owned())
    }
}

impl From<SecretName> for String {
    fn from(name: SecretName) -> Self {
        name.0
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_a_small_alphabet() {
        for name in ["a", "openai", "shop-api_2", &"k".repeat(30)] {
            assert_eq!(
                name.parse::<SecretName>().map(String::from).as_deref(),
                Ok(name)
            );
        }
        for name in [
            "",
            "2nd",
            "-a",
            "_a",
            "OpenAI",
            "open ai",
            "a.b",
            "a#b",
            "schlüssel",
            &"k".repeat(31),
        ] {
            assert_eq!(name.parse::<SecretName>(), Err(NotAName), "{name}");
        }
    }

    #[test]
    fn a_key_that_is_given_in_the_names_place_is_no_name_and_is_not_repeated() {
        for key in [
            "sk-proj-Zm9vYmFy",
            "3f2a9c5d7e1b4a608c9d0e1f2a3b4c5d",
            "b7e4c1d2-0a9f-4c3e-8b6d-5f4e3d2c1b0a",
            "af2a9c5d7e1b4a608c9d0e1f2a3b4c5d",
        ] {
            let error = key.parse::<SecretName>().unwrap_err();
            assert!(!error.to_string().contains(key));
        }
    }
}
