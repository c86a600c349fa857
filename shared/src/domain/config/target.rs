//! Who a conversation is handed to, as people name them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place a conversation can go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Target {
    /// `team:Support`
    Team(String),
    /// `teammate:ada@acme.example`, by e-mail address, name or id.
    Teammate(String),
    /// `contact.owner`: the account owner set in Intercom.
    ContactOwner,
}

/// A text that names no target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected `team:NAME`, `teammate:NAME` or `contact.owner`, found `{0}`")]
pub struct NoTarget(String);

impl TryFrom<String> for Target {
    type Error = NoTarget;

    fn try_from(text: String) -> Result<Self, NoTarget> {
        match text.split_once(':') {
            Some(("team", name)) if !name.trim().is_empty() => {
                Ok(Self::Team(name.trim().to_owned()))
            }
            Some(("teammate", name)) if !name.trim().is_empty() => {
                Ok(Self::Teammate(name.trim().to_owned()))
            }
            None if text == "contact.owner" => Ok(Self::ContactOwner),
            _ => Err(NoTarget(text)),
        }
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        target.to_string()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Team(name) => write!(f, "team:{name}"),
            Self::Teammate(name) => write!(f, "teammate:{name}"),
            Self::ContactOwner => f.write_str("contact.owner"),
        }
    }
}
