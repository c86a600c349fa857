//! The diagram in `docs/TURNS.md` against the machine.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::explorer::explore;
use super::inbox::Deed;
use super::scenario::{Agent, Budget, Scenario};
use crate::domain::turn::machine::Phase;

type Arrows = BTreeSet<(&'static str, &'static str)>;

thread_local! {
    static TAKEN: RefCell<Arrows> = const { RefCell::new(BTreeSet::new()) };
}

/// What the diagram calls a phase.
pub(super) const fn name(phase: &Phase) -> &'static str {
    match phase {
        Phase::Beginning => "Beginning",
        Phase::Loading => "Loading",
        Phase::Saving { .. } => "Saving",
        Phase::Reading(_) => "Reading",
        Phase::Fetching { .. } => "Fetching",
        Phase::Asking => "Asking",
        Phase::Summarising(_) => "Summarising",
        Phase::LookingAtSwitch(_) => "LookingAtSwitch",
        Phase::Posting(_) => "Posting",
        Phase::Marking { .. } => "Marking",
        Phase::Leaving(_) => "Leaving",
        Phase::Reminding { .. } => "Reminding",
        Phase::Postponing => "Postponing",
        Phase::PickingUp => "PickingUp",
        Phase::AskingAgain(_) => "AskingAgain",
        Phase::Waiting(_) => "Waiting",
        Phase::Over => "Over",
    }
}

/// Notes that a turn went this way.
pub(super) fn took(from: &'static str, to: &'static str) {
    TAKEN.with_borrow_mut(|taken| taken.insert((from, to)));
}

#[test]
fn the_diagram_has_every_phase_and_every_way_a_turn_takes_in_the_model() {
    let none = Budget::NONE;
    let budgets = [
        Budget {
            unknowns: 1,
            lags: 1,
            ..none
        },
        Budget {
            limits: 1,
            unreadable: 1,
            ..none
        },
        Budget { undone: 1, ..none },
    ];
    for budget in budgets {
        explore(Scenario {
            agent: vec![Agent::Answers, Agent::WantsPerson, Agent::GivesUp],
            ..Scenario::new("the diagram", budget)
        });
    }
    explore(Scenario {
        team: vec![Deed::Spoke],
        ..Scenario::new("the diagram, with a takeover", none)
    });
    let text = include_str!("../../../../../docs/TURNS.md");
    let arrows: BTreeSet<_> = text
        .lines()
        .filter_map(|line| line.trim().split_once(" --> "))
        .map(|(from, to)| (from, to.split(':').next().unwrap_or(to).trim()))
        .collect();
    let taken = TAKEN.take();
    let missing: Vec<_> = taken.difference(&arrows).collect();
    assert!(
        missing.is_empty() && taken.len() > 12,
        "not drawn: {missing:?}, of {}",
        taken.len()
    );
    let drawn: BTreeSet<_> = arrows.iter().flat_map(|(from, to)| [*from, *to]).collect();
    insta::assert_snapshot!(drawn.into_iter().collect::<Vec<_>>().join(" "), @"Asking AskingAgain Beginning Fetching Leaving Loading LookingAtSwitch Marking Over PickingUp Posting Postponing Reading Reminding Saving Summarising Waiting [*]");
}
