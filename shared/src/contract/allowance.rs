//! What a keeper of the app's allowance must do.

#![expect(missing_docs, reason = "a case's name is the sentence it proves")]

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;

use super::ManualClock;
use super::sample::{other_tenant, tenant};
use crate::ports::allowance::{LIMIT, Share, Taken, WINDOW};
use crate::ports::{Allowance, Clock, Readings};
use crate::workspace::Tenant;

/// An empty database for each case.
pub trait Fixture {
    /// Its allowance, by this clock.
    fn allowance(&self, clock: ManualClock) -> Arc<dyn Allowance>;

    /// What else is read of its workspaces.
    fn readings(&self) -> Arc<dyn Readings>;

    /// A time at which nothing that is written now has expired.
    fn now(&self) -> Timestamp;
}

/// A clock that shows the third second of a window.
fn clock(fixture: &impl Fixture) -> ManualClock {
    let now = fixture.now().as_second();
    let window = now - now.rem_euclid(WINDOW.as_secs());
    ManualClock::at(Timestamp::from_second(window + 3).expect("a time"))
}

/// The end of the clock's window.
fn end(clock: &ManualClock) -> Timestamp {
    clock.now() + SignedDuration::from_secs(7)
}

async fn take(allowance: &dyn Allowance, share: Share, calls: u32) -> Taken {
    allowance.take(share, calls).await.expect("answers")
}

async fn held(allowance: &dyn Allowance, tenant: &Tenant) -> Option<Timestamp> {
    allowance.held(tenant).await.expect("answers")
}

async fn hold(allowance: &dyn Allowance, tenant: &Tenant, until: Timestamp) {
    allowance.hold(tenant, until).await.expect("answers");
}

pub async fn a_share_is_used_up_until_its_window_ends(fixture: &mut impl Fixture) {
    let clock = clock(fixture);
    let allowance = fixture.allowance(clock.clone());
    let share = Share::Bulk.of(LIMIT);
    assert_eq!(take(&*allowance, Share::Bulk, share - 1).await, Taken::Yes);
    let used_up = Taken::UsedUp(end(&clock));
    assert_eq!(take(&*allowance, Share::Bulk, 2).await, used_up);
    assert_eq!(take(&*allowance, Share::Bulk, 1).await, Taken::Yes);
    assert_eq!(take(&*allowance, Share::Bulk, 1).await, used_up);
    clock.advance(Duration::from_secs(6));
    assert_eq!(take(&*allowance, Share::Bulk, 1).await, used_up);
    clock.advance(Duration::from_secs(1));
    assert_eq!(take(&*allowance, Share::Bulk, share).await, Taken::Yes);
}

pub async fn a_share_takes_nothing_from_another(fixture: &mut impl Fixture) {
    let allowance = fixture.allowance(clock(fixture));
    let bulk = Share::Bulk.of(LIMIT);
    assert_eq!(take(&*allowance, Share::Bulk, bulk).await, Taken::Yes);
    let sweep = Share::Sweep.of(LIMIT);
    assert_eq!(take(&*allowance, Share::Sweep, sweep).await, Taken::Yes);
}

pub async fn whoever_takes_at_once_takes_no_more_than_there_is(fixture: &mut impl Fixture) {
    let clock = clock(fixture);
    let mut takers = JoinSet::new();
    for _ in 0..24 {
        // Each as a process of its own.
        let allowance = fixture.allowance(clock.clone());
        takers.spawn(async move { take(&*allowance, Share::Sweep, 10).await });
    }
    let taken = takers.join_all().await;
    let made = taken.iter().filter(|taken| **taken == Taken::Yes).count();
    assert_eq!(made, 16, "of 166 calls");
}

pub async fn what_is_more_than_a_share_is_had_by_the_first_of_a_window(fixture: &mut impl Fixture) {
    let clock = clock(fixture);
    let allowance = fixture.allowance(clock.clone());
    assert_eq!(take(&*allowance, Share::Sweep, LIMIT).await, Taken::Yes);
    assert_eq!(
        take(&*allowance, Share::Sweep, 1).await,
        Taken::UsedUp(end(&clock))
    );
}

