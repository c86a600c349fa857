//! The pause switch: whether the agent is silent in a workspace, or where one of its rules sends a conversation.
//!
//! It stands beside the configuration and not in it, so that whoever has to stop the agent at once need not write, check
//! and publish a file, and so that no publish undoes it.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// What is paused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    /// The whole workspace.
    pub all: bool,
    /// Conversations that one of these rules matches, by the rules' names.
    pub rules: BTreeSet<String>,
}

impl Switch {
    /// Whether the agent is silent in a conversation that `rule` matched; with none, in every conversation.
    #[must_use]
    pub fn is_paused(&self, rule: Option<&str>) -> bool {
        self.all || rule.is_some_and(|rule| self.rules.contains(rule))
    }

    /// Whether nothing is paused.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        !self.all && self.rules.is_empty()
    }
}

impl fmt::Display for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.all {
            f.write_str("the whole workspace")?;
        }
        for (nth, rule) in self.rules.iter().enumerate() {
            let before = if self.all || nth > 0 { ", " } else { "" };
            write!(f, "{before}the rule “{rule}”")?;
        }
        if self.is_clear() {
            f.write_str("nothing")?;
        }
        Ok(())
    }
}

/// What somebody pauses, or lets go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The whole workspace.
    Workspace,
    /// One rule, by its name.
    Rule(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn switch(all: bool, rules: &[&str]) -> Switch {
        Switch {
            all,
            rules: rules.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn a_paused_workspace_is_silent_everywhere_and_a_paused_rule_where_it_matched() {
        let whole = switch(true, &[]);
        assert!(whole.is_paused(None) && whole.is_paused(Some("Shop")));
        let shop = switch(false, &["Shop"]);
        assert!(shop.is_paused(Some("Shop")));
        assert!(!shop.is_paused(Some("Docs")) && !shop.is_paused(None));
        assert!(Switch::default().is_clear() && !shop.is_clear());
    }

    #[test]
    fn it_says_what_is_paused() {
        let said = [
            switch(false, &[]),
            switch(true, &[]),
            switch(false, &["Docs", "Shop"]),
            switch(true, &["Shop"]),
        ];
        let said = said.map(|switch| switch.to_string());
        insta::assert_snapshot!(said.join("\n"), @"
        nothing
        the whole workspace
        the rule “Docs”, the rule “Shop”
        the whole workspace, the rule “Shop”
        ");
    }
}
