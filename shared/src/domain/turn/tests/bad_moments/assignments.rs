//! Assignments that do not take, move on, or were made before we looked.

use super::{ada, at, due, is_assign, is_attr, is_wait, person, support, us};
use crate::domain::assignee::Assignee;
use crate::domain::conversation::decide::Desk;
use crate::domain::conversation::{Errand, Event, Record, decide};
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::part::Author;
use crate::domain::stamp::Stamp;
use crate::domain::transcript::Bot;
use crate::domain::turn::tests::world::{CONFIG, World};
use crate::domain::turn::{Effect, Failure, Stop};
use crate::id::PartId;

#[test]
fn a_conversation_that_was_given_to_the_agent_can_be_handed_to_a_team() {
    let mut w = person("A person please");
    w.admin = Some(us());
    w.happens(
        "assignment",
        Author::Bot,
        "",
        Some(Assignee::Admin(us())),
        None,
    );
    let mut stops = vec![];
    for _ in 0..12 {
        stops.push(w.run());
        w.pass(150);
    }
    assert!(
        matches!(stops.last(), Some(Stop::Outcome(_))),
        "{stops:?} step {:?}\n{}",
        w.record().step.is_some(),
        w.told()
    );
}

#[test]
fn a_colleague_who_picks_it_up_at_once_is_not_fought() {
    let mut w = person("A person please");
    w.hooks
        .push((is_attr, |w| w.admin = Some("1".try_into().unwrap())));
    let a = w.run();
    let assigns = w
        .lines
        .iter()
        .filter(|l| l.part.kind == "assignment")
        .count();
    w.pass(150);
    let b = w.run();
    assert_eq!(
        assigns,
        1,
        "{a:?} {b:?} covered {:?}\n{}",
        w.record().covered,
        w.told()
    );
}

#[test]
fn after_three_undone_assignments_a_later_delivery_tries_again() {
    let mut w = person("A person please");
    w.undo_assignments = 3;
    let first = w.run();
    let mut stops = vec![first];
    for _ in 0..10 {
        w.pass(150);
        stops.push(w.run());
    }
    w.errand = Errand::HandOver(Reason::LastResort);
    w.pass(150);
    stops.push(w.run());
    assert_eq!(w.team(), Some("101"), "{stops:?}");
}

