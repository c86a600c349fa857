use serde::Serialize;
use tokio::time::Instant;

use crate::intercom::Intercom;
use crate::webhooks::postbox::Connection;
use crate::webhooks::{Notification, PATIENCE};

/// One attempt to deliver a notification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// Counts from 1.
    pub seq: u64,
    /// Unix seconds on the simulator's clock, when the answer came.
    pub at: i64,
    /// The `app_id`.
    pub workspace: String,
    /// For instance `conversation.user.created`.
    pub topic: String,
    /// The same for every attempt; a `ping` has none.
    pub notification_id: Option<String>,
    /// What it is about, when that is a conversation.
    pub conversation_id: Option<String>,
    /// 1, or 2 for the retry.
    pub attempt: u32,
    /// None when no answer came in five seconds.
    pub status: Option<u16>,
    /// Until the answer came, in milliseconds.
    pub millis: u64,
}

/// Delivers in a task of its own, so that the order is not kept.
pub(crate) fn start(intercom: &Intercom, notification: Notification) {
    let Some(connection) = intercom
        .webhooks()
        .subscription_of(notification.workspace_id())
    else {
        return;
    };
    let in_flight = intercom.postbox().take_off();
    let intercom = intercom.clone();
    let runtime = connection.runtime.clone();
    runtime.spawn(async move {
        deliver(&intercom, &notification, &connection).await;
        drop(in_flight);
    });
}

/// Any 2xx within five seconds is a delivery. Anything else is tried once more, but 410 ends the subscription.
async fn deliver(intercom: &Intercom, notification: &Notification, connection: &Connection) {
    for attempt in [1, 2] {
        match send(intercom, notification, connection, attempt).await {
            Some(200..=299) => return,
            Some(410) => return intercom.postbox().disable(notification.workspace_id()),
            _ if attempt == 1 => tokio::time::sleep(connection.terms.retry_after).await,
            _ => {}
        }
    }
}

async fn send(
    intercom: &Intercom,
    notification: &Notification,
    connection: &Connection,
    attempt: u32,
) -> Option<u16> {
    let signed = notification.sign(intercom, connection, attempt);
    let mut request = connection
        .client
        .post(&signed.url)
        .timeout(PATIENCE)
        .body(signed.body);
    for (name, value) in signed.headers {
        request = request.header(name, value);
    }
    let started = Instant::now();
    let status = request
        .send()
        .await
        .ok()
        .map(|answer| answer.status().as_u16());
    intercom.postbox().log(|seq| Delivery {
        seq,
        at: intercom.now(),
        workspace: notification.workspace_id().to_owned(),
        topic: notification.topic().to_owned(),
        notification_id: notification.id().map(str::to_owned),
        conversation_id: notification.conversation_id().map(str::to_owned),
        attempt,
        status,
        millis: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
    });
    status
}
