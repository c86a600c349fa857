//! What a keeper of follow-ups must do.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::slice;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::sample::{conversation, other_tenant, tenant};
use crate::domain::queued::{Place, Tier};
use crate::id::{ConversationId, TeamId};
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

fn queued(tenant: &Tenant, nth: usize, at: Timestamp, tier: u8, team: Option<&str>) -> FollowUp {
    FollowUp {
        place: Some(Place {
            tier: Tier::from_digit(tier).expect("a digit"),
            since: 1_773_100_000 + i64::try_from(nth).expect("small"),
            team: team.map(|team| TeamId::try_from(team).expect("an id")),
        }),
        ..follow_up(tenant, &self::nth(nth), at)
    }
}

async fn waiting(fixture: &impl Fixture, tenant: &Tenant) -> Vec<FollowUp> {
    let found = fixture.follow_ups().queued(tenant, None, 100).await;
    let found = found.expect("answers");
    assert!(!found.more && found.unreadable == 0);
    found.follow_ups
}

pub async fn of_one_time_the_highest_tier_comes_first_and_then_who_has_waited_longest(
    fixture: &mut impl Fixture,
) {
    let places = [
        (3, 9, None),
        (2, 0, Some("7")),
        (1, 9, Some("7")),
        (0, 2, None),
    ];
    for (nth, tier, team) in places {
        set(fixture, &queued(&tenant(), nth, at(60), tier, team)).await;
    }
    let earlier = queued(&tenant(), 4, at(0), 9, None);
    set(fixture, &earlier).await;
    let expected = [
        earlier,
        queued(&tenant(), 2, at(60), 0, Some("7")),
        queued(&tenant(), 0, at(60), 2, None),
        queued(&tenant(), 1, at(60), 9, Some("7")),
        queued(&tenant(), 3, at(60), 9, None),
    ];
    assert_eq!(due(fixture, at(60), 10).await, expected);
    assert_eq!(due(fixture, at(60), 2).await, expected[..2]);
}

pub async fn what_waits_for_people_is_listed_by_workspace_and_nothing_else_is(
    fixture: &mut impl Fixture,
) {
    assert_eq!(waiting(fixture, &tenant()).await, []);
    let ours = [
        queued(&tenant(), 0, at(60), 9, Some("7")),
        queued(&tenant(), 1, at(60), 9, None),
        queued(&tenant(), 2, at(120), 0, None),
    ];
    let theirs = queued(&other_tenant(), 0, at(60), 0, None);
    for one in ours.iter().chain([&theirs]) {
        set(fixture, one).await;
    }
    set(fixture, &follow_up(&tenant(), &nth(3), at(60))).await;
    assert_eq!(waiting(fixture, &tenant()).await, ours);
    assert_eq!(waiting(fixture, &other_tenant()).await, [theirs]);
    fixture.due().done(&ours[0]).await.expect("is removed");
    assert_eq!(waiting(fixture, &tenant()).await, ours[1..]);
}

pub async fn a_queue_is_listed_page_by_page_and_says_that_there_is_more(
    fixture: &mut impl Fixture,
) {
    let ours: Vec<_> = (0..25)
        .map(|n| {
            queued(
                &tenant(),
                n,
                at(60),
                u8::try_from(n / 5).expect("a digit"),
                None,
            )
        })
        .collect();
    for one in &ours {
        set(fixture, one).await;
    }
    let keeper = fixture.follow_ups();
    let (mut told, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = keeper.queued(&tenant(), after.as_ref(), 10).await;
        let page = page.expect("answers");
        assert!(page.follow_ups.len() <= 10);
        after = page.follow_ups.last().cloned();
        told.extend(page.follow_ups);
        pages += 1;
        if !page.more {
            break;
        }
    }
    assert_eq!(told, ours);
    assert_eq!(pages, 3);
}

pub async fn what_is_put_off_keeps_its_place_and_to_do_it_again_changes_nothing(
    fixture: &mut impl Fixture,
) {
    let ours = [
        queued(&tenant(), 0, at(600), 2, Some("7")),
        queued(&tenant(), 1, at(700), 9, None),
    ];
    let theirs = queued(&other_tenant(), 0, at(600), 2, Some("7"));
    for one in ours.iter().chain([&theirs]) {
        set(fixture, one).await;
    }
    let moved = ours.clone().map(|one| FollowUp { at: at(60), ..one });
    for _ in 0..2 {
        let put_off = fixture.follow_ups().put_off(&tenant(), &ours, at(60)).await;
        put_off.expect("is moved");
        assert_eq!(waiting(fixture, &tenant()).await, moved);
        assert_eq!(due(fixture, at(60), 10).await, moved);
    }
    let stays = fixture
        .follow_ups()
        .put_off(&tenant(), &moved, at(60))
        .await;
    stays.expect("is there already");
    assert_eq!(waiting(fixture, &tenant()).await, moved);
    assert_eq!(waiting(fixture, &other_tenant()).await, [theirs]);
}

pub async fn who_does_not_know_the_team_does_not_take_it_from_a_row(fixture: &mut impl Fixture) {
    let with_team = queued(&tenant(), 0, at(60), 2, Some("7"));
    set(fixture, &with_team).await;
    set(fixture, &queued(&tenant(), 0, at(60), 2, None)).await;
    assert_eq!(due(fixture, at(60), 10).await, slice::from_ref(&with_team));
    let other_team = queued(&tenant(), 0, at(60), 2, Some("8"));
    set(fixture, &other_team).await;
    assert_eq!(waiting(fixture, &tenant()).await, [other_team]);
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
            of_one_time_the_highest_tier_comes_first_and_then_who_has_waited_longest
            what_waits_for_people_is_listed_by_workspace_and_nothing_else_is
            a_queue_is_listed_page_by_page_and_says_that_there_is_more
            what_is_put_off_keeps_its_place_and_to_do_it_again_changes_nothing
            who_does_not_know_the_team_does_not_take_it_from_a_row
        ]);
    };
}
