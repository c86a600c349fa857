//! What Intercom, the network or a worker does to us, the visitor does not see.

mod brain;
mod bursts;
mod calls;
mod neighbours;
mod turns;

use std::time::Duration;

use harness::Desk;
use harness::shop::{ANA, SHOP};
use shared::workspace::DeadLetter;
use simulator::{Fault, FaultKind};

const QUESTION: &str = "How do I brew green tea?";

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_arrived_although_the_connection_broke_is_not_sent_again() {
    let desk = Desk::open().await;
    desk.loses_the_next_answer_to_a_reply();
    let talk = desk.asks(ANA, SHOP, QUESTION);
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_did_not_arrive_is_sent_again() {
    for kind in [FaultKind::ResetBefore, FaultKind::ServerError(502)] {
        let desk = Desk::open().await;
        desk.breaks(
            Fault::new(kind)
                .on_method("POST")
                .on_path_suffix("/reply")
                .times(1),
        );
        let talk = desk.asks(ANA, SHOP, QUESTION);
        talk.settled().await;
        assert_eq!(talk.answers(), 1, "{}", desk.story());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hand_off_whose_every_step_loses_its_answer_is_made_once() {
    let desk = Desk::open().await;
    for path in ["/reply", "/reply", "/parts"] {
        desk.breaks(
            Fault::new(FaultKind::ResetAfter)
                .on_method("POST")
                .on_path_suffix(path)
                .times(1),
        );
    }
    let talk = desk.asks(ANA, SHOP, "I want to talk to a person");
    talk.settled().await;
    let notes = talk.view().parts.iter().filter(|part| part.is_note).count();
    assert_eq!(
        (talk.answers(), notes, talk.assignee().as_str()),
        (1, 1, "Support"),
        "{}",
        desk.story()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_limit_delays_the_answer_and_does_not_lose_it() {
    let desk = Desk::open().await;
    desk.breaks(
        Fault::new(FaultKind::RateLimited { reset_in: 5 })
            .on_path_prefix("/conversations")
            .times(2),
    );
    let talk = desk.asks(ANA, SHOP, QUESTION);
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_help_center_that_is_down_brings_a_person() {
    let desk = Desk::open().await;
    desk.breaks(Fault::new(FaultKind::ServerError(503)).on_path_prefix("/articles"));
    let talk = desk.asks(ANA, SHOP, QUESTION);
    talk.settled().await;
    assert_eq!(talk.assignee(), "Support", "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_that_is_too_slow_is_replaced_by_a_person() {
    let desk = Desk::open().await;
    // Longer than the agent's 30 s at the pace of the tests.
    desk.breaks(Fault::new(FaultKind::Latency(Duration::from_secs(4))).on_path_prefix("/articles"));
    let talk = desk.asks(ANA, SHOP, QUESTION);
    talk.settled().await;
    assert_eq!(talk.assignee(), "Support", "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_answer_brings_a_person() {
    let desk = Desk::open().await;
    let refusal = FaultKind::RefuseWith {
        status: 422,
        code: "unprocessable_entity".to_owned(),
        message: "No.".to_owned(),
    };
    desk.breaks(
        Fault::new(refusal)
            .on_method("POST")
            .on_path_suffix("/reply")
            .times(1),
    );
    let talk = desk.asks(ANA, SHOP, QUESTION);
    talk.settled().await;
    assert_eq!(talk.assignee(), "Support", "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attribute_that_cannot_be_written_holds_nothing_up() {
    let desk = Desk::open().await;
    let refusal = FaultKind::RefuseWith {
        status: 400,
        code: "parameter_invalid".to_owned(),
        message: "No.".to_owned(),
    };
    desk.breaks(Fault::new(refusal).on_method("PUT"));
    let talk = desk.asks(ANA, SHOP, "A person please");
    talk.settled().await;
    assert_eq!(
        (talk.answers(), talk.assignee().as_str()),
        (1, "Support"),
        "{}",
        desk.story()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_that_lags_behind_the_notification_is_waited_for() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, QUESTION);
    talk.settled().await;
    desk.breaks(Fault::new(FaultKind::HideNewestPart).times(2));
    talk.says("And black tea?");
    talk.settled().await;
    assert_eq!(talk.answers(), 2, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_conversation_ends_quietly() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, QUESTION);
    talk.teammate(harness::shop::ADA).deletes(&talk.id).unwrap();
    talk.settled().await;
    assert_eq!(desk.dead_letters().await, 0);
    assert!(
        !desk.rows().iter().any(|row| row.title.contains("/reply")),
        "{}",
        desk.story()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_redacted_before_the_turn_needs_no_answer() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, "Hello");
    talk.settled().await;
    let before = talk.answers();
    let part = talk.view().parts.len();
    talk.says("My card number is 4111 1111 1111 1111");
    let written = talk.view().parts[part].id.clone();
    talk.teammate(harness::shop::ADA)
        .redacts(&talk.id, &written)
        .unwrap();
    talk.settled().await;
    assert_eq!(talk.answers(), before, "{}", talk.messenger());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_for_good_ends_with_a_person_and_a_note() {
    let desk = Desk::open().await;
    // Nobody is told of the message but the dead-letter function.
    desk.intercom.webhooks().hold();
    let talk = desk.asks(ANA, SHOP, QUESTION);
    let _ = desk.intercom.webhooks().take_held();
    let seat = desk
        .ports
        .seat(&desk.acme.id().try_into().unwrap())
        .await
        .unwrap();
    let letter = DeadLetter::Of(talk.id.as_str().try_into().unwrap());
    let outcome = dead_letter::handle(&seat, &letter, desk.delivery())
        .await
        .unwrap();
    desk.intercom.webhooks().release();
    talk.settled().await;
    assert_eq!(outcome.name(), "handed_off");
    assert_eq!(talk.assignee(), "Support", "{}", talk.inbox());
    let again = dead_letter::handle(&seat, &letter, desk.delivery())
        .await
        .unwrap();
    assert_eq!(again.name(), "not_ours");
}
