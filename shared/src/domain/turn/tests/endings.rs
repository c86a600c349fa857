//! How conversations end: by what is said, and by nothing being said.

use super::bad_moments::{ada, person};
use super::world::{CONFIG, Crash, World, said};
use crate::domain::answer::{Answer, Gist};
use crate::domain::assignee::Assignee;
use crate::domain::conversation::Errand;
use crate::domain::digest::Digest;
use crate::domain::ending::{Ended, Ending};
use crate::domain::outcome::Outcome;
use crate::domain::part::{Author, Command};
use crate::domain::turn::{Effect, Stop};

const DAY: i64 = 86_400;

fn asked() -> World {
    let mut world = World::asked("How do I brew green tea?");
    world.config = CONFIG.replace(
        r#""Nexora outcome": "outcome""#,
        r#""Nexora outcome": "outcome", "Nexora state": "state""#,
    );
    world
}

/// The visitor says that this was it.
fn says_goodbye(world: &mut World) {
    world.visitor_writes("Thanks, bye!");
    world.answer = Answer {
        gist: Gist::Closes,
        ..said("You're welcome.")
    };
}

/// What the record says of its end, and the marks of the conversation.
fn ended(world: &World) -> String {
    let ended = world.record().ended.clone();
    let ended = ended.map(|ended| {
        Ended {
            rule: None,
            ..ended
        }
        .to_string()
    });
    let marks = world.attributes.iter().map(|(_, value)| value.as_str());
    let waits = if world.record().reminder.is_some() {
        ", and it is looked at again"
    } else {
        ""
    };
    format!(
        "{} [{}]{waits}",
        ended.as_deref().unwrap_or("no end"),
        marks.collect::<Vec<_>>().join(", ")
    )
}

/// A turn that comes because a time has come, so many seconds later.
fn due(world: &mut World, after: i64) -> Stop {
    world.pass(after);
    world.errand = Errand::Due;
    let stop = world.run();
    world.errand = Errand::Answer;
    stop
}

fn rows(world: &World) -> usize {
    let reminds = |effect: &&Effect| matches!(effect, Effect::Remind(..));
    world.done.iter().filter(reminds).count()
}

