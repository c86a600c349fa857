//! What is explored with every change, and by a command of its own.

use super::explorer::explore;
use super::inbox::Deed;
use super::scenario::{Agent, Budget, Scenario};

/// No promise is broken in a scenario, and it has more than so many worlds.
pub(super) fn holds(scenario: Scenario, more_than: usize) {
    let explored = explore(scenario);
    println!("{explored}");
    if let Some(breach) = &explored.breach {
        panic!("{breach}");
    }
    assert!(
        explored.worlds > more_than && explored.quiet > 0,
        "{explored}"
    );
    assert_eq!(explored.doubled, 0, "{explored}");
}

const NONE: Budget = Budget::NONE;

#[test]
fn a_takeover_a_death_and_an_unknown_outcome_between_two_messages() {
    let scenario = Scenario {
        team: vec![Deed::Spoke],
        ..Scenario::new(
            "takeover, death, unknown outcome",
            Budget {
                messages: 1,
                crashes: 1,
                unknowns: 1,
                ..NONE
            },
        )
    };
    holds(scenario, 300_000);
}

#[test]
fn a_burst_whose_notifications_come_twice() {
    let budget = Budget {
        messages: 1,
        crashes: 1,
        duplicates: 1,
        ..NONE
    };
    holds(Scenario::new("burst, duplicate, death", budget), 10_000);
    let scenario = Scenario {
        team: vec![Deed::Spoke],
        ..Scenario::new(
            "takeover, duplicate",
            Budget {
                messages: 1,
                duplicates: 1,
                ..NONE
            },
        )
    };
    holds(scenario, 9_000);
}

#[test]
fn a_conversation_that_is_given_back() {
    let scenario = Scenario {
        team: vec![Deed::Spoke, Deed::GaveBack],
        ..Scenario::new(
            "given back",
            Budget {
                messages: 1,
                ..NONE
            },
        )
    };
    holds(scenario, 25_000);
    let scenario = Scenario {
        team: vec![Deed::Noted, Deed::Took],
        ..Scenario::new(
            "a plain note, then taken without a word",
            Budget { crashes: 1, ..NONE },
        )
    };
    holds(scenario, 3_000);
}

#[test]
fn a_hand_off_with_a_death_at_any_moment() {
    let hand_off = |name, budget| Scenario {
        agent: vec![Agent::WantsPerson],
        ..Scenario::new(name, budget)
    };
    let budget = Budget {
        messages: 1,
        crashes: 1,
        ..NONE
    };
    holds(hand_off("hand-off, death", budget), 20_000);
    let budget = Budget {
        unknowns: 1,
        crashes: 1,
        lags: 1,
        ..NONE
    };
    holds(
        hand_off("hand-off, unknown outcome, lag, death", budget),
        40_000,
    );
    let scenario = Scenario {
        team: vec![Deed::Spoke],
        ..hand_off("hand-off, takeover, death", Budget { crashes: 1, ..NONE })
    };
    holds(scenario, 8_000);
    let scenario = Scenario {
        team: vec![Deed::GaveBack],
        ..hand_off("hand-off of what was given to the agent", NONE)
    };
    holds(scenario, 5_000);
    let budget = Budget {
        undone: 1,
        crashes: 1,
        ..NONE
    };
    holds(hand_off("hand-off, a workflow undoes it", budget), 2_000);
    let budget = Budget {
        refusals: 1,
        unknowns: 1,
        ..NONE
    };
    holds(
        hand_off("hand-off, refused, unknown outcome", budget),
        1_000,
    );
}

#[test]
fn what_the_agent_can_come_to() {
    let scenario = Scenario {
        agent: vec![Agent::Answers, Agent::WantsPerson, Agent::GivesUp],
        ..Scenario::new(
            "any answer",
            Budget {
                messages: 1,
                ..NONE
            },
        )
    };
    holds(scenario, 5_000);
}

#[test]
fn two_workers_at_once() {
    let scenario = Scenario {
        receives: 1,
        ..Scenario::new(
            "dead letter, unknown outcome, lag, death",
            Budget {
                unknowns: 1,
                crashes: 1,
                lags: 1,
                ..NONE
            },
        )
    };
    holds(scenario, 10_000);
    let scenario = Scenario {
        receives: 1,
        team: vec![Deed::Spoke],
        ..Scenario::new("dead letter, takeover", Budget { crashes: 1, ..NONE })
    };
    holds(scenario, 2_000);
    let budget = Budget {
        stalls: 1,
        crashes: 1,
        lags: 2,
        ..NONE
    };
    holds(
        Scenario::new("a worker beyond its lease, lag, death", budget),
        10_000,
    );
}

#[test]
fn readings_that_lag_and_outcomes_that_are_not_known() {
    let scenario = Scenario {
        team: vec![Deed::Spoke],
        ..Scenario::new(
            "lag, takeover",
            Budget {
                messages: 1,
                lags: 2,
                ..NONE
            },
        )
    };
    holds(scenario, 25_000);
    let budget = Budget {
        unknowns: 2,
        lags: 2,
        ..NONE
    };
    holds(Scenario::new("two unknown outcomes, lag", budget), 4_000);
    let budget = Budget {
        messages: 1,
        written_twice: 1,
        ..NONE
    };
    holds(Scenario::new("a write whose answer is lost", budget), 800);
    for limited_for in [8, 600] {
        let scenario = Scenario {
            limited_for,
            ..Scenario::new(
                "rate limit, unknown outcome",
                Budget {
                    messages: 1,
                    limits: 1,
                    unknowns: 1,
                    ..NONE
                },
            )
        };
        holds(scenario, 2_000);
    }
    let budget = Budget {
        messages: 1,
        refusals: 1,
        ..NONE
    };
    holds(Scenario::new("refused", budget), 2_000);
}

