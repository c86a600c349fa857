//! Nights and their mornings: what needs a person waits until people are back.
//!
//! Each scenario begins while the team is closed. Time goes on until nothing is left to be looked at, so that each schedule has its
//! morning, unless somebody has dealt with it before.

use super::bounds::holds;
use super::inbox::Deed;
use super::scenario::{Agent, Budget, Scenario};

/// When the team opens.
pub(super) const DAWN: i64 = 600;
/// When it opens by a configuration with longer hours.
pub(super) const EARLIER: i64 = 300;
/// When it opens by one with shorter hours.
pub(super) const LATER: i64 = 1_200;

const NONE: Budget = Budget::NONE;

const DEATH: Budget = Budget { crashes: 1, ..NONE };

const MESSAGE: Budget = Budget {
    messages: 1,
    ..NONE
};

fn night(name: &'static str, budget: Budget) -> Scenario {
    Scenario::new(name, budget).overnight(&[DAWN])
}

#[test]
fn a_night_and_its_morning_with_a_death_at_any_moment() {
    holds(night("night, death", DEATH), 500);
    let scenario = Scenario {
        prompt_echoes: false,
        workers: 2,
        ..night("night, late news", NONE)
    };
    holds(scenario, 100);
}

#[test]
fn a_night_with_an_unknown_outcome_or_a_lag() {
    let budget = Budget {
        unknowns: 1,
        ..NONE
    };
    holds(night("night, unknown outcome", budget), 50);
    let budget = Budget { lags: 1, ..NONE };
    holds(night("night, lag", budget), 50);
    let budget = Budget {
        unknowns: 1,
        lags: 1,
        ..NONE
    };
    holds(night("night, unknown outcome, lag", budget), 500);
}

#[test]
fn a_visitor_who_writes_again_at_night_or_at_dawn() {
    let scenario = Scenario {
        agent: vec![Agent::Answers, Agent::WantsPerson],
        ..night("night, another message", MESSAGE)
    };
    holds(scenario, 100);
}

#[test]
fn a_visitor_who_writes_twice_again() {
    let budget = Budget {
        messages: 2,
        ..NONE
    };
    holds(night("night, two more messages", budget), 10_000);
}

#[test]
fn a_visitor_who_is_asked_for_something() {
    let asked = |name, budget| night(name, budget).with_a_field();
    holds(asked("night, a field, nobody answers, death", DEATH), 500);
    let scenario = Scenario {
        agent: vec![Agent::Answers, Agent::WantsPerson],
        ..asked("night, a field", MESSAGE)
    };
    holds(scenario, 2_000);
}

#[test]
fn a_teammate_who_deals_with_it_at_night_or_at_dawn() {
    for (name, deed) in [
        ("night, a word", Deed::Spoke),
        ("night, a note", Deed::Noted),
        ("night, taken", Deed::Took),
        ("night, closed", Deed::Closed),
        ("night, put aside", Deed::PutAside),
        ("night, taken out", Deed::TookOut),
        ("night, given back", Deed::GaveBack),
    ] {
        let scenario = Scenario {
            team: vec![deed],
            ..night(name, NONE)
        };
        holds(scenario, 50);
    }
}

#[test]
fn a_teammate_who_deals_with_it_and_a_death_or_a_lag() {
    for (name, deed) in [
        ("night, closed, death", Deed::Closed),
        ("night, put aside, death", Deed::PutAside),
    ] {
        let scenario = Scenario {
            team: vec![deed],
            ..night(name, DEATH)
        };
        holds(scenario, 100);
    }
    let scenario = Scenario {
        team: vec![Deed::Closed],
        ..night("night, closed, another message", MESSAGE)
    };
    holds(scenario, 100);
    let budget = Budget { lags: 1, ..NONE };
    let scenario = Scenario {
        team: vec![Deed::PutAside],
        ..night("night, put aside, lag", budget)
    };
    holds(scenario, 100);
}

#[test]
fn hours_that_are_others_by_the_morning() {
    let until = |name, opens: &[i64], budget| Scenario::new(name, budget).overnight(opens);
    holds(until("night, longer", &[DAWN, LATER], NONE), 50);
    holds(until("night, shorter", &[DAWN, EARLIER], NONE), 50);
    holds(until("night, longer, death", &[DAWN, LATER], DEATH), 4_000);
    holds(
        until("night, shorter, death", &[DAWN, EARLIER], DEATH),
        4_000,
    );
    // It is snoozed until the time that was promised, and whatever is written wakes it before.
    let scenario = Scenario {
        wakes: true,
        ..until("night, shorter, woken, death", &[DAWN, EARLIER], DEATH)
    };
    holds(scenario, 4_000);
    let scenario = until("night, longer, another message", &[DAWN, LATER], MESSAGE);
    holds(scenario, 10_000);
}

#[test]
fn what_fails_at_night_goes_to_people_all_the_same() {
    let budget = Budget {
        unreadable: 1,
        ..NONE
    };
    let scenario = Scenario {
        receives: 1,
        ..night("night, dead letter", budget)
    };
    holds(scenario, 20);
}

/// Some minutes: `cargo test -p shared --lib -- --ignored --nocapture longer_nights`.
#[test]
#[ignore = "some minutes; by its own command"]
fn longer_nights() {
    let budget = Budget {
        messages: 1,
        crashes: 1,
        ..NONE
    };
    holds(night("night, another message, death", budget), 100_000);
    let scenario = night("night, a field, death", budget).with_a_field();
    holds(scenario, 100_000);
    // Two failures of one step give its text up, as by day: `docs/RELIABILITY.md` counts those.
    let budget = Budget {
        crashes: 1,
        lags: 1,
        ..NONE
    };
    holds(night("a long night, death, lag", budget), 1_000);
    let scenario = night(
        "a long night, a field, two messages",
        Budget {
            messages: 2,
            ..NONE
        },
    );
    holds(scenario.with_a_field(), 5_000);
    for (name, deed) in [
        ("a long night, a word, late news", Deed::Spoke),
        ("a long night, closed, late news", Deed::Closed),
        ("a long night, put aside, late news", Deed::PutAside),
    ] {
        let scenario = Scenario {
            team: vec![deed],
            prompt_echoes: false,
            ..night(name, NONE)
        };
        holds(scenario, 1_000);
    }
    let budget = Budget {
        stalls: 1,
        lags: 1,
        ..NONE
    };
    let scenario = Scenario {
        workers: 2,
        ..night("a long night, a worker beyond its lease, lag", budget)
    };
    holds(scenario, 1_000);
    let scenario = Scenario {
        team: vec![Deed::Spoke],
        ..Scenario::new("a long night, shorter and longer", NONE).overnight(&[DAWN, LATER, EARLIER])
    };
    holds(scenario, 1_000);
}
