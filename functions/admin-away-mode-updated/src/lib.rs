//! `admin.away_mode_updated`: a teammate switched to away, or back.

use shared::domain::notification::StaffChange;
use shared::{Error, Outcome, Workspace};

/// Somebody is away now, or back.
///
/// # Errors
///
/// See [`Workspace::staff_changed`].
pub async fn handle(workspace: &Workspace, change: &StaffChange) -> Result<Outcome, Error> {
    workspace.staff_changed(change).await
}
