//! Workers that go on after their lease has ended, and messages that come again.

use super::world::World;
use crate::domain::outcome::Outcome;
use crate::domain::turn::{Effect, Stop};

fn is_post(effect: &Effect) -> bool {
    matches!(effect, Effect::Post(_))
}

#[test]
fn a_worker_that_was_held_up_until_its_lease_ended_leaves_the_conversation_to_the_next_one() {
    // At each effect in turn: the worker stands still for longer than its lease, and another one takes the conversation meanwhile.
    for begin in [
        || World::asked("How?"),
        || super::bad_moments::person("A person please"),
    ] {
        for at in 0..begin().effects() {
            let mut world = begin();
            world.happens_after = Some((at, |world| {
                world.pass(150);
                let stop = world.run();
                assert!(matches!(stop, Stop::Outcome(_)), "{stop:?}");
            }));
            let stop = world.run();
            assert!(
                world.visible() == 1 && world.notes() <= 1,
                "after effect {at}: {stop:?}\n{}",
                world.told()
            );
            assert_eq!(world.record().covered, world.record().seen, "after {at}");
        }
    }
}

#[test]
fn a_message_that_comes_again_after_its_end_does_nothing() {
    let mut world = World::asked("How?");
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    let told = world.told();
    world.receive_count = 2;
    for _ in 0..3 {
        assert_eq!(world.run(), Stop::Outcome(Outcome::NothingToCover));
    }
    assert_eq!(world.told(), told, "without a call and without a write");
}

#[test]
fn two_dead_letters_of_one_conversation_hand_it_over_once() {
    use crate::domain::conversation::Errand;
    use crate::domain::hand_off::Reason;
    let mut world = World::asked("How?");
    world.errand = Errand::HandOver(Reason::LastResort);
    let stop = world.run();
    assert!(
        matches!(stop, Stop::Outcome(Outcome::HandedOff { .. })),
        "{stop:?}"
    );
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    let posts = world.done.iter().filter(|effect| is_post(effect)).count();
    assert_eq!(
        (posts, world.visible(), world.notes(), world.team()),
        (3, 1, 1, Some("101")),
        "{}",
        world.told()
    );
}

#[test]
fn a_dead_letter_after_a_teammates_words_or_an_answer_does_nothing() {
    use crate::domain::conversation::Errand;
    use crate::domain::hand_off::Reason;
    let mut world = World::asked("How?");
    world.teammate_writes();
    world.errand = Errand::HandOver(Reason::LastResort);
    assert_eq!(world.run(), Stop::Outcome(Outcome::NotOurs));
    assert!(!world.done.iter().any(is_post), "{}", world.told());

    let mut world = World::asked("How?");
    world.run();
    world.errand = Errand::HandOver(Reason::LastResort);
    assert_eq!(world.run(), Stop::Outcome(Outcome::NothingToCover));
    assert_eq!((world.visible(), world.notes()), (1, 0));
}
