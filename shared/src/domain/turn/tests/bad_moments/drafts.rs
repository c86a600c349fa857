//! What the agent drafts, the visitor never sees.

use super::draft;
use crate::domain::conversation::Errand;
use crate::domain::hand_off::Reason;
use crate::domain::part::Command;
use crate::domain::turn::tests::world::Crash;
use crate::domain::turn::{Effect, Failure};

#[test]
fn a_draft_is_a_note_and_nothing_else() {
    let mut w = draft();
    w.run();
    assert_eq!((w.visible(), w.notes()), (0, 1));
}

#[test]
fn in_draft_mode_an_order_to_hand_over_says_nothing_to_the_visitor() {
    let mut w = draft();
    w.teammate_commands(Command::HandOff);
    w.run();
    assert_eq!(w.visible(), 0, "{}", w.told());
}

#[test]
fn in_draft_mode_the_last_resort_says_nothing_to_the_visitor() {
    let mut w = draft();
    w.errand = Errand::HandOver(Reason::LastResort);
    w.run();
    assert_eq!(w.visible(), 0, "{}", w.told());
}

#[test]
fn in_draft_mode_an_unreadable_message_says_nothing_to_the_visitor() {
    let mut w = draft();
    w.hidden = true;
    w.receive_count = 6;
    w.run();
    assert_eq!(w.visible(), 0, "{}", w.told());
}

#[test]
fn in_draft_mode_no_death_at_any_moment_says_anything_to_the_visitor() {
    for at in 0..60 {
        let mut v = draft();
        v.fails = vec![(Failure::Unknown, false), (Failure::Unknown, false)];
        v.crash = Some(Crash::After(at));
        v.run_to_the_end();
        assert_eq!(v.visible(), 0, "killed after {at}\n{}", v.told());
    }
}

#[test]
fn a_draft_is_not_answered() {
    let mut w = draft();
    w.run();
    assert!(!w.done.iter().any(
        |e| matches!(e, Effect::SetAttributes(_, a) if a.iter().any(|(_, v)| v.is("answered")))
    ));
}

#[test]
fn drafts_are_capped() {
    let mut w = draft();
    for n in 0..12 {
        w.visitor_writes(&format!("{n}?"));
        w.run();
    }
    assert!(w.notes() <= 8, "{} notes", w.notes());
}
