//! What travels: a notification without its text.

use serde::{Deserialize, Serialize};

use super::Notification;
use super::item::ConversationItem;
use super::mismatch::{self, Kind, Mismatch};
use crate::domain::conversation::Event;
use crate::domain::ending::Rating;
use crate::domain::part::Part;
use crate::id::{AdminId, ConversationId, NotificationId, WorkspaceId};
use crate::topic::Topic;

/// A notification projected to ids, kinds and times. Queues, dead letters and logs hold this and nothing more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// Where it happened.
    pub workspace: WorkspaceId,
    /// What kind of thing happened.
    pub topic: Topic,
    /// Which notification said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notification: Option<NotificationId>,
    /// When, in Unix seconds, by Intercom's clock.
    pub at: i64,
    /// To which conversation.
    pub conversation: ConversationId,
    /// The parts it is about; for a new conversation, the message it began with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// What the visitor gave it, where that is what happened: the score and its time, never the remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rated: Option<Rating>,
}

impl Signal {
    /// Projects a notification to its signal.
    ///
    /// # Errors
    ///
    /// Says where the item differs from every shape we know.
    pub fn project(notification: &Notification<'_>, topic: Topic) -> Result<Self, Mismatch> {
        let item: ConversationItem<'_> =
            mismatch::read(notification.item().as_bytes(), "data.item")?;
        let conversation = item.conversation().cloned().ok_or_else(|| Mismatch {
            path: "data.item.id".to_owned(),
            kind: Kind::Shape,
        })?;
        let source = match topic {
            Topic::ConversationUserCreated => item.source(notification.created_at),
            _ => None,
        };
        let rated = match topic {
            Topic::ConversationRatingAdded => Some(item.rating(notification.created_at)?),
            _ => None,
        };
        Ok(Self {
            workspace: notification.workspace.clone(),
            topic,
            notification: notification.id.clone(),
            at: notification.created_at,
            conversation,
            parts: source.into_iter().chain(item.parts()).collect(),
            rated,
        })
    }

    /// What it says happened, to an agent that speaks as `us`.
    #[must_use]
    pub fn events(&self, us: &AdminId) -> Vec<Event> {
        let parts = self.parts.iter();
        parts
            .flat_map(|part| Event::of(part, us))
            .chain(self.rated.map(Event::Rated))
            .collect()
    }
}
