//! Conversations that go on after an end: closed, handed over, or answered as often as may be.

use super::bad_moments::{ada, person};
use super::world::{CONFIG, World, said};
use crate::domain::conversation::{Event, Record};
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::part::Author;
use crate::domain::turn::Stop;

/// The visitor writes in a closed conversation, which opens it.
fn opens_it_again(world: &mut World) {
    world.happens("open", Author::Visitor(None), "One more thing.", None, None);
    world.answer = said("Gladly.");
}

#[test]
fn a_closed_conversation_that_the_visitor_opens_again_is_the_agents_if_no_person_has_written() {
    for closer in [ada(), Author::Bot] {
        let mut world = World::asked("How?");
        world.run();
        world.happens("close", closer, "", None, None);
        opens_it_again(&mut world);
        assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
        assert_eq!(world.visible(), 2, "{}", world.told());
    }
}

#[test]
fn a_closed_conversation_that_the_visitor_opens_again_is_the_persons_who_had_written() {
    let mut world = World::asked("How?");
    world.teammate_writes();
    world.happens("close", ada(), "", None, None);
    opens_it_again(&mut world);
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    assert_eq!(world.visible(), 0, "{}", world.told());
}

#[test]
fn what_was_handed_over_and_closed_is_not_handed_over_again_when_the_visitor_opens_it() {
    let mut world = person("A person please");
    world.run();
    world.happens("close", ada(), "", None, None);
    opens_it_again(&mut world);
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    assert_eq!((world.visible(), world.notes()), (1, 1), "{}", world.told());
}

#[test]
fn an_agent_that_has_answered_as_often_as_it_may_brings_a_person_and_never_goes_on() {
    let mut world = World::asked("message 1");
    world.config = CONFIG.replace(
        r#""agent": { "teammate""#,
        r#""agent": { "limits": { "turns": 3 }, "teammate""#,
    );
    for nth in 1..=3 {
        world.answer = said(&format!("answer {nth}"));
        assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
        world.visitor_writes(&format!("message {}", nth + 1));
    }
    let handed = Outcome::HandedOff {
        to: "Support".to_owned(),
        reason: Reason::TurnLimit,
    };
    assert_eq!(world.run(), Stop::Outcome(handed));
    world.visitor_writes("And?");
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    assert_eq!(world.visible(), 4, "three answers and a farewell");
}

#[test]
fn our_own_part_on_whatever_topic_and_however_often_starts_no_turn_and_changes_nothing() {
    let mut world = World::asked("How?");
    world.run();
    let us = super::bad_moments::us();
    let settled = world.record().clone();
    let ours: Vec<_> = world.lines.iter().map(|line| line.part.clone()).collect();
    for part in ours.iter().chain(&ours).chain(&ours) {
        for event in Event::of(part, &us) {
            assert_eq!(super::bad_moments::due(&mut world, event), 0);
        }
        world.hears_of(part);
    }
    let Record { version, .. } = *world.record();
    assert_eq!(*world.record(), Record { version, ..settled });
}
