//! Where a rule sends a conversation, in the few words a table has room for.

use std::fmt;

use serde::{Deserialize, Serialize};
use shared::domain::config::Target;
use shared::domain::routing::{self, Mode, Then};

/// Who would have had a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Surface {
    /// The agent answers the visitor.
    AgentReply,
    /// The agent leaves notes.
    AgentDraft,
    /// The agent thinks, and nobody sees it.
    AgentObserve,
    /// A team, or the team's inbox.
    Team,
    /// A teammate.
    Teammate,
    /// The account's owner.
    Owner,
    /// Intercom's own bot.
    Bot,
    /// Nobody.
    Nobody,
    /// The agent is silent, because the rule is paused.
    Paused,
}

impl Surface {
    /// Where a rule sends what it matches. A hand-off is named by its first choice.
    pub(crate) const fn of(then: &Then) -> Self {
        match then {
            Then::Agent(agent) => match agent.mode {
                Mode::Reply => Self::AgentReply,
                Mode::Draft => Self::AgentDraft,
                Mode::Observe => Self::AgentObserve,
            },
            Then::HandOff(people) => Self::of_target(&people.to),
            Then::LeaveTo(routing::Surface::Bot) => Self::Bot,
            Then::LeaveTo(routing::Surface::Team) => Self::Team,
            Then::LeaveTo(routing::Surface::Nobody) => Self::Nobody,
        }
    }

    const fn of_target(target: &Target) -> Self {
        match target {
            Target::Team(_) => Self::Team,
            // Whom an attribute names is a teammate.
            Target::Teammate(_) | Target::ContactAttribute(_) | Target::CompanyAttribute(_) => {
                Self::Teammate
            }
            Target::ContactOwner => Self::Owner,
        }
    }
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::AgentReply => "agent reply",
            Self::AgentDraft => "agent draft",
            Self::AgentObserve => "agent observe",
            Self::Team => "team",
            Self::Teammate => "teammate",
            Self::Owner => "owner",
            Self::Bot => "bot",
            Self::Nobody => "nobody",
            Self::Paused => "paused",
        })
    }
}
