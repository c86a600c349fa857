//! What travels of a notification about a teammate: that something changed, and for whom.

use serde::{Deserialize, Serialize};

use super::Notification;
use super::mismatch::{self, Mismatch};
use crate::id::{AdminId, NotificationId, WorkspaceId};
use crate::topic::Topic;

/// A notification about a teammate, without name and address. What is true of them now is read from Intercom when
/// somebody needs to know: so it does not matter in which order such notifications come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffChange {
    /// Where it happened.
    pub workspace: WorkspaceId,
    /// What kind of thing happened.
    pub topic: Topic,
    /// Which notification said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notification: Option<NotificationId>,
    /// When, in Unix seconds, by Intercom's clock.
    pub at: i64,
    /// To whom.
    pub teammate: AdminId,
}

/// The item: an admin, whose id is an integer in some payloads.
#[derive(Deserialize)]
struct Item {
    id: AdminId,
}

impl StaffChange {
    /// Projects a notification to what travels of it.
    ///
    /// # Errors
    ///
    /// Says where the item differs from every shape we know.
    pub fn project(notification: &Notification<'_>, topic: Topic) -> Result<Self, Mismatch> {
        let item: Item = mismatch::read(notification.item().as_bytes(), "data.item")?;
        Ok(Self {
            workspace: notification.workspace.clone(),
            topic,
            notification: notification.id.clone(),
            at: notification.created_at,
            teammate: item.id,
        })
    }
}
