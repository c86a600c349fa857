//! What teammates command in notes: each is answered with one note, whoever has the conversation.

mod burst;
mod crashes;
mod orders;
mod summary;

use super::bad_moments::is_wait;
use super::world::{World, said};
use crate::domain::assignee::Assignee;
use crate::domain::command::Command;
use crate::domain::conversation::Record;
use crate::domain::outcome::Outcome;
use crate::domain::part::Author;
use crate::domain::stamp::Stamp;
use crate::domain::switch::Switch;
use crate::domain::turn::{Effect, Failure, Stop};
use crate::id::{AdminId, PartId};

fn confirmed() -> Stop {
    Stop::Outcome(Outcome::Confirmed)
}

/// A teammate has answered, so that the conversation is theirs.
fn taken() -> World {
    let mut world = World::asked("How?");
    world.teammate_writes();
    world
}

fn is_ask(effect: &Effect) -> bool {
    matches!(effect, Effect::Ask(..))
}

/// Whether everything a teammate commanded is confirmed, and the claim given back.
fn is_settled(record: &Record) -> bool {
    !record.owes_confirmation() && record.step.is_none() && record.lease.is_none()
}

#[test]
fn a_stop_is_confirmed_and_nothing_else_is_done() {
    let mut world = World::asked("How?");
    world.teammate_commands(Command::Stop);
    assert_eq!(world.run(), confirmed());
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: /nexora stop
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora stop:</b> Nexora is silent in this conversation until a note says /nexora resume, or the conversation is assigned to its teammate</p>
    calls: read, note
    writes: 3
    ");
    assert!(is_settled(world.record()));
    // The surplus delivery of the visitor's message finds nothing.
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    world.visitor_writes("Hello?");
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    assert_eq!((world.visible(), world.notes()), (0, 1));
}

#[test]
fn a_resume_is_confirmed_before_what_waits_is_answered() {
    let mut world = World::asked("How?");
    world.teammate_commands(Command::Stop);
    world.run();
    world.visitor_writes("Hello?");
    world.teammate_commands(Command::Resume);
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: /nexora stop
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora stop:</b> Nexora is silent in this conversation until a note says /nexora resume, or the conversation is assigned to its teammate</p>
    visitor: Hello?
    teammate: /nexora resume
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora resume:</b> Nexora answers in this conversation again</p>
    agent: <p>Two minutes at 70 °C.</p>
    calls: read, note, read, note, read, read, reply, attributes
    writes: 8
    ");
    assert!(is_settled(world.record()));
}

#[test]
fn a_resume_with_nothing_to_answer_is_confirmed() {
    let mut world = taken();
    world.teammate_commands(Command::Resume);
    assert_eq!(world.run(), confirmed());
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: I'll take it.
    teammate: /nexora resume
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora resume:</b> Nexora answers in this conversation again</p>
    calls: read, note, read
    writes: 4
    ");
}

