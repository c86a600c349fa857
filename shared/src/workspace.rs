//! One workspace in scope.
//!
//! A function is lent a [`Workspace`] for one delivery. It cannot open another one, cannot name a tenant, and
//! cannot keep the handle. Only `agent-turn` and `dead-letter` are lent a [`Seat`], which holds the grant.

pub mod asking;
pub mod conversation;
pub mod dead_letter;
pub mod notice;
mod patient;
mod phases;
pub(crate) mod pressure;
mod reading;
pub(crate) mod redating;
pub(crate) mod schedules;
pub mod seat;
mod staff;
pub mod tenant;
pub mod trouble;

use std::sync::Arc;

use crate::domain::config::Config;
use crate::domain::switch::Switch;
use crate::id::{AdminId, ConversationId, WorkspaceId};
use crate::ports::{Clock, Decisions, FollowUps, Journal, Queue, Readings, Store};

pub use asking::Shares;
pub use conversation::Conversation;
pub use dead_letter::DeadLetter;
pub use notice::Notice;
pub use seat::{Delivery, Seat};
pub use tenant::Tenant;
pub use trouble::Trouble;

/// What a workspace was configured with, and whether it was paused, when its seat was opened.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The live configuration.
    pub config: Arc<Config>,
    /// Which version of it that is.
    pub number: u64,
    /// What is paused.
    pub switch: Switch,
}

/// Where turns are asked for.
#[cfg(feature = "runtime")]
pub(crate) struct Requests {
    pub(crate) queue: Arc<dyn Queue>,
    pub(crate) shares: Arc<Shares>,
}

/// What keeps the rows of workspaces.
#[cfg(feature = "runtime")]
pub(crate) struct Rows {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) readings: Arc<dyn Readings>,
    pub(crate) decisions: Arc<dyn Decisions>,
    pub(crate) follow_ups: Arc<dyn FollowUps>,
}

/// One installed workspace: its rows, without its configuration and without its grant.
///
/// # What a function cannot do with it
///
/// Each example that must not compile stands before its twin, which differs in one line.
///
/// Open one:
///
/// ```compile_fail,E0624
/// # use shared::Workspace;
/// # fn main() {
/// let _ = Workspace::open;
/// # }
/// ```
///
/// ```
/// # use shared::Workspace;
/// # fn main() {
/// let _ = Workspace::id;
/// # }
/// ```
///
/// Keep it for another delivery:
///
/// ```compile_fail,E0521
/// # use std::sync::OnceLock;
/// # use shared::{Error, Outcome, Workspace};
/// # use shared::domain::notification::Signal;
/// static KEPT: OnceLock<&Workspace> = OnceLock::new();
///
/// async fn handle(workspace: &Workspace, signal: &Signal) -> Result<Outcome, Error> {
///     let _ = KEPT.set(workspace);
///     workspace.conversation(&signal.conversation).take(signal, Vec::new()).await
/// }
/// ```
///
/// ```
/// # use std::sync::OnceLock;
/// # use shared::{Error, Outcome, Workspace};
/// # use shared::domain::notification::Signal;
/// static KEPT: OnceLock<&Workspace> = OnceLock::new();
///
/// async fn handle(workspace: &Workspace, signal: &Signal) -> Result<Outcome, Error> {
///     let _ = KEPT.get();
///     workspace.conversation(&signal.conversation).take(signal, Vec::new()).await
/// }
/// ```
///
/// Or a copy of it:
///
/// ```compile_fail,E0277
/// # use shared::Workspace;
/// # use shared::id::WorkspaceId;
/// fn keeps<T: Clone>() {}
/// # fn main() {
/// keeps::<Workspace>();
/// # }
/// ```
///
/// ```
/// # use shared::Workspace;
/// # use shared::id::WorkspaceId;
/// fn keeps<T: Clone>() {}
/// # fn main() {
/// keeps::<WorkspaceId>();
/// # }
/// ```
///
/// Take it into a task that goes on after the delivery:
///
/// ```compile_fail,E0521
/// # use shared::Workspace;
/// fn handle(workspace: &Workspace) {
///     let id = workspace.id().clone();
///     std::thread::spawn(move || workspace.id().clone());
/// }
/// ```
///
/// ```
/// # use shared::Workspace;
/// fn handle(workspace: &Workspace) {
///     let id = workspace.id().clone();
///     std::thread::spawn(move || id);
/// }
/// ```
///
/// Learn its tenant, with which rows are named:
///
/// ```compile_fail,E0616
/// # use shared::Workspace;
/// fn handle(workspace: &Workspace) {
///     let _ = &workspace.tenant;
/// }
/// ```
///
/// ```
/// # use shared::Workspace;
/// fn handle(workspace: &Workspace) {
///     let _ = workspace.id();
/// }
/// ```
///
/// Ask the store itself, which has the rows of all workspaces:
///
/// ```compile_fail,E0616
/// # use shared::Workspace;
/// fn handle(workspace: &Workspace) {
///     let _ = &workspace.store;
/// }
/// ```
///
/// ```
/// # use shared::Workspace;
/// fn handle(workspace: &Workspace) {
///     let _ = workspace.us();
/// }
/// ```
///
/// Reach the registry of all workspaces, with their sealed tokens, or a grant of this one. It has neither:
///
/// ```compile_fail,E0609
/// # use shared::Workspace;
/// fn handle(workspace: &Workspace) {
///     let _ = (&workspace.registry, &workspace.intercom);
/// }
/// ```
///
/// ```
/// # use shared::Workspace;
/// fn handle(workspace: &Workspace) {
///     let _ = (workspace.id(), workspace.us());
/// }
/// ```
pub struct Workspace {
    tenant: Tenant,
    us: AdminId,
    store: Arc<dyn Store>,
    readings: Arc<dyn Readings>,
    decisions: Arc<dyn Decisions>,
    follow_ups: Arc<dyn FollowUps>,
    queue: Arc<dyn Queue>,
    shares: Arc<Shares>,
    clock: Arc<dyn Clock>,
    journal: Arc<dyn Journal>,
}

impl Workspace {
    /// Opened by the runtime only, for a workspace that was verified and is installed.
    #[cfg(feature = "runtime")]
    pub(crate) fn open(
        tenant: Tenant,
        us: AdminId,
        rows: Rows,
        requests: Requests,
        clock: Arc<dyn Clock>,
        journal: Arc<dyn Journal>,
    ) -> Self {
        Self {
            tenant,
            us,
            store: rows.store,
            readings: rows.readings,
            decisions: rows.decisions,
            follow_ups: rows.follow_ups,
            queue: requests.queue,
            shares: requests.shares,
            clock,
            journal,
        }
    }

    /// Which workspace.
    #[must_use]
    pub const fn id(&self) -> &WorkspaceId {
        self.tenant.workspace()
    }

    /// The teammate the agent speaks as.
    #[must_use]
    pub const fn us(&self) -> &AdminId {
        &self.us
    }

    /// One conversation of this workspace.
    #[must_use]
    pub const fn conversation<'w>(&'w self, id: &'w ConversationId) -> Conversation<'w> {
        Conversation::new(self, id)
    }
}
