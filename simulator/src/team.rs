use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::state::integer;

/// A team inbox.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Team {
    /// Decimal digits; left empty, the workspace allots one.
    pub id: String,
    /// As the Inbox shows it.
    pub name: String,
    /// The teammates in it.
    pub admin_ids: Vec<String>,
}

impl Team {
    /// A team of these teammates.
    pub fn new<I: Into<String>>(
        name: impl Into<String>,
        admin_ids: impl IntoIterator<Item = I>,
    ) -> Self {
        Self {
            id: String::new(),
            name: name.into(),
            admin_ids: admin_ids.into_iter().map(Into::into).collect(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        let admins: Vec<i64> = self.admin_ids.iter().map(|id| integer(id)).collect();
        json!({
            "type": "team",
            "id": self.id,
            "name": self.name,
            "admin_ids": admins,
            "admin_priority_level": { "primary_admin_ids": admins, "secondary_admin_ids": [] },
            "assignment_limit": null,
            "distribution_method": null,
        })
    }
}
