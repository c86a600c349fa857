//! The visitor is answered, once, in the same thread.

use harness::Desk;
use harness::shop::{ANA, SHOP};
use insta::assert_snapshot;

#[tokio::test(flavor = "multi_thread")]
async fn a_question_the_help_center_answers_is_answered_with_a_named_link() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "How do I change my delivery address?");
    talk.settled().await;
    assert_snapshot!(talk.inbox());
    assert_snapshot!(desk.calls().join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unrelated_question_gets_an_honest_no_and_the_offer_of_a_person() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "What is the capital of France?");
    talk.settled().await;
    assert_snapshot!(talk.messenger());
    talk.says("yes please");
    talk.settled().await;
    assert_eq!(talk.assignee(), "Support");
}

#[tokio::test(flavor = "multi_thread")]
async fn three_messages_in_a_row_are_one_question() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "Hi!");
    talk.says("How long do I have to brew");
    talk.says("green tea?");
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", talk.messenger());
    assert!(
        talk.messenger().contains("two minutes"),
        "{}",
        talk.messenger()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_question_has_its_own_answer() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "How do I redeem a gift card?");
    talk.settled().await;
    talk.says("And where do I find my invoices?");
    talk.settled().await;
    assert_eq!(talk.answers(), 2, "{}", talk.messenger());
    talk.says("Thanks, that helped!");
    talk.settled().await;
    assert_snapshot!(talk.messenger());
}

#[tokio::test(flavor = "multi_thread")]
async fn duplicates_and_any_order_of_notifications_change_nothing() {
    let desk = Desk::open().await;
    desk.intercom.webhooks().duplicate_every(Some(1));
    let talk = desk.asks(ANA, SHOP, "Do you have tea without caffeine?");
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", talk.messenger());

    let webhooks = desk.intercom.webhooks();
    webhooks.hold();
    talk.says("And how do I pause?");
    let mut held = webhooks.take_held();
    held.reverse();
    for notification in held.iter().chain(&held) {
        webhooks.deliver(notification);
    }
    webhooks.release();
    talk.settled().await;
    assert_eq!(talk.answers(), 2, "{}", talk.messenger());
}
