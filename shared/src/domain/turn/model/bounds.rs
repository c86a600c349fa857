//! What is explored in CI, and by its own command.

use super::explorer::explore;
use super::inbox::Deed;
use super::scenario::{Agent, Budget, Scenario};

/// No promise is broken in a scenario, and it is not empty.
fn holds(scenario: Scenario, worlds: usize) {
    let explored = explore(scenario);
    println!("{explored}");
    if let Some(breach) = &explored.breach {
        panic!("{breach}");
    }
    assert!(explored.worlds > worlds && explored.quiet > 0, "{explored}");
}

#[test]
fn headline() {
    holds(Scenario { team: vec![Deed::Spoke], ..Scenario::new("headline", Budget { messages: 1, crashes: 1, unknowns: 1, ..Budget::NONE }) }, 1000);
}
#[test]
fn residual_a_prompt() {
    holds(Scenario { prompt_echoes: true, ..Scenario::new("residual_a_prompt", Budget { unknowns: 1, long_lags: 6, messages: 1, ..Budget::NONE }) }, 1000);
}
#[test]
fn mix() {
    holds(Scenario { agent: vec![Agent::Answers,Agent::WantsPerson,Agent::GivesUp], ..Scenario::new("mix", Budget { messages: 1, ..Budget::NONE }) }, 1000);
}
