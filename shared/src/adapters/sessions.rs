//! Clients that reach one workspace each.
//!
//! An adapter has a client of its own, which reaches what its function's role reaches: the rows and tokens of every
//! workspace. Where it is given sessions, it makes each call about a workspace with the client of that one.

use crate::id::WorkspaceId;

/// A client for every workspace, with credentials that reach no other.
pub trait Sessions<C>: Send + Sync {
    /// The client of a workspace. To have it calls nobody; its first call fetches the credentials.
    fn of(&self, workspace: &WorkspaceId) -> C;
}
