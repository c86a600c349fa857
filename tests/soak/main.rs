//! Many workspaces in one process, under load and faults: what docs/RELIABILITY.md says "Under load".
//!
//! Counts are asserted, and that memory does not grow in a large town. Times are printed.

#![expect(
    clippy::unwrap_used,
    reason = "all of this is tests; a panic names the place"
)]

mod fairness;
mod ledger;
mod luck;
mod memory;
mod people;
mod reads;
mod run;
mod town;
mod verdict;
mod weather;
mod workers;

use run::Run;

/// A few workspaces, in every test run.
#[tokio::test(flavor = "multi_thread")]
async fn every_message_of_a_small_town_is_covered_once() {
    Run {
        workspaces: 6,
        conversations: 60,
        at_once: 12,
        seed: 1,
    }
    .check()
    .await;
}

/// `cargo test -p tests --test soak -- --ignored --nocapture`. `NEXORA_SOAK_SEED` chooses another course of it,
/// `NEXORA_SOAK_CONVERSATIONS` another length.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes minutes; docs/RELIABILITY.md has its command and its figures"]
async fn every_message_of_a_large_town_is_covered_once() {
    let number = |name| harness::contract::environment(name).map(|set| set.parse().unwrap());
    let conversations = number("NEXORA_SOAK_CONVERSATIONS").unwrap_or(2_000);
    Run {
        workspaces: 50,
        conversations: usize::try_from(conversations).unwrap(),
        at_once: 40,
        seed: number("NEXORA_SOAK_SEED").unwrap_or(1),
    }
    .check()
    .await;
}
