//! What people, bots and API clients can do in a workspace, with all that follows from it.

mod assignment;
mod attributes;
mod fin;
mod lifecycle;
mod messages;
mod out_of_office;
mod snooze;
mod tags;

pub use assignment::Assignee;
pub(crate) use assignment::into_assignee;
pub(crate) use fin::BotPart;

use serde_json::{Value, json};

use crate::conversation::part::{Author, Part, Reference};
use crate::refusal::Refusal;
use crate::state::{WorkspaceState, ids};

/// One workspace while something happens in it.
pub(crate) struct Desk<'a> {
    pub(crate) workspace: &'a mut WorkspaceState,
    pub(crate) now: i64,
    /// The token of the API client whose doing it is. Parts made by one carry its package code.
    pub(crate) token: Option<String>,
    /// What there is to notify, in order.
    pub(crate) events: Vec<Event>,
    /// The apps that were removed, by client id.
    pub(crate) removed: Vec<String>,
}

/// Something an app may have subscribed to.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) topic: &'static str,
    pub(crate) item: Item,
    /// When it happened, in Unix seconds.
    pub(crate) at: i64,
}

/// What a notification is about. It is rendered when it is delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    Conversation {
        id: String,
        part_id: Option<String>,
    },
    DeletedConversation {
        id: String,
    },
    Admin {
        id: String,
    },
    /// Somebody who is no teammate any more, as they were.
    FormerAdmin {
        admin: Value,
    },
    Ping,
}

/// A part to be written.
struct Draft {
    part_type: &'static str,
    author: Author,
    body: Option<String>,
    assigned_to: Option<Reference>,
    metadata: Value,
    event_details: Value,
}

impl Draft {
    fn new(part_type: &'static str, author: Author) -> Self {
        Self {
            part_type,
            author,
            body: None,
            assigned_to: None,
            metadata: json!({}),
            event_details: json!({}),
        }
    }

    fn with_body(self, body: Option<String>) -> Self {
        Self { body, ..self }
    }
}

impl<'a> Desk<'a> {
    pub(crate) fn new(workspace: &'a mut WorkspaceState, now: i64) -> Self {
        Self {
            workspace,
            now,
            token: None,
            events: Vec::new(),
            removed: Vec::new(),
        }
    }

    /// Appends a part. The caller has changed the conversation already: a part shows the state after it.
    fn write(&mut self, conversation_id: &str, draft: Draft) -> Result<String, Refusal> {
        let id = self.workspace.allot_digits(ids::PART);
        let by_app = self.token.is_some() && draft.author.kind == "admin";
        let app_package_code = by_app.then(|| self.workspace.app_package_code.clone());
        let now = self.now;
        let conversation = self.workspace.conversation_mut(conversation_id)?;
        if draft.author.kind == "admin" && !conversation.teammates.contains(&draft.author.id) {
            conversation.teammates.push(draft.author.id.clone());
        }
        conversation.updated_at = now;
        conversation.statistics.part_was_added();
        conversation.parts.push(Part {
            id: id.clone(),
            part_type: draft.part_type.to_owned(),
            body: draft.body,
            created_at: now,
            updated_at: now,
            assigned_to: draft.assigned_to,
            author: draft.author,
            redacted: false,
            metadata: draft.metadata,
            status: conversation.status,
            event_details: draft.event_details,
            app_package_code,
            attachments: Vec::new(),
        });
        Ok(id)
    }

    fn notify(&mut self, topic: &'static str, conversation_id: &str, part_id: Option<&str>) {
        let item = Item::Conversation {
            id: conversation_id.to_owned(),
            part_id: part_id.map(str::to_owned),
        };
        self.emit(topic, item);
    }

    pub(crate) fn emit(&mut self, topic: &'static str, item: Item) {
        let at = self.now;
        self.events.push(Event { topic, item, at });
    }

    /// Whatever was to happen by now has happened.
    pub(crate) fn time_has_passed(&mut self) {
        self.fin_moves_on();
        self.snoozes_end();
    }

    /// The admin as an author, when they may work in the Inbox.
    fn seated(&self, admin_id: &str) -> Result<Author, Refusal> {
        let admin = self.workspace.admin(admin_id)?;
        if admin.has_inbox_seat {
            Ok(Author::admin(admin))
        } else {
            Err(Refusal::new(
                403,
                "action_forbidden",
                "This admin does not have Inbox access permissions",
            ))
        }
    }

    fn bot(&self) -> Author {
        Author::bot(&self.workspace.id_code)
    }
}
