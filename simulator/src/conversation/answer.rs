//! How a conversation reads over REST and in a notification.

use serde_json::{Value, json};

use crate::conversation::{Conversation, Fin, Rating, Source, Status};
use crate::html;
use crate::state::{WorkspaceState, integer};

/// A GET returns at most this many parts, the newest.
const MOST_PARTS: usize = 500;

impl Conversation {
    /// As `GET /conversations/{id}` answers.
    pub(crate) fn json(&self, workspace: &WorkspaceState, plain_text: bool) -> Value {
        let newest = self.parts.len().saturating_sub(MOST_PARTS);
        let parts: Vec<Value> = self.parts[newest..]
            .iter()
            .map(|part| part.json(plain_text))
            .collect();
        let mut conversation = self.list_item(workspace, plain_text);
        conversation["conversation_parts"] = json!({
            "type": "conversation_part.list",
            "total_count": self.parts.len(),
            "conversation_parts": parts,
        });
        conversation
    }

    /// As a list or a search answers: without parts.
    pub(crate) fn list_item(&self, workspace: &WorkspaceState, plain_text: bool) -> Value {
        let mut conversation = self.common(workspace, plain_text);
        conversation["teammates"] = json!({ "type": "admin.list", "teammates": self.teammates() });
        conversation
    }

    /// As a notification carries it: plain text, another key for the teammates, and one part at most.
    pub(crate) fn notified(&self, workspace: &WorkspaceState, part_id: Option<&str>) -> Value {
        let parts = self
            .parts
            .iter()
            .filter(|part| Some(part.id.as_str()) == part_id);
        let parts: Vec<Value> = parts.map(|part| part.json(true)).collect();
        let mut conversation = self.common(workspace, true);
        conversation["teammates"] = json!({ "type": "admin.list", "admins": self.teammates() });
        conversation["conversation_parts"] = json!({
            "type": "conversation_part.list",
            "total_count": parts.len(),
            "conversation_parts": parts,
        });
        conversation
    }

    fn common(&self, workspace: &WorkspaceState, plain_text: bool) -> Value {
        let contacts: Vec<Value> = workspace
            .contact(&self.contact_id)
            .map(|contact| contact.reference())
            .into_iter()
            .collect();
        let company = self
            .company_id
            .as_ref()
            .and_then(|id| workspace.company(id).ok());
        let first_contact_reply = self.statistics.first_contact_reply_at();
        json!({
            "type": "conversation",
            "id": self.id,
            "title": self.title,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "waiting_since": self.waiting_since,
            "snoozed_until": self.snoozed_until,
            "open": self.status != Status::Closed,
            "state": self.status.as_str(),
            "read": self.read,
            "priority": "none",
            "admin_assignee_id": self.admin_assignee.as_deref().map_or(0, integer),
            "team_assignee_id": self.team_assignee.as_deref().map_or(0, integer),
            "company": company.map(|company| company.json(workspace)),
            "tags": { "type": "tag.list", "tags": self.tags.iter().map(|tag| tag.json()).collect::<Vec<_>>() },
            "conversation_rating": self.rating.as_ref().map(|rating| rating.json(self, workspace)),
            "source": self.source.json(plain_text),
            "contacts": { "type": "contact.list", "contacts": contacts },
            "custom_attributes": self.custom_attributes,
            "first_contact_reply": first_contact_reply.map(|at| json!({
                "type": "conversation", "created_at": at, "url": self.source.url,
            })),
            "sla_applied": null,
            "statistics": self.statistics.json(self.created_at),
            "topics": { "type": "topic.list", "topics": [], "total_count": 0 },
            "ticket": null,
            "linked_objects": { "type": "list", "data": [], "total_count": 0, "has_more": false },
            "ai_agent_participated": self.fin.is_some(),
            "ai_agent": self.fin.as_ref().map(Fin::json),
            "sales_agent_participated": false,
            "sales_agent": null,
            "channel": { "initial": "messenger", "current": "messenger" },
        })
    }

    fn teammates(&self) -> Vec<Value> {
        self.teammates
            .iter()
            .map(|id| json!({ "type": "admin", "id": id }))
            .collect()
    }
}

impl Source {
    fn json(&self, plain_text: bool) -> Value {
        let author = &self.author;
        let by_author = match author.kind.as_str() {
            "bot" => "operator_initiated",
            _ if author.is_contact() => "customer_initiated",
            _ => "admin_initiated",
        };
        json!({
            "type": self.channel.as_deref().unwrap_or("conversation"),
            "id": self.id,
            "delivered_as": self.delivered_as.as_deref().unwrap_or(by_author),
            "subject": "",
            "body": if plain_text { html::to_text(&self.body) } else { self.body.clone() },
            "author": { "type": author.kind, "id": author.id, "name": author.name, "email": author.email },
            "attachments": self.attachments,
            "url": self.url,
            "redacted": self.redacted,
        })
    }
}

impl Rating {
    /// A conversation that nobody had when it was rated names no teammate.
    fn json(&self, conversation: &Conversation, workspace: &WorkspaceState) -> Value {
        let mut rating = json!({
            "rating": self.score,
            "remark": self.remark,
            "created_at": self.created_at,
            "updated_at": self.updated_at.unwrap_or(self.created_at),
        });
        if let Ok(contact) = workspace.contact(&conversation.contact_id) {
            rating["contact"] = contact.reference();
        }
        if let Some(id) = &self.admin_id {
            rating["teammate"] = json!({ "type": "admin", "id": id });
        }
        rating
    }
}

impl Fin {
    fn json(&self) -> Value {
        json!({
            "source_type": "workflow",
            "source_title": "Fin",
            "last_answer_type": self.last_answer_type,
            "resolution_state": self.resolution_state,
            "rating": null,
            "rating_remark": null,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "content_sources": { "type": "content_source.list", "total_count": 0, "content_sources": [] },
        })
    }
}
