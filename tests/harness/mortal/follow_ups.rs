//! What is looked at again, as a mortal worker uses it.

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use shared::domain::queued::Place;
use shared::id::ConversationId;
use shared::ports::follow_ups::{FollowUp, Found};
use shared::ports::store::Error;
use shared::ports::{Due, FollowUps};
use shared::workspace::Tenant;

use super::Mortal;

pub(super) struct MortalFollowUps(pub(super) Mortal, pub(super) Arc<dyn FollowUps>);

pub(super) struct MortalDue(pub(super) Mortal, pub(super) Arc<dyn Due>);

#[async_trait]
impl FollowUps for MortalFollowUps {
    async fn set(
        &self,
        tenant: &Tenant,
        conversation: &ConversationId,
        at: Timestamp,
        place: Option<&Place>,
    ) -> Result<(), Error> {
        let Self(mortal, follow_ups) = self;
        mortal
            .does(
                "follow_ups.set",
                follow_ups.set(tenant, conversation, at, place),
            )
            .await
    }

    async fn queued(
        &self,
        tenant: &Tenant,
        after: Option<&FollowUp>,
        most: u16,
    ) -> Result<Found, Error> {
        let Self(mortal, follow_ups) = self;
        let queued = follow_ups.queued(tenant, after, most);
        mortal.does("follow_ups.queued", queued).await
    }

    async fn put_off(
        &self,
        tenant: &Tenant,
        some: &[FollowUp],
        to: Timestamp,
    ) -> Result<(), Error> {
        let Self(mortal, follow_ups) = self;
        let put_off = follow_ups.put_off(tenant, some, to);
        mortal.does("follow_ups.put_off", put_off).await
    }
}

#[async_trait]
impl Due for MortalDue {
    async fn due(&self, now: Timestamp, most: u16) -> Result<Found, Error> {
        let Self(mortal, due) = self;
        mortal.does("follow_ups.due", due.due(now, most)).await
    }

    async fn done(&self, follow_up: &FollowUp) -> Result<(), Error> {
        let Self(mortal, due) = self;
        mortal.does("follow_ups.done", due.done(follow_up)).await
    }
}
