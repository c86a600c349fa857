use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::state::WorkspaceState;

/// A teammate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Admin {
    /// Decimal digits; left empty, the workspace allots one.
    pub id: String,
    /// As the Inbox shows it.
    pub name: String,
    /// The address they log in with.
    pub email: String,
    /// Whether they may work in the Inbox; without, a reply or an assignment is refused.
    pub has_inbox_seat: bool,
    /// Away mode.
    pub away: bool,
    /// Whether replies to their conversations go back to the team while away.
    pub away_reassign: bool,
    /// One of `GET /away_status_reasons`.
    pub away_status_reason_id: Option<i64>,
}

impl Admin {
    /// A teammate with a seat who is not away.
    pub fn new(name: impl Into<String>, email: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            name: name.into(),
            email: email.into(),
            has_inbox_seat: true,
            away: false,
            away_reassign: false,
            away_status_reason_id: None,
        }
    }

    pub(crate) fn json(&self, workspace: &WorkspaceState) -> Value {
        let teams = self.team_ids(workspace);
        json!({
            "type": "admin",
            "id": self.id,
            "name": self.name,
            "email": self.email,
            "job_title": "",
            "away_mode_enabled": self.away,
            "away_mode_reassign": self.away_reassign,
            "away_status_reason_id": self.away_status_reason_id,
            "has_inbox_seat": self.has_inbox_seat,
            "team_ids": teams,
            "team_priority_level": { "primary_team_ids": teams, "secondary_team_ids": [] },
        })
    }

    /// As `admin.away_mode_updated` ships it: an integer id, and the reason as text.
    pub(crate) fn webhook_json(&self, workspace: &WorkspaceState) -> Value {
        let reason = workspace
            .away_reasons
            .iter()
            .find(|reason| Some(reason.id) == self.away_status_reason_id);
        json!({
            "type": "admin",
            "id": crate::state::integer(&self.id),
            "name": self.name,
            "email": self.email,
            "job_title": null,
            "away_mode_enabled": self.away,
            "away_mode_reassign": self.away_reassign,
            "away_status_reason": reason.map_or("", |reason| &reason.label),
            "has_inbox_seat": self.has_inbox_seat,
            "team_ids": self.team_ids(workspace),
            "avatar": { "type": "avatar", "image_url": null },
        })
    }

    fn team_ids(&self, workspace: &WorkspaceState) -> Vec<i64> {
        let mine = workspace
            .teams
            .iter()
            .filter(|team| team.admin_ids.contains(&self.id));
        mine.map(|team| crate::state::integer(&team.id)).collect()
    }
}

/// Why somebody is away.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AwayReason {
    pub(crate) id: i64,
    pub(crate) label: String,
    pub(crate) emoji: String,
}

impl AwayReason {
    pub(crate) fn json(&self, workspace: &WorkspaceState) -> Value {
        json!({
            "type": "away_status_reason",
            "id": self.id.to_string(),
            "label": self.label,
            "emoji": self.emoji,
            "order": self.id,
            "deleted": false,
            "created_at": workspace.created_at,
            "updated_at": workspace.created_at,
        })
    }
}
