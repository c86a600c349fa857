//! Who a token speaks for.

use crate::id::{AdminId, WorkspaceId};
use crate::ports::registry::Region;

/// The teammate and the workspace behind a token, by `GET /me`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// The teammate who authorised.
    pub admin: AdminId,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The workspace's name.
    pub name: String,
    /// Where its data lives; none where Intercom does not say, or says a region newer than this code.
    pub region: Option<Region>,
    /// Its time zone, as IANA names it.
    pub time_zone: Option<String>,
}
