//! The key of one workspace's rows.

use std::fmt;

use crate::id::WorkspaceId;

/// A workspace id that came from a verified notification or an installation. It is made in this crate only, so
/// that no function can name a tenant.
#[derive(Clone, PartialEq, Eq)]
pub struct Tenant(WorkspaceId);

impl Tenant {
    /// Only for an id that was verified.
    #[cfg(any(feature = "runtime", feature = "install", feature = "contract"))]
    pub(crate) const fn verified(workspace: WorkspaceId) -> Self {
        Self(workspace)
    }

    /// The workspace.
    #[must_use]
    pub const fn workspace(&self) -> &WorkspaceId {
        &self.0
    }
}

impl fmt::Debug for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
