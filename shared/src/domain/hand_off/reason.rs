//! Why a conversation goes to a person.

use std::fmt;

use serde::{Deserialize, Serialize};

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

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AskedForPerson => f.write_str("the visitor asked for a person"),
            Self::Unsure => f.write_str("the agent does not know the answer"),
            Self::Intent(name) => write!(f, "“{name}” is for people"),
            Self::Rule(name) => write!(f, "the rule “{name}” sends it to people"),
            Self::Ordered => f.write_str("a teammate asked for it"),
            Self::AgentFailed => f.write_str("the agent failed"),
            Self::AgentSlow => f.write_str("the agent could not answer in time"),
            Self::AgentUnreachable => f.write_str("the agent could not be reached"),
            Self::AgentUnreadable => f.write_str("what the agent said could not be read"),
            Self::NoKnowledge => f.write_str("what the agent answers from could not be read"),
            Self::TooLong => f.write_str("the agent's answer was too long to be sent"),
            Self::Repeating => f.write_str("the agent would have repeated itself"),
            Self::TurnLimit => f.write_str("the agent has answered as often as it may"),
            Self::Refused => f.write_str("Intercom refused the agent's answer"),
            Self::Unreadable => f.write_str("the visitor's message could not be read"),
            Self::Unconfirmed => f.write_str("whether an answer arrived could not be confirmed"),
            Self::Paused => f.write_str("the agent is paused, and was given this conversation"),
            Self::NotPickedUp => f.write_str("nobody picked it up in time"),
            Self::LastResort => f.write_str("something went wrong on our side; please look at it"),
        }
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
        }
    }
}