#[test]
fn a_rule_whose_fact_cannot_be_read_now_is_not_passed_over() {
    let mut w = World::asked("How?");
    w.config = CONFIG.replace(r#""rules": ["#, r#""rules": [{"name":"Drafts for Enterprise","when":{"company.plan":"Enterprise"},"then":{"agent":{"mode":"draft"}}},"#);
    w.facts_down = true;
    let s = w.run();
    assert_eq!(
        (s, w.visible()),
        (Stop::Failed(Failure::Unknown), 0),
        "{}",
        w.told()
    );
}

#[test]
fn a_receiver_who_no_longer_exists_is_not_a_deleted_conversation() {
    let mut w = person("A person please");
    // Farewell and note arrive; the assignment's receiver is gone.
    w.hooks
        .push((is_assign, |w| w.fails.push((Failure::NotFound, false))));
    let stop = w.run();
    w.visitor_writes("Hello? Anybody?");
    let stamp = at(&w, "900");
    assert_eq!(
        due(&mut w, Event::VisitorWrote(stamp)),
        1,
        "{stop:?} deleted {}\n{}",
        w.record().deleted,
        w.told()
    );
}

#[test]
fn what_was_left_to_the_bot_is_answered_when_it_is_given_to_the_agent() {
    let mut w = World::asked("How?");
    w.config = CONFIG.replace(r#""rules": ["#, r#""rules": [{"name":"Bot keeps it","when":{"bot":"answering"},"then":{"leave_to":"bot"}},"#);
    w.bot = Bot::Answering;
    let first = w.run();
    w.bot = Bot::Escalated;
    w.admin = Some(us());
    w.happens(
        "assignment",
        Author::Bot,
        "",
        Some(Assignee::Admin(us())),
        None,
    );
    let by = w.lines.last().unwrap().part.stamp.clone();
    let asked = due(
        &mut w,
        Event::Assigned {
            by,
            to: Assignee::Admin(us()),
        },
    );
    assert_eq!(
        (asked, w.run()),
        (1, Stop::Outcome(Outcome::Replied)),
        "{first:?}"
    );
}

#[test]
fn a_conversation_given_to_the_agent_is_looked_at_even_if_nothing_was_seen_of_it() {
    let by = Stamp::new(2_000, PartId::try_from("50").unwrap());
    let d = decide(
        &Record::default(),
        &Event::Assigned {
            by,
            to: Assignee::Admin(us()),
        },
        Desk { us: &us() },
    );
    assert_eq!(d.actions.len(), 1);
}

#[test]
fn a_bots_assignment_does_not_silence_the_rules() {
    let s = |n: i64, id: &str| Stamp::new(n, PartId::try_from(id).unwrap());
    let r = decide(
        &Record::default(),
        &Event::Assigned {
            by: s(1, "1"),
            to: Assignee::Bot,
        },
        Desk { us: &us() },
    )
    .record;
    assert_eq!(
        decide(&r, &Event::VisitorWrote(s(2, "2")), Desk { us: &us() })
            .actions
            .len(),
        1
    );
}

#[test]
fn assigned_to_the_agents_teammate_and_a_team_at_once_it_is_the_agents() {
    let mut w = World::asked("How?");
    w.admin = Some(us());
    w.team = Some(support());
    w.happens(
        "assignment",
        Author::Bot,
        "",
        Some(Assignee::Admin(us())),
        None,
    );
    w.happens(
        "assignment",
        Author::Bot,
        "",
        Some(Assignee::Team(support())),
        None,
    );
    assert_eq!(w.run(), Stop::Outcome(Outcome::Replied));
}

#[test]
fn a_hand_off_without_a_receiver_promises_nothing_and_waits() {
    let mut w = person("A person please");
    w.config = CONFIG.replace("team:Support", "team:Gone");
    let s = w.run();
    assert_eq!(
        (s, w.visible(), w.notes()),
        (Stop::Failed(Failure::NoReceiver), 0, 0),
        "{}",
        w.told()
    );
}

#[test]
fn a_reply_that_also_assigns_is_a_reply() {
    let mut w = World::asked("How?");
    w.fails.push((Failure::Unknown, true));
    w.hooks.push((is_wait, |w| {
        w.lines.last_mut().unwrap().part.assigned_to = Some(Assignee::Admin(us()));
        w.admin = Some(us());
    }));
    let s = w.run();
    assert_eq!(w.visible(), 1, "{s:?}\n{}", w.told());
}

#[test]
fn a_workflow_that_moves_it_to_another_team_is_not_fought() {
    let mut w = person("A person please");
    w.hooks
        .push((is_attr, |w| w.team = Some("102".try_into().unwrap())));
    w.run();
    let assigns = w
        .lines
        .iter()
        .filter(|l| l.part.kind == "assignment")
        .count();
    assert_eq!(assigns, 1, "{}", w.told());
}

#[test]
fn an_assignment_that_was_undone_is_made_again_even_if_its_echo_arrives() {
    let mut w = person("A person please");
    w.undo_assignments = 3;
    let mut stops = vec![w.run()];
    // The echo of the last assignment, after the turn gave up.
    let part = w.lines.last().unwrap().part.clone();
    w.hears_of(&part);
    w.pass(150);
    stops.push(w.run());
    assert_eq!(w.team(), Some("101"), "{stops:?}");
}

#[test]
fn a_receiver_who_is_gone_and_a_colleague_in_the_same_reading_leave_it_to_the_colleague() {
    let mut w = person("A person please");
    let night = r#""then": { "hand_off": { "to": "team:Night" } }"#;
    w.config = CONFIG.replace(r#""then": { "agent": {} }"#, night);
    fn is_farewell(e: &Effect) -> bool {
        matches!(e, Effect::Post(p) if matches!(**p, crate::ports::intercom::Post::Reply(_)))
    }
    w.hooks.push((is_farewell, |w| {
        w.fails.push((Failure::NotFound, false));
        // Its notification is late.
        w.write("comment", ada(), "I have it", None, None);
    }));
    let stop = w.run();
    assert_eq!((w.notes(), w.team()), (0, None), "{stop:?}\n{}", w.told());
}
