//! Who a conversation is assigned to.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{AdminId, TeamId};

/// One assignee. A conversation can hold a teammate and a team at once; the teammate is who has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", content = "id", rename_all = "snake_case")]
pub enum Assignee {
    /// A teammate; the agent's own included.
    Admin(AdminId),
    /// A team, whose own balancing picks the person.
    Team(TeamId),
    /// A bot: Fin or a workflow.
    Bot,
    /// Unassigned: the rules decide.
    Nobody,
}

impl fmt::Display for Assignee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Admin(id) => write!(f, "teammate {id}"),
            Self::Team(id) => write!(f, "team {id}"),
            Self::Bot => f.write_str("a bot"),
            Self::Nobody => f.write_str("nobody"),
        }
    }
}
