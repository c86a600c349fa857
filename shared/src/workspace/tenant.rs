//! The key of one workspace's rows.

use std::fmt;

use crate::id::WorkspaceId;

/// A workspace id that came from a verified notification or an installation. It is made in this crate only, so
/// that no function can name a tenant.
///
/// A function cannot make one of an id it read somewhere. Each example that must not compile stands before its twin, which
/// differs in one line.
///
/// ```compile_fail,E0624
/// # use shared::id::WorkspaceId;
/// # use shared::workspace::Tenant;
/// fn handle(other: WorkspaceId) {
///     let _ = Tenant::verified(other);
/// }
/// ```
///
/// ```
/// # use shared::id::WorkspaceId;
/// # use shared::workspace::Tenant;
/// fn handle(other: WorkspaceId) {
///     let _ = Tenant::workspace;
/// }
/// ```
///
/// Nor by its field:
///
/// ```compile_fail,E0423
/// # use shared::id::WorkspaceId;
/// # use shared::workspace::Tenant;
/// fn handle(other: WorkspaceId) {
///     let _ = Tenant(other);
/// }
/// ```
///
/// ```
/// # use shared::id::WorkspaceId;
/// # use shared::workspace::Tenant;
/// fn handle(other: WorkspaceId) {
///     let _ = Some(other);
/// }
/// ```
///
/// Nor out of a message:
///
/// ```compile_fail,E0277
/// # use shared::id::WorkspaceId;
/// # use shared::workspace::Tenant;
/// # fn main() {
///     let _ = serde_json::from_str::<Tenant>(r#""acme""#);
/// # }
/// ```
///
/// ```
/// # use shared::id::WorkspaceId;
/// # use shared::workspace::Tenant;
/// # fn main() {
///     let _ = serde_json::from_str::<WorkspaceId>(r#""acme""#);
/// # }
/// ```
///
/// Who is lent one, which is an adapter, cannot keep it for later:
///
/// ```compile_fail,E0277
/// # use shared::id::WorkspaceId;
/// # use shared::workspace::Tenant;
/// fn keeps<T: Clone>() {}
/// # fn main() {
/// keeps::<Tenant>();
/// # }
/// ```
///
/// ```
/// # use shared::id::WorkspaceId;
/// # use shared::workspace::Tenant;
/// fn keeps<T: Clone>() {}
/// # fn main() {
/// keeps::<WorkspaceId>();
/// # }
/// ```
#[derive(PartialEq, Eq)]
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
