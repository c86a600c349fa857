//! Whom a part assigned its conversation to, as JSON.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::domain::assignee::Assignee;
use crate::id::{AdminId, TeamId, or_nobody};

/// `assigned_to`: an object with a type in the payloads seen, a bare id in the specification's text.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum AssignedItem {
    /// `{"type":"admin","id":"1"}`
    Reference {
        /// `admin`, `team`, `bot` or `nobody_admin`.
        #[serde(rename = "type", default)]
        kind: Option<String>,
        /// Absent for nobody.
        #[serde(default, deserialize_with = "or_nobody")]
        id: Option<AdminId>,
    },
    /// A bare id.
    Text(String),
    /// A bare id.
    Number(u64),
    /// A shape newer than this code.
    Other(IgnoredAny),
}

impl AssignedItem {
    /// Whom it names; `None` for a shape that cannot be read.
    #[must_use]
    pub fn assignee(&self) -> Option<Assignee> {
        let admin = |id: &str| AdminId::try_from(id).map_or(Assignee::Nobody, Assignee::Admin);
        match self {
            Self::Reference { kind, id } => Some(match (kind.as_deref(), id) {
                (Some("nobody_admin"), _) | (_, None) => Assignee::Nobody,
                (Some("team"), Some(id)) => {
                    TeamId::try_from(id.as_str()).map_or(Assignee::Nobody, Assignee::Team)
                }
                (Some("bot"), Some(_)) => Assignee::Bot,
                (_, Some(id)) => Assignee::Admin(id.clone()),
            }),
            Self::Text(id) => Some(admin(id)),
            Self::Number(id) => Some(admin(&id.to_string())),
            Self::Other(_) => None,
        }
    }
}
