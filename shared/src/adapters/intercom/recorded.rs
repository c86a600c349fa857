//! A notification somebody kept, with the conversation in it: for looking at it again, without Intercom.

use jiff::Timestamp;
use serde::Deserialize;

use super::answer::Conversation;
use crate::domain::notification::mismatch::{self, Mismatch};
use crate::domain::transcript::Transcript;
use crate::id::WorkspaceId;

/// A notification about a conversation. It was not verified: it comes from a file, and nothing is done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The topic, as Intercom writes it.
    pub topic: String,
    /// Where it happened.
    pub workspace: WorkspaceId,
    /// When it was told, by Intercom's clock.
    pub at: Timestamp,
    /// The conversation, with as much of it as the notification carries.
    pub transcript: Transcript,
}

/// Why a file is no notification about a conversation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRecorded {
    /// It is none, or of a shape that is not known.
    #[error("it is not a notification of Intercom's: {0}")]
    Shape(#[from] Mismatch),
    /// It carries something else than a conversation with its messages.
    #[error("{0} carries no conversation")]
    NoConversation(String),
}

#[derive(Deserialize)]
struct Envelope {
    topic: String,
    app_id: WorkspaceId,
    created_at: i64,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    item: serde_json::Value,
}

impl Recorded {
    /// Reads a notification's body.
    ///
    /// # Errors
    ///
    /// See [`NotRecorded`]. It names places, and no value: a notification holds what people wrote.
    pub fn read(body: &[u8]) -> Result<Self, NotRecorded> {
        let Envelope {
            topic,
            app_id: workspace,
            created_at,
            data: Data { item },
        } = mismatch::read(body, "")?;
        // A conversation that was deleted is told by its number alone, a teammate as a teammate.
        if item["type"] != "conversation" || item["created_at"].is_null() {
            return Err(NotRecorded::NoConversation(topic));
        }
        let conversation: Conversation = mismatch::read(item.to_string().as_bytes(), "data.item")?;
        let at = Timestamp::from_second(created_at).map_err(|_| Mismatch {
            path: "created_at".to_owned(),
            kind: mismatch::Kind::Shape,
        })?;
        Ok(Self {
            topic,
            workspace,
            at,
            transcript: conversation.into(),
        })
    }
}
