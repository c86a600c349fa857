//! `admin.removed_from_workspace`: somebody is no longer a teammate.

use shared::domain::notification::StaffChange;
use shared::{Error, Outcome, Workspace};

/// There is one less; perhaps the agent itself.
///
/// # Errors
///
/// See [`Workspace::staff_changed`].
pub async fn handle(workspace: &Workspace, change: &StaffChange) -> Result<Outcome, Error> {
    workspace.staff_changed(change).await
}
