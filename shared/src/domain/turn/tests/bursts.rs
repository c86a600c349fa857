//! Several messages, one answer; and a message at a bad moment.

use super::world::{World, said};
use crate::domain::outcome::Outcome;
use crate::domain::part::Author;
use crate::domain::turn::{Effect, Stop};

/// What the agent was asked each time, as the texts that waited.
fn asked(world: &World) -> Vec<Vec<String>> {
    let asked = world.done.iter().filter_map(|effect| match effect {
        Effect::Ask(question, _) => {
            let texts = question.unanswered().map(str::to_owned);
            Some(texts.collect())
        }
        _ => None,
    });
    asked.collect()
}

#[test]
fn twenty_messages_in_the_quiet_window_are_one_question_and_get_one_answer() {
    let mut world = World::asked("message 1");
    for nth in 2..=20 {
        world.visitor_writes(&format!("message {nth}"));
    }
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    let all: Vec<_> = (1..=20).map(|nth| format!("message {nth}")).collect();
    assert_eq!(asked(&world), [all]);
    // The other nineteen requests find nothing to cover, and cost no call.
    let calls = world.done.len();
    for _ in 0..19 {
        assert_eq!(world.run(), Stop::Outcome(Outcome::NothingToCover));
    }
    assert_eq!((world.done.len() - calls, world.visible()), (19, 1));
}

#[test]
fn a_message_after_whatever_effect_is_answered_once_by_this_turn_or_by_the_next() {
    let effects = World::asked("How?").effects();
    for at in 0..effects {
        let mut world = World::asked("How?");
        world.happens_after = Some((at, |world| {
            world.visitor_writes("And how much?");
            // What the agent would say to both.
            world.answer = said("Five grams, two minutes.");
        }));
        let first = world.run();
        // The message's own request.
        let second = world.run();
        let covered = world.record().covered == world.record().seen;
        assert!(
            covered && (1..=2).contains(&world.visible()),
            "after effect {at}: {first:?} {second:?}\n{}",
            world.told()
        );
        assert!(
            asked(&world)
                .last()
                .is_some_and(|texts| texts.last().is_some_and(|text| text == "And how much?")),
            "after effect {at}: the last question has the newest message\n{}",
            world.told()
        );
        assert!(world.record().lease.is_none() && world.record().step.is_none());
    }
}

#[test]
fn a_message_after_the_reading_and_before_the_intent_does_not_stop_the_answer_and_gets_its_own() {
    let mut world = World::asked("How?");
    let second_reading = {
        let mut rehearsal = World::asked("How?");
        rehearsal.run();
        let reads = rehearsal.done.iter().enumerate();
        let mut reads = reads.filter(|(_, effect)| matches!(effect, Effect::Read));
        reads.nth(1).map(|(at, _)| at)
    };
    world.happens_after = second_reading.map(|at| {
        let happens: fn(&mut World) = |world| {
            world.visitor_writes("And how much?");
            world.answer = said("Five grams.");
        };
        (at, happens)
    });
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!(asked(&world), [vec!["How?"], vec!["And how much?"]]);
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    visitor: And how much?
    agent: <p>Two minutes at 70 °C.</p>
    agent: <p>Five grams.</p>
    calls: read, read, reply, attributes, read, read, reply
    writes: 5
    ");
}

#[test]
fn a_picture_without_a_word_is_a_message_and_is_answered() {
    let mut world = World::asked("How?");
    world.run();
    // A part with an attachment and no text.
    let mut part = world.write("comment", Author::Visitor(None), "", None, None);
    part.has_body = true;
    world.lines.last_mut().unwrap().part.has_body = true;
    world.hears_of(&part);
    world.answer = said("What a lovely pot.");
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!(asked(&world), [vec!["How?"], vec![""]]);
}

#[test]
fn a_burst_into_which_a_teammate_writes_is_the_teammates() {
    // Wherever in a burst of four the teammate's reply stands, the agent says nothing after it.
    for place in 0..4 {
        let mut world = World::asked("message 0");
        for nth in 1..=4 {
            if nth == place + 1 {
                world.teammate_writes();
            }
            world.visitor_writes(&format!("message {nth}"));
        }
        assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
        assert_eq!(world.visible(), 0, "{}", world.told());
    }
}
