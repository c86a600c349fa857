//! A stack, by its name.

use std::fmt;
use std::str::FromStr;

/// The name a stack was deployed under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stack(String);

/// A text no stack can be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a stack's name: expected a letter, then letters, digits and hyphens, as `sam deploy` was given it"
)]
pub(crate) struct NotAStack;

impl Stack {
    /// The alias under which the template puts the key that seals tokens.
    pub(crate) fn key(&self) -> String {
        format!("alias/{self}-tokens")
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Stack {
    type Err = NotAStack;

    fn from_str(name: &str) -> Result<Self, NotAStack> {
        let fits = name.len() <= 128
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if fits {
            Ok(Self(name.to_owned()))
        } else {
            Err(NotAStack)
        }
    }
}

impl fmt::Display for Stack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_found_by_the_alias_the_template_makes() {
        const TEMPLATE: &str = include_str!("../../template.yaml");
        let stack: Stack = "nexora".parse().unwrap();
        assert_eq!(stack.key(), "alias/nexora-tokens");
        assert!(TEMPLATE.contains("AliasName: !Sub alias/${AWS::StackName}-tokens"));
    }

    #[test]
    fn what_cloudformation_would_not_call_a_stack_is_none() {
        for name in ["", "1st", "a_b", "a/b", "a b", &"a".repeat(129)] {
            assert_eq!(name.parse::<Stack>(), Err(NotAStack), "{name}");
        }
    }
}
