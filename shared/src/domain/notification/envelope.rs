//! The envelope: which workspace, which topic, when. The item stays raw.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::mismatch::{self, Mismatch};
use super::signature::Verified;
use crate::id::{NotificationId, WorkspaceId};

/// A notification whose item has not been read yet.
#[derive(Debug, Deserialize)]
pub struct Notification<'b> {
    /// Absent on a ping.
    #[serde(default, deserialize_with = "crate::id::or_nobody")]
    pub id: Option<NotificationId>,
    /// The topic as Intercom writes it; perhaps one we have no function for.
    pub topic: String,
    /// The workspace it came from.
    #[serde(rename = "app_id")]
    pub workspace: WorkspaceId,
    /// When it happened, in Unix seconds.
    #[serde(default)]
    pub created_at: i64,
    #[serde(borrow)]
    data: Data<'b>,
}

#[derive(Debug, Deserialize)]
struct Data<'b> {
    #[serde(borrow)]
    item: &'b RawValue,
}

impl<'b> Notification<'b> {
    /// Opens a verified body.
    ///
    /// # Errors
    ///
    /// Says where the envelope differs from what Intercom documents.
    pub fn open(body: Verified<'b>) -> Result<Self, Mismatch> {
        mismatch::read(body.bytes(), "")
    }

    /// The item's JSON.
    pub(super) fn item(&self) -> &'b str {
        self.data.item.get()
    }
}
