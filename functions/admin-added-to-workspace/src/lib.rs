//! `admin.added_to_workspace`: somebody became a teammate.

use shared::domain::notification::StaffChange;
use shared::{Error, Outcome, Workspace};

/// There is one more.
///
/// # Errors
///
/// See [`Workspace::staff_changed`].
pub async fn handle(workspace: &Workspace, change: &StaffChange) -> Result<Outcome, Error> {
    workspace.staff_changed(change).await
}
