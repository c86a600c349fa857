//! Versions and the pause switch, over the whole bundle: the very next message follows them.

use std::time::Duration;

use harness::shop::{ADA, ANA, JONAS, NEXORA, SHOP};
use harness::{Desk, Talk};
use local::seed;
use shared::config_file::read_config;
use shared::domain::switch::Scope;
use shared::id::WorkspaceId;
use shared::ports::configurations::{Draft, Over};
use simulator::{Fault, FaultKind};

const QUESTION: &str = "How do I brew green tea?";

fn acme() -> WorkspaceId {
    WorkspaceId::try_from(seed::WORKSPACE).unwrap()
}

async fn throws(desk: &Desk, scope: Scope, paused: bool) {
    let versions = desk.ports.versions(&acme());
    let live = versions.switch(&scope, paused).await.unwrap();
    assert!(live.is_some(), "there is something to pause");
}

async fn pauses(desk: &Desk) {
    throws(desk, Scope::Workspace, true).await;
}

async fn resumes(desk: &Desk) {
    throws(desk, Scope::Workspace, false).await;
}

/// How the last turn ended.
fn ended(desk: &Desk) -> String {
    let mut turns = desk.rows();
    turns.retain(|row| row.kind == "turn");
    turns.pop().map(|row| row.title).unwrap_or_default()
}

/// The Help Center answers late, so that the agent thinks for a while.
fn slow_articles(desk: &Desk) {
    let slow = Fault::new(FaultKind::Latency(Duration::from_millis(700)));
    desk.breaks(slow.on_path_prefix("/articles/search").times(1));
}

/// Waits until the agent has begun to think.
async fn is_thought_about(desk: &Desk) {
    // The turn reads the conversation, and then waits for the search.
    let read = || {
        let rows = desk.rows();
        rows.iter()
            .any(|row| row.title.contains("GET /conversations/{id}"))
    };
    desk.until("the turn has read the conversation", read).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_while_the_agent_thinks_keeps_its_answer_back() {
    let desk = Desk::open().await;
    slow_articles(&desk);
    let talk = desk.asks(ANA, SHOP, QUESTION);
    is_thought_about(&desk).await;
    pauses(&desk).await;
    talk.settled().await;
    insta::assert_snapshot!(talk.inbox(), @"
    Ana Ruiz: <p>How do I brew green tea?</p>
    Fin: <p>Acme Tea will reply as soon as they can.</p>
    [open, with nobody; ]
    ");
    insta::assert_snapshot!(ended(&desk), @"left alone by the rule “paused”");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_is_paused_while_the_agent_thinks_keeps_its_answer_back() {
    let desk = Desk::open().await;
    slow_articles(&desk);
    let talk = desk.asks(ANA, SHOP, QUESTION);
    is_thought_about(&desk).await;
    let live = desk.ports.versions(&acme()).live_version().await;
    for rule in live.unwrap().unwrap().1.config.rules {
        throws(&desk, Scope::Rule(rule.name), true).await;
    }
    talk.settled().await;
    assert_eq!(talk.answers(), 0, "{}", talk.messenger());
    assert_eq!(talk.assignee(), "nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_message_after_a_pause_is_left_and_the_next_after_it_is_answered() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, QUESTION);
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
    pauses(&desk).await;
    talk.says("And how long for black tea?");
    let other = desk.asks(JONAS, SHOP, QUESTION);
    talk.settled().await;
    assert_eq!((talk.answers(), other.answers()), (1, 0));
    assert_eq!(talk.assignee(), "nobody");
    resumes(&desk).await;
    talk.says("How do I brew black tea?");
    talk.settled().await;
    assert_eq!(talk.answers(), 2, "{}", desk.story());
    assert_eq!(other.answers(), 0, "what came in the pause is the team's");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_to_a_paused_agent_goes_to_the_team_without_a_word() {
    let desk = Desk::open().await;
    pauses(&desk).await;
    let talk = desk.asks(ANA, SHOP, QUESTION);
    talk.settled().await;
    talk.assigns(ADA, NEXORA);
    talk.settled().await;
    assert_eq!(talk.assignee(), "Support", "{}", desk.story());
    assert_eq!(talk.answers(), 0, "{}", talk.messenger());
    assert!(
        talk.inbox()
            .contains("the agent is paused, and was given this conversation"),
        "{}",
        talk.inbox()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_followed_in_silence_while_the_agent_is_paused() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, QUESTION);
    talk.settled().await;
    pauses(&desk).await;
    talk.notes(ADA, "/nexora hand off");
    talk.settled().await;
    assert_eq!(talk.assignee(), "Support", "{}", desk.story());
    assert_eq!(talk.answers(), 1, "{}", talk.messenger());
}

/// The demo's configuration, whose default receiver is `team`.
fn handing_over_to(team: &str) -> String {
    seed::CONFIG.replace("team:Support", &format!("team:{team}"))
}

async fn publishes(desk: &Desk, yaml: &str) -> u64 {
    let config = read_config(yaml).unwrap();
    let draft = Draft::new(&config, yaml, None).unwrap();
    let versions = desk.ports.versions(&acme());
    versions.publish(draft, Over::Whatever).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_counts_from_the_next_message_on() {
    let desk = Desk::open().await;
    let hands_over = async |visitor| {
        let talk: Talk<'_> = desk.asks(visitor, SHOP, "I want to talk to a person");
        talk.settled().await;
        talk.assignee()
    };
    assert_eq!(hands_over(ANA).await, "Support", "{}", desk.story());
    assert_eq!(publishes(&desk, &handing_over_to("Success")).await, 2);
    assert_eq!(hands_over(JONAS).await, "Success", "{}", desk.story());
    // Twice is once.
    assert_eq!(publishes(&desk, &handing_over_to("Success")).await, 2);
}
