//! Beside Resolution Bot, today's Fin, and the Messenger's own boilerplate.

use harness::Desk;
use harness::shop::{ANA, SHOP};

#[tokio::test(flavor = "multi_thread")]
async fn boilerplate_in_fins_name_does_not_silence_the_agent() {
    let desk = Desk::open().await;
    desk.intercom.webhooks().echo_bots_as_admins(true);
    let talk = desk.asks(ANA, SHOP, "How do I brew green tea?");
    desk.acme
        .operator()
        .sends_boilerplate(&talk.id, "Give the team a way to reach you")
        .unwrap();
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", talk.messenger());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fin_is_answering_is_left_to_it_until_it_escalates() {
    let desk = Desk::open().await;
    desk.intercom.webhooks().hold();
    let talk = desk.asks(ANA, SHOP, "How do I brew green tea?");
    desk.acme
        .operator()
        .fin_answers(&talk.id, "With hot water.")
        .unwrap();
    desk.intercom.webhooks().release();
    talk.settled().await;
    assert_eq!(talk.answers(), 0, "{}", talk.messenger());
    desk.acme.operator().fin_escalates(&talk.id).unwrap();
    talk.says("How hot?");
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn its_own_words_and_other_bots_start_no_turn() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "How do I brew green tea?");
    talk.settled().await;
    let turns = || desk.rows().iter().filter(|row| row.kind == "turn").count();
    let before = turns();
    desk.acme
        .operator()
        .says_by_workflow(&talk.id, "Anything else?")
        .unwrap();
    talk.settled().await;
    assert_eq!((turns(), talk.answers()), (before, 1), "{}", desk.story());
}
