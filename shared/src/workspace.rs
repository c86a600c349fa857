//! One workspace in scope.
//!
//! A function is lent a [`Workspace`] for one delivery. It cannot open another one, cannot name a tenant, and
//! cannot keep the handle. Only `agent-turn` and `dead-letter` are lent a [`Seat`], which holds the grant.

pub mod conversation;
pub mod dead_letter;
pub mod notice;
mod phases;
mod reading;
pub mod seat;
mod staff;
pub mod tenant;
pub mod trouble;

use std::sync::Arc;

use crate::domain::config::Config;
use crate::id::{AdminId, ConversationId, WorkspaceId};
use crate::ports::{Clock, Journal, Queue, Readings, Store};

pub use conversation::Conversation;
pub use dead_letter::DeadLetter;
pub use notice::Notice;
pub use seat::{Delivery, Seat};
pub use tenant::Tenant;
pub use trouble::Trouble;

/// What was read of a workspace when it was opened.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The teammate the agent speaks as.
    pub us: AdminId,
    /// The live configuration.
    pub config: Arc<Config>,
}

/// One installed workspace: its rows and its configuration, without its grant.
pub struct Workspace {
    tenant: Tenant,
    settings: Settings,
    store: Arc<dyn Store>,
    readings: Arc<dyn Readings>,
    queue: Arc<dyn Queue>,
    clock: Arc<dyn Clock>,
    journal: Arc<dyn Journal>,
}

impl Workspace {
    /// Opened by the runtime only, for a workspace that was verified and is installed.
    #[cfg(feature = "runtime")]
    pub(crate) fn open(
        tenant: Tenant,
        settings: Settings,
        store: Arc<dyn Store>,
        readings: Arc<dyn Readings>,
        queue: Arc<dyn Queue>,
        clock: Arc<dyn Clock>,
        journal: Arc<dyn Journal>,
    ) -> Self {
        Self {
            tenant,
            settings,
            store,
            readings,
            queue,
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
        &self.settings.us
    }

    /// One conversation of this workspace.
    #[must_use]
    pub const fn conversation<'w>(&'w self, id: &'w ConversationId) -> Conversation<'w> {
        Conversation::new(self, id)
    }
}
