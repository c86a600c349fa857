//! What an adversary found: readings that lag, orders and closes at bad moments, assignments that do not take.

use super::world::{CONFIG, Crash, World, said};
use crate::domain::answer::Answer;
use crate::domain::assignee::Assignee;
use crate::domain::conversation::decide::Desk;
use crate::domain::conversation::{Errand, Event, Record, decide};
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::part::{Author, Command};
use crate::domain::stamp::Stamp;
use crate::domain::transcript::Bot;
use crate::domain::turn::{Effect, Failure, Stop};
use crate::id::{AdminId, PartId, TeamId};

fn us() -> AdminId {
    "9".try_into().unwrap()
}
fn ada() -> Author {
    Author::Admin("1".try_into().unwrap())
}
fn support() -> TeamId {
    "101".try_into().unwrap()
}
fn person(text: &str) -> World {
    let mut world = World::asked(text);
    world.answer = Answer {
        wants_person: true,
        ..said("")
    };
    world
}
fn is_ask(e: &Effect) -> bool {
    matches!(e, Effect::Ask(..))
}
fn is_post(e: &Effect) -> bool {
    matches!(e, Effect::Post(_))
}
fn is_wait(e: &Effect) -> bool {
    matches!(e, Effect::Wait(_))
}
fn due(world: &mut World, event: Event) -> usize {
    decide(world.record(), &event, Desk { us: &us() })
        .actions
        .len()
}
fn at(world: &World, id: &str) -> Stamp {
    Stamp::new(world.now.as_second() + 100, PartId::try_from(id).unwrap())
}

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
fn an_echo_that_confirms_while_readings_lag_stops_the_second_attempt() {
    let mut w = World::asked("How?");
    w.fails.push((Failure::Unknown, true));
    w.hooks.push((is_post, |w| w.frozen = Some(w.transcript())));
    // while the turn settles, the echo's notification is taken
    w.hooks.push((is_wait, |w| {
        let part = w.lines.last().unwrap().part.clone();
        let us = us();
        let mut record = w.stored.clone().unwrap();
        for event in Event::of(&part, &us) {
            record = decide(&record, &event, Desk { us: &us }).record;
        }
        record.version += 1;
        w.stored = Some(record);
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
        matches!(e, Effect::Save(r) if r.lease.is_none())
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
    fn is_attr(e: &Effect) -> bool {
        matches!(e, Effect::SetAttributes(_))
    }
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
fn draft() -> World {
    let mut w = World::asked("How?");
    w.config = CONFIG.replace(
        r#""then": { "agent": {} }"#,
        r#""then": { "agent": { "mode": "draft" } }"#,
    );
    assert_ne!(w.config, CONFIG);
    w
}
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
    fn is_assign(e: &Effect) -> bool {
        matches!(e, Effect::Post(p) if matches!(**p, crate::ports::intercom::Post::Assign(_)))
    }
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
fn a_conversation_that_does_not_show_yet_is_not_a_deleted_one() {
    let mut w = World::asked("How?");
    w.deleted = true;
    let first = w.run();
    w.deleted = false;
    w.visitor_writes("Hello?");
    assert_eq!(w.run(), Stop::Outcome(Outcome::Replied), "{first:?}");
}
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
    let mut w = World::asked("How?");
    let posts_at = {
        let mut v = World::asked("How?");
        v.run();
        v.done.iter().position(is_post).unwrap()
    };
    w.crash = Some(Crash::Before(posts_at));
    assert!(w.run_once().is_none());
    w.pass(150);
    w.happens("close", ada(), "", None, None);
    let s = w.run();
    assert_eq!(w.visible(), 0, "{s:?}\n{}", w.told());
}
#[test]
fn the_last_resort_with_an_open_answer_brings_a_person() {
    let posts_at = {
        let mut v = World::asked("How?");
        v.run();
        v.done.iter().position(is_post).unwrap()
    };
    let mut w = World::asked("How?");
    w.crash = Some(Crash::Before(posts_at));
    assert!(w.run_once().is_none());
    w.pass(150);
    w.errand = Errand::HandOver(Reason::LastResort);
    let s = w.run();
    assert!(
        matches!(s, Stop::Outcome(Outcome::HandedOff { .. })),
        "{s:?}\n{}",
        w.told()
    );
}
#[test]
fn an_open_answer_and_a_reading_without_the_visitors_part_do_no_harm() {
    let posts_at = {
        let mut v = World::asked("How?");
        v.run();
        v.done.iter().position(is_post).unwrap()
    };
    let mut w = World::asked("How?");
    w.crash = Some(Crash::Before(posts_at));
    assert!(w.run_once().is_none());
    w.pass(150);
    w.hidden = true;
    let s = w.run();
    assert!(
        !matches!(s, Stop::Outcome(Outcome::NothingToCover)),
        "{s:?}"
    );
    assert!(w.record().lease.is_none());
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
fn an_older_reply_is_not_taken_for_the_new_one() {
    let mut w = World::asked("How?");
    w.hooks.push((is_ask, |w| w.visitor_writes("And black?")));
    // the POST's answer could not be read: 2xx without a part id
    fn is_attr(e: &Effect) -> bool {
        matches!(e, Effect::SetAttributes(_))
    }
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
fn a_draft_is_not_answered() {
    let mut w = draft();
    w.run();
    assert!(
        !w.done.iter().any(
            |e| matches!(e, Effect::SetAttributes(a) if a.iter().any(|(_, v)| v == "answered"))
        )
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
fn after_a_crash_one_reading_that_lags_does_not_answer_twice() {
    let posts_at = {
        let mut v = World::asked("How?");
        v.run();
        v.done.iter().position(is_post).unwrap()
    };
    let mut w = World::asked("How?");
    w.crash = Some(Crash::After(posts_at)); // posted; nobody learned of it; the echo is late
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
fn an_order_between_the_answer_and_its_echo_is_followed() {
    let posts_at = {
        let mut v = World::asked("How?");
        v.run();
        v.done.iter().position(is_post).unwrap()
    };
    let mut w = World::asked("How?");
    w.crash = Some(Crash::After(posts_at));
    assert!(w.run_once().is_none());
    w.pass(150);
    w.visitor_writes("Cancel it!");
    w.teammate_commands(Command::HandOff);
    let first = w.run();
    let second = w.run();
    assert_eq!(w.team(), Some("101"), "{first:?} {second:?}\n{}", w.told());
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
    let mut record = w.stored.clone().unwrap();
    for event in Event::of(&part, &us()) {
        record = decide(&record, &event, Desk { us: &us() }).record;
    }
    record.version += 1;
    w.stored = Some(record);
    let b = w.run();
    assert_eq!(
        b,
        Stop::Outcome(Outcome::NothingToCover),
        "{a:?}\n{}",
        w.told()
    );
}
#[test]
fn a_workflow_that_moves_it_to_another_team_is_not_fought() {
    let mut w = person("A person please");
    fn is_attr(e: &Effect) -> bool {
        matches!(e, Effect::SetAttributes(_))
    }
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
fn drafts_are_capped() {
    let mut w = draft();
    for n in 0..12 {
        w.visitor_writes(&format!("{n}?"));
        w.run();
    }
    assert!(w.notes() <= 8, "{} notes", w.notes());
}
