//! The agent never talks over a person.

use harness::shop::{ADA, ANA, BEN, NEXORA, SHOP};
use harness::{Desk, Talk};
use simulator::Teammate;

/// A conversation the agent has answered once.
async fn answered(desk: &Desk) -> Talk<'_> {
    let talk = desk.asks(ANA, SHOP, "How do I brew green tea?");
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
    talk
}

/// What a teammate can do so that the visitor sees their words.
type Words = fn(&Teammate, &str, &simulator::Assignee);

const WORDS: [(&str, Words); 3] = [
    ("a reply", |teammate, talk, _| {
        teammate.replies(talk, "I'll take it.").unwrap();
    }),
    ("an assignment with words", |teammate, talk, to| {
        teammate
            .replies_and_assigns(talk, "Ben will help you.", to)
            .unwrap();
    }),
    ("a close with words", |teammate, talk, _| {
        teammate.replies_and_closes(talk, "All done.").unwrap();
    }),
];

#[tokio::test(flavor = "multi_thread")]
async fn after_a_teammates_words_on_any_kind_of_part_the_agent_is_silent() {
    for (kind, act) in WORDS {
        let desk = Desk::open().await;
        let talk = answered(&desk).await;
        let ben = desk
            .acme
            .view()
            .admins
            .iter()
            .find(|admin| admin.name == BEN)
            .unwrap()
            .id
            .clone();
        act(
            &talk.teammate(ADA),
            &talk.id,
            &simulator::Assignee::Admin(ben),
        );
        talk.settled().await;
        talk.says("And how long for black tea?");
        talk.settled().await;
        assert_eq!(talk.answers(), 1, "after {kind}:\n{}", talk.messenger());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_alone_does_not_silence_it() {
    let desk = Desk::open().await;
    let talk = answered(&desk).await;
    talk.notes(ADA, "Nice answer. > /nexora stop is how you stop it");
    talk.says("And how long for black tea?");
    talk.settled().await;
    assert_eq!(talk.answers(), 2, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_stops_it_and_another_brings_it_back() {
    let desk = Desk::open().await;
    let talk = answered(&desk).await;
    talk.notes(ADA, "/nexora stop");
    talk.settled().await;
    talk.says("And how long for black tea?");
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
    talk.notes(ADA, "/nexora resume");
    talk.settled().await;
    assert_eq!(talk.answers(), 2, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn assigning_it_to_the_agent_brings_it_back() {
    let desk = Desk::open().await;
    let talk = answered(&desk).await;
    talk.replies(ADA, "One moment.");
    talk.settled().await;
    talk.says("Do you sell gift cards?");
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
    talk.assigns(ADA, NEXORA);
    talk.settled().await;
    assert_eq!(talk.answers(), 2, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_assigned_to_a_person_is_theirs() {
    let desk = Desk::open().await;
    let talk = answered(&desk).await;
    talk.assigns(ADA, BEN);
    talk.settled().await;
    talk.says("How do I brew black tea?");
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_come_while_the_agent_thinks_drop_its_answer() {
    let desk = Desk::open().await;
    let slow = simulator::Fault::new(simulator::FaultKind::Latency(
        std::time::Duration::from_millis(600),
    ));
    desk.breaks(slow.on_path_prefix("/articles/search").times(1));
    let talk = desk.asks(ANA, SHOP, "How do I brew green tea?");
    // The turn begins after the quiet window and then waits for the search.
    let read = || {
        desk.rows()
            .iter()
            .any(|row| row.title.contains("GET /conversations/{id}"))
    };
    desk.until("the turn has read the conversation", read).await;
    talk.replies(ADA, "Two minutes, 75 °C.");
    talk.settled().await;
    assert_eq!(talk.answers(), 0, "{}", desk.story());
}
