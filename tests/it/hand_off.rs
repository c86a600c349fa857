//! A person gets the conversation, and the visitor repeats nothing.

use harness::Desk;
use harness::shop::{ADA, ANA, CLEO, PRIYA, SHOP};
use insta::assert_snapshot;

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_a_person_gets_one_and_the_team_a_note() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "How long does shipping to Austria take?");
    talk.settled().await;
    talk.says("Thanks, but I want to talk to a person about a damaged box");
    talk.settled().await;
    assert_snapshot!(talk.inbox());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_visitor_sees_one_sentence_and_nothing_internal() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "Can I speak with someone?");
    talk.settled().await;
    assert_snapshot!(talk.messenger());
    assert_snapshot!(desk.calls().join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_for_people_is_handed_over_under_its_name() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "I would like to close my account");
    talk.settled().await;
    let view = talk.view();
    assert_eq!(view.custom_attributes["Nexora intent"], "cancel account");
    assert_eq!(talk.assignee(), "Support");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_assignment_that_a_workflow_undoes_is_made_again() {
    let desk = Desk::open().await;
    desk.acme.undo_assignments(1);
    let talk = desk.asks(ANA, SHOP, "A human please");
    talk.settled().await;
    assert_eq!(
        (talk.assignee().as_str(), talk.answers()),
        ("Support", 1),
        "{}",
        desk.story()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_named_csm_who_is_away_is_covered_by_the_team() {
    let desk = Desk::open().await;
    let at_work = desk.asks(PRIYA, SHOP, "We need 400 boxes");
    at_work.settled().await;
    at_work.teammate(CLEO).goes_away(true).unwrap();
    let away = desk.asks(PRIYA, SHOP, "And 200 more");
    away.settled().await;
    assert_eq!(
        [at_work.assignee(), away.assignee()],
        [CLEO, "Success"],
        "{}",
        desk.story()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teammates_command_hands_over_at_once() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "How do I brew black tea?");
    talk.settled().await;
    talk.notes(ADA, "/nexora hand off");
    talk.settled().await;
    assert_eq!(talk.assignee(), "Support", "{}", desk.story());
}
