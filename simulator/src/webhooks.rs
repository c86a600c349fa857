//! Notifications: one signed POST to the app's URL for every change it subscribed to.

mod delivery;
mod notification;
pub(crate) mod postbox;
mod subscription;

pub use delivery::Delivery;
pub use notification::{Notification, SignedNotification};
pub use subscription::{Subscription, Topics};

use std::time::Duration;

use tokio::sync::broadcast;

use crate::desk::{Event, Item};
use crate::intercom::Intercom;

/// Intercom waits this long for an answer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// The app's webhooks. Cheap to make; all handles mean the same.
#[derive(Clone)]
pub struct Webhooks {
    intercom: Intercom,
}

impl Webhooks {
    pub(crate) fn new(intercom: Intercom) -> Self {
        Self { intercom }
    }

    /// Sends the notifications of every workspace to one URL, as a public app has it. Replaces what was set.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime: deliveries are its tasks.
    pub fn subscribe(&self, subscription: Subscription) {
        self.postbox().subscribe(None, subscription);
    }

    /// Sends the notifications of one workspace to a URL and under a secret of its own, as a private app there
    /// has it, and not to the public app's.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub fn subscribe_privately(&self, workspace_id: &str, subscription: Subscription) {
        self.postbox().subscribe(Some(workspace_id), subscription);
    }

    /// From now on collects notifications instead of sending them.
    pub fn hold(&self) {
        self.postbox().hold();
    }

    /// Takes what was collected, in the order in which it happened, and goes on collecting.
    #[must_use]
    pub fn take_held(&self) -> Vec<Notification> {
        self.postbox().take_held()
    }

    /// Sends what was collected and stops collecting.
    pub fn release(&self) {
        for notification in self.postbox().release() {
            self.deliver(&notification);
        }
    }

    /// The POST as it would be sent now: rendered from the present state, signed. None without a subscription.
    #[must_use]
    pub fn sign(&self, notification: &Notification) -> Option<SignedNotification> {
        let subscription = self.subscription_of(notification.workspace_id())?;
        Some(notification.sign(&self.intercom, &subscription, 1))
    }

    /// Starts to deliver, once more if it was delivered before. [`Self::settled`] waits for it.
    pub fn deliver(&self, notification: &Notification) {
        delivery::start(&self.intercom, notification.clone());
    }

    /// Sends every `nth` notification twice; `None` sends each once.
    pub fn duplicate_every(&self, nth: Option<u32>) {
        self.postbox().duplicate_every(nth);
    }

    /// Whether a bot's part is notified on `conversation.admin.replied` too, under another notification id.
    pub fn echo_bots_as_admins(&self, enabled: bool) {
        self.postbox().echo_bots_as_admins(enabled);
    }

    /// Sends a `ping`, whose id is null.
    pub fn ping(&self, workspace_id: &str) {
        self.notify(
            workspace_id,
            Event {
                topic: "ping",
                item: Item::Ping,
                at: self.intercom.now(),
            },
        );
    }

    /// The HEAD request with which Intercom checks a URL; the status it was answered with.
    ///
    /// # Errors
    ///
    /// When there was no answer.
    ///
    /// # Panics
    ///
    /// Without a subscription.
    pub async fn probe(&self) -> Result<u16, reqwest::Error> {
        let subscription = self
            .postbox()
            .subscription_of("")
            .expect("subscribe before probing");
        let answer = subscription
            .client
            .head(&subscription.terms.url)
            .timeout(PATIENCE)
            .send()
            .await?;
        Ok(answer.status().as_u16())
    }

    /// Waits until no delivery is under way, retries included. What is held does not count.
    pub async fn settled(&self) {
        self.postbox().settled().await;
    }

    /// The last 2,000 attempts to deliver, oldest first.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.postbox().deliveries()
    }

    /// Every attempt from now on.
    #[must_use]
    pub fn subscribe_deliveries(&self) -> broadcast::Receiver<Delivery> {
        self.postbox().subscribe_deliveries()
    }

    pub(crate) fn notify(&self, workspace_id: &str, event: Event) {
        if event.topic == "conversation.operator.replied" && self.postbox().echoes_bots_as_admins()
        {
            let echo = Event {
                topic: "conversation.admin.replied",
                ..event.clone()
            };
            self.post(workspace_id, echo);
        }
        self.post(workspace_id, event);
    }

    fn post(&self, workspace_id: &str, event: Event) {
        let wanted = self
            .subscription_of(workspace_id)
            .is_some_and(|found| found.terms.topics.include(event.topic));
        if wanted {
            let notification = Notification::new(&self.intercom, workspace_id, event);
            for due in self.postbox().accept(notification) {
                self.deliver(&due);
            }
        }
    }

    /// None when the app it belongs to was removed from the workspace, or no app was ever let in.
    fn subscription_of(&self, workspace_id: &str) -> Option<postbox::Connection> {
        let found = self.postbox().subscription_of(workspace_id)?;
        let state = self.intercom.state();
        let is_outside = state.workspaces.get(workspace_id).is_some_and(|workspace| {
            let mut removed = workspace.removed.iter();
            let was_removed = removed.any(|client_id| {
                let app = state.apps.get(client_id);
                app.is_some_and(|app| app.client_secret == found.terms.client_secret)
            });
            workspace.untouched || was_removed
        });
        (!is_outside).then_some(found)
    }

    fn postbox(&self) -> &postbox::Postbox {
        self.intercom.postbox()
    }
}
