//! What an adversary found: readings that lag, orders and closes at bad moments, assignments that do not take.

mod assignments;
mod doubt;
mod drafts;
mod explored;
mod lagging;
mod orders;

use super::world::{CONFIG, Crash, World, said};
use crate::domain::answer::Answer;
use crate::domain::conversation::decide::Desk;
use crate::domain::conversation::{Event, decide};
use crate::domain::part::Author;
use crate::domain::stamp::Stamp;
use crate::domain::turn::Effect;
use crate::id::{AdminId, PartId, TeamId};
use crate::ports::intercom::Post;

pub(super) fn us() -> AdminId {
    "9".try_into().unwrap()
}

pub(super) fn ada() -> Author {
    Author::Admin("1".try_into().unwrap())
}

pub(super) fn support() -> TeamId {
    "101".try_into().unwrap()
}

pub(super) fn person(text: &str) -> World {
    let mut world = World::asked(text);
    world.answer = Answer {
        wants_person: true,
        ..said("")
    };
    world
}

pub(super) fn is_ask(e: &Effect) -> bool {
    matches!(e, Effect::Ask(..))
}

pub(super) fn is_post(e: &Effect) -> bool {
    matches!(e, Effect::Post(_))
}

pub(super) fn is_wait(e: &Effect) -> bool {
    matches!(e, Effect::Wait(_))
}

pub(super) fn due(world: &mut World, event: Event) -> usize {
    decide(world.record(), &event, Desk { us: &us() })
        .actions
        .len()
}

pub(super) fn at(world: &World, id: &str) -> Stamp {
    Stamp::new(world.now.as_second() + 100, PartId::try_from(id).unwrap())
}

pub(super) fn draft() -> World {
    let mut w = World::asked("How?");
    w.config = CONFIG.replace(
        r#""then": { "agent": {} }"#,
        r#""then": { "agent": { "mode": "draft" } }"#,
    );
    assert_ne!(w.config, CONFIG);
    w
}

pub(super) fn is_assign(e: &Effect) -> bool {
    matches!(e, Effect::Post(p) if matches!(**p, Post::Assign(_)))
}

pub(super) fn is_attr(e: &Effect) -> bool {
    matches!(e, Effect::SetAttributes(..))
}

/// Which effect of an undisturbed answer posts it.
pub(super) fn posts_at() -> usize {
    let mut world = World::asked("How?");
    world.run();
    world.done.iter().position(is_post).unwrap()
}

/// A worker was killed with the answer intended and not posted; its lease has run out.
pub(super) fn killed_before_the_post() -> World {
    let mut world = World::asked("How?");
    world.crash = Some(Crash::Before(posts_at()));
    assert!(world.run_once().is_none());
    world.pass(150);
    world
}
