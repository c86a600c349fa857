//! A visitor at the demo's house.

use std::time::Duration;

use jiff::Zoned;
use local::house::House;
use local::seed;
use simulator::{ConversationView, Workspace};

use crate::shop::{ANA, SHOP};

/// A time at which people are there in the demo's first shop: a Tuesday at ten.
///
/// # Panics
///
/// Never: it is a time.
#[must_use]
pub fn by_day() -> Zoned {
    let ten = "2026-03-10T10:00[Europe/Berlin]".parse();
    ten.expect("a time in a zone")
}

/// The demo's workspace of a house.
///
/// # Panics
///
/// When the house has none, as in every function here.
#[must_use]
pub fn acme(house: &House) -> Workspace {
    house
        .intercom()
        .workspace(seed::WORKSPACE)
        .expect("the demo's workspace")
}

/// Ana begins a conversation; its id, once its notification was delivered.
pub async fn ana_asks(house: &House, text: &str) -> String {
    let acme = acme(house);
    let contacts = acme.view().contacts;
    let ana = contacts
        .iter()
        .find(|contact| contact.name.as_deref() == Some(ANA))
        .expect("Ana");
    let talk = acme
        .visitor(&ana.id)
        .starts(text, Some(SHOP))
        .expect("the Messenger takes it");
    house.intercom().webhooks().settled().await;
    talk
}

/// Waits until the newest conversation is as `wanted`; the conversation as it then is.
pub async fn until(house: &House, wanted: impl Fn(&ConversationView) -> bool) -> ConversationView {
    for _ in 0..3_000 {
        let newest = acme(house).view().conversations.into_iter().next();
        if let Some(newest) = newest.filter(&wanted) {
            return newest;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!(
        "it did not come to be: {:#?}",
        acme(house).view().conversations
    );
}

/// How many messages an app has written to the visitor.
#[must_use]
pub fn answers(talk: &ConversationView) -> usize {
    let said = talk
        .parts
        .iter()
        .filter(|part| part.by_app && !part.is_note);
    said.filter(|part| part.body.as_deref().is_some_and(|body| !body.is_empty()))
        .count()
}
