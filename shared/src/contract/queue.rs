//! What a queue must do, by what SQS does.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::ports::Mailbox;
use crate::ports::queue::{Delivery, Lane, Letter};
use crate::topic::Topic;

/// Empty queues for each case.
#[async_trait]
pub trait Fixture: Send {
    /// The queues.
    fn mailbox(&self) -> Arc<dyn Mailbox>;

    /// Lets time pass, by turning the clock the queues look at, or by waiting.
    async fn pass(&mut self, time: Duration);

    /// Stops and starts what holds the queues, where they are ours to stop.
    async fn reopen(&mut self);
}

/// A standard lane.
const TOPIC: Lane = Lane::Topic(Topic::ConversationUserReplied);
/// The FIFO lane.
const TURNS: Lane = Lane::Turns;
const SECOND: Duration = Duration::from_secs(1);
const DEDUP_WINDOW: Duration = Duration::from_secs(5 * 60);

pub async fn a_letter_is_received_as_it_was_sent(fixture: &mut impl Fixture) {
    fixture.send(TOPIC, "lwx3k9ab", r#"{"id":"1"}"#).await;
    let received = fixture.mailbox().receive(TOPIC, 10).await.expect("receives");
    let [Delivery { body, group, receive_count, receipt: _ }] = &received[..] else { panic!("one was sent: {received:?}") };
    assert_eq!((body.as_str(), group.as_str(), *receive_count), (r#"{"id":"1"}"#, "lwx3k9ab", 1));
}

pub async fn no_lane_gives_what_was_sent_to_another(fixture: &mut impl Fixture) {
    fixture.send(TOPIC, "a", "1").await;
    for lane in Lane::all().filter(|lane| *lane != TOPIC) {
        assert_eq!(fixture.bodies(lane).await, Vec::<String>::new(), "{lane}");
    }
    assert_eq!(fixture.bodies(TOPIC).await, ["1"]);
}

pub async fn a_message_comes_again_when_its_visibility_ends(fixture: &mut impl Fixture) {
    fixture.send(TOPIC, "a", "1").await;
    let first = fixture.one(TOPIC).await;
    fixture.pass(TOPIC.visibility() - SECOND).await;
    assert_eq!(fixture.bodies(TOPIC).await, Vec::<String>::new());
    fixture.pass(SECOND).await;
    let second = fixture.one(TOPIC).await;
    assert_eq!((second.body, second.receive_count), (first.body, 2));
}

pub async fn a_deleted_message_never_comes_again(fixture: &mut impl Fixture) {
    fixture.send(TOPIC, "a", "1").await;
    let message = fixture.one(TOPIC).await;
    fixture.mailbox().delete(TOPIC, &message.receipt).await.expect("deletes");
    fixture.pass(TOPIC.visibility()).await;
    assert_eq!(fixture.bodies(TOPIC).await, Vec::<String>::new());
}

pub async fn hiding_for_no_time_gives_a_message_at_once(fixture: &mut impl Fixture) {
    fixture.send(TOPIC, "a", "1").await;
    let first = fixture.one(TOPIC).await;
    fixture.mailbox().hide(TOPIC, &first.receipt, Duration::ZERO).await.expect("hides");
    assert_eq!(fixture.one(TOPIC).await.receive_count, 2);
}

pub async fn hiding_counts_from_now_and_may_outlast_the_visibility(fixture: &mut impl Fixture) {
    fixture.send(TOPIC, "a", "1").await;
    let first = fixture.one(TOPIC).await;
    fixture.pass(10 * SECOND).await;
    fixture.mailbox().hide(TOPIC, &first.receipt, 2 * TOPIC.visibility()).await.expect("hides");
    fixture.pass(2 * TOPIC.visibility() - SECOND).await;
    assert_eq!(fixture.bodies(TOPIC).await, Vec::<String>::new());
    fixture.pass(SECOND).await;
    assert_eq!(fixture.bodies(TOPIC).await, ["1"]);
}

pub async fn a_stale_receipt_does_nothing_to_a_message_received_again(fixture: &mut impl Fixture) {
    for lane in [TOPIC, TURNS] {
        fixture.send(lane, "a", "1").await;
        let stale = fixture.one(lane).await;
        fixture.pass(lane.visibility()).await;
        let fresh = fixture.one(lane).await;
        // A queue may refuse a stale receipt or pass over it.
        let _ = fixture.mailbox().delete(lane, &stale.receipt).await;
        let _ = fixture.mailbox().hide(lane, &stale.receipt, Duration::ZERO).await;
        assert_eq!(fixture.bodies(lane).await, Vec::<String>::new(), "{lane}");
        fixture.pass(lane.visibility()).await;
        assert_eq!(fixture.one(lane).await.receive_count, fresh.receive_count + 1, "{lane}");
    }
}

pub async fn a_standard_lane_locks_no_group(fixture: &mut impl Fixture) {
    for body in ["1", "2", "3"] {
        fixture.send(TOPIC, "a", body).await;
    }
    let mut bodies = Vec::new();
    while bodies.len() < 3 {
        bodies.push(fixture.one(TOPIC).await.body);
    }
    bodies.sort();
    assert_eq!(bodies, ["1", "2", "3"]);
}

pub async fn a_turn_waits_out_the_quiet_window(fixture: &mut impl Fixture) {
    fixture.post(TURNS, "a", "1", None).await;
    fixture.pass(TURNS.delay() - SECOND).await;
    assert_eq!(fixture.bodies(TURNS).await, Vec::<String>::new());
    fixture.pass(SECOND).await;
    assert_eq!(fixture.bodies(TURNS).await, ["1"]);
}

pub async fn the_turns_of_a_group_come_one_at_a_time_in_order(fixture: &mut impl Fixture) {
    for body in ["1", "2", "3"] {
        fixture.send(TURNS, "a", body).await;
    }
    for body in ["1", "2", "3"] {
        let message = fixture.one(TURNS).await;
        assert_eq!(message.body, body);
        assert_eq!(fixture.bodies(TURNS).await, Vec::<String>::new(), "locked while {body} is in flight");
        fixture.mailbox().delete(TURNS, &message.receipt).await.expect("deletes");
    }
}

pub async fn other_groups_go_on_while_one_is_locked(fixture: &mut impl Fixture) {
    for (group, body) in [("a", "a1"), ("b", "b1"), ("a", "a2"), ("b", "b2")] {
        fixture.send(TURNS, group, body).await;
    }
    let first = fixture.one(TURNS).await;
    let second = fixture.one(TURNS).await;
    let mut bodies = [first.body.as_str(), second.body.as_str()];
    bodies.sort_unstable();
    assert_eq!(bodies, ["a1", "b1"]);
    fixture.mailbox().delete(TURNS, &second.receipt).await.expect("deletes");
    assert_eq!(fixture.one(TURNS).await.group, second.group);
    assert_eq!(fixture.bodies(TURNS).await, Vec::<String>::new());
}

pub async fn a_hidden_turn_blocks_its_group_until_it_comes_again(fixture: &mut impl Fixture) {
    for body in ["1", "2"] {
        fixture.send(TURNS, "a", body).await;
    }
    let first = fixture.one(TURNS).await;
    fixture.mailbox().hide(TURNS, &first.receipt, 30 * SECOND).await.expect("hides");
    fixture.pass(29 * SECOND).await;
    assert_eq!(fixture.bodies(TURNS).await, Vec::<String>::new());
    fixture.pass(SECOND).await;
    let again = fixture.one(TURNS).await;
    assert_eq!((again.body.as_str(), again.receive_count), ("1", 2));
}

pub async fn a_duplicate_within_five_minutes_is_dropped(fixture: &mut impl Fixture) {
    fixture.post(TURNS, "a", "1", Some("cause")).await;
    fixture.pass(DEDUP_WINDOW - SECOND).await;
    fixture.post(TURNS, "a", "1 again", Some("cause")).await;
    fixture.post(TURNS, "a", "2", Some("another cause")).await;
    fixture.pass(TURNS.delay()).await;
    assert_eq!(fixture.drain(TURNS).await, ["1", "2"]);
}

pub async fn a_duplicate_is_dropped_though_the_first_was_deleted(fixture: &mut impl Fixture) {
    fixture.post(TURNS, "a", "1", Some("cause")).await;
    fixture.pass(TURNS.delay()).await;
    assert_eq!(fixture.drain(TURNS).await, ["1"]);
    fixture.post(TURNS, "a", "1 again", Some("cause")).await;
    fixture.pass(TURNS.delay()).await;
    assert_eq!(fixture.drain(TURNS).await, Vec::<String>::new());
}

pub async fn a_duplicate_after_five_minutes_is_taken(fixture: &mut impl Fixture) {
    fixture.post(TURNS, "a", "1", Some("cause")).await;
    fixture.pass(DEDUP_WINDOW - SECOND).await;
    // A duplicate does not begin the five minutes anew.
    fixture.post(TURNS, "a", "dropped", Some("cause")).await;
    fixture.pass(2 * SECOND).await;
    fixture.post(TURNS, "a", "2", Some("cause")).await;
    fixture.pass(TURNS.delay()).await;
    assert_eq!(fixture.drain(TURNS).await, ["1", "2"]);
}

pub async fn what_is_received_too_often_becomes_a_dead_letter(fixture: &mut impl Fixture) {
    for lane in [TOPIC, TURNS] {
        fixture.send(lane, "a", "poison").await;
        fixture.wear_out(lane).await;
        assert_eq!(fixture.bodies(lane).await, Vec::<String>::new(), "{lane}");
        let dead = fixture.mailbox().receive_dead(lane, 10).await.expect("receives");
        let dead: Vec<_> = dead.iter().map(|dead| (dead.body.as_str(), dead.group.as_str())).collect();
        assert_eq!(dead, [("poison", "a")], "{lane}");
    }
}

pub async fn a_dead_turn_lets_the_next_of_its_group_through(fixture: &mut impl Fixture) {
    for body in ["poison", "next"] {
        fixture.send(TURNS, "a", body).await;
    }
    fixture.wear_out(TURNS).await;
    assert_eq!(fixture.one(TURNS).await.body, "next");
}

pub async fn a_dead_letter_stays_until_it_is_deleted(fixture: &mut impl Fixture) {
    fixture.send(TURNS, "a", "poison").await;
    fixture.wear_out(TURNS).await;
    assert_eq!(fixture.bodies(TURNS).await, Vec::<String>::new());
    let mailbox = fixture.mailbox();
    for _ in 0..=TURNS.max_receive_count() {
        let dead = mailbox.receive_dead(TURNS, 10).await.expect("receives");
        assert_eq!(dead.len(), 1);
        fixture.pass(TURNS.visibility()).await;
    }
    let dead = mailbox.receive_dead(TURNS, 10).await.expect("receives");
    mailbox.delete_dead(TURNS, &dead[0].receipt).await.expect("deletes");
    fixture.pass(TURNS.visibility()).await;
    assert_eq!(mailbox.receive_dead(TURNS, 10).await.expect("receives"), []);
    assert_eq!(fixture.bodies(TURNS).await, Vec::<String>::new());
}

pub async fn nothing_is_forgotten_over_a_restart(fixture: &mut impl Fixture) {
    fixture.send(TOPIC, "a", "poison").await;
    fixture.wear_out(TOPIC).await;
    assert_eq!(fixture.bodies(TOPIC).await, Vec::<String>::new());
    fixture.post(TURNS, "a", "1", Some("cause")).await;
    fixture.post(TURNS, "a", "2", Some("another cause")).await;
    fixture.pass(TURNS.delay()).await;
    let first = fixture.one(TURNS).await;

    fixture.reopen().await;

    fixture.post(TURNS, "a", "1 again", Some("cause")).await;
    fixture.pass(TURNS.delay()).await;
    assert_eq!(fixture.bodies(TURNS).await, Vec::<String>::new(), "the group is still locked");
    fixture.mailbox().delete(TURNS, &first.receipt).await.expect("deletes");
    assert_eq!(fixture.drain(TURNS).await, ["2"]);
    let dead = fixture.mailbox().receive_dead(TOPIC, 10).await.expect("receives");
    assert_eq!(dead.len(), 1);
}

pub async fn a_body_of_256_kib_passes(fixture: &mut impl Fixture) {
    let body = "a".repeat(256 * 1024);
    fixture.send(TOPIC, "a", &body).await;
    assert!(fixture.one(TOPIC).await.body == body, "the body changed on its way");
}

pub async fn a_body_of_more_than_1_mib_is_refused(fixture: &mut impl Fixture) {
    let body = "a".repeat(1024 * 1024 + 1);
    let letter = Letter { lane: TOPIC, group: "a".to_owned(), dedup: None, body };
    assert!(fixture.mailbox().send(&letter).await.is_err());
    assert_eq!(fixture.bodies(TOPIC).await, Vec::<String>::new());
}

impl<F: Fixture> Steps for F {}

/// What the cases do again and again.
#[async_trait]
trait Steps: Fixture {
    async fn post(&mut self, lane: Lane, group: &str, body: &str, dedup: Option<&str>) {
        let dedup = dedup.map(str::to_owned);
        let letter = Letter { lane, group: group.to_owned(), dedup, body: body.to_owned() };
        self.mailbox().send(&letter).await.expect("sends");
    }

    /// Posts a letter that is nobody's duplicate, and lets its delay pass.
    async fn send(&mut self, lane: Lane, group: &str, body: &str) {
        let dedup = lane.is_fifo().then(|| format!("{group}-{body}"));
        self.post(lane, group, body, dedup.as_deref()).await;
        self.pass(lane.delay()).await;
    }

    /// Receives all that is visible.
    async fn bodies(&mut self, lane: Lane) -> Vec<String> {
        let received = self.mailbox().receive(lane, 10).await.expect("receives");
        received.into_iter().map(|delivery| delivery.body).collect()
    }

    /// Receives one of those that are visible.
    async fn one(&mut self, lane: Lane) -> Delivery {
        let mut received = self.mailbox().receive(lane, 1).await.expect("receives");
        assert_eq!(received.len(), 1, "one message of {lane} was due");
        received.remove(0)
    }

    /// Receives and deletes one after another, until nothing is visible.
    async fn drain(&mut self, lane: Lane) -> Vec<String> {
        let mailbox = self.mailbox();
        let mut bodies = Vec::new();
        while let Some(message) = mailbox.receive(lane, 1).await.expect("receives").pop() {
            mailbox.delete(lane, &message.receipt).await.expect("deletes");
            bodies.push(message.body);
        }
        bodies
    }

    /// Receives the first message as often as it may be, never deletes it, and lets its last visibility end.
    async fn wear_out(&mut self, lane: Lane) {
        for count in 1..=lane.max_receive_count() {
            assert_eq!(self.one(lane).await.receive_count, count, "{lane}");
            self.pass(lane.visibility()).await;
        }
    }
}

/// Makes a test of each case; see [`contract`](crate::contract).
#[macro_export]
macro_rules! queue_contract {
    ($fixture:path) => {
        $crate::contract_cases!(queue, $fixture, [
            a_letter_is_received_as_it_was_sent
            no_lane_gives_what_was_sent_to_another
            a_message_comes_again_when_its_visibility_ends
            a_deleted_message_never_comes_again
            hiding_for_no_time_gives_a_message_at_once
            hiding_counts_from_now_and_may_outlast_the_visibility
            a_stale_receipt_does_nothing_to_a_message_received_again
            a_standard_lane_locks_no_group
            a_turn_waits_out_the_quiet_window
            the_turns_of_a_group_come_one_at_a_time_in_order
            other_groups_go_on_while_one_is_locked
            a_hidden_turn_blocks_its_group_until_it_comes_again
            a_duplicate_within_five_minutes_is_dropped
            a_duplicate_is_dropped_though_the_first_was_deleted
            a_duplicate_after_five_minutes_is_taken
            what_is_received_too_often_becomes_a_dead_letter
            a_dead_turn_lets_the_next_of_its_group_through
            a_dead_letter_stays_until_it_is_deleted
            nothing_is_forgotten_over_a_restart
            a_body_of_256_kib_passes
            a_body_of_more_than_1_mib_is_refused
        ]);
    };
}