#[test]
fn an_answer_after_which_the_visitor_says_nothing_for_a_day_has_resolved_it() {
    let mut world = asked();
    world.run();
    assert_eq!(
        ended(&world),
        "no end [answered, active], and it is looked at again"
    );
    assert_eq!(
        due(&mut world, DAY - 1),
        Stop::Outcome(Outcome::NothingToCover),
        "a second too early"
    );
    assert_eq!(
        due(&mut world, 1),
        Stop::Outcome(Outcome::Ended(Ending::Assumed))
    );
    assert_eq!(
        ended(&world),
        "resolved_assumed 2026-01-11 [active, resolved]"
    );
    assert_eq!(due(&mut world, 1), Stop::Outcome(Outcome::NothingToCover));
    insta::assert_snapshot!(world.told(), @"
    visitor: How do I brew green tea?
    agent: <p>Two minutes at 70 °C.</p>
    calls: read, read, reply, attributes, read, attributes
    writes: 5
    ");
}

#[test]
fn a_visitor_who_says_goodbye_after_an_answer_confirms_it_and_nobody_waits() {
    let mut world = asked();
    world.run();
    says_goodbye(&mut world);
    world.run();
    assert_eq!(
        ended(&world),
        "resolved_confirmed 2026-01-10 [answered, active]"
    );
    assert_eq!(due(&mut world, DAY), Stop::Outcome(Outcome::NothingToCover));
}

#[test]
fn a_goodbye_before_any_answer_resolves_nothing() {
    let mut world = asked();
    world.lines.clear();
    world.stored = None;
    says_goodbye(&mut world);
    world.run();
    due(&mut world, DAY);
    assert_eq!(ended(&world), "abandoned 2026-01-11 [active, abandoned]");
}

#[test]
fn who_says_nothing_to_a_question_of_the_agents_has_abandoned_it() {
    let mut world = asked();
    world.answer = said("");
    world.run();
    due(&mut world, DAY);
    assert_eq!(ended(&world), "abandoned 2026-01-11 [active, abandoned]");
}

#[test]
fn whoever_has_it_without_a_hand_off_when_the_day_is_over_took_it_from_the_agent() {
    let takes: [fn(&mut World); 3] = [
        World::teammate_writes,
        |world| world.teammate_commands(Command::Stop),
        |world| {
            world.team = Some("102".try_into().unwrap());
            let to = Assignee::Team("102".try_into().unwrap());
            world.happens("assignment", Author::Bot, "", Some(to), None);
        },
    ];
    for take in takes {
        let mut world = asked();
        world.run();
        take(&mut world);
        world.run();
        due(&mut world, DAY);
        assert_eq!(
            ended(&world),
            "taken_over 2026-01-11 [taken_over, taken_over]",
            "{}",
            world.told()
        );
    }
    // Who only closes it has not taken it.
    let mut world = asked();
    world.run();
    world.happens("close", ada(), "", None, None);
    due(&mut world, DAY);
    assert_eq!(
        ended(&world),
        "resolved_assumed 2026-01-11 [active, resolved]"
    );
}

#[test]
fn a_hand_off_is_an_end_with_its_reason_and_takes_the_place_of_an_earlier_one() {
    let mut world = asked();
    world.run();
    due(&mut world, DAY);
    world.visitor_writes("A person please");
    world.answer = Answer {
        wants_person: true,
        ..said("")
    };
    world.run();
    assert_eq!(
        ended(&world),
        "handed_off 2026-01-11 asked_for_person [handed_off, handed_off]"
    );
}

#[test]
fn a_person_who_takes_over_in_the_middle_of_a_hand_off_was_handed_it() {
    let farewell = {
        let mut rehearsal = person("A person please");
        rehearsal.run();
        rehearsal
            .done
            .iter()
            .position(super::bad_moments::is_post)
            .unwrap()
    };
    let mut world = person("A person please");
    world.takeover_after = Some(farewell);
    world.run();
    assert!(
        ended(&world).starts_with("handed_off 2026-01-10 asked_for_person"),
        "{}",
        ended(&world)
    );
}

#[test]
fn what_a_rule_leaves_to_the_bot_ends_there_if_the_agent_had_no_part_in_it() {
    let leaves = |world: &mut World, to: &str| {
        world.config = CONFIG.replace(
            r#"{ "agent": {} }"#,
            &format!(r#"{{ "leave_to": "{to}" }}"#),
        );
        world.run();
        ended(world)
    };
    let mut world = asked();
    assert_eq!(leaves(&mut world, "bot"), "left_to_bot 2026-01-10 []");
    world.pass(DAY);
    world.visitor_writes("And then?");
    assert_eq!(leaves(&mut world, "bot"), "left_to_bot 2026-01-10 []");
    for to in ["team", "nobody"] {
        assert_eq!(leaves(&mut asked(), to), "no end []");
    }
    // What the agent has answered is not the bot's; and what comes of the rest is not the agent's.
    let mut world = asked();
    world.run();
    world.visitor_writes("And then?");
    assert_eq!(leaves(&mut world, "bot"), "no end [answered, active]");
    assert_eq!(due(&mut world, DAY), Stop::Outcome(Outcome::NothingToCover));
}

#[test]
fn whichever_rule_routes_it_later_it_has_ended_by_the_one_that_did_then() {
    let mut world = asked();
    world.run();
    due(&mut world, DAY);
    let counted = world.record().counted();
    assert_eq!(
        ended(&world),
        "resolved_assumed 2026-01-11 [active, resolved]"
    );
    world.config = CONFIG
        .replace(r#""Everything""#, r#""Not ours any more""#)
        .replace(r#"{ "agent": {} }"#, r#"{ "leave_to": "team" }"#);
    world.visitor_writes("And then?");
    world.run();
    let rule = Some(Digest::of(["Not ours any more"]));
    assert_eq!(
        (world.record().rule, world.record().counted()),
        (rule, counted)
    );
}

#[test]
fn drafts_and_observations_are_no_end() {
    for mode in ["draft", "observe"] {
        let mut world = asked();
        world.config = CONFIG.replace(
            r#"{ "agent": {} }"#,
            &format!(r#"{{ "agent": {{ "mode": "{mode}" }} }}"#),
        );
        world.run();
        assert_eq!(due(&mut world, DAY), Stop::Outcome(Outcome::NothingToCover));
        assert!(
            ended(&world).starts_with("no end"),
            "{mode}: {}",
            ended(&world)
        );
    }
}

#[test]
fn what_the_visitor_wrote_meanwhile_is_answered_and_the_day_begins_anew() {
    let mut world = asked();
    world.run();
    let known = world.stored.clone();
    world.visitor_writes("And black tea?");
    // Nobody told us of it.
    world.stored = known;
    world.answer = said("Four minutes.");
    assert_eq!(due(&mut world, DAY), Stop::Outcome(Outcome::Replied));
    assert_eq!(due(&mut world, 1), Stop::Outcome(Outcome::NothingToCover));
    assert_eq!(
        due(&mut world, DAY),
        Stop::Outcome(Outcome::Ended(Ending::Assumed))
    );
}

#[test]
fn one_row_serves_many_answers_and_whoever_comes_too_early_sets_the_next() {
    let mut world = asked();
    for nth in 0..4 {
        world.answer = said(&format!("Answer {nth}."));
        world.run();
        world.pass(60);
        world.visitor_writes("And then?");
    }
    assert_eq!(rows(&world), 1, "the first is due no later than the others");
    due(&mut world, DAY - 300);
    assert_eq!(rows(&world), 2);
}

#[test]
fn the_silence_is_as_long_as_the_configuration_says() {
    let mut world = asked();
    world.config = world.config.replace(
        r#""version": 1,"#,
        r#""version": 1, "outcomes": { "silence": "2h" },"#,
    );
    world.run();
    assert_eq!(
        due(&mut world, 7_199),
        Stop::Outcome(Outcome::NothingToCover)
    );
    assert_eq!(
        due(&mut world, 1),
        Stop::Outcome(Outcome::Ended(Ending::Assumed))
    );
}

#[test]
fn the_rule_that_routed_it_is_written_with_the_intent_and_none_where_it_was_given_to_the_agent() {
    let mut world = asked();
    let posts = {
        let mut rehearsal = asked();
        rehearsal.run();
        rehearsal
            .done
            .iter()
            .position(super::bad_moments::is_post)
            .unwrap()
    };
    world.crash = Some(Crash::Before(posts));
    world.run_once();
    assert_eq!(world.record().rule, Some(Digest::of(["Everything"])));
    world.pass(150);
    world.run();
    assert_eq!(world.record().rule, Some(Digest::of(["Everything"])));
    world.give_to_us();
    world.visitor_writes("And black tea?");
    world.answer = said("Four minutes.");
    world.run();
    assert_eq!(world.record().rule, None);
}

#[test]
fn an_echo_that_comes_before_a_death_leaves_the_end_to_whoever_comes_next() {
    let undisturbed = {
        let mut world = asked();
        world.run();
        says_goodbye(&mut world);
        world.done.clear();
        world.run();
        world.done.len()
    };
    for crash in (0..undisturbed).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        for heard in [true, false] {
            let mut world = asked();
            world.run();
            says_goodbye(&mut world);
            world.crash = Some(crash);
            if world.run_once().is_none() && heard {
                let parts: Vec<_> = world.lines.iter().map(|line| line.part.clone()).collect();
                for part in parts {
                    world.hears_of(&part);
                }
            }
            world.pass(150);
            world.run_to_the_end();
            assert!(
                ended(&world).starts_with("resolved_confirmed"),
                "{crash:?} {heard}: {}\n{}",
                ended(&world),
                world.told()
            );
            assert_eq!(world.visible(), 2, "{crash:?} {heard}");
        }
    }
}
