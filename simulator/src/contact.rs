use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::state::WorkspaceState;

/// A user or a lead.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Contact {
    /// 24 hexadecimal digits; left empty, the workspace allots one.
    pub id: String,
    /// The customer's own id for them.
    pub external_id: Option<String>,
    /// `user` or `lead`.
    pub role: String,
    /// A lead may have none.
    pub name: Option<String>,
    /// A lead may have none.
    pub email: Option<String>,
    /// Digits with a plus.
    pub phone: Option<String>,
    /// The teammate who owns them.
    pub owner_id: Option<String>,
    /// The language somebody set for them, such as `de`.
    #[serde(default)]
    pub language_override: Option<String>,
    /// The language of their browser, such as `pt-BR`.
    #[serde(default)]
    pub browser_language: Option<String>,
    /// Tags they have, by id.
    #[serde(default)]
    pub tag_ids: Vec<String>,
    /// Segments they are in.
    pub segment_ids: Vec<String>,
    /// Companies they belong to, by Intercom's id; the first one shows on their conversations.
    pub company_ids: Vec<String>,
    /// Only names that [`crate::Workspace::add_data_attribute`] knows can be written over REST.
    pub custom_attributes: BTreeMap<String, Value>,
    /// The country of `location`.
    pub country: Option<String>,
    /// The city of `location`.
    pub city: Option<String>,
    /// Unix seconds; 0 for the moment they are added.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
    /// When they last wrote.
    pub last_replied_at: Option<i64>,
    /// Put away by a teammate: not there for REST any more, until they are brought back.
    #[serde(default)]
    pub archived: bool,
    /// The contact they were merged into, by its id: only that one is there for REST.
    #[serde(default)]
    pub merged_into: Option<String>,
}

impl Contact {
    /// A known user.
    pub fn user(name: impl Into<String>, email: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            email: Some(email.into()),
            role: "user".to_owned(),
            ..Self::lead()
        }
    }

    /// A visitor who wrote without logging in.
    #[must_use]
    pub fn lead() -> Self {
        Self {
            id: String::new(),
            external_id: None,
            role: "lead".to_owned(),
            name: None,
            email: None,
            phone: None,
            owner_id: None,
            language_override: None,
            browser_language: None,
            tag_ids: Vec::new(),
            segment_ids: Vec::new(),
            company_ids: Vec::new(),
            custom_attributes: BTreeMap::new(),
            country: None,
            city: None,
            created_at: 0,
            updated_at: 0,
            last_replied_at: None,
            archived: false,
            merged_into: None,
        }
    }

    pub(crate) fn reference(&self) -> Value {
        json!({ "type": "contact", "id": self.id, "external_id": self.external_id })
    }

    pub(crate) fn json(&self, workspace: &WorkspaceState) -> Value {
        let companies = self.company_ids.iter();
        let companies: Vec<Value> = companies
            .map(|id| json!({ "type": "company", "id": id, "url": format!("/companies/{id}") }))
            .collect();
        let tags = self.tag_ids.iter();
        let tags: Vec<Value> = tags
            .map(|id| json!({ "type": "tag", "id": id, "url": format!("/tags/{id}") }))
            .collect();
        let mut contact = json!({
            "type": "contact",
            "id": self.id,
            "external_id": self.external_id,
            "workspace_id": workspace.id_code,
            "role": self.role,
            "email": self.email,
            "phone": self.phone,
            "name": self.name,
            "avatar": null,
            "owner_id": self.owner_id,
            "language_override": self.language_override,
            "browser_language": self.browser_language,
            "has_hard_bounced": false,
            "marked_email_as_spam": false,
            "unsubscribed_from_emails": false,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "signed_up_at": (self.role == "user").then_some(self.created_at),
            "last_seen_at": self.last_replied_at,
            "last_replied_at": self.last_replied_at,
            "custom_attributes": self.custom_attributes,
            "tags": self.list("tags", tags),
            "notes": self.list("notes", Vec::new()),
            "companies": self.list("companies", companies),
            "social_profiles": { "type": "list", "data": [] },
            "location": { "type": "location", "country": self.country, "region": null, "city": self.city },
        });
        for unknown in UNKNOWN {
            contact[unknown] = Value::Null;
        }
        contact
    }

    /// At most ten entries are shown in a contact.
    fn list(&self, what: &str, mut data: Vec<Value>) -> Value {
        let total = data.len();
        data.truncate(10);
        json!({
            "type": "list",
            "data": data,
            "url": format!("/contacts/{}/{what}", self.id),
            "total_count": total,
            "has_more": total > 10,
        })
    }
}

/// What real answers carry and the simulator never knows.
const UNKNOWN: [&str; 14] = [
    "last_contacted_at",
    "last_email_opened_at",
    "last_email_clicked_at",
    "browser",
    "browser_version",
    "os",
    "android_app_name",
    "android_device",
    "android_os_version",
    "android_last_seen_at",
    "ios_app_name",
    "ios_device",
    "ios_os_version",
    "ios_last_seen_at",
];
