//! Groups: order and locks in the FIFO lane, neither in a standard one.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use super::{Fixture, SECOND, Steps, TOPIC, TURNS};

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
        assert_eq!(
            fixture.bodies(TURNS).await,
            Vec::<String>::new(),
            "locked while {body} is in flight"
        );
        fixture
            .mailbox()
            .delete(TURNS, &message.receipt)
            .await
            .expect("deletes");
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
    fixture
        .mailbox()
        .delete(TURNS, &second.receipt)
        .await
        .expect("deletes");
    assert_eq!(fixture.one(TURNS).await.group, second.group);
    assert_eq!(fixture.bodies(TURNS).await, Vec::<String>::new());
}

pub async fn a_hidden_turn_blocks_its_group_until_it_comes_again(fixture: &mut impl Fixture) {
    for body in ["1", "2"] {
        fixture.send(TURNS, "a", body).await;
    }
    let first = fixture.one(TURNS).await;
    fixture
        .mailbox()
        .hide(TURNS, &first.receipt, 30 * SECOND)
        .await
        .expect("hides");
    fixture.pass(29 * SECOND).await;
    assert_eq!(fixture.bodies(TURNS).await, Vec::<String>::new());
    fixture.pass(SECOND).await;
    let again = fixture.one(TURNS).await;
    assert_eq!((again.body.as_str(), again.receive_count), ("1", 2));
}
