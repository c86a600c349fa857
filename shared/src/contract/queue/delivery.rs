//! Receiving, hiding and deleting.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::time::Duration;

use super::{Fixture, SECOND, Steps, TOPIC, TURNS};
use crate::ports::queue::{Delivery, Lane, Letter};

pub async fn a_letter_is_received_as_it_was_sent(fixture: &mut impl Fixture) {
    fixture.send(TOPIC, "lwx3k9ab", r#"{"id":"1"}"#).await;
    let received = fixture
        .mailbox()
        .receive(TOPIC, 10)
        .await
        .expect("receives");
    let [
        Delivery {
            body,
            group,
            receive_count,
            receipt: _,
        },
    ] = &received[..]
    else {
        panic!("one was sent: {received:?}")
    };
    assert_eq!(
        (body.as_str(), group.as_str(), *receive_count),
        (r#"{"id":"1"}"#, "lwx3k9ab", 1)
    );
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
    fixture
        .mailbox()
        .delete(TOPIC, &message.receipt)
        .await
        .expect("deletes");
    fixture.pass(TOPIC.visibility()).await;
    assert_eq!(fixture.bodies(TOPIC).await, Vec::<String>::new());
}

pub async fn hiding_for_no_time_gives_a_message_at_once(fixture: &mut impl Fixture) {
    fixture.send(TOPIC, "a", "1").await;
    let first = fixture.one(TOPIC).await;
    fixture
        .mailbox()
        .hide(TOPIC, &first.receipt, Duration::ZERO)
        .await
        .expect("hides");
    assert_eq!(fixture.one(TOPIC).await.receive_count, 2);
}

pub async fn hiding_counts_from_now_and_may_outlast_the_visibility(fixture: &mut impl Fixture) {
    fixture.send(TOPIC, "a", "1").await;
    let first = fixture.one(TOPIC).await;
    fixture.pass(10 * SECOND).await;
    fixture
        .mailbox()
        .hide(TOPIC, &first.receipt, 2 * TOPIC.visibility())
        .await
        .expect("hides");
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
        let _ = fixture
            .mailbox()
            .hide(lane, &stale.receipt, Duration::ZERO)
            .await;
        assert_eq!(fixture.bodies(lane).await, Vec::<String>::new(), "{lane}");
        fixture.pass(lane.visibility()).await;
        assert_eq!(
            fixture.one(lane).await.receive_count,
            fresh.receive_count + 1,
            "{lane}"
        );
    }
}

pub async fn nothing_is_forgotten_over_a_restart(fixture: &mut impl Fixture) {
    fixture.send(TOPIC, "a", "poison").await;
    fixture.wear_out(TOPIC).await;
    assert_eq!(fixture.bodies(TOPIC).await, Vec::<String>::new());
    fixture.post(TURNS, "a", "1", Some("cause")).await;
    fixture.post(TURNS, "a", "2", Some("another-cause")).await;
    fixture.pass(TURNS.delay()).await;
    let first = fixture.one(TURNS).await;

    fixture.reopen().await;

    fixture.post(TURNS, "a", "1 again", Some("cause")).await;
    fixture.pass(TURNS.delay()).await;
    assert_eq!(
        fixture.bodies(TURNS).await,
        Vec::<String>::new(),
        "the group is still locked"
    );
    fixture
        .mailbox()
        .delete(TURNS, &first.receipt)
        .await
        .expect("deletes");
    assert_eq!(fixture.drain(TURNS).await, ["2"]);
    let dead = fixture
        .mailbox()
        .receive_dead(TOPIC, 10)
        .await
        .expect("receives");
    assert_eq!(dead.len(), 1);
}

pub async fn a_body_of_256_kib_passes(fixture: &mut impl Fixture) {
    let body = "a".repeat(256 * 1024);
    fixture.send(TOPIC, "a", &body).await;
    assert!(
        fixture.one(TOPIC).await.body == body,
        "the body changed on its way"
    );
}

pub async fn a_body_of_more_than_1_mib_is_refused(fixture: &mut impl Fixture) {
    let body = "a".repeat(1024 * 1024 + 1);
    let letter = Letter {
        lane: TOPIC,
        group: "a".to_owned(),
        dedup: None,
        body,
    };
    assert!(fixture.mailbox().send(&letter).await.is_err());
    assert_eq!(fixture.bodies(TOPIC).await, Vec::<String>::new());
}
