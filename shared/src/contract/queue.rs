//! What a queue must do, by what SQS does.

mod dead_letters;
mod delivery;
mod duplicates;
mod order;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::ports::Mailbox;
use crate::ports::queue::{Delivery, Lane, Letter};
use crate::topic::Topic;

pub use dead_letters::*;
pub use delivery::*;
pub use duplicates::*;
pub use order::*;

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

impl<F: Fixture> Steps for F {}

/// What the cases do again and again.
#[async_trait]
trait Steps: Fixture {
    async fn post(&mut self, lane: Lane, group: &str, body: &str, dedup: Option<&str>) {
        let dedup = dedup.map(str::to_owned);
        let letter = Letter {
            lane,
            group: group.to_owned(),
            dedup,
            body: body.to_owned(),
        };
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
            mailbox
                .delete(lane, &message.receipt)
                .await
                .expect("deletes");
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
            nothing_is_forgotten_over_a_restart
            a_body_of_256_kib_passes
            a_body_of_more_than_1_mib_is_refused
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
        ]);
    };
}
