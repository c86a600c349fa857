use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::admin::Admin;
use crate::contact::Contact;
use crate::conversation::Status;
use crate::html;
use crate::state::OPERATOR_ID;

/// An entry in a conversation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) id: String,
    pub(crate) part_type: String,
    /// HTML.
    pub(crate) body: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) assigned_to: Option<Reference>,
    pub(crate) author: Author,
    pub(crate) redacted: bool,
    /// `quick_reply_options` or `quick_reply_uuid`, else an empty object.
    pub(crate) metadata: Value,
    /// The conversation's state after this part.
    pub(crate) status: Status,
    pub(crate) event_details: Value,
    /// Set when an app made the part over REST.
    pub(crate) app_package_code: Option<String>,
    #[serde(default)]
    pub(crate) attachments: Vec<Value>,
}

/// Who a part assigns the conversation to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Reference {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) id: Option<String>,
}

/// Who wrote a part, as they were when they wrote it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Author {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) email: String,
    pub(crate) from_ai_agent: bool,
    pub(crate) is_ai_answer: bool,
}

impl Author {
    pub(crate) fn contact(contact: &Contact) -> Self {
        Self {
            kind: contact.role.clone(),
            id: contact.id.clone(),
            name: contact.name.clone(),
            email: contact.email.clone().unwrap_or_default(),
            from_ai_agent: false,
            is_ai_answer: false,
        }
    }

    pub(crate) fn admin(admin: &Admin) -> Self {
        Self {
            kind: "admin".to_owned(),
            id: admin.id.clone(),
            name: Some(admin.name.clone()),
            email: admin.email.clone(),
            from_ai_agent: false,
            is_ai_answer: false,
        }
    }

    /// The workspace's bot. It is called Fin even when Fin has no part in it.
    pub(crate) fn bot(workspace_id: &str) -> Self {
        Self {
            kind: "bot".to_owned(),
            id: OPERATOR_ID.to_owned(),
            name: Some("Fin".to_owned()),
            email: format!("operator+{workspace_id}@intercom.io"),
            from_ai_agent: false,
            is_ai_answer: false,
        }
    }

    pub(crate) fn fin(workspace_id: &str) -> Self {
        Self {
            from_ai_agent: true,
            is_ai_answer: true,
            ..Self::bot(workspace_id)
        }
    }

    pub(crate) fn is_contact(&self) -> bool {
        matches!(self.kind.as_str(), "user" | "lead" | "contact")
    }
}

impl Part {
    /// Whether only the team sees it.
    pub(crate) fn is_note(&self) -> bool {
        self.part_type == "note" || self.part_type.starts_with("note_and_")
    }

    pub(crate) fn json(&self, plain_text: bool) -> Value {
        let body = self.body.as_ref().map(|html| {
            if plain_text {
                html::to_text(html)
            } else {
                html.clone()
            }
        });
        json!({
            "type": "conversation_part",
            "id": self.id,
            "part_type": self.part_type,
            "body": body,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "notified_at": self.created_at,
            "assigned_to": self.assigned_to,
            "author": self.author,
            "attachments": self.attachments,
            "external_id": null,
            "redacted": self.redacted,
            "email_message_metadata": null,
            "metadata": self.metadata,
            "state": self.status.as_str(),
            "tags": [],
            "event_details": self.event_details,
            "app_package_code": self.app_package_code,
        })
    }
}
