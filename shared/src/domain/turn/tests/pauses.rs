//! A paused agent: silent at once, and nobody waits for it.

use super::world::{Crash, World, said};
use crate::domain::answer::Answer;
use crate::domain::conversation::Errand;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::part::Command;
use crate::domain::switch::Switch;
use crate::domain::turn::{Effect, Failure, Stop};

fn everything() -> Switch {
    Switch {
        all: true,
        ..Switch::default()
    }
}

fn rule(name: &str) -> Switch {
    Switch {
        rules: [name.to_owned()].into(),
        ..Switch::default()
    }
}

fn left() -> Stop {
    Stop::Outcome(Outcome::LeftAlone {
        rule: "paused".to_owned(),
    })
}

fn handed(reason: Reason) -> Stop {
    Stop::Outcome(Outcome::HandedOff {
        to: "Support".to_owned(),
        reason,
    })
}

/// A conversation that somebody assigned to the agent's teammate.
fn given() -> World {
    let mut world = World::asked("How?");
    world.give_to_us();
    world
}

fn asks_for_a_person() -> World {
    let mut world = World::asked("A person please");
    world.answer = Answer {
        wants_person: true,
        ..said("")
    };
    world
}

#[test]
fn what_nobody_has_is_left_to_the_team_and_not_answered_later_either() {
    for switch in [everything(), rule("Everything")] {
        let mut world = World::asked("How?");
        world.switch = switch;
        assert_eq!(world.run(), left());
        insta::allow_duplicates! {
            insta::assert_snapshot!(world.told(), @"
            visitor: How?
            calls: read
            writes: 2
            ");
        }
        world.switch = Switch::default();
        assert_eq!(world.run(), Stop::Outcome(Outcome::NothingToCover));
        assert_eq!(world.visible(), 0);
        // What comes after the pause is answered.
        world.visitor_writes("And now?");
        assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    }
}

#[test]
fn the_trace_says_what_is_paused() {
    let mut world = World::asked("How?");
    world.switch = rule("Everything");
    world.run();
    assert!(
        world.trace.contains("the rule “Everything” is paused"),
        "{}",
        world.trace
    );
    let mut world = World::asked("How?");
    world.switch = everything();
    world.run();
    assert!(
        world
            .trace
            .contains("the agent is paused in this workspace"),
        "{}",
        world.trace
    );
}

#[test]
fn a_paused_rule_says_nothing_of_the_others() {
    let mut world = World::asked("How?");
    world.switch = rule("Something else");
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
}

#[test]
fn what_was_given_to_the_agent_goes_to_the_default_without_a_word() {
    let mut world = given();
    world.switch = everything();
    assert_eq!(world.run(), handed(Reason::Paused));
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    assigned to teammate 9
    note: <h2>Handed over by Nexora</h2><p><b>Ask:</b> “How?”</p><p><b>Why a person:</b> the agent is paused, and was given this conversation</p><p><b>Tried:</b> nothing yet; the agent has not answered in this conversation</p><p><b>Facts:</b> page: acme.example/shop</p><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p>
    assigned to team 101
    assigned to nobody
    assigned to team 101
    calls: read, read, note, assign, attributes, read, assign, assign, read
    writes: 6
    ");
    assert_eq!(world.team(), Some("101"));
}

#[test]
fn a_pause_at_any_moment_before_the_intent_keeps_the_answer_back() {
    for on in [
        (|effect: &Effect| *effect == Effect::Load) as fn(&Effect) -> bool,
        |effect| *effect == Effect::Read,
        |effect| matches!(effect, Effect::Ask(..)),
        |effect| *effect == Effect::LookAtSwitch,
    ] {
        for (switch, mut world, stop) in [
            (everything as fn() -> Switch, World::asked("How?"), left()),
            (|| rule("Everything"), World::asked("How?"), left()),
            (everything, given(), handed(Reason::Paused)),
        ] {
            world.hooks.push((
                on,
                if switch().all {
                    |world| world.switch = everything()
                } else {
                    |world| world.switch = rule("Everything")
                },
            ));
            assert_eq!(world.run(), stop, "{}", world.told());
            assert_eq!(world.visible(), 0, "{}", world.told());
        }
    }
}

#[test]
fn a_draft_is_kept_back_too() {
    let mut world = World::asked("How?");
    world.config = world
        .config
        .replace(r#""agent": {}"#, r#""agent": { "mode": "draft" }"#);
    world.hooks.push((
        |effect| matches!(effect, Effect::Ask(..)),
        |world| world.switch = everything(),
    ));
    assert_eq!(world.run(), left());
    assert_eq!((world.visible(), world.notes()), (0, 0));
}

#[test]
fn a_hand_off_that_was_decided_goes_on_without_a_text() {
    let mut world = asks_for_a_person();
    world.hooks.push((
        |effect| *effect == Effect::LookAtSwitch,
        |world| world.switch = everything(),
    ));
    assert_eq!(world.run(), handed(Reason::AskedForPerson));
    assert_eq!(
        (world.visible(), world.notes(), world.team()),
        (0, 1, Some("101")),
        "{}",
        world.told()
    );
}

#[test]
fn a_hand_off_that_died_on_its_way_is_ended_in_silence_wherever_it_died() {
    let effects = asks_for_a_person().effects();
    let crashes = (0..effects).flat_map(|at| [Crash::Before(at), Crash::After(at)]);
    let switches = [everything(), rule("Everything")];
    for (crash, switch) in crashes.flat_map(|crash| switches.clone().map(|it| (crash, it))) {
        let mut world = asks_for_a_person();
        world.crash = Some(crash);
        assert_eq!(world.run_once(), None);
        let said = world.visible();
        world.switch = switch;
        let begun = world.record().step.is_some();
        let done = world.team().is_some();
        world.pass(150);
        world.run_to_the_end();
        assert_eq!(world.visible(), said, "{crash:?}\n{}", world.told());
        if begun || done {
            assert_eq!(
                (world.notes(), world.team()),
                (1, Some("101")),
                "{crash:?}\n{}",
                world.told()
            );
        }
        assert!(world.record().step.is_none(), "{crash:?}");
    }
}

#[test]
fn a_rule_that_is_paused_while_the_agent_thinks_again_keeps_the_answer_back() {
    let mut world = World::asked("How?");
    world.fails.push((Failure::Unknown, false));
    world.crash = Some(Crash::After(8));
    assert_eq!(world.run_once(), None, "{}", world.told());
    world.pass(150);
    world.hooks.push((
        |effect| matches!(effect, Effect::Ask(..)),
        |world| world.switch = rule("Everything"),
    ));
    assert_eq!(world.run_to_the_end(), left(), "{}", world.told());
    assert_eq!(world.visible(), 0, "{}", world.told());
}

#[test]
fn an_answer_that_was_not_sent_is_not_asked_for_again() {
    for switch in [everything(), rule("Everything")] {
        for arrives in [false, true] {
            let mut world = World::asked("How?");
            world.fails.push((Failure::Unknown, arrives));
            world.crash = Some(Crash::After(8));
            assert_eq!(world.run_once(), None, "{}", world.told());
            world.switch = switch.clone();
            world.pass(150);
            let stop = world.run_to_the_end();
            if arrives {
                assert_eq!(stop, Stop::Outcome(Outcome::Replied));
            } else {
                assert_eq!(stop, left(), "{}", world.told());
            }
            assert_eq!(world.visible(), usize::from(arrives), "{}", world.told());
        }
    }
}

#[test]
fn orders_and_last_resorts_are_carried_out_in_silence() {
    let mut world = World::asked("How?");
    world.switch = everything();
    world.teammate_commands(Command::HandOff);
    assert_eq!(world.run(), handed(Reason::Ordered));
    assert_eq!(
        (world.visible(), world.notes(), world.team()),
        (0, 1, Some("101"))
    );

    let mut world = World::asked("How?");
    world.switch = rule("Everything");
    world.errand = Errand::HandOver(Reason::LastResort);
    assert_eq!(world.run(), handed(Reason::LastResort));
    assert_eq!(
        (world.visible(), world.notes(), world.team()),
        (0, 1, Some("101"))
    );
}
