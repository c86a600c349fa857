//! Steps whose fate is in doubt.

use super::{is_ask, is_attr, is_post, killed_before_the_post, person, us};
use crate::domain::outcome::Outcome;
use crate::domain::turn::tests::world::{CONFIG, World, said};
use crate::domain::turn::{Effect, Failure, Stop};

#[test]
fn a_note_that_was_surely_not_sent_twice_is_still_owed() {
    let mut w = person("A person please");
    fn is_note(e: &Effect) -> bool {
        matches!(e, Effect::Post(p) if matches!(**p, crate::ports::intercom::Post::Note(_)))
    }
    for _ in 0..2 {
        w.hooks
            .push((is_note, |w| w.fails.push((Failure::NotSent, false))));
    }
    let mut stops = vec![];
    for _ in 0..4 {
        stops.push(w.run());
        w.pass(60);
    }
    assert_eq!(
        (w.notes(), w.team()),
        (1, Some("101")),
        "{stops:?}\n{}",
        w.told()
    );
}

#[test]
fn an_open_answer_and_a_reading_without_the_visitors_part_do_no_harm() {
    let mut w = killed_before_the_post();
    w.hidden = true;
    let s = w.run();
    assert!(
        !matches!(s, Stop::Outcome(Outcome::NothingToCover)),
        "{s:?}"
    );
    assert!(w.record().lease.is_none());
}

#[test]
fn an_older_reply_is_not_taken_for_the_new_one() {
    let mut w = World::asked("How?");
    w.hooks.push((is_ask, |w| w.visitor_writes("And black?")));
    // the POST's answer could not be read: 2xx without a part id
    w.hooks.push((is_attr, |w| {
        w.answer = said("Four minutes.");
        w.fails.push((Failure::Unknown, false));
    }));
    w.anonymous_posts = 1;
    let s = w.run();
    assert_eq!(
        w.visible(),
        2,
        "{s:?} covered {:?}\n{}",
        w.record().covered,
        w.told()
    );
}

#[test]
fn no_address_in_the_trace() {
    let mut w = person("A person please");
    w.config = CONFIG.replace(
        r#""then": { "agent": {} }"#,
        r#""then": { "hand_off": { "to": "teammate:ada@acme.example" } }"#,
    );
    w.run();
    assert!(!w.trace.contains('@'), "{}", w.trace);
}

#[test]
fn a_visitors_message_does_not_fence() {
    let mut w = World::asked("How?");
    w.admin = Some(us()); // created so: no part says it
    w.hooks.push((is_ask, |w| w.visitor_writes("And?")));
    w.run();
    let before = w
        .done
        .iter()
        .take_while(|e| !is_post(e))
        .filter(|e| is_ask(e))
        .count();
    assert_eq!(before, 1, "{}", w.told());
}

#[test]
fn a_limited_second_attempt_keeps_the_first_open() {
    let mut w = World::asked("How?");
    w.fails = vec![(Failure::Unknown, true), (Failure::NotSent, false)];
    w.hooks.push((is_post, |w| w.frozen = Some(w.transcript())));
    let a = w.run();
    w.frozen = None;
    w.pass(8);
    // late echo and a good reading
    let part = w.lines.last().unwrap().part.clone();
    w.hears_of(&part);
    let b = w.run();
    assert_eq!(b, Stop::Outcome(Outcome::Replied), "{a:?}\n{}", w.told());
    assert_eq!(w.visible(), 1);
}
