//! Who a conversation is handed to, as people name them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::routing::Fact;

/// A place a conversation can go to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Target {
    /// `team:Support`
    Team(String),
    /// `teammate:ada@acme.example`, by e-mail address, name or id.
    Teammate(String),
    /// `contact.owner`: the account owner set in Intercom.
    ContactOwner,
    /// `contact.attribute.CSM`: whom this attribute of the contact names, by e-mail address, name or id.
    ContactAttribute(String),
    /// `company.attribute.CSM`: whom this attribute of the company names.
    CompanyAttribute(String),
}

/// A text that names no target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected `team:NAME`, `teammate:NAME`, `contact.owner` or `company.attribute.NAME`, found `{0}`{hint}", hint = hint(.0))]
pub struct NoTarget(String);

/// What to write instead.
fn hint(text: &str) -> String {
    let is_a_name = !text.trim().is_empty() && !text.contains([':', '.']);
    if is_a_name {
        format!("; write `team:{text}` if it is a team")
    } else {
        String::new()
    }
}

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
            _ => match Fact::named(&text) {
                Some(Fact::ContactAttribute(name)) => Ok(Self::ContactAttribute(name)),
                Some(Fact::CompanyAttribute(name)) => Ok(Self::CompanyAttribute(name)),
                _ => Err(NoTarget(text)),
            },
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
            Self::ContactAttribute(name) => write!(f, "contact.attribute.{name}"),
            Self::CompanyAttribute(name) => write!(f, "company.attribute.{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_written_as_it_is_read_and_a_bare_name_is_told_how() {
        for text in [
            "team:Support",
            "teammate:ada@acme.example",
            "contact.owner",
            "contact.attribute.CSM",
            "company.attribute.Account manager",
        ] {
            let target = Target::try_from(text.to_owned()).unwrap();
            assert_eq!(target.to_string(), text);
        }
        let told = ["Support", "team:", "contact.ownr", "company.plan", ""]
            .map(|text| Target::try_from(text.to_owned()).unwrap_err().to_string());
        insta::assert_snapshot!(told.join("\n"), @"
        expected `team:NAME`, `teammate:NAME`, `contact.owner` or `company.attribute.NAME`, found `Support`; write `team:Support` if it is a team
        expected `team:NAME`, `teammate:NAME`, `contact.owner` or `company.attribute.NAME`, found `team:`
        expected `team:NAME`, `teammate:NAME`, `contact.owner` or `company.attribute.NAME`, found `contact.ownr`
        expected `team:NAME`, `teammate:NAME`, `contact.owner` or `company.attribute.NAME`, found `company.plan`
        expected `team:NAME`, `teammate:NAME`, `contact.owner` or `company.attribute.NAME`, found ``
        ");
    }
}
