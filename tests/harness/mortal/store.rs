//! The records of conversations, as a mortal worker uses them.

use std::sync::Arc;

use async_trait::async_trait;
use shared::domain::conversation::Record;
use shared::domain::ending::Tally;
use shared::id::ConversationId;
use shared::ports::Store;
use shared::ports::store::{Error, SaveError};
use shared::workspace::Tenant;

use super::Mortal;

pub(super) struct MortalStore(pub(super) Mortal, pub(super) Arc<dyn Store>);

#[async_trait]
impl Store for MortalStore {
    async fn conversation(
        &self,
        tenant: &Tenant,
        id: &ConversationId,
    ) -> Result<Option<Record>, Error> {
        let Self(mortal, store) = self;
        mortal
            .does("store.load", store.conversation(tenant, id))
            .await
    }

    async fn save(
        &self,
        tenant: &Tenant,
        id: &ConversationId,
        record: &Record,
        tally: &Tally,
    ) -> Result<u64, SaveError> {
        let Self(mortal, store) = self;
        mortal
            .does("store.save", store.save(tenant, id, record, tally))
            .await
    }
}
