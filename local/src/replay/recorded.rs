//! A recorded notification, as it lies in a file.

use jiff::Timestamp;
use serde_json::Value;
use shared::id::WorkspaceId;

/// The bytes Intercom posted, and what they are called.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The file.
    pub name: String,
    /// As they came.
    pub bytes: Vec<u8>,
}

impl Recorded {
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

    /// What it is about.
    pub(super) fn item(&self) -> Value {
        self.json()["data"]["item"].take()
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
