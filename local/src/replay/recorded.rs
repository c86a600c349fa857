//! A recorded notification, as it lies in a file.

use jiff::Timestamp;
use serde_json::Value;
use shared::domain::notification::{Mismatch, News, Notification};
use shared::id::WorkspaceId;
use shared::topic::UnknownTopic;

use super::secret;

/// The bytes Intercom posted, and what they are called.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The file.
    pub name: String,
    /// As they came.
    pub bytes: Vec<u8>,
}

/// Why nothing comes of a notification.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoNews {
    /// It is none.
    #[error("{0}")]
    Malformed(#[from] Mismatch),
    /// Its topic is none of those we take.
    #[error(transparent)]
    UnknownTopic(#[from] UnknownTopic),
}

impl Recorded {
    /// What travels of it: the webhook's projection.
    ///
    /// # Errors
    ///
    /// See [`NoNews`].
    pub fn news(&self) -> Result<News, NoNews> {
        let secret = secret();
        let signature = secret.sign(&self.bytes);
        let verified = secret
            .verify(&self.bytes, &signature)
            .expect("it was signed with this secret a moment ago");
        let notification = Notification::open(verified)?;
        let topic = notification.topic.parse()?;
        Ok(News::project(&notification, topic)?)
    }

    /// The workspace it came from; none where it does not say.
    #[must_use]
    pub fn workspace(&self) -> Option<WorkspaceId> {
        WorkspaceId::try_from(self.json()["app_id"].as_str()?).ok()
    }

    /// When it was made; none where it does not say.
    #[must_use]
    pub fn made_at(&self) -> Option<Timestamp> {
        Timestamp::from_second(self.json()["created_at"].as_i64()?).ok()
    }

    /// What it is about; null where it does not say.
    pub(super) fn item(&self) -> Value {
        let item = self.json().pointer("/data/item").cloned();
        item.unwrap_or_default()
    }

    /// Its topic, whichever it is.
    pub(super) fn topic(&self) -> String {
        self.json()["topic"].as_str().unwrap_or_default().to_owned()
    }

    /// Null for bytes that are no JSON: to say so is the webhook's.
    fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }
}
