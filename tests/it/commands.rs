//! What teammates command in notes, as they see it in the Inbox.

use harness::shop::{ADA, ANA, BEN, NEXORA, SHOP};
use harness::{Desk, Talk};
use insta::assert_snapshot;
use local::seed;
use shared::domain::switch::Scope;
use shared::id::WorkspaceId;
use simulator::{Fault, FaultKind};

const QUESTION: &str = "How do I brew green tea?";

/// A conversation the agent has answered once.
async fn answered(desk: &Desk) -> Talk<'_> {
    let talk = desk.asks(ANA, SHOP, QUESTION);
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
    talk
}

/// A teammate's note, and what comes of it.
async fn notes(talk: &Talk<'_>, text: &str) {
    talk.notes(ADA, text);
    talk.settled().await;
}

/// The notes of the agent, oldest first.
fn told(talk: &Talk<'_>) -> Vec<String> {
    let parts = talk.view().parts.into_iter();
    parts
        .filter(|part| part.is_note && part.author.name.as_deref() == Some(NEXORA))
        .map(|part| part.body.unwrap_or_default())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn stop_and_resume_are_confirmed_and_what_waits_is_answered() {
    let desk = Desk::open().await;
    let talk = answered(&desk).await;
    notes(&talk, "/nexora stop").await;
    talk.says("And how long for black tea?");
    talk.settled().await;
    notes(&talk, "/nexora resume").await;
    assert_snapshot!(talk.inbox());
    assert_eq!(talk.answers(), 2, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_off_is_confirmed_by_its_note_and_a_second_one_is_told_who_has_it() {
    let desk = Desk::open().await;
    let talk = answered(&desk).await;
    notes(&talk, "/nexora hand off").await;
    assert_eq!(told(&talk).len(), 1, "{}", talk.inbox());
    notes(&talk, "/nexora hand off").await;
    talk.assigns(ADA, BEN);
    talk.settled().await;
    notes(&talk, "/nexora hand off").await;
    assert_snapshot!(talk.inbox());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_is_left_in_a_persons_conversation_and_changes_nothing_else() {
    let desk = Desk::open().await;
    let talk = answered(&desk).await;
    talk.replies_and_assigns(ADA, "Ben will take it from here.", BEN);
    talk.settled().await;
    talk.says("I ordered two tins and one is dented, see the photo");
    talk.settled().await;
    let waiting = talk.view().waiting_since;
    notes(&talk, "/nexora summary").await;
    assert_snapshot!(talk.inbox());
    assert_eq!(talk.assignee(), BEN);
    assert_eq!(talk.view().waiting_since, waiting);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_of_the_pen_is_answered_with_the_commands() {
    let desk = Desk::open().await;
    let talk = answered(&desk).await;
    notes(&talk, "/nexora stpo").await;
    notes(&talk, "/nexora").await;
    assert_snapshot!(told(&talk).join("\n"));
    talk.says("And how long for black tea?");
    talk.settled().await;
    assert_eq!(talk.answers(), 2, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn several_commands_in_a_moment_share_a_note() {
    let desk = Desk::open().await;
    let talk = answered(&desk).await;
    talk.notes(ADA, "/nexora summary");
    talk.notes(ADA, "/nexora stop");
    talk.settled().await;
    assert_snapshot!(told(&talk).join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_mentions_a_command_or_is_a_visitor_commands_nothing() {
    let desk = Desk::open().await;
    let talk = answered(&desk).await;
    talk.replies(ADA, "/nexora resume");
    talk.settled().await;
    let before = desk.calls().len();
    notes(&talk, "She wrote: /nexora stop").await;
    notes(&talk, "> /nexora resume").await;
    talk.says("/nexora resume");
    talk.settled().await;
    assert_eq!(told(&talk), Vec::<String>::new(), "{}", desk.story());
    // A person's conversation is not even read.
    assert_eq!(desk.calls().len(), before, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_workspace_confirms_and_says_so() {
    let desk = Desk::open().await;
    let talk = answered(&desk).await;
    let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let versions = desk.ports.versions(&acme);
    let live = versions.switch(&Scope::Workspace, true).await.unwrap();
    assert!(live.is_some(), "there is something to pause");
    notes(&talk, "/nexora resume").await;
    assert_snapshot!(told(&talk).join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_whose_answer_is_lost_is_left_once_and_one_that_did_not_arrive_comes_again()
{
    for kind in [
        FaultKind::ResetAfter,
        FaultKind::ResetBefore,
        FaultKind::ServerError(502),
    ] {
        let desk = Desk::open().await;
        let talk = answered(&desk).await;
        let called = format!("{kind:?}");
        desk.breaks(
            Fault::new(kind)
                .on_method("POST")
                .on_path_suffix("/reply")
                .times(1),
        );
        notes(&talk, "/nexora stop").await;
        assert_eq!(told(&talk).len(), 1, "{called}\n{}", desk.story());
    }
}
