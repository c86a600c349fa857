//! Dead letters.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use super::{Fixture, Steps, TOPIC, TURNS};

pub async fn what_is_received_too_often_becomes_a_dead_letter(fixture: &mut impl Fixture) {
    for lane in [TOPIC, TURNS] {
        fixture.send(lane, "a", "poison").await;
        fixture.wear_out(lane).await;
        assert_eq!(fixture.bodies(lane).await, Vec::<String>::new(), "{lane}");
        let dead = fixture
            .mailbox()
            .receive_dead(lane, 10)
            .await
            .expect("receives");
        let dead: Vec<_> = dead
            .iter()
            .map(|dead| (dead.body.as_str(), dead.group.as_str()))
            .collect();
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
    mailbox
        .delete_dead(TURNS, &dead[0].receipt)
        .await
        .expect("deletes");
    fixture.pass(TURNS.visibility()).await;
    assert_eq!(mailbox.receive_dead(TURNS, 10).await.expect("receives"), []);
    assert_eq!(fixture.bodies(TURNS).await, Vec::<String>::new());
}
