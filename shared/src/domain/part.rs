//! One part of a conversation, without its text.

use crate::domain::turn::guard::Guard;
use serde::{Deserialize, Serialize};

use crate::domain::assignee::Assignee;
pub use crate::domain::command::Command;
use crate::domain::stamp::Stamp;
use crate::id::{AdminId, ContactId};

/// Who wrote a part. An open set at Intercom: what we do not know is [`Author::Other`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "id", rename_all = "snake_case")]
pub enum Author {
    /// A user, lead, contact or anonymous visitor.
    Visitor(Option<ContactId>),
    /// A teammate; the agent's own included.
    Admin(AdminId),
    /// Fin, a workflow, or the Messenger's boilerplate. The name is the customer's to choose, so it tells nothing.
    Bot,
    /// A team, or a type newer than this code.
    Other,
}

impl Author {
    /// The author behind Intercom's `author.type` and `author.id`.
    #[must_use]
    pub fn of(kind: &str, id: Option<&str>) -> Self {
        match kind {
            "user" | "lead" | "contact" | "visitor" => {
                Self::Visitor(id.and_then(|id| ContactId::try_from(id).ok()))
            }
            "admin" => id
                .and_then(|id| AdminId::try_from(id).ok())
                .map_or(Self::Other, Self::Admin),
            "bot" => Self::Bot,
            _ => Self::Other,
        }
    }
}

/// A part's facts. This, and never its text, is what queues and records hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// When, and which.
    pub stamp: Stamp,
    /// Intercom's `part_type`; an open set.
    pub kind: String,
    /// Who wrote it.
    pub author: Author,
    /// Whether it carries a text or an attachment.
    pub has_body: bool,
    /// The assignee it set, if it set one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<Assignee>,
    /// The app that made it through the API, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_package_code: Option<String>,
    /// Whether Fin sent it, or its text is Fin's own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_ai: bool,
    /// Whether its text was removed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub redacted: bool,
    /// The command it gives the agent, if it is a teammate's note that begins with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Command>,
}

/// Whose voice a part is, seen from the agent's seat. Decided by author over all part types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice<'p> {
    /// The visitor.
    Visitor,
    /// The agent's own teammate.
    Us,
    /// A person of the team.
    Teammate(&'p AdminId),
    /// Another bot.
    Bot,
    /// Nobody's: a system part, or an author type newer than this code.
    System,
}

impl Part {
    /// Whose voice this is when the agent speaks as `us`.
    #[must_use]
    pub fn voice(&self, us: &AdminId) -> Voice<'_> {
        match &self.author {
            Author::Visitor(_) => Voice::Visitor,
            Author::Admin(id) if id == us && Guard::OurVoice.holds() => Voice::Us,
            Author::Admin(_) if self.from_ai => Voice::Bot,
            Author::Admin(id) => Voice::Teammate(id),
            Author::Bot => Voice::Bot,
            Author::Other => Voice::System,
        }
    }

    /// Whether only the team sees it. A note that opens a conversation, or wakes it, is of a type that says so too.
    #[must_use]
    pub fn is_note(&self) -> bool {
        self.kind == "note" || self.kind.starts_with("note_and_")
    }

    /// Whether the visitor sees something of it: a body on any part type but a note, or buttons, which have none.
    #[must_use]
    pub fn is_visible(&self) -> bool {
        (self.has_body || self.kind == "quick_reply") && !self.is_note()
    }
}