pub async fn what_intercom_says_of_the_limit_counts(fixture: &mut impl Fixture) {
    let allowance = fixture.allowance(clock(fixture));
    allowance.learn(100);
    for nth in 0..12 {
        let taken = take(&*allowance, Share::Sweep, 1).await;
        assert_eq!(taken == Taken::Yes, nth < 10, "{nth}");
    }
    allowance.learn(0);
    assert_eq!(take(&*allowance, Share::Bulk, 1).await, Taken::Yes);
}

pub async fn how_much_a_share_has_is_known_from_who_took_of_it_in_the_window_before(
    fixture: &mut impl Fixture,
) {
    let clock = clock(fixture);
    let flush = fixture.allowance(clock.clone());
    let room = async || flush.room(Share::Bulk).await.expect("answers");
    assert_eq!(room().await, Share::Bulk.of(LIMIT));
    let turn = fixture.allowance(clock.clone());
    turn.learn(5_000);
    assert_eq!(take(&*turn, Share::Bulk, 8).await, Taken::Yes);
    assert_eq!(take(&*turn, Share::Sweep, 8).await, Taken::Yes);
    let begins = fixture.allowance(clock.clone());
    assert_eq!(take(&*begins, Share::Bulk, 8).await, Taken::Yes);
    clock.advance(Duration::from_secs(10));
    assert_eq!(
        room().await,
        2_000,
        "who has learned nothing changes nothing"
    );
    assert_eq!(take(&*begins, Share::Bulk, 8).await, Taken::Yes);
    assert_eq!(take(&*turn, Share::Bulk, 8).await, Taken::Yes);
    clock.advance(Duration::from_secs(10));
    assert_eq!(room().await, 2_000, "who knows corrects who guessed");
    clock.advance(Duration::from_secs(10));
    assert_eq!(room().await, Share::Bulk.of(LIMIT));
}

pub async fn a_workspace_is_held_until_the_latest_time_that_was_said(fixture: &mut impl Fixture) {
    let clock = clock(fixture);
    let allowance = fixture.allowance(clock.clone());
    assert_eq!(held(&*allowance, &tenant()).await, None);
    let until = clock.now() + SignedDuration::from_millis(7_250);
    hold(&*allowance, &tenant(), until).await;
    hold(&*allowance, &tenant(), clock.now()).await;
    assert_eq!(held(&*allowance, &tenant()).await, Some(until));
    let longer = until + SignedDuration::from_secs(10);
    hold(&*allowance, &tenant(), longer).await;
    assert_eq!(held(&*allowance, &tenant()).await, Some(longer));
    assert_eq!(held(&*allowance, &other_tenant()).await, None);
    clock.advance(Duration::from_secs(18));
    assert_eq!(held(&*allowance, &tenant()).await, None);
}

pub async fn a_hold_is_no_list_that_was_read(fixture: &mut impl Fixture) {
    let clock = clock(fixture);
    let allowance = fixture.allowance(clock.clone());
    hold(&*allowance, &tenant(), end(&clock)).await;
    let readings = fixture.readings();
    assert_eq!(readings.catalog(&tenant()).await.expect("reads"), None);
    assert_eq!(readings.people(&tenant()).await.expect("reads"), None);
}

/// Makes a test of each case; see [`contract`](crate::contract).
#[macro_export]
macro_rules! allowance_contract {
    ($fixture:path) => {
        $crate::contract_cases!(allowance, $fixture, [
            a_share_is_used_up_until_its_window_ends
            a_share_takes_nothing_from_another
            whoever_takes_at_once_takes_no_more_than_there_is
            what_is_more_than_a_share_is_had_by_the_first_of_a_window
            what_intercom_says_of_the_limit_counts
            how_much_a_share_has_is_known_from_who_took_of_it_in_the_window_before
            a_workspace_is_held_until_the_latest_time_that_was_said
            a_hold_is_no_list_that_was_read
        ]);
    };
}
