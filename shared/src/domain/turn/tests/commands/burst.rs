//! Several commands, and commands at bad moments.

use super::{confirmed, is_ask, is_settled, taken};
use crate::domain::command::Command;
use crate::domain::outcome::Outcome;
use crate::domain::turn::tests::bad_moments::is_post;
use crate::domain::turn::tests::world::World;
use crate::domain::turn::{Effect, Stop};

#[test]
fn several_commands_are_answered_by_one_note_in_their_order() {
    let mut world = World::asked("How?");
    world.teammate_notes("/nexora stpo");
    world.teammate_commands(Command::Stop);
    world.teammate_commands(Command::Summary);
    assert_eq!(world.run(), confirmed());
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: /nexora stpo
    teammate: /nexora stop
    teammate: /nexora summary
    note: <h2>Confirmed by Nexora</h2><p>“stpo” is no command, so nothing was done. Did you mean /nexora stop?</p><p><b>/nexora stop:</b> Nexora is silent in this conversation until a note says /nexora resume, or the conversation is assigned to its teammate</p><p><b>/nexora summary:</b> this is what happened so far</p><p><b>Ask:</b> “How?”</p><p><b>So far:</b> 1 message of the visitor</p><p><b>Tried:</b> nothing yet; the agent has not answered in this conversation</p><p><b>Who has it:</b> the team (teammate 1 wrote /nexora stop)</p><p><b>Page:</b> https://acme.example/shop</p><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p><p><b>Commands:</b> a note that begins with one of these</p><ul><li>/nexora stop: the agent is silent in this conversation</li><li>/nexora resume: the agent answers in this conversation again</li><li>/nexora hand off: the agent hands the conversation over to people now, with a note</li><li>/nexora summary: a note says what happened so far; who has the conversation stays as it is</li></ul>
    calls: read, read, note
    writes: 3
    ");
    assert!(is_settled(world.record()));
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
}

#[test]
fn one_that_is_overtaken_says_so() {
    let mut world = World::asked("How?");
    world.teammate_commands(Command::Stop);
    world.teammate_commands(Command::Stop);
    world.teammate_commands(Command::Resume);
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: /nexora stop
    teammate: /nexora stop
    teammate: /nexora resume
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora stop:</b> something newer counts: Nexora has it</p><p><b>/nexora resume:</b> Nexora answers in this conversation again</p>
    agent: <p>Two minutes at 70 °C.</p>
    calls: read, note, read, read, reply, attributes
    writes: 5
    ");

    let mut world = World::asked("How?");
    world.teammate_commands(Command::Resume);
    world.teammate_commands(Command::Stop);
    assert_eq!(world.run(), confirmed());
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: /nexora resume
    teammate: /nexora stop
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora resume:</b> something newer counts: the team (teammate 1 wrote /nexora stop) has it, and Nexora is silent</p><p><b>/nexora stop:</b> Nexora is silent in this conversation until a note says /nexora resume, or the conversation is assigned to its teammate</p>
    calls: read, note
    writes: 3
    ");
}

#[test]
fn a_command_while_the_agent_thinks_is_confirmed_by_the_same_turn() {
    for (command, visible) in [
        (Command::Stop, 0),
        (Command::Summary, 1),
        (Command::Resume, 1),
        (Command::Unknown, 1),
    ] {
        let mut world = World::asked("How?");
        world.hooks.push((
            is_ask,
            match command {
                Command::Stop => |world| world.teammate_commands(Command::Stop),
                Command::Summary => |world| world.teammate_commands(Command::Summary),
                Command::Resume => |world| world.teammate_commands(Command::Resume),
                _ => |world| world.teammate_commands(Command::Unknown),
            },
        ));
        world.run();
        assert_eq!(
            (world.visible(), world.notes()),
            (visible, 1),
            "{command:?}\n{}",
            world.told()
        );
        assert!(is_settled(world.record()), "{command:?}");
    }
}

#[test]
fn a_command_that_comes_while_another_is_confirmed_gets_a_note_of_its_own() {
    let moments: [fn(&Effect) -> bool; 2] = [is_post, |effect| *effect == Effect::LookAtSwitch];
    for moment in moments {
        let mut world = taken();
        world.teammate_commands(Command::Resume);
        world
            .hooks
            .push((moment, |world| world.teammate_commands(Command::Stop)));
        world.run();
        world.run();
        assert_eq!((world.visible(), world.notes()), (0, 2), "{}", world.told());
        assert!(is_settled(world.record()), "{}", world.told());
    }
}

#[test]
fn the_echo_of_a_confirmation_confirms_it() {
    let mut world = taken();
    world.teammate_commands(Command::Stop);
    // The answer to the request is lost, and the worker with it.
    world.anonymous_posts = 1;
    let posts = {
        let mut rehearsal = taken();
        rehearsal.teammate_commands(Command::Stop);
        rehearsal.run();
        rehearsal.done.iter().position(is_post).unwrap()
    };
    world.crash = Some(crate::domain::turn::tests::world::Crash::After(posts));
    assert!(world.run_once().is_none());
    let note = world.lines.last().unwrap().part.clone();
    world.hears_of(&note);
    let step = world.record().step.as_ref();
    assert!(!world.record().owes_confirmation() && step.is_some_and(|step| step.done));
    world.pass(150);
    assert_eq!(world.run(), Stop::Outcome(Outcome::Confirmed));
    assert_eq!(world.notes(), 1);
}
