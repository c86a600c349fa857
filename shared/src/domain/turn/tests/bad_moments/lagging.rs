//! Readings that lag behind what was written.

use super::{ada, due, is_ask, is_post, is_wait, posts_at, support, us};
use crate::domain::assignee::Assignee;
use crate::domain::conversation::{Errand, Event};
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::part::Author;
use crate::domain::turn::tests::world::{Crash, World, said};
use crate::domain::turn::{Effect, Failure, Stop};

#[test]
fn an_echo_that_confirms_while_readings_lag_stops_the_second_attempt() {
    let mut w = World::asked("How?");
    w.fails.push((Failure::Unknown, true));
    w.hooks.push((is_post, |w| w.frozen = Some(w.transcript())));
    // while the turn settles, the echo's notification is taken
    w.hooks.push((is_wait, |w| {
        let part = w.lines.last().unwrap().part.clone();
        w.hears_of(&part);
    }));
    let stop = w.run();
    assert_eq!(w.visible(), 1, "{stop:?}\n{}", w.told());
}

#[test]
fn a_reading_that_lags_does_not_take_a_conversation_from_a_person() {
    let mut w = World::asked("How?");
    w.frozen = Some(w.transcript());
    w.admin = Some("1".try_into().unwrap());
    w.happens(
        "assignment",
        ada(),
        "",
        Some(Assignee::Admin("1".try_into().unwrap())),
        None,
    );
    w.visitor_writes("x");
    w.lines.pop(); // a later message keeps a turn due at load
    w.stored.as_mut().unwrap().seen = Some(w.lines[0].part.stamp.clone());
    // the dead letter, or a turn whose claim raced: forces a read
    w.errand = Errand::HandOver(Reason::LastResort);
    let stop = w.run();
    assert_eq!(
        w.visible(),
        0,
        "{stop:?} {:?}\n{}",
        w.record().ownership,
        w.told()
    );
}

#[test]
fn a_second_look_that_lags_does_not_take_a_conversation_from_a_person() {
    let mut w = World::asked("How?");
    // Ada takes it (assignment, no words) while the agent thinks; the second reading lags behind.
    w.hooks.push((is_ask, |w| {
        w.frozen = Some(w.transcript());
        w.admin = Some("1".try_into().unwrap());
        w.happens(
            "assignment",
            ada(),
            "",
            Some(Assignee::Admin("1".try_into().unwrap())),
            None,
        );
    }));
    let stop = w.run();
    assert_eq!(
        w.visible(),
        0,
        "{stop:?} {:?}\n{}",
        w.record().ownership,
        w.told()
    );
}

#[test]
fn a_reading_that_lags_does_not_forget_that_the_agent_was_brought_back() {
    let mut w = World::asked("How?");
    w.team = Some(support());
    w.happens(
        "assignment",
        Author::Bot,
        "",
        Some(Assignee::Team(support())),
        None,
    );
    w.frozen = Some(w.transcript());
    w.admin = Some(us());
    w.team = None;
    w.happens("assignment", ada(), "", Some(Assignee::Admin(us())), None);
    let first = w.run(); // the turn the assignment asked for; the read lags
    w.frozen = None;
    w.answer = said("Four minutes.");
    w.visitor_writes("Hello?");
    let stamp = w.lines.last().unwrap().part.stamp.clone();
    let asked = due(&mut w, Event::VisitorWrote(stamp));
    assert_eq!(
        (asked, w.run()),
        (1, Stop::Outcome(Outcome::Replied)),
        "first: {first:?} {:?}",
        w.record().ownership
    );
}

#[test]
fn an_older_reading_folded_at_a_conflict_does_not_forget_that_the_agent_was_brought_back() {
    let mut w = World::asked("How?");
    w.team = Some(support()); // assigned at creation; its notification is late
    fn is_release(e: &Effect) -> bool {
        matches!(e, Effect::Save(r, _) if r.lease.is_none())
    }
    w.hooks.push((is_release, |w| {
        w.admin = Some(us());
        w.team = None;
        w.happens("assignment", ada(), "", Some(Assignee::Admin(us())), None);
    }));
    let first = w.run();
    let second = w.run(); // the turn the assignment asked for
    assert_eq!(
        second,
        Stop::Outcome(Outcome::Replied),
        "{first:?} {:?}",
        w.record().ownership
    );
}

#[test]
fn a_conversation_that_does_not_show_yet_is_not_a_deleted_one() {
    let mut w = World::asked("How?");
    w.deleted = true;
    let first = w.run();
    w.deleted = false;
    w.visitor_writes("Hello?");
    assert_eq!(w.run(), Stop::Outcome(Outcome::Replied), "{first:?}");
}

#[test]
fn a_lost_record_does_not_reopen_answered_questions() {
    let mut w = World::asked("How?");
    w.run();
    w.stored = None;
    w.pass(90 * 86_400);
    w.visitor_writes("And black tea?");
    w.run();
    let asked = w.done.iter().rev().find_map(|effect| match effect {
        Effect::Ask(question, _) => {
            Some(question.unanswered().map(str::to_owned).collect::<Vec<_>>())
        }
        _ => None,
    });
    let asked = asked.unwrap();
    assert_eq!(asked, ["And black tea?"]);
}

#[test]
fn after_a_crash_one_reading_that_lags_does_not_answer_twice() {
    let mut w = World::asked("How?");
    w.crash = Some(Crash::After(posts_at())); // posted; nobody learned of it; the echo is late
    w.hooks.push((is_post, |w| w.frozen = Some(w.transcript())));
    assert!(w.run_once().is_none());
    w.pass(150);
    w.hooks.push((is_ask, |w| w.frozen = None)); // only the first reading was stale
    let s = w.run();
    assert_eq!(w.visible(), 1, "{s:?}\n{}", w.told());
}

#[test]
fn an_answer_that_shows_while_the_agent_is_asked_again_is_not_sent_twice() {
    let mut w = World::asked("How?");
    w.fails.push((Failure::Unknown, true));
    w.hooks.push((is_post, |w| w.frozen = Some(w.transcript())));
    w.hooks.push((is_ask, |_| {}));
    w.hooks.push((is_ask, |w| w.frozen = None));
    let s = w.run();
    assert_eq!(w.visible(), 1, "{s:?}\n{}", w.told());
}
