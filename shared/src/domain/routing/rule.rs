//! One rule: when it applies, and where it sends the conversation.

use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::cover::Cover;
use super::rollout::Percent;
#[cfg(feature = "schema")]
use crate::domain::config::schema;
use crate::domain::config::{RuleSay, Target, say};

/// A rule as people write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name; traces and reports use it.
    pub name: String,
    /// When it applies. Without one it always does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The share of conversations it applies to, in percent; the others go on to the next rule. Without one, all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollout: Option<Percent>,
    /// Whether the agent is silent where it applies.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// Where it sends the conversation.
    pub then: Then,
    /// What the visitor is told instead of what `hand_off.say` says, or `none`.
    #[serde(
        default,
        deserialize_with = "say::or_none",
        skip_serializing_if = "RuleSay::is_default"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "schema::OrNone<RuleSay>"))]
    pub say: RuleSay,
}

/// Where a rule sends a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ToAgent {
    /// Whether it speaks to the visitor or to the team.
    #[serde(default)]
    pub mode: Mode,
}

/// How much of what the agent thinks is seen, from nothing to everything.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// It thinks, and nobody but the trace learns of it: nothing is posted, assigned or written.
    Observe,
    /// It leaves its answer as a note; the visitor sees nothing.
    Draft,
    /// It answers the visitor.
    #[default]
    Reply,
}

/// Who gets the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ToPeople {
    /// The first choice.
    pub to: Target,
    /// Those after it, in this order, when the first is away or nobody.
    #[serde(default, skip_serializing_if = "Cover::is_nobody")]
    pub cover: Cover,
    /// Whether the first choice gets it even when they are away. The one exception there is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub even_if_away: bool,
    /// Whether it goes to them at once though they are closed, and does not wait in the queue of `out_of_hours`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub even_if_closed: bool,
}

impl ToPeople {
    /// To somebody, with nobody after them.
    #[must_use]
    pub fn new(to: Target) -> Self {
        Self {
            to,
            cover: Cover::default(),
            even_if_away: false,
            even_if_closed: false,
        }
    }
}

impl Then {
    /// How the agent takes part; none where it does not.
    #[must_use]
    pub const fn mode(&self) -> Option<Mode> {
        match self {
            Self::Agent(agent) => Some(agent.mode),
            Self::HandOff(_) | Self::LeaveTo(_) => None,
        }
    }

    /// Whom it names, and by which key.
    pub fn targets(&self) -> impl Iterator<Item = (&'static str, &Target)> {
        let people = match self {
            Self::HandOff(people) => Some(people),
            Self::Agent(_) | Self::LeaveTo(_) => None,
        };
        people.into_iter().flat_map(|people| {
            let cover = people.cover.targets().iter();
            std::iter::once(("to", &people.to)).chain(cover.map(|target| ("cover", target)))
        })
    }
}

/// Who else may have a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Surface {
    /// Resolution Bot, today's Fin.
    Bot,
    /// The team's inbox.
    Team,
    /// Nobody at all.
    Nobody,
}
