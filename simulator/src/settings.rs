use crate::admin::Admin;
use crate::desk::Item;
use crate::refusal::Refusal;
use crate::state::ids;
use crate::workspace::Workspace;

/// What an admin does in the workspace's settings.
impl Workspace {
    /// Somebody becomes a teammate, and the apps are told; their id.
    pub fn welcomes(&self, mut admin: Admin) -> String {
        self.act(|desk| {
            if admin.id.is_empty() {
                admin.id = desk.workspace.allot_digits(ids::ADMIN);
            }
            let id = admin.id.clone();
            desk.workspace.admins.push(admin);
            desk.emit("admin.added_to_workspace", Item::Admin { id: id.clone() });
            id
        })
    }

    /// A teammate is removed, also from their teams, and the apps are told.
    ///
    /// # Errors
    ///
    /// When there is no such teammate.
    pub fn dismisses(&self, admin_id: &str) -> Result<(), Refusal> {
        self.act(|desk| {
            let former = desk.workspace.admin(admin_id)?;
            let admin = former.webhook_json(desk.workspace);
            desk.workspace.admins.retain(|admin| admin.id != admin_id);
            for team in &mut desk.workspace.teams {
                team.admin_ids.retain(|id| id != admin_id);
            }
            desk.emit("admin.removed_from_workspace", Item::FormerAdmin { admin });
            Ok(())
        })
    }

    /// Gives a teammate an inbox seat, or takes it. Apps are not told.
    ///
    /// # Errors
    ///
    /// When there is no such teammate.
    pub fn seats(&self, admin_id: &str, seated: bool) -> Result<(), Refusal> {
        self.act(|desk| {
            desk.workspace.admin_mut(admin_id)?.has_inbox_seat = seated;
            Ok(())
        })
    }

    /// Calls a team something else. Apps are not told.
    pub fn renames_team(&self, team_id: &str, name: &str) {
        self.act(|desk| {
            let teams = desk.workspace.teams.iter_mut();
            for team in teams.filter(|team| team.id == team_id) {
                name.clone_into(&mut team.name);
            }
        });
    }

    /// Deletes a segment. Apps are not told.
    pub fn deletes_segment(&self, name: &str) {
        self.act(|desk| {
            let segments = &mut desk.workspace.segments;
            segments.retain(|segment| segment.name != name);
        });
    }
}
