//! The machine against a small world: killed after every effect, taken over after every effect.

mod attributes;
mod bad_moments;
mod bursts;
mod capturing;
mod changes;
mod clarify;
mod commands;
mod endings;
mod failing;
mod left_to_bot;
mod marks;
mod modes;
mod opening;
mod pauses;
mod picking_up;
mod queue;
mod queueing;
mod rate_limit;
mod reopened;
mod wording;
mod world;
mod zombies;

use jiff::SignedDuration;
use world::{CONFIG, Crash, World, said};

use super::{Effect, Failure, Stop};
use crate::domain::answer::{Answer, Detected};
use crate::domain::conversation::Errand;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::part::Command;

#[test]
fn a_question_is_answered_once_and_the_answer_is_the_agents() {
    let mut world = World::asked("How do I brew green tea?");
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    insta::assert_snapshot!(world.told(), @"
    visitor: How do I brew green tea?
    agent: <p>Two minutes at 70 °C.</p>
    calls: read, read, reply, attributes
    writes: 3
    ");
    assert_eq!(world.run(), Stop::Outcome(Outcome::NothingToCover));
}

#[test]
fn a_look_finds_what_the_record_does_not_know_of_and_answers_it_once() {
    let mut world = World::asked("How do I brew green tea?");
    world.run();
    let known = world.stored.clone();
    world.visitor_writes("And black tea?");
    world.stored = known;
    assert_eq!(world.run(), Stop::Outcome(Outcome::NothingToCover));
    world.errand = Errand::Look;
    world.answer = said("Four minutes at 95 °C.");
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!(world.run(), Stop::Outcome(Outcome::NothingToCover));
    assert_eq!(world.visible(), 2, "{}", world.told());
}

#[test]
fn a_look_says_nothing_over_a_person_of_whom_nobody_told_us_and_remembers_them() {
    let mut world = World::asked("How do I brew green tea?");
    world.run();
    let known = world.stored.clone();
    world.teammate_writes();
    world.visitor_writes("And black tea?");
    world.stored = known;
    world.errand = Errand::Look;
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    let reads = |world: &World| {
        let reads = |effect: &&Effect| matches!(effect, Effect::Read);
        world.done.iter().filter(reads).count()
    };
    let before = reads(&world);
    world.errand = Errand::Answer;
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    assert_eq!(reads(&world), before, "the record knows it now");
}

#[test]
fn a_wish_for_a_person_becomes_a_text_a_note_and_an_assignment() {
    let mut world = World::asked("A person please");
    world.answer = Answer {
        wants_person: true,
        ..said("")
    };
    let handed = Outcome::HandedOff {
        to: "Support".to_owned(),
        reason: Reason::AskedForPerson,
    };
    assert_eq!(world.run(), Stop::Outcome(handed));
    insta::assert_snapshot!(world.told(), @"
    visitor: A person please
    agent: <p>I'm bringing in a colleague. They can see everything we discussed here.</p>
    note: <h2>Handed over by Nexora</h2><p><b>Ask:</b> “A person please”</p><p><b>Why a person:</b> the visitor asked for a person</p><p><b>Tried:</b> nothing yet; the agent has not answered in this conversation</p><p><b>Facts:</b> page: acme.example/shop</p><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p>
    assigned to team 101
    calls: read, read, reply, note, assign, attributes, read
    writes: 5
    ");
}

/// Closed on the Saturday of the world, until ten minutes past eight on Sunday.
fn closed(text: &str) -> World {
    let mut world = World::asked("A person please");
    world.answer = Answer {
        wants_person: true,
        ..said("")
    };
    let say = format!(
        r#""say": {{ "open": {{ "en": "One moment." }}, "closed": {{ "en": "{text}" }} }},"#
    );
    world.config = CONFIG
        .replace(r#""hand_off": {"#, &format!(r#""hand_off": {{ {say}"#))
        .replace(
            r#""rules":"#,
            r#""office_hours": { "default": { "zone": "UTC", "open": { "daily": "00:00-24:00" } },
                "teams": { "Support": { "zone": "UTC", "open": { "sun": "08:10-18:00" } } } }, "rules":"#,
        );
    world
}

#[test]
fn while_the_team_that_gets_it_is_closed_the_visitor_is_told_when_it_opens() {
    let mut world = closed("We're back {opens}.");
    world.run();
    assert!(
        world
            .told()
            .contains("agent: <p>We're back Sunday 08:10 (UTC).</p>"),
        "{}",
        world.told()
    );
    let mut world = closed("We're back {opens}.");
    world.pass(24 * 3_600 + 600);
    world.run();
    assert!(
        world.told().contains("agent: <p>One moment.</p>"),
        "{}",
        world.told()
    );
}

#[test]
fn with_nothing_to_say_while_closed_the_hand_off_goes_on_without_a_word() {
    let mut world = closed("");
    world.run();
    assert_eq!(
        (world.visible(), world.notes(), world.team()),
        (0, 1, Some("101")),
        "{}",
        world.told()
    );
}

#[test]
fn a_farewell_that_is_said_again_is_true_when_it_is_said() {
    // A minute before the team opens, the worker dies before the farewell is posted; the next one comes when it is open.
    let posts = |world: &World| {
        world
            .done
            .iter()
            .position(|effect| matches!(effect, Effect::Post(_)))
    };
    let mut rehearsal = closed("We're back {opens}.");
    rehearsal.run();
    let mut world = closed("We're back {opens}.");
    world.pass(24 * 3_600 + 540);
    world.crash = posts(&rehearsal).map(Crash::Before);
    world.run_to_the_end();
    assert_eq!(
        (world.visible(), world.notes(), world.team()),
        (1, 1, Some("101"))
    );
    assert!(
        world.told().contains("agent: <p>One moment.</p>"),
        "{}",
        world.told()
    );
}

#[test]
fn whoever_dies_after_whatever_effect_the_visitor_gets_one_answer() {
    let effects = World::asked("How?").effects();
    for crash in (0..effects).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let mut world = World::asked("How?");
        world.crash = Some(crash);
        let stop = world.run_to_the_end();
        assert_eq!(world.visible(), 1, "{crash:?} {stop:?}\n{}", world.told());
        assert!(
            world.record().step.is_none() && world.record().lease.is_none(),
            "{crash:?}"
        );
        assert_eq!(world.record().covered, world.record().seen, "{crash:?}");
    }
}

#[test]
fn whoever_dies_in_a_hand_off_the_team_gets_one_note_and_the_conversation() {
    let asked = || {
        let mut world = World::asked("A person please");
        world.answer = Answer {
            wants_person: true,
            ..said("")
        };
        world
    };
    for crash in (0..asked().effects()).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let mut world = asked();
        world.crash = Some(crash);
        world.run_to_the_end();
        let counts = (world.visible(), world.notes(), world.team());
        assert_eq!(counts, (1, 1, Some("101")), "{crash:?}\n{}", world.told());
        assert!(world.record().step.is_none(), "{crash:?}");
    }
}

