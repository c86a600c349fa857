pub(crate) mod answer;
pub(crate) mod part;
pub(crate) mod statistics;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::conversation::part::{Author, Part};
use crate::conversation::statistics::Statistics;
use crate::tag::AppliedTag;

/// A conversation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Conversation {
    pub(crate) id: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) title: Option<String>,
    pub(crate) status: Status,
    pub(crate) snoozed_until: Option<i64>,
    pub(crate) waiting_since: Option<i64>,
    pub(crate) read: bool,
    pub(crate) admin_assignee: Option<String>,
    pub(crate) team_assignee: Option<String>,
    pub(crate) source: Source,
    pub(crate) contact_id: String,
    pub(crate) company_id: Option<String>,
    /// Everybody who took part.
    pub(crate) teammates: Vec<String>,
    pub(crate) tags: Vec<AppliedTag>,
    pub(crate) custom_attributes: BTreeMap<String, Value>,
    pub(crate) rating: Option<Rating>,
    pub(crate) statistics: Statistics,
    pub(crate) parts: Vec<Part>,
    /// Fin took part.
    pub(crate) fin: Option<Fin>,
}

impl Conversation {
    /// Whether the visitor may rate it: it is closed, or a teammate, or an app in a teammate's name, has written something the
    /// visitor sees.
    pub(crate) fn is_rateable(&self) -> bool {
        let answered =
            |part: &Part| part.author.kind == "admin" && !part.is_note() && part.body.is_some();
        self.status == Status::Closed || self.parts.iter().any(answered)
    }
}

/// Open, closed or snoozed; a snoozed conversation still counts as open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Open,
    Closed,
    Snoozed,
}

impl Status {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Snoozed => "snoozed",
        }
    }
}

/// The first message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Source {
    pub(crate) id: String,
    /// HTML.
    pub(crate) body: String,
    pub(crate) author: Author,
    pub(crate) url: Option<String>,
    pub(crate) redacted: bool,
    /// Where it is not the Messenger.
    #[serde(default)]
    pub(crate) channel: Option<String>,
    /// Where it does not follow from its author.
    #[serde(default)]
    pub(crate) delivered_as: Option<String>,
    #[serde(default)]
    pub(crate) attachments: Vec<Value>,
}

/// What the visitor thought of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Rating {
    /// 1 to 5.
    pub(crate) score: u8,
    pub(crate) remark: String,
    /// When it was asked for. Here it is asked for when it is given first.
    pub(crate) created_at: i64,
    #[serde(default)]
    pub(crate) updated_at: Option<i64>,
    pub(crate) admin_id: Option<String>,
}

/// What Fin did here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Fin {
    pub(crate) last_answer_type: Option<String>,
    pub(crate) resolution_state: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    /// The state it comes to later, without a part or a notification.
    #[serde(default)]
    pub(crate) later: Option<Later>,
}

/// A state Fin comes to later.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Later {
    /// When, in Unix seconds.
    pub(crate) at: i64,
    pub(crate) state: String,
}

/// The keys every conversation has from the start. They are no attributes an app may write.
pub const SYSTEM_ATTRIBUTES: [&str; 3] = ["Has attachments", "Auto-translated", "Copilot used"];

/// What Intercom puts in place of a redacted body.
pub(crate) const REDACTED: &str = "<p><i>This message was deleted</i></p>";
