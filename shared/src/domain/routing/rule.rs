//! One rule: when it applies, and where it sends the conversation.

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use crate::domain::config::Target;

/// A rule as people write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name; traces and reports use it.
    pub name: String,
    /// When it applies. Without one it always does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Where it sends the conversation.
    pub then: Then,
}

/// Where a rule sends a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// To the agent.
    Agent(ToAgent),
    /// Straight to people.
    HandOff(ToPeople),
    /// To somebody who has it already; the agent stays silent.
    LeaveTo(Surface),
}

/// How the agent takes part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToAgent {
    /// Whether it speaks to the visitor or to the team.
    #[serde(default)]
    pub mode: Mode,
}

/// Whether the agent speaks to the visitor or to the team.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// It answers the visitor.
    #[default]
    Reply,
    /// It leaves its answer as a note; the visitor sees nothing.
    Draft,
}

/// Who gets the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToPeople {
    /// The first choice.
    pub to: Target,
    /// The second, when the first is away or nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<Target>,
}

impl Then {
    /// Whether the agent leaves its answers as notes.
    #[must_use]
    pub fn is_a_draft(&self) -> bool {
        matches!(self, Self::Agent(agent) if agent.mode == Mode::Draft)
    }

    /// Whom it names, and by which key.
    pub fn targets(&self) -> impl Iterator<Item = (&'static str, &Target)> {
        let people = match self {
            Self::HandOff(people) => Some(people),
            Self::Agent(_) | Self::LeaveTo(_) => None,
        };
        let first = people.map(|people| ("to", &people.to));
        let second = people.and_then(|people| Some(("cover", people.cover.as_ref()?)));
        first.into_iter().chain(second)
    }
}

/// Who else may have a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Surface {
    /// Resolution Bot, today's Fin.
    Bot,
    /// The team's inbox.
    Team,
    /// Nobody at all.
    Nobody,
}