#[test]
fn an_answer_whose_fate_is_unknown_is_looked_for_before_it_is_sent_again() {
    for arrives in [true, false] {
        let mut world = World::asked("How?");
        world.fails.push((Failure::Unknown, arrives));
        assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
        assert_eq!(world.visible(), 1, "arrives: {arrives}\n{}", world.told());
    }
}

#[test]
fn two_unknown_fates_end_with_a_person() {
    let mut world = World::asked("How?");
    world.fails = vec![(Failure::Unknown, false), (Failure::Unknown, false)];
    let handed = Outcome::HandedOff {
        to: "Support".to_owned(),
        reason: Reason::Unconfirmed,
    };
    assert_eq!(world.run(), Stop::Outcome(handed));
}

#[test]
fn a_refused_answer_ends_with_a_person_and_a_dead_token_waits() {
    let mut world = World::asked("How?");
    world.fails.push((Failure::Refused, false));
    let handed = Outcome::HandedOff {
        to: "Support".to_owned(),
        reason: Reason::Refused,
    };
    assert_eq!(world.run(), Stop::Outcome(handed));

    let mut world = World::asked("How?");
    world.fails.push((Failure::Unauthorized, false));
    assert_eq!(world.run(), Stop::Failed(Failure::Unauthorized));
    assert_eq!(
        (world.record().step.clone(), world.record().lease),
        (None, None)
    );
}

#[test]
fn a_rate_limit_is_waited_for_within_the_turn() {
    let mut world = World::asked("How?");
    let until = world.now.checked_add(SignedDuration::from_secs(8)).unwrap();
    world.fails.push((Failure::RateLimited(until), false));
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!(world.visible(), 1);
}

