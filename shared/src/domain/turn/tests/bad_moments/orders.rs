//! Orders, closes and redactions at bad moments.

use super::{ada, is_ask, killed_before_the_post, person, posts_at, support, us};
use crate::domain::assignee::Assignee;
use crate::domain::conversation::Errand;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::part::{Author, Command};
use crate::domain::turn::Stop;
use crate::domain::turn::tests::world::{CONFIG, Crash, World, said};

#[test]
fn an_order_given_while_the_agent_thinks_is_followed() {
    let mut w = World::asked("How?");
    w.hooks.push((is_ask, |w| {
        w.visitor_writes("It is urgent!");
        w.teammate_commands(Command::HandOff);
    }));
    let first = w.run();
    let second = w.run();
    assert_eq!(w.team(), Some("101"), "{first:?} {second:?}\n{}", w.told());
}

#[test]
fn a_close_while_the_agent_thinks_drops_its_answer() {
    let mut w = World::asked("How?");
    w.hooks
        .push((is_ask, |w| w.happens("close", ada(), "", None, None)));
    let s = w.run();
    assert_eq!(w.visible(), 0, "{s:?}\n{}", w.told());
}

#[test]
fn a_redaction_while_the_agent_thinks_drops_its_answer() {
    let mut w = World::asked("My card is 4111");
    w.hooks.push((is_ask, |w| {
        w.lines[0].part.redacted = true;
        w.lines[0].text.clear();
    }));
    let s = w.run();
    assert_eq!(w.visible(), 0, "{s:?}\n{}", w.told());
}

#[test]
fn a_close_after_a_crash_drops_what_was_intended() {
    let mut w = killed_before_the_post();
    w.happens("close", ada(), "", None, None);
    let s = w.run();
    assert_eq!(w.visible(), 0, "{s:?}\n{}", w.told());
}

#[test]
fn the_last_resort_with_an_open_answer_brings_a_person() {
    let mut w = killed_before_the_post();
    w.errand = Errand::HandOver(Reason::LastResort);
    let s = w.run();
    assert!(
        matches!(s, Stop::Outcome(Outcome::HandedOff { .. })),
        "{s:?}\n{}",
        w.told()
    );
}

#[test]
fn a_resume_after_a_hand_off_brings_the_agent_back() {
    let mut w = person("A person please");
    w.run();
    w.happens(
        "assignment",
        Author::Admin(us()),
        "",
        Some(Assignee::Team(support())),
        None,
    ); // echo
    w.answer = said("Two minutes.");
    w.teammate_commands(Command::Resume);
    w.visitor_writes("And black tea?");
    assert_eq!(
        w.run(),
        Stop::Outcome(Outcome::Replied),
        "{:?}",
        w.record().ownership
    );
}

#[test]
fn a_later_resume_revokes_an_order() {
    let mut w = World::asked("How?");
    w.teammate_writes();
    w.teammate_commands(Command::HandOff);
    w.teammate_commands(Command::Resume);
    w.visitor_writes("And black tea?");
    assert_eq!(w.run(), Stop::Outcome(Outcome::Replied));
}

#[test]
fn a_resume_after_the_turn_limit_lets_the_agent_answer() {
    let mut w = World::asked("How?");
    w.config = CONFIG.replace(
        r#""teammate": "Nexora""#,
        r#""teammate": "Nexora", "limits": {"turns": 1}"#,
    );
    w.run();
    w.visitor_writes("2?");
    let a = w.run();
    w.admin = Some(us());
    w.team = None;
    w.happens("assignment", ada(), "", Some(Assignee::Admin(us())), None);
    w.visitor_writes("3?");
    w.answer = said("Other.");
    let b = w.run();
    assert_eq!(b, Stop::Outcome(Outcome::Replied), "{a:?}");
}

#[test]
fn an_order_between_the_answer_and_its_echo_is_followed() {
    let mut w = World::asked("How?");
    w.crash = Some(Crash::After(posts_at()));
    assert!(w.run_once().is_none());
    w.pass(150);
    w.visitor_writes("Cancel it!");
    w.teammate_commands(Command::HandOff);
    let first = w.run();
    let second = w.run();
    assert_eq!(w.team(), Some("101"), "{first:?} {second:?}\n{}", w.told());
}
