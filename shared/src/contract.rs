//! What every adapter of a port must do, as suites that run on any of them.
//!
//! A case is a function over a fixture. Each suite has a macro that makes a test of every case, each with a fixture
//! of its own, so that each begins with nothing: `shared::store_contract!(a_fixture);` in a module of its own,
//! where `a_fixture` is an async function without arguments.

pub mod allowance;
pub mod clock;
pub mod configurations;
pub mod decisions;
pub mod follow_ups;
pub mod keys;
pub mod queue;
pub mod readings;
pub mod sample;
pub mod store;
pub mod tallies;
pub mod vault;

pub use clock::ManualClock;

/// Makes a test of each case.
#[doc(hidden)]
#[macro_export]
macro_rules! contract_cases {
    ($suite:ident, $fixture:path, [$($case:ident)+]) => {$(
        #[tokio::test]
        async fn $case() {
            $crate::contract::$suite::$case(&mut $fixture().await).await;
        }
    )+};
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_case_of_a_suite_is_in_its_macro() {
        let queue = [
            include_str!("contract/queue/delivery.rs"),
            include_str!("contract/queue/order.rs"),
            include_str!("contract/queue/duplicates.rs"),
            include_str!("contract/queue/dead_letters.rs"),
            include_str!("contract/queue.rs"),
        ];
        for suite in [
            queue.concat().as_str(),
            include_str!("contract/allowance.rs"),
            include_str!("contract/configurations.rs"),
            include_str!("contract/decisions.rs"),
            include_str!("contract/follow_ups.rs"),
            include_str!("contract/keys.rs"),
            include_str!("contract/readings.rs"),
            include_str!("contract/store.rs"),
            include_str!("contract/tallies.rs"),
            include_str!("contract/vault.rs"),
        ] {
            let (cases, list) = suite.split_once("macro_rules!").unwrap();
            let list = list
                .split_once(", [")
                .and_then(|(_, list)| list.split_once(']'))
                .unwrap()
                .0;
            let cases = cases.split("\npub async fn ").skip(1);
            let cases: Vec<_> = cases
                .map(|case| case.split(['(', '<']).next().unwrap())
                .collect();
            assert_eq!(list.split_whitespace().collect::<Vec<_>>(), cases);
        }
    }
}
