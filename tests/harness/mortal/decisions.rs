//! What was decided and why, as a mortal worker keeps it.

use std::sync::Arc;

use async_trait::async_trait;
use shared::domain::decision::Decision;
use shared::id::ConversationId;
use shared::ports::Decisions;
use shared::ports::store::Error;
use shared::workspace::Tenant;

use super::Mortal;

pub(super) struct MortalDecisions(pub(super) Mortal, pub(super) Arc<dyn Decisions>);

#[async_trait]
impl Decisions for MortalDecisions {
    async fn keep(
        &self,
        tenant: &Tenant,
        conversation: &ConversationId,
        decision: &Decision,
    ) -> Result<(), Error> {
        let Self(mortal, decisions) = self;
        let kept = decisions.keep(tenant, conversation, decision);
        mortal.does("decisions.keep", kept).await
    }

    async fn of_conversation(
        &self,
        tenant: &Tenant,
        conversation: &ConversationId,
        most: usize,
    ) -> Result<Vec<Decision>, Error> {
        let Self(mortal, decisions) = self;
        let read = decisions.of_conversation(tenant, conversation, most);
        mortal.does("decisions.read", read).await
    }

    async fn forget(&self, tenant: &Tenant, conversation: &ConversationId) -> Result<(), Error> {
        let Self(mortal, decisions) = self;
        let forgotten = decisions.forget(tenant, conversation);
        mortal.does("decisions.forget", forgotten).await
    }
}