#[test]
fn a_word_that_is_no_command_is_answered_with_those_there_are() {
    for (note, told) in [
        ("/nexora stpo", "Did you mean /nexora stop?"),
        ("/nexora pause", "“pause” is no command"),
        ("/nexora", "What Nexora can be told"),
    ] {
        let mut world = taken();
        world.teammate_notes(note);
        assert_eq!(world.run(), confirmed());
        assert!(world.told().contains(told), "{}", world.told());
    }
    let mut world = taken();
    world.teammate_notes("/nexora <b>stpo</b>");
    world.teammate_notes("/nexora \"hand of");
    world.run();
    insta::assert_snapshot!(world.told(), @r#"
    visitor: How?
    teammate: I'll take it.
    teammate: /nexora <b>stpo</b>
    teammate: /nexora "hand of
    note: <h2>What Nexora can be told</h2><p>“"hand of” is no command, so nothing was done. Did you mean /nexora hand off?</p><p><b>Commands:</b> a note that begins with one of these</p><ul><li>/nexora stop: the agent is silent in this conversation</li><li>/nexora resume: the agent answers in this conversation again</li><li>/nexora hand off: the agent hands the conversation over to people now, with a note</li><li>/nexora summary: a note says what happened so far; who has the conversation stays as it is</li></ul>
    calls: read, note
    writes: 3
    "#);
}

#[test]
fn what_only_mentions_a_command_or_comes_from_somebody_else_is_answered_with_nothing() {
    let mut world = taken();
    let record = world.record().clone();
    world.teammate_notes("She wrote: /nexora stop");
    world.teammate_notes("> /nexora stop");
    world.teammate_notes("<blockquote>/nexora stop</blockquote>");
    for (kind, author) in [
        ("comment", Author::Visitor(None)),
        ("note", Author::Bot),
        ("note", Author::Admin("9".try_into().unwrap())),
    ] {
        let command = Some(Command::Stop).filter(|_| kind == "note");
        let part = world.write(kind, author, "/nexora stop", None, command);
        world.hears_of(&part);
    }
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    assert_eq!(world.record().commanded, None);
    assert_eq!(world.record().ownership, record.ownership);
    // Nobody has read or claimed the conversation.
    assert_eq!(world.done, [Effect::Load]);
}

#[test]
fn a_confirmation_is_never_read_as_a_command() {
    let commands = Command::ALL.into_iter().chain([Command::Unknown]);
    for command in commands {
        let mut world = taken();
        world.teammate_commands(command);
        world.run();
        let line = world.lines.last().unwrap().clone();
        assert!(line.part.is_note(), "{}", world.told());
        assert_eq!(Command::of_note(&line.text), None, "{}", line.text);
        let plain: String = line.text.replace("<h2>", "").replace("</h2>", "\n");
        assert_eq!(Command::of_note(&plain), None, "{plain}");
        world.hears_of(&line.part);
        assert!(is_settled(world.record()), "{}", world.told());
        world.run();
        assert_eq!(world.notes(), 1, "{}", world.told());
    }
}

#[test]
fn a_confirmation_leaves_what_waits_as_it_was() {
    for command in [Command::Summary, Command::Unknown, Command::Stop] {
        let mut world = World::asked("How?");
        let before = world.record().clone();
        world.teammate_commands(command);
        // Nothing but the note: the worker dies when it comes to what else is to be done.
        let mut rehearsal = World::asked("How?");
        rehearsal.teammate_commands(command);
        rehearsal.run();
        let notes = |effect: &Effect| matches!(effect, Effect::Post(_));
        let note = rehearsal.done.iter().position(notes).unwrap();
        world.crash = Some(super::world::Crash::After(note + 1));
        world.run_once();
        let after = world.record();
        assert_eq!((&after.seen, &after.covered), (&before.seen, &None));
        assert!(!after.owes_confirmation(), "{}", world.told());
    }
}

#[test]
fn a_paused_agent_confirms_and_says_that_it_is_paused() {
    let mut world = World::asked("How?");
    world.switch = Switch {
        all: true,
        ..Switch::default()
    };
    world.teammate_commands(Command::Summary);
    world.run();
    assert!(!world.done.iter().any(is_ask), "{:?}", world.done);
    insta::assert_snapshot!(world.told(), @"
        visitor: How?
        teammate: /nexora summary
        note: <h2>Summary by Nexora</h2><p><b>Ask:</b> “How?”</p><p><b>So far:</b> 1 message of the visitor</p><p><b>Tried:</b> nothing yet; the agent has not answered in this conversation</p><p><b>Who has it:</b> nobody in particular; Nexora's rules decide</p><p><b>Page:</b> https://acme.example/shop</p><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p><p><b>Paused:</b> Nexora is paused in this workspace. Until the pause ends it says nothing to visitors, whatever it is told here</p>
        calls: read, note, read
        writes: 4
        ");

    // It is paused while the note is made ready.
    let mut world = taken();
    world.hooks.push((
        |effect| *effect == Effect::LookAtSwitch,
        |world| {
            world.switch = Switch {
                all: true,
                ..Switch::default()
            }
        },
    ));
    world.teammate_commands(Command::Resume);
    world.run();
    insta::assert_snapshot!(world.told(), @"
    visitor: How?
    teammate: I'll take it.
    teammate: /nexora resume
    note: <h2>Confirmed by Nexora</h2><p><b>/nexora resume:</b> Nexora has this conversation again</p><p><b>Paused:</b> Nexora is paused in this workspace. Until the pause ends it says nothing to visitors, whatever it is told here</p>
    calls: read, note, read
    writes: 4
    ");
}

#[test]
fn a_refused_confirmation_keeps_nobody_waiting() {
    let mut world = World::asked("How?");
    world.teammate_commands(Command::Resume);
    world.fails.push((Failure::Refused, false));
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!((world.visible(), world.notes()), (1, 0));
    assert!(is_settled(world.record()));
}

#[test]
fn a_command_whose_note_was_removed_or_never_shows_is_not_confirmed_and_holds_up_nothing() {
    let mut world = taken();
    world.teammate_commands(Command::Resume);
    world.lines.last_mut().unwrap().part.redacted = true;
    world.visitor_writes("Hello?");
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert!(is_settled(world.record()));

    let mut world = taken();
    world.teammate_commands(Command::Stop);
    world.lines.pop();
    // However often another message was delivered, the command is fresh.
    world.receive_count = 6;
    assert!(matches!(world.run(), Stop::Later { .. }));
    world.pass(42);
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    assert_eq!(world.notes(), 0);
    assert!(is_settled(world.record()));
}

#[test]
fn a_record_that_was_lost_confirms_no_old_command_again() {
    let mut world = World::asked("How?");
    world.teammate_commands(Command::Stop);
    world.run();
    world.teammate_commands(Command::Resume);
    world.run();
    assert_eq!((world.visible(), world.notes()), (1, 2));
    world.stored = None;
    world.answer = said("Of course.");
    world.visitor_writes("And now?");
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!((world.visible(), world.notes()), (2, 2), "{}", world.told());
    // What is commanded from now on is confirmed.
    world.stored = None;
    world.teammate_commands(Command::Stop);
    assert_eq!(world.run(), confirmed());
    assert_eq!(world.notes(), 3, "{}", world.told());
}

#[test]
fn what_was_commanded_before_there_were_confirmations_is_not_confirmed() {
    let mut world = taken();
    world.teammate_commands(Command::Stop);
    let stored = world.stored.as_mut().unwrap();
    stored.commanded = None;
    stored.covered = Some(Stamp::new(1, PartId::try_from("1").unwrap()));
    world.teammate_commands(Command::Resume);
    world.visitor_writes("Hello?");
    world.stored.as_mut().unwrap().commanded = None;
    world.run();
    assert!(!world.told().contains("/nexora stop:"), "{}", world.told());
}

#[test]
fn a_command_that_was_never_notified_is_confirmed_by_the_next_turn() {
    let mut world = World::asked("How?");
    let ada = Author::Admin(AdminId::try_from("1").unwrap());
    world.write("note", ada, "/nexora summary", None, Some(Command::Summary));
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!((world.visible(), world.notes()), (1, 1));
}

#[test]
fn an_order_that_found_nothing_to_hand_over_is_not_followed_later() {
    let mut world = World::asked("How?");
    let support = Assignee::Team("101".try_into().unwrap());
    world.team = Some("101".try_into().unwrap());
    let ada = || Author::Admin("1".try_into().unwrap());
    world.happens("assignment", ada(), "", Some(support), None);
    world.teammate_commands(Command::HandOff);
    assert_eq!(world.run(), confirmed());
    assert_eq!((world.visible(), world.notes()), (0, 1));
    world.team = None;
    world.happens("assignment", ada(), "", Some(Assignee::Nobody), None);
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!(world.team, None, "{}", world.told());
}

#[test]
fn an_answer_on_its_way_when_the_agent_is_stopped_is_known_when_it_is_brought_back() {
    // Intercom takes the answer and says nothing, and shows it only after two looks.
    let mut world = World::asked("How?");
    world.fails.push((Failure::Unknown, true));
    world.hooks.push((is_wait, |world| {
        world.teammate_commands(Command::Stop);
        let mut without_the_answer = world.transcript();
        without_the_answer.lines.remove(1);
        world.frozen = Some(without_the_answer);
    }));
    world.hooks.push((is_wait, |_| ()));
    world.hooks.push((is_wait, |world| world.frozen = None));
    world.run_to_the_end();
    world.teammate_commands(Command::Resume);
    world.run_to_the_end();
    assert_eq!(world.visible(), 1, "{}", world.told());
}
