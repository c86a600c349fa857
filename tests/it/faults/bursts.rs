//! Several messages, one answer that has seen them all.

use std::sync::Arc;

use harness::Desk;
use harness::script::{Act, Script, says};
use harness::shop::{ADA, ANA, SHOP};
use local::seed;

async fn desk(brain: &Arc<Script>) -> Desk {
    let plant = |intercom: &simulator::Intercom| {
        seed::plant(intercom);
    };
    let tenant = (seed::WORKSPACE, seed::TOKEN, seed::CONFIG);
    Desk::with_brain(plant, &[tenant], Some(brain.clone())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_messages_within_the_quiet_window_are_one_question_with_one_answer() {
    let brain = Arc::new(Script::default());
    let desk = desk(&brain).await;
    let talk = desk.asks(ANA, SHOP, "message 1");
    for nth in 2..=20 {
        talk.says(&format!("message {nth}"));
    }
    talk.settled().await;
    let asked = brain.asked();
    // The notifications of the last ones may be later than the first turn; every turn answers all that it saw.
    let seen: usize = asked.iter().map(Vec::len).sum();
    assert_eq!((seen, talk.answers()), (20, asked.len()), "{asked:?}");
    assert_eq!(asked.len(), 1, "{asked:?}\n{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_while_the_agent_thinks_is_covered_by_the_next_answer() {
    let brain = Arc::new(Script::default());
    let desk = desk(&brain).await;
    let contacts = desk.acme.view().contacts;
    let ana = contacts.iter().find(|it| it.name.as_deref() == Some(ANA));
    let (acme, ana) = (desk.acme.clone(), ana.unwrap().id.clone());
    brain.then(Act::Meanwhile(Box::new(move || {
        let talk = acme.view().conversations[0].id.clone();
        acme.visitor(&ana).replies(&talk, "And how much?").unwrap();
    })));
    let talk = desk.asks(ANA, SHOP, "How long?");
    talk.settled().await;
    let asked = brain.asked();
    assert_eq!(
        (
            talk.answers(),
            asked.last().unwrap().last().unwrap().as_str()
        ),
        (2, "And how much?"),
        "{asked:?}\n{}",
        talk.messenger()
    );
    assert_eq!(asked.len(), 2, "{asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_conversations_of_one_visitor_have_an_answer_each() {
    let brain = Arc::new(Script::default());
    let desk = desk(&brain).await;
    let first = desk.asks(ANA, SHOP, "How long?");
    let second = desk.asks(ANA, SHOP, "How much?");
    first.says("For green tea.");
    second.says("For a pot.");
    desk.settled().await;
    assert_eq!(
        (first.answers(), second.answers()),
        (1, 1),
        "{}",
        desk.story()
    );
    let mut asked = brain.asked();
    asked.sort();
    assert_eq!(
        asked,
        [["How long?", "For green tea."], ["How much?", "For a pot."]]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teammate_who_writes_into_a_burst_has_it() {
    let brain = Arc::new(Script::default());
    let desk = desk(&brain).await;
    let talk = desk.asks(ANA, SHOP, "How long?");
    talk.says("For green tea.");
    talk.replies(ADA, "Two minutes.");
    talk.says("And black?");
    talk.settled().await;
    assert_eq!(
        (talk.answers(), brain.asked().len()),
        (0, 0),
        "{}",
        desk.story()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brain_that_panics_ends_no_worker_and_brings_a_person_at_once() {
    let brain = Arc::new(Script::default());
    let desk = desk(&brain).await;
    brain.then(Act::Panics);
    let talk = desk.asks(ANA, SHOP, "How long?");
    talk.settled().await;
    assert_eq!(talk.assignee(), "Support", "{}", desk.story());
    brain.then(Act::Says(says("Five grams.")));
    let next = desk.asks(ANA, SHOP, "How much?");
    next.settled().await;
    assert_eq!(next.answers(), 1);
}
