//! `/nexora summary`.

use super::{confirmed, is_ask, is_settled, taken};
use crate::domain::answer::Answer;
use crate::domain::command::Command;
use crate::domain::outcome::Outcome;
use crate::domain::turn::tests::world::{CONFIG, World, said};
use crate::domain::turn::{Effect, Stop};

fn in_short(summary: &str) -> Answer {
    Answer {
        summary: Some(summary.to_owned()),
        ..said("Not to be seen.")
    }
}

#[test]
fn a_summary_of_a_persons_conversation_leaves_it_theirs() {
    let mut world = World::asked("How do I brew green tea?");
    world.run();
    world.teammate_writes();
    world.visitor_writes("And what does it cost?");
    world.teammate_commands(Command::Summary);
    let ownership = world.record().ownership.clone();
    world.answer = in_short("how green tea is brewed");
    world.config = CONFIG.replace(
        r#""Nexora outcome": "outcome""#,
        r#""Nexora outcome": "outcome", "Nexora intent": "intent""#,
    );
    world
        .attributes
        .push(("Nexora intent".to_owned(), "brewing".to_owned()));
    assert_eq!(world.run(), confirmed());
    insta::assert_snapshot!(world.told(), @"
    visitor: How do I brew green tea?
    agent: <p>Two minutes at 70 °C.</p>
    teammate: I'll take it.
    visitor: And what does it cost?
    teammate: /nexora summary
    note: <h2>Summary by Nexora</h2><p><b>Ask:</b> how green tea is brewed — most recently: “And what does it cost?”</p><p><b>Intent:</b> brewing</p><p><b>So far:</b> 2 messages of the visitor, 1 of the agent, 1 of teammates</p><p><b>Tried:</b> the agent answered</p><ul><li>“Two minutes at 70 °C.”</li></ul><p><b>Who has it:</b> teammate 1 (who wrote to the visitor)</p><p><b>Page:</b> https://acme.example/shop</p><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p>
    calls: read, read, reply, attributes, read, read, note
    writes: 6
    ");
    assert_eq!(world.record().ownership, ownership);
    assert!(is_settled(world.record()));
}

#[test]
fn an_agent_that_gives_none_leaves_the_conversations_own_words() {
    let mut world = taken();
    world.teammate_commands(Command::Summary);
    world.gives_up = true;
    assert_eq!(world.run(), confirmed());
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: I'll take it.
    teammate: /nexora summary
    note: <h2>Summary by Nexora</h2><p><b>Ask:</b> “How?”</p><p><b>So far:</b> 1 message of the visitor, 1 of teammates</p><p><b>Tried:</b> nothing yet; the agent has not answered in this conversation</p><p><b>Who has it:</b> teammate 1 (who wrote to the visitor)</p><p><b>Page:</b> https://acme.example/shop</p><p><b>Waiting since:</b> nobody waits</p>
    calls: read, read, note
    writes: 3
    ");
}

#[test]
fn the_agent_is_asked_with_nothing_to_answer() {
    let mut world = taken();
    world.teammate_commands(Command::Summary);
    world.visitor_writes("Hello?");
    world.run();
    let asked = world.done.iter().find_map(|effect| match effect {
        Effect::Ask(question, _) => Some(question.unanswered().count()),
        _ => None,
    });
    assert_eq!(asked, Some(0));
}

#[test]
fn a_summary_and_a_waiting_message_are_both_answered() {
    let mut world = World::asked("How?");
    world.answer = in_short("how");
    world.teammate_commands(Command::Summary);
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: /nexora summary
    note: <h2>Summary by Nexora</h2><p><b>Ask:</b> how</p><p><b>So far:</b> 1 message of the visitor</p><p><b>Tried:</b> nothing yet; the agent has not answered in this conversation</p><p><b>Who has it:</b> nobody in particular; Nexora's rules decide</p><p><b>Page:</b> https://acme.example/shop</p><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p>
    agent: <p>Not to be seen.</p>
    calls: read, read, note, read, read, reply, attributes
    writes: 5
    ");
}

#[test]
fn after_a_slow_summary_another_turn_is_asked_for_that_answers_the_waiting_message() {
    let mut world = World::asked("How?");
    world.teammate_commands(Command::Summary);
    world.hooks.push((is_ask, |world| world.pass(20)));
    assert_eq!(world.run(), confirmed());
    assert_eq!(
        (world.visible(), world.notes(), world.turns.len()),
        (0, 1, 1)
    );
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!((world.visible(), world.notes()), (1, 1));
}

#[test]
fn whoever_takes_over_while_the_summary_is_made_is_named_in_it() {
    let mut world = World::asked("How?");
    world.answer = in_short("how");
    world.teammate_commands(Command::Summary);
    world.hooks.push((is_ask, World::teammate_writes));
    assert_eq!(world.run(), confirmed());
    assert!(
        world
            .told()
            .contains("<b>Who has it:</b> teammate 1 (who wrote to the visitor)"),
        "{}",
        world.told()
    );
    assert_eq!((world.visible(), world.notes()), (0, 1));
}

#[test]
fn a_summary_that_is_removed_while_it_is_made_is_not_left() {
    let mut world = taken();
    world.teammate_commands(Command::Summary);
    world.hooks.push((is_ask, |world| {
        world.lines.last_mut().unwrap().part.redacted = true;
    }));
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    assert_eq!(world.notes(), 0, "{}", world.told());
    assert!(is_settled(world.record()));
}
