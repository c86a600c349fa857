use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::state::WorkspaceState;

/// A company.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Company {
    /// 24 hexadecimal digits; left empty, the workspace allots one.
    pub id: String,
    /// The customer's own id for it; left empty, Intercom's is used.
    pub company_id: String,
    /// As the workspace calls it.
    pub name: String,
    /// The name of its plan.
    pub plan: Option<String>,
    /// Tags it has, by id.
    #[serde(default)]
    pub tag_ids: Vec<String>,
    /// Segments it is in.
    pub segment_ids: Vec<String>,
    /// Only names that [`crate::Workspace::add_data_attribute`] knows can be written over REST.
    pub custom_attributes: BTreeMap<String, Value>,
    /// Headcount.
    pub size: i64,
    /// What it pays a month, whole units.
    pub monthly_spend: i64,
    /// Its industry.
    pub industry: String,
    /// Its website.
    pub website: String,
    /// Unix seconds; 0 for the moment it is added.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
}

impl Company {
    /// A company on no plan.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            company_id: String::new(),
            name: name.into(),
            plan: None,
            tag_ids: Vec::new(),
            segment_ids: Vec::new(),
            custom_attributes: BTreeMap::new(),
            size: 0,
            monthly_spend: 0,
            industry: String::new(),
            website: String::new(),
            created_at: 0,
            updated_at: 0,
        }
    }

    pub(crate) fn json(&self, workspace: &WorkspaceState) -> Value {
        let segments: Vec<Value> = workspace.segments_of(&self.segment_ids);
        let tags: Vec<Value> = workspace.tags_of(&self.tag_ids);
        let users = workspace
            .contacts
            .iter()
            .filter(|contact| contact.company_ids.contains(&self.id))
            .count();
        let plan = self.plan.as_ref().map_or_else(
            || json!({}),
            |name| json!({ "type": "plan", "id": plan_id(name), "name": name }),
        );
        json!({
            "type": "company",
            "id": self.id,
            "company_id": self.company_id,
            "app_id": workspace.id_code,
            "name": self.name,
            "plan": plan,
            "remote_created_at": self.created_at,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "last_request_at": self.updated_at,
            "size": self.size,
            "website": self.website,
            "industry": self.industry,
            "monthly_spend": self.monthly_spend,
            "session_count": 0,
            "user_count": users,
            "custom_attributes": self.custom_attributes,
            "tags": { "type": "tag.list", "tags": tags },
            "segments": { "type": "segment.list", "segments": segments },
            "notes": { "type": "note.list", "notes": [] },
        })
    }
}

/// Intercom numbers plans; one number per name is all that matters here.
fn plan_id(name: &str) -> String {
    name.bytes()
        .fold(1_u32, |id, byte| (id * 31 + u32::from(byte)) % 1_000_000)
        .to_string()
}
