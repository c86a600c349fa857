//! A noisy workspace waits behind itself: how many deliveries a quiet one waits for, with its share and without.

use std::sync::Arc;

use shared::ports::queue::Lane;
use shared::workspace::Shares;

use crate::luck::Luck;
use crate::people::People;
use crate::town::{Terms, Town};
use crate::workers::{Slots, Workers};

/// How many conversations the noisy workspace begins at once.
const NOISY: usize = 60;

const SLOTS: Slots = Slots {
    topic: 4,
    turns: 4,
    bulk: 2,
};

/// How many first deliveries the live lane began before the quiet workspace's only one, and how many requests of the noisy one went
/// to each lane.
struct Seen {
    before_quiet: u64,
    live: u64,
    bulk: u64,
}

/// The noisy workspace asks, then the quiet one, and only then turns begin to run.
async fn a_noisy_and_a_quiet_workspace(shares: Shares) -> Seen {
    let town = Town::build(Terms {
        workspaces: 2,
        // One window holds all of it, however slow the machine is.
        pace: 1,
        seed: 7,
        shares,
        loses: 0,
    });
    let town = Arc::new(town.await);
    let nobody_dies = Luck::of(7, 2);
    let workers = Workers::new(
        town.ports.clone(),
        town.queue.clone(),
        town.ledger.clone(),
        nobody_dies,
        0,
    );
    let topics = |lane| matches!(lane, Lane::Topic(_));
    let mut working = workers.work(SLOTS, topics);
    let luck = Luck::of(7, 3);
    let people = |nth| People::of(town.intercom.workspace(&Town::name(nth)).unwrap());
    let noisy = people(0);
    for _ in 0..NOISY {
        noisy.asks(&town, &luck);
    }
    town.rests(topics).await;
    people(1).asks(&town, &luck);
    town.rests(topics).await;
    let mut turning = workers.work(SLOTS, |lane| !matches!(lane, Lane::Topic(_)));
    town.rests(|_| true).await;
    working.shutdown().await;
    turning.shutdown().await;
    let pages = town.ledger.pages();
    let sent = |nth, lane| pages.sent.get(&(Town::name(nth), lane)).copied();
    let [live, bulk] = [Lane::Turns, Lane::TurnsBulk].map(|lane| sent(0, lane).unwrap_or(0));
    assert_eq!(sent(1, Lane::Turns), Some(1));
    let quiet = &pages.positions[&Town::name(1)];
    assert_eq!(
        (quiet.len(), pages.waited[&Town::name(0)].len()),
        (1, NOISY)
    );
    Seen {
        before_quiet: quiet[0],
        live,
        bulk,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_noisy_workspace_waits_behind_itself_and_a_quiet_one_behind_its_share_at_most() {
    let with = a_noisy_and_a_quiet_workspace(Shares::of(10, 1)).await;
    let without = a_noisy_and_a_quiet_workspace(Shares::unlimited()).await;
    println!(
        "deliveries before the quiet workspace's: {} with shares ({} of the noisy one's went live, {} did not), {} without",
        with.before_quiet, with.live, with.bulk, without.before_quiet
    );
    let noisy = u64::try_from(NOISY).unwrap();
    assert_eq!((without.live, without.bulk), (noisy, 0));
    assert_eq!(without.before_quiet, noisy);
    assert_eq!(with.live + with.bulk, noisy);
    assert_eq!(with.before_quiet, with.live);
    assert!(with.live < noisy / 2, "{} of {noisy} went live", with.live);
}
