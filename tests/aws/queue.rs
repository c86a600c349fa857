//! The queue's suite, on SQS, standard and FIFO. All of it: the emulator's clock is turned where the suite lets time pass.
//!
//! What the emulator cannot show: that a short poll of the service may find nothing where there is something, and that a
//! standard queue may give a message twice. `nothing_is_forgotten_over_a_restart` restarts nothing here; SQS is not ours
//! to stop.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use shared::adapters::sqs::{Queues, Sqs};
use shared::contract::queue;
use shared::ports::queue::{Lane, Letter, Mailbox, Queue as _};

use crate::clock::Hand;
use crate::stack::Stack;

struct Fixture {
    queues: Arc<Sqs>,
    hand: Hand,
}

#[async_trait]
impl queue::Fixture for Fixture {
    fn mailbox(&self) -> Arc<dyn Mailbox> {
        self.queues.clone()
    }

    async fn pass(&mut self, time: Duration) {
        self.hand.turn(time);
    }

    async fn reopen(&mut self) {}
}

async fn fixture() -> Fixture {
    let hand = Hand::take().await;
    Fixture {
        queues: Stack::new().queues().await,
        hand,
    }
}

shared::queue_contract!(fixture);

#[tokio::test]
async fn what_sqs_says_is_kept_as_the_cause() {
    let stack = Stack::new();
    let queues = Sqs::new(
        aws_sdk_sqs::Client::new(&stack.config),
        Queues::new("http://127.0.0.1/000000000000/nobody-"),
    );
    let letter = Letter {
        lane: Lane::Turns,
        group: "a".to_owned(),
        dedup: None,
        body: "1".to_owned(),
    };
    let error = queues.send(&letter).await.unwrap_err();
    let cause = error.source().unwrap().to_string();
    assert_eq!(
        cause,
        "the service declined with AWS.SimpleQueueService.NonExistentQueue"
    );
}
