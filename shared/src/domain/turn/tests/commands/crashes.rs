//! Killed before and after every effect, taken over after every effect: one note for each command, and no answer over a person.

use super::{confirmed, is_settled, taken};
use crate::domain::command::Command;
use crate::domain::turn::tests::world::{Crash, World};
use crate::domain::turn::{Effect, Failure, Stop};

fn commanded(command: Command) -> World {
    let mut world = taken();
    world.visitor_writes("Hello?");
    world.teammate_commands(command);
    world
}

/// How often the visitor is answered after a command in a conversation that was a person's.
fn answers(command: Command) -> usize {
    usize::from(command == Command::Resume)
}

const COMMANDS: [Command; 5] = [
    Command::Stop,
    Command::Resume,
    Command::HandOff,
    Command::Summary,
    Command::Unknown,
];

#[test]
fn whoever_dies_after_whatever_effect_a_command_is_confirmed_once() {
    for command in COMMANDS {
        let effects = commanded(command).effects();
        for crash in (0..effects).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
            let mut world = commanded(command);
            world.crash = Some(crash);
            world.run_to_the_end();
            assert_eq!(
                (world.visible(), world.notes()),
                (answers(command), 1),
                "{command:?} {crash:?}\n{}",
                world.told()
            );
            assert!(is_settled(world.record()), "{command:?} {crash:?}");
        }
    }
}

#[test]
fn whoever_dies_twice_a_command_is_confirmed_once() {
    for command in COMMANDS {
        let effects = commanded(command).effects();
        for (first, second) in (0..effects).flat_map(|at| (0..6).map(move |then| (at, then))) {
            let mut world = commanded(command);
            world.crash = Some(Crash::After(first));
            assert!(world.run_once().is_none());
            world.pass(150);
            world.crash = Some(Crash::After(second));
            world.run_to_the_end();
            assert_eq!(
                (world.visible(), world.notes()),
                (answers(command), 1),
                "{command:?} {first} {second}\n{}",
                world.told()
            );
        }
    }
}

#[test]
fn a_confirmation_whose_fate_is_unknown_is_looked_for_before_it_is_sent_again() {
    for command in [Command::Stop, Command::Summary] {
        for arrives in [true, false] {
            let mut world = commanded(command);
            world.fails.push((Failure::Unknown, arrives));
            assert_eq!(world.run(), confirmed());
            assert_eq!(world.notes(), 1, "arrives: {arrives}\n{}", world.told());
        }
    }
}

#[test]
fn two_unknown_fates_end_without_a_note() {
    let mut world = commanded(Command::Stop);
    world.fails = vec![(Failure::Unknown, false), (Failure::Unknown, false)];
    assert_eq!(world.run(), confirmed());
    assert_eq!(world.notes(), 0);
    assert!(is_settled(world.record()));
}

#[test]
fn a_dead_token_and_a_rate_limit_keep_the_command_for_the_next_delivery() {
    let long = |world: &World| {
        let until = world.now.checked_add(jiff::SignedDuration::from_mins(5));
        Failure::RateLimited(until.unwrap())
    };
    for failure in [
        (|_| Failure::Unauthorized) as fn(&World) -> Failure,
        |_| Failure::NotSent,
        long,
    ] {
        let mut world = commanded(Command::Summary);
        world.fails.push((failure(&world), false));
        assert!(
            matches!(world.run(), Stop::Failed(_) | Stop::Later { .. }),
            "{}",
            world.told()
        );
        assert_eq!((world.notes(), world.record().step.clone()), (0, None));
        world.pass(400);
        assert_eq!(world.run(), confirmed());
        assert_eq!(world.notes(), 1, "{}", world.told());
    }
}

#[test]
fn a_short_rate_limit_is_waited_for_within_the_turn() {
    let mut world = commanded(Command::Stop);
    let until = world.now.checked_add(jiff::SignedDuration::from_secs(8));
    world
        .fails
        .push((Failure::RateLimited(until.unwrap()), false));
    assert_eq!(world.run(), confirmed());
    assert_eq!(world.notes(), 1, "{}", world.told());
}

#[test]
fn a_teammate_who_writes_at_any_moment_of_a_resume_is_never_talked_over() {
    let resumed = || {
        let mut world = World::asked("How?");
        world.teammate_commands(Command::Stop);
        world.run();
        world.done.clear();
        world.teammate_commands(Command::Resume);
        world
    };
    for at in 0..resumed().effects() {
        let mut world = resumed();
        world.takeover_after = Some(at);
        world.run();
        let just_before_a_reply = world.done.get(at + 1).is_some_and(is_reply);
        assert_eq!(
            world.visible_after_takeover(),
            usize::from(just_before_a_reply),
            "after effect {at}\n{}",
            world.told()
        );
        assert_eq!(world.notes(), 2, "after effect {at}\n{}", world.told());
        assert!(is_settled(world.record()), "after effect {at}");
    }
}

fn is_reply(effect: &Effect) -> bool {
    matches!(effect, Effect::Post(post) if matches!(**post, crate::ports::intercom::Post::Reply(_)))
}
