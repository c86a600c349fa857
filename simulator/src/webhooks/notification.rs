use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha1::Sha1;

use crate::desk::{Event, Item};
use crate::intercom::Intercom;
use crate::state::{WorkspaceState, uuid_like};
use crate::webhooks::postbox::Connection;

/// Something to notify, not rendered yet: what it says is decided when it is sent.
#[derive(Debug, Clone)]
pub struct Notification {
    id: Option<String>,
    workspace_id: String,
    topic: &'static str,
    created_at: i64,
    item: Item,
    /// The item when it happened, for the case that it is gone when the notification is sent.
    then: Value,
}

/// A notification as it goes over the wire.
#[derive(Debug, Clone)]
pub struct SignedNotification {
    /// Where it goes.
    pub url: String,
    /// The raw body.
    pub body: String,
    /// The headers, signature included.
    pub headers: Vec<(&'static str, String)>,
}

impl Notification {
    pub(crate) fn new(intercom: &Intercom, workspace_id: &str, event: Event) -> Self {
        let Event {
            topic,
            item,
            at: created_at,
        } = event;
        let mut state = intercom.state();
        state.notifications += 1;
        let number = state.notifications;
        let workspace = state.workspaces.get(workspace_id);
        let then = workspace
            .and_then(|workspace| render(&item, workspace))
            .unwrap_or(Value::Null);
        let id = (item != Item::Ping).then(|| {
            format!(
                "notif_{}",
                uuid_like(format!("{workspace_id} {number} {created_at}"))
            )
        });
        Self {
            id,
            workspace_id: workspace_id.to_owned(),
            topic,
            created_at,
            item,
            then,
        }
    }

    /// The `app_id`.
    #[must_use]
    pub fn workspace_id(&self) -> &str {
        &self.workspace_id
    }

    /// For instance `conversation.user.created`.
    #[must_use]
    pub fn topic(&self) -> &'static str {
        self.topic
    }

    /// The same for every delivery of this notification; a `ping` has none.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The conversation it is about, if it is about one.
    #[must_use]
    pub fn conversation_id(&self) -> Option<&str> {
        match &self.item {
            Item::Conversation { id, .. } | Item::DeletedConversation { id } => Some(id),
            Item::Admin { .. } | Item::FormerAdmin { .. } | Item::Ping => None,
        }
    }

    pub(crate) fn sign(
        &self,
        intercom: &Intercom,
        connection: &Connection,
        attempt: u32,
    ) -> SignedNotification {
        let item = {
            let state = intercom.state();
            let workspace = state.workspaces.get(&self.workspace_id);
            workspace
                .and_then(|workspace| render(&self.item, workspace))
                .unwrap_or_else(|| self.then.clone())
        };
        let envelope = json!({
            "type": "notification_event",
            "app_id": self.workspace_id,
            "data": { "type": "notification_event_data", "item": item },
            "links": {},
            "id": self.id,
            "topic": self.topic,
            "delivery_status": self.id.as_ref().map(|_| "pending"),
            "delivery_attempts": attempt,
            "delivered_at": 0,
            "first_sent_at": self.created_at,
            "created_at": self.created_at,
            "self": null,
        });
        let body = envelope.to_string();
        let headers = vec![
            ("content-type", "application/json".to_owned()),
            ("accept", "application/json".to_owned()),
            (
                "user-agent",
                "intercom-parrot-service-client/1.0".to_owned(),
            ),
            (
                "x-hub-signature",
                signature(&connection.terms.client_secret, &body),
            ),
        ];
        SignedNotification {
            url: connection.terms.url.clone(),
            body,
            headers,
        }
    }
}

/// None when what it is about is gone.
fn render(item: &Item, workspace: &WorkspaceState) -> Option<Value> {
    match item {
        Item::Conversation { id, part_id } => Some(
            workspace
                .conversation(id)
                .ok()?
                .notified(workspace, part_id.as_deref()),
        ),
        Item::DeletedConversation { id } => {
            Some(json!({ "type": "conversation", "conversation_id": id }))
        }
        Item::Admin { id } => Some(workspace.admin(id).ok()?.webhook_json(workspace)),
        Item::FormerAdmin { admin } => Some(admin.clone()),
        Item::Ping => Some(json!({ "type": "ping", "message": "something something interzen" })),
    }
}

fn signature(client_secret: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(client_secret.as_bytes())
        .expect("HMAC takes a key of any length");
    mac.update(body.as_bytes());
    format!("sha1={}", hex::encode(mac.finalize().into_bytes()))
}
