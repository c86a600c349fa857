//! Deduplication in the FIFO lane.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use super::{DEDUP_WINDOW, Fixture, SECOND, Steps, TURNS};

pub async fn a_duplicate_within_five_minutes_is_dropped(fixture: &mut impl Fixture) {
    fixture.post(TURNS, "a", "1", Some("cause")).await;
    fixture.pass(DEDUP_WINDOW - SECOND).await;
    fixture.post(TURNS, "a", "1 again", Some("cause")).await;
    fixture.post(TURNS, "a", "2", Some("another-cause")).await;
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
