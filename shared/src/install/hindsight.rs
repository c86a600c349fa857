//! What was decided in a conversation, for whoever runs the stack.

use super::Place;
use crate::domain::decision::Decision;
use crate::id::{ConversationId, WorkspaceId};
use crate::ports::registry::Membership;
use crate::ports::{Decisions, store};
use crate::workspace::Tenant;

/// The decisions of a conversation, the newest first, `most` at most. None when nothing is known of the workspace; of one
/// that left there may be some until it is purged.
///
/// # Errors
///
/// When the store fails.
pub async fn decided(
    place: Place<'_>,
    decisions: &dyn Decisions,
    workspace: &WorkspaceId,
    conversation: &ConversationId,
    most: usize,
) -> Result<Option<Vec<Decision>>, Unread> {
    let membership = place.registry.membership(workspace).await;
    if membership.map_err(Unread::Registry)? == Membership::Unknown {
        return Ok(None);
    }
    // Whoever may read the stack's tables speaks for its workspaces.
    let tenant = Tenant::verified(workspace.clone());
    let found = decisions.of_conversation(&tenant, conversation, most);
    found.await.map(Some).map_err(Unread::Decisions)
}

/// What could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// Which workspaces there are.
    #[error(transparent)]
    Registry(store::Error),
    /// What was decided.
    #[error(transparent)]
    Decisions(store::Error),
}