#[test]
fn a_teammate_who_writes_at_any_moment_is_never_talked_over() {
    let effects = World::asked("How?").effects();
    for at in 0..effects {
        let mut world = World::asked("How?");
        world.takeover_after = Some(at);
        world.run();
        // Between the last look and the POST Intercom has no conditional write: the one residual risk of its kind.
        let just_before_the_post = matches!(world.done.get(at + 1), Some(Effect::Post(_)));
        let talked_over = world.visible_after_takeover();
        assert_eq!(
            talked_over,
            usize::from(just_before_the_post),
            "after effect {at}\n{}",
            world.told()
        );
        assert!(world.record().step.is_none(), "after effect {at}");
    }
}

#[test]
fn a_teammate_who_takes_over_is_left_alone_until_the_agent_is_brought_back() {
    let mut world = World::asked("How?");
    world.teammate_writes();
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    world.visitor_writes("And black tea?");
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    world.teammate_commands(Command::Resume);
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
}

#[test]
fn a_message_that_comes_while_the_agent_thinks_is_covered_by_the_same_turn() {
    let mut world = World::asked("How?");
    world.visitor_writes_while_asking = Some("And how much?");
    assert_eq!(
        world.run(),
        Stop::Outcome(Outcome::HandedOff {
            to: "Support".to_owned(),
            reason: Reason::Repeating
        })
    );
    assert_eq!(world.record().covered, world.record().seen);
}

#[test]
fn a_message_that_was_announced_but_does_not_show_is_waited_for_and_then_given_to_a_person() {
    let mut world = World::asked("How?");
    world.hidden = true;
    assert!(matches!(world.run(), Stop::Later { .. }));
    assert_eq!(world.record().lease, None);
    world.receive_count = 6;
    let handed = Outcome::HandedOff {
        to: "Support".to_owned(),
        reason: Reason::Unreadable,
    };
    assert_eq!(world.run(), Stop::Outcome(handed));
}

#[test]
fn an_unsure_agent_offers_a_person_once_and_then_brings_one() {
    let mut world = World::asked("What is the capital of France?");
    world.answer = said("");
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    world.visitor_writes("And of Spain?");
    let handed = Outcome::HandedOff {
        to: "Support".to_owned(),
        reason: Reason::Unsure,
    };
    assert_eq!(world.run(), Stop::Outcome(handed));
}

#[test]
fn an_intent_for_people_goes_to_people_with_its_name_and_confidence() {
    let mut world = World::asked("Close my account");
    world.answer.intent = Some(Detected {
        name: "cancel account".to_owned(),
        confidence: 91,
    });
    world.run();
    assert!(
        world
            .told()
            .contains("“cancel account” is for people (91 % sure)"),
        "{}",
        world.told()
    );
}

#[test]
fn an_assignment_that_a_workflow_undoes_is_repaired() {
    let mut world = World::asked("A person please");
    world.answer = Answer {
        wants_person: true,
        ..said("")
    };
    world.undo_assignments = 2;
    world.run();
    assert_eq!(
        (world.team(), world.notes(), world.visible()),
        (Some("101"), 1, 1)
    );
}

#[test]
fn the_last_resort_does_nothing_when_everything_is_covered() {
    let mut world = World::asked("How?");
    world.run();
    world.errand = Errand::HandOver(Reason::LastResort);
    assert_eq!(world.run(), Stop::Outcome(Outcome::NothingToCover));
    world.visitor_writes("Hello?");
    let handed = Outcome::HandedOff {
        to: "Support".to_owned(),
        reason: Reason::LastResort,
    };
    assert_eq!(world.run(), Stop::Outcome(handed));
}

#[test]
fn another_workers_lease_is_respected_until_it_ends() {
    let mut world = World::asked("How?");
    world.crash = Some(Crash::After(1));
    assert!(world.run_once().is_none(), "killed with the lease in hand");
    assert!(matches!(world.run_once(), Some(Stop::Later { .. })));
    world.pass(150);
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
}

#[test]
fn a_conversation_that_never_shows_is_given_up_but_not_forgotten() {
    let mut world = World::asked("How?");
    world.deleted = true;
    assert!(matches!(world.run(), Stop::Later { .. }));
    world.receive_count = 6;
    assert_eq!(world.run(), Stop::Outcome(Outcome::Gone));
    assert!(!world.record().deleted && world.record().lease.is_none());
}