#[test]
fn what_is_removed_and_what_is_closed() {
    let budget = Budget {
        redactions: 1,
        crashes: 1,
        messages: 1,
        ..NONE
    };
    holds(Scenario::new("redaction, death", budget), 7_000);
    let scenario = Scenario {
        team: vec![Deed::Closed],
        ..Scenario::new(
            "closed, unknown outcome",
            Budget {
                crashes: 1,
                unknowns: 1,
                ..NONE
            },
        )
    };
    holds(scenario, 2_000);
}

#[test]
fn a_second_answer_takes_a_post_that_is_hidden_too_long_and_an_echo_that_is_late() {
    let budget = Budget {
        unknowns: 1,
        long_lags: 5,
        ..NONE
    };
    let late = explore(Scenario::new("hidden too long", budget));
    let prompt = explore(Scenario {
        prompt_echoes: true,
        ..Scenario::new("hidden too long, its echo at once", budget)
    });
    let budget = Budget {
        unknowns: 1,
        lags: 5,
        ..NONE
    };
    let short = explore(Scenario::new("hidden, and not too long", budget));
    for explored in [&late, &prompt, &short] {
        println!("{explored}");
        assert!(
            explored.breach.is_none() && explored.worlds > 400,
            "{explored}"
        );
    }
    assert!(late.doubled > 0 && prompt.doubled == 0 && short.doubled == 0);
}

#[test]
fn a_silence_and_what_may_come_into_it() {
    let silence = |name, budget| Scenario {
        prompt_echoes: true,
        ..Scenario::new(name, budget).until_it_ends()
    };
    let budget = Budget { crashes: 1, ..NONE };
    holds(silence("silence, death", budget), 100);
    let scenario = Scenario {
        team: vec![Deed::Spoke],
        ..silence("silence, takeover", NONE)
    };
    holds(scenario, 100);
}

#[test]
fn a_hand_off_that_nobody_picks_up_or_somebody_at_any_moment() {
    let budget = Budget { crashes: 1, ..NONE };
    let scenario = Scenario::new("pick-up, death", budget);
    holds(scenario.until_picked_up(), 300);
    for (name, deed) in [
        ("pick-up, a word", Deed::Spoke),
        ("pick-up, a note", Deed::Noted),
        ("pick-up, taken", Deed::Took),
        ("pick-up, closed", Deed::Closed),
    ] {
        let scenario = Scenario {
            team: vec![deed],
            ..Scenario::new(name, NONE).until_picked_up()
        };
        holds(scenario, 100);
    }
}

#[test]
fn a_death_while_somebody_picks_it_up_and_a_message_after_a_long_silence() {
    let budget = Budget { crashes: 1, ..NONE };
    for (name, deed) in [
        ("pick-up, a word, death", Deed::Spoke),
        ("pick-up, a note, death", Deed::Noted),
    ] {
        let scenario = Scenario {
            team: vec![deed],
            ..Scenario::new(name, budget).until_picked_up()
        };
        holds(scenario, 1_000);
    }
    let budget = Budget {
        messages: 1,
        ..NONE
    };
    let scenario = Scenario {
        prompt_echoes: true,
        workers: 1,
        ..Scenario::new("silence, a late message", budget).until_it_ends()
    };
    holds(scenario, 200);
}

/// Some minutes: `cargo test -p shared --lib -- --ignored --nocapture larger_bounds`.
#[test]
#[ignore = "some minutes; by its own command"]
fn larger_bounds() {
    let hand_off = |scenario| Scenario {
        agent: vec![Agent::WantsPerson],
        ..scenario
    };
    let team = |team: &[Deed], scenario| Scenario {
        team: team.to_vec(),
        ..scenario
    };
    let budget = Budget {
        messages: 2,
        crashes: 1,
        ..NONE
    };
    holds(Scenario::new("three messages, death", budget), 90_000);
    let budget = Budget {
        messages: 1,
        unknowns: 1,
        lags: 1,
        ..NONE
    };
    let scenario = Scenario::new("takeover, unknown outcome, lag", budget);
    holds(team(&[Deed::Spoke], scenario), 70_000);
    let budget = Budget {
        messages: 1,
        stalls: 1,
        crashes: 1,
        ..NONE
    };
    let scenario = Scenario::new("a worker beyond its lease, death", budget);
    holds(scenario, 200_000);
    let budget = Budget {
        crashes: 1,
        unknowns: 1,
        ..NONE
    };
    let scenario = Scenario::new("given back, death, unknown outcome", budget);
    holds(team(&[Deed::Spoke, Deed::GaveBack], scenario), 100_000);
    let budget = Budget { crashes: 1, ..NONE };
    let scenario = Scenario::new("hand-off of what was given to the agent, death", budget);
    holds(hand_off(team(&[Deed::GaveBack], scenario)), 300_000);
    let budget = Budget {
        messages: 1,
        crashes: 1,
        ..NONE
    };
    let scenario = Scenario::new("a plain note, taken, death", budget);
    holds(team(&[Deed::Noted, Deed::Took], scenario), 200_000);
    let scenario = Scenario {
        receives: 1,
        ..Scenario::new("dead letter, death", budget)
    };
    holds(scenario, 30_000);
    let budget = Budget {
        messages: 1,
        crashes: 1,
        unknowns: 1,
        ..NONE
    };
    let scenario = Scenario::new("closed, death, unknown outcome", budget);
    holds(team(&[Deed::Closed], scenario), 400_000);
}
