//! What a keeper of follow-ups must do.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::slice;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::sample::{conversation, other_tenant, tenant};
use crate::id::ConversationId;
use crate::ports::follow_ups::{Due, FollowUp, FollowUps};
use crate::workspace::Tenant;

/// An empty database for each case.
pub trait Fixture {
    /// Where follow-ups are set.
    fn follow_ups(&self) -> Arc<dyn FollowUps>;

    /// What says which are due.
    fn due(&self) -> Arc<dyn Due>;
}

fn at(nth: i64) -> Timestamp {
    Timestamp::constant(1_773_144_600 + nth, 0)
}

fn nth(nth: usize) -> ConversationId {
    ConversationId::try_from(format!("21547434384{nth:04}")).expect("an id")
}

fn follow_up(tenant: &Tenant, conversation: &ConversationId, at: Timestamp) -> FollowUp {
    FollowUp {
        workspace: tenant.workspace().clone(),
        conversation: conversation.clone(),
        at,
        place: None,
    }
}

async fn set(fixture: &impl Fixture, follow_up: &FollowUp) {
    let FollowUp {
        workspace,
        conversation,
        at,
        place,
    } = follow_up;
    let tenant = Tenant::verified(workspace.clone());
    let set = fixture
        .follow_ups()
        .set(&tenant, conversation, *at, place.as_ref())
        .await;
    set.expect("is set");
}

async fn due(fixture: &impl Fixture, now: Timestamp, most: u16) -> Vec<FollowUp> {
    let found = fixture.due().due(now, most).await.expect("answers");
    assert_eq!(found.unreadable, 0);
    found.follow_ups
}

pub async fn nothing_is_due_before_its_second_and_from_then_on_it_is(fixture: &mut impl Fixture) {
    assert_eq!(due(fixture, at(0), 10).await, []);
    let one = follow_up(&tenant(), &conversation(), at(60));
    set(fixture, &one).await;
    let a_moment_before = at(60) - SignedDuration::from_millis(1);
    assert_eq!(due(fixture, a_moment_before, 10).await, []);
    assert_eq!(due(fixture, at(60), 10).await, slice::from_ref(&one));
    assert_eq!(due(fixture, at(1_000_000), 10).await, [one]);
}

pub async fn a_time_within_a_second_counts_from_its_beginning(fixture: &mut impl Fixture) {
    let within = at(60) + SignedDuration::from_millis(700);
    set(fixture, &follow_up(&tenant(), &conversation(), within)).await;
    let whole = follow_up(&tenant(), &conversation(), at(60));
    assert_eq!(due(fixture, at(60), 10).await, slice::from_ref(&whole));
    fixture.due().done(&whole).await.expect("is removed");
    assert_eq!(due(fixture, at(61), 10).await, []);
}

pub async fn what_is_set_twice_is_there_once(fixture: &mut impl Fixture) {
    let one = follow_up(&tenant(), &conversation(), at(0));
    set(fixture, &one).await;
    set(fixture, &one).await;
    assert_eq!(due(fixture, at(0), 10).await, [one]);
}

pub async fn a_conversation_of_the_same_id_elsewhere_is_another_one(fixture: &mut impl Fixture) {
    let ours = follow_up(&tenant(), &conversation(), at(0));
    let theirs = follow_up(&other_tenant(), &conversation(), at(1));
    set(fixture, &ours).await;
    set(fixture, &theirs).await;
    assert_eq!(
        due(fixture, at(1), 10).await,
        [ours.clone(), theirs.clone()]
    );
    fixture.due().done(&ours).await.expect("is removed");
    assert_eq!(due(fixture, at(1), 10).await, [theirs]);
}

pub async fn each_time_of_a_conversation_is_removed_by_itself(fixture: &mut impl Fixture) {
    let first = follow_up(&tenant(), &conversation(), at(0));
    let second = follow_up(&tenant(), &conversation(), at(60));
    set(fixture, &second).await;
    set(fixture, &first).await;
    assert_eq!(due(fixture, at(0), 10).await, slice::from_ref(&first));
    assert_eq!(
        due(fixture, at(60), 10).await,
        [first.clone(), second.clone()]
    );
    let keeper = fixture.due();
    keeper.done(&first).await.expect("is removed");
    keeper.done(&first).await.expect("is removed already");
    assert_eq!(due(fixture, at(60), 10).await, [second]);
}

/// So many that every shard an adapter may have has some.
pub async fn of_many_the_oldest_come_first_and_no_more_than_are_asked_for(
    fixture: &mut impl Fixture,
) {
    let mut all: Vec<_> = (0..60)
        .map(|n| {
            follow_up(
                &tenant(),
                &nth(n),
                at(i64::try_from(n * 37 % 60).expect("small")),
            )
        })
        .collect();
    for one in &all {
        set(fixture, one).await;
    }
    all.sort_by_key(|one| one.at);
    assert_eq!(due(fixture, at(59), 7).await, all[..7]);
    assert_eq!(due(fixture, at(59), 1_000).await, all);
    assert_eq!(due(fixture, at(20), 1_000).await, all[..=20]);
    for one in &all[..50] {
        fixture.due().done(one).await.expect("is removed");
    }
    assert_eq!(due(fixture, at(59), 1_000).await, all[50..]);
}

pub async fn what_is_farther_away_than_any_clock_goes_is_never_due(fixture: &mut impl Fixture) {
    set(
        fixture,
        &follow_up(&tenant(), &conversation(), Timestamp::MAX),
    )
    .await;
    assert_eq!(due(fixture, at(0), 10).await, []);
}

/// Makes a test of each case; see [`contract`](crate::contract).
#[macro_export]
macro_rules! follow_ups_contract {
    ($fixture:path) => {
        $crate::contract_cases!(follow_ups, $fixture, [
            nothing_is_due_before_its_second_and_from_then_on_it_is
            a_time_within_a_second_counts_from_its_beginning
            what_is_set_twice_is_there_once
            a_conversation_of_the_same_id_elsewhere_is_another_one
            each_time_of_a_conversation_is_removed_by_itself
            of_many_the_oldest_come_first_and_no_more_than_are_asked_for
            what_is_farther_away_than_any_clock_goes_is_never_due
        ]);
    };
}
