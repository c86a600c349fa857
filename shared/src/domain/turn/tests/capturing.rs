//! What the visitor is asked for at night, before their conversation waits.

use super::queueing::{answers, night, queued, waits, wants_person};
use super::world::World;
use crate::domain::outcome::Outcome;
use crate::domain::turn::{Effect, Stop};

const FIELDS: &str =
    r#""capture": ["email", "order"], "say": { "ask": { "en": "What is your {field}?" } }"#;

/// A night in which an e-mail address and an order number are asked for.
fn asking() -> World {
    with(FIELDS)
}

fn with(out_of_hours: &str) -> World {
    let mut world = night("A person please", out_of_hours);
    world.config = world.config.replace(
        r#""rules":"#,
        r#""captures": { "email": "email", "order": { "pattern": "ORD-\\d+" } }, "rules":"#,
    );
    world
}

fn writes(world: &mut World, text: &str) -> Stop {
    world.pass(60);
    world.visitor_writes(text);
    world.run()
}

/// How often the agent was asked.
fn asked_of_the_agent(world: &World) -> usize {
    let asked = |effect: &&Effect| matches!(effect, Effect::Ask(..));
    world.done.iter().filter(asked).count()
}

#[test]
fn what_is_not_known_is_asked_for_one_after_the_other_and_then_it_waits() {
    let mut world = asking();
    assert_eq!(world.run(), queued());
    insta::assert_snapshot!(waits(&world), @"
    1768119000 1768032000 opening asked_for_person 9-
    row: 1768119000 9 1768032000 101
    ");
    assert_eq!(writes(&mut world, "ana@acme.example"), queued());
    assert_eq!(writes(&mut world, "It is ORD-4711"), queued());
    insta::assert_snapshot!(world.told(), @"
    visitor: A person please
    agent: <p>What is your e-mail address?</p>
    visitor: ana@acme.example
    agent: <p>What is your order?</p>
    visitor: It is ORD-4711
    agent: <p>We're back Sunday 08:10 (UTC).</p>
    snoozed
    calls: read, fetch, read, reply, attributes, read, fetch, read, reply, read, fetch, read, reply, snooze
    writes: 10
    ");
    insta::assert_snapshot!(waits(&world), @"
    1768119000 1768032000 opening asked_for_person 9t
    row: 1768119000 9 1768032000 101
    ");
    assert_eq!(asked_of_the_agent(&world), 1, "only what they wanted");
}

#[test]
fn what_the_visitor_has_said_or_intercom_knows_is_not_asked_for() {
    let mut world = asking();
    world.contact.as_mut().unwrap().has_email = true;
    world.lines[0].text = "ORD-4711 is lost, a person please".to_owned();
    assert_eq!(world.run(), queued());
    insta::assert_snapshot!(world.told(), @"
    visitor: ORD-4711 is lost, a person please
    agent: <p>We're back Sunday 08:10 (UTC).</p>
    snoozed
    calls: read, fetch, read, reply, attributes, snooze
    writes: 4
    ");
}

#[test]
fn whoever_does_not_give_it_is_asked_for_nothing_more() {
    let mut world = asking();
    world.run();
    assert_eq!(writes(&mut world, "No. Just get me somebody!"), queued());
    insta::assert_snapshot!(world.told(), @"
    visitor: A person please
    agent: <p>What is your e-mail address?</p>
    visitor: No. Just get me somebody!
    agent: <p>We're back Sunday 08:10 (UTC).</p>
    snoozed
    calls: read, fetch, read, reply, attributes, read, fetch, read, reply, snooze
    writes: 7
    ");
    assert!(waits(&world).contains("asked_for_person 9t"));
    assert_eq!(writes(&mut world, "ORD-4711, if you must"), queued());
    assert_eq!(asked_of_the_agent(&world), 3);
}

#[test]
fn a_question_of_their_own_is_answered_and_what_they_give_later_counts() {
    let mut world = asking();
    world.run();
    answers(&mut world, "Two minutes at 70 °C.");
    let replied = Stop::Outcome(Outcome::Replied);
    assert_eq!(writes(&mut world, "How do I brew green tea?"), replied);
    assert_eq!(writes(&mut world, "Thanks! ana@acme.example"), queued());
    wants_person(&mut world);
    assert_eq!(writes(&mut world, "I do not have it here"), queued());
    insta::assert_snapshot!(world.told(), @"
    visitor: A person please
    agent: <p>What is your e-mail address?</p>
    visitor: How do I brew green tea?
    agent: <p>Two minutes at 70 °C.</p>
    snoozed
    visitor: Thanks! ana@acme.example
    agent: <p>What is your order?</p>
    visitor: I do not have it here
    agent: <p>We're back Sunday 08:10 (UTC).</p>
    snoozed
    calls: read, fetch, read, reply, attributes, read, read, reply, snooze, read, fetch, read, reply, read, fetch, read, reply, snooze
    writes: 14
    ");
}

#[test]
fn what_was_asked_is_known_though_a_reading_lags_behind_it() {
    let mut world = asking();
    world.run();
    let ours = world.lines.remove(1);
    assert!(ours.text.contains("What is your"), "{}", ours.text);
    assert_eq!(writes(&mut world, "No."), queued());
    assert!(
        waits(&world).contains("asked_for_person 9t"),
        "{}",
        world.told()
    );
}

#[test]
fn nothing_is_asked_where_the_question_is_empty_and_only_what_is_captured() {
    for out_of_hours in [
        r#""capture": ["email"], "say": { "ask": { "en": "" } }"#,
        r#""capture": ["shoe size"]"#,
    ] {
        let mut world = with(out_of_hours);
        assert_eq!(world.run(), queued());
        assert_eq!(world.visible(), 1, "{}", world.told());
        assert!(waits(&world).contains("asked_for_person 9t"));
    }
}

#[test]
fn a_text_that_does_not_name_what_it_asks_for_comes_to_an_end_all_the_same() {
    let mut world = with(
        r#""capture": ["email", "order"], "say": { "ask": { "en": "Some details, please?" } }"#,
    );
    world.run();
    for words in ["ana@acme.example", "ORD-1", "Hello?", "Hello?", "Hello?"] {
        assert_eq!(writes(&mut world, words), queued());
    }
    let asked = world
        .lines
        .iter()
        .filter(|line| line.text.contains("details"));
    assert_eq!(asked.count(), 2, "{}", world.told());
}

#[test]
fn whoever_answers_when_people_are_back_gets_a_person_at_once() {
    let mut world = asking();
    world.run();
    world.pass(24 * 3_600 + 600);
    let handed = Stop::Outcome(Outcome::HandedOff {
        to: "Support".to_owned(),
        reason: crate::domain::hand_off::Reason::AskedForPerson,
    });
    assert_eq!(writes(&mut world, "ana@acme.example"), handed);
    assert_eq!(world.team(), Some("101"));
    assert_eq!(world.record().reminder, None);
}
