//! Why a conversation goes to a person.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::language::Language;

/// The reason of a hand-off, in the words of the note.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "why", content = "what", rename_all = "snake_case")]
pub enum Reason {
    /// The visitor asked for one.
    AskedForPerson,
    /// The agent does not know, and has said so once already.
    Unsure,
    /// An intent that people take.
    Intent(String),
    /// A rule.
    Rule(String),
    /// A teammate said so.
    Ordered,
    /// The agent failed.
    AgentFailed,
    /// The agent took too long.
    AgentSlow,
    /// The agent could not be reached.
    AgentUnreachable,
    /// What the agent said could not be read.
    AgentUnreadable,
    /// What the agent answers from could not be read.
    NoKnowledge,
    /// The agent's answer was longer than any that is sent.
    TooLong,
    /// The agent would have said the same again.
    Repeating,
    /// The agent has answered as often as it may.
    TurnLimit,
    /// Intercom refused the agent's answer.
    Refused,
    /// What the visitor wrote was announced but could not be read.
    Unreadable,
    /// Whether an answer arrived could not be found out, twice.
    Unconfirmed,
    /// The agent is paused, and the conversation was its own.
    Paused,
    /// Nobody picked it up within the configured time.
    NotPickedUp,
    /// Every attempt failed; the last resort.
    LastResort,
}

impl Reason {
    /// Every name, and the word for no reason.
    pub const NAMES: &[&str] = &[
        "asked_for_person",
        "unsure",
        "intent",
        "rule",
        "ordered",
        "agent_failed",
        "agent_slow",
        "agent_unreachable",
        "agent_unreadable",
        "no_knowledge",
        "too_long",
        "repeating",
        "turn_limit",
        "refused",
        "unreadable",
        "unconfirmed",
        "paused",
        "last_resort",
        "absent",
    ];

    /// Whether people get it at any hour: a teammate wants it, or something is broken.
    #[must_use]
    pub const fn cannot_wait(&self) -> bool {
        matches!(
            self,
            Self::Ordered | Self::Paused | Self::NotPickedUp | Self::LastResort
        )
    }

    /// The reason of a stable name, which is about `what` where it names an intent or a rule. None for a name that is none.
    #[must_use]
    pub fn named(name: &str, what: &str) -> Option<Self> {
        Some(match name {
            "asked_for_person" => Self::AskedForPerson,
            "unsure" => Self::Unsure,
            "intent" => Self::Intent(what.to_owned()),
            "rule" => Self::Rule(what.to_owned()),
            "ordered" => Self::Ordered,
            "agent_failed" => Self::AgentFailed,
            "agent_slow" => Self::AgentSlow,
            "agent_unreachable" => Self::AgentUnreachable,
            "agent_unreadable" => Self::AgentUnreadable,
            "no_knowledge" => Self::NoKnowledge,
            "too_long" => Self::TooLong,
            "repeating" => Self::Repeating,
            "turn_limit" => Self::TurnLimit,
            "refused" => Self::Refused,
            "unreadable" => Self::Unreadable,
            "unconfirmed" => Self::Unconfirmed,
            "paused" => Self::Paused,
            "not_picked_up" => Self::NotPickedUp,
            "last_resort" => Self::LastResort,
            _ => return None,
        })
    }

    /// A stable name, for logs. Which intent or rule it was is not in it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AskedForPerson => "asked_for_person",
            Self::Unsure => "unsure",
            Self::Intent(_) => "intent",
            Self::Rule(_) => "rule",
            Self::Ordered => "ordered",
            Self::AgentFailed => "agent_failed",
            Self::AgentSlow => "agent_slow",
            Self::AgentUnreachable => "agent_unreachable",
            Self::AgentUnreadable => "agent_unreadable",
            Self::NoKnowledge => "no_knowledge",
            Self::TooLong => "too_long",
            Self::Repeating => "repeating",
            Self::TurnLimit => "turn_limit",
            Self::Refused => "refused",
            Self::Unreadable => "unreadable",
            Self::Unconfirmed => "unconfirmed",
            Self::Paused => "paused",
            Self::NotPickedUp => "not_picked_up",
            Self::LastResort => "last_resort",
        }
    }
}

/// In English, as traces and logs have it.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&(Language::En.phrases().reason)(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_can_be_named_in_a_condition() {
        let named = Reason::NAMES.iter().filter(|name| **name != "absent");
        for name in named {
            let json = if ["intent", "rule"].contains(name) {
                serde_json::json!({ "why": name, "what": "refunds" })
            } else {
                serde_json::json!({ "why": name })
            };
            let reason: Reason = serde_json::from_value(json).unwrap();
            assert_eq!(reason.name(), *name);
            assert_eq!(Reason::named(name, "refunds"), Some(reason));
        }
    }
}
