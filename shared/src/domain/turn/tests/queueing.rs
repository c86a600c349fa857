//! What needs a person while people are closed.

use proptest::prelude::*;

use super::bad_moments::{ada, person};
use super::world::{CONFIG, Crash, World, said};
use crate::domain::answer::{Answer, Gist};
use crate::domain::assignee::Assignee;
use crate::domain::conversation::Errand;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::part::Command;
use crate::domain::routing::Contact;
use crate::domain::transcript::Company;
use crate::domain::turn::{Effect, Failure, Stop};
use crate::ports::intercom::Post;

/// The hours of Support, which is closed on the Saturday of the world, and open on the Sunday from ten minutes past eight.
pub(super) const HOURS: &str = r#""office_hours": { "default": { "zone": "UTC", "open": { "daily": "00:00-24:00" } },
    "teams": { "Support": { "zone": "UTC", "open": { "sun": "08:10-18:00" } } } },"#;

/// A night with these words in `out_of_hours`.
pub(super) fn night(text: &str, out_of_hours: &str) -> World {
    let mut world = person(text);
    world.config = configured(out_of_hours);
    world.contact = Some(Contact {
        role: "user".to_owned(),
        locale: Some("en".to_owned()),
        ..Contact::default()
    });
    world
}

pub(super) fn configured(out_of_hours: &str) -> String {
    let say = r#""hand_off": { "say": { "open": { "en": "One moment." }, "closed": { "en": "We're back {opens}." } },"#;
    let night = format!(r#"{HOURS} "out_of_hours": {{ {out_of_hours} }}, "rules":"#);
    CONFIG
        .replace(r#""hand_off": {"#, say)
        .replace(r#""rules":"#, &night)
}

/// Lets a person be wanted no more.
pub(super) fn answers(world: &mut World, text: &str) {
    world.answer = said(text);
}

pub(super) fn wants_person(world: &mut World) {
    world.answer = Answer {
        wants_person: true,
        ..said("")
    };
}

pub(super) fn queued() -> Stop {
    Stop::Outcome(Outcome::Queued {
        to: "Support".to_owned(),
        reason: Reason::AskedForPerson,
    })
}

/// The reminder of the record, and the rows that were set.
pub(super) fn waits(world: &World) -> String {
    let reminder = world.record().reminder;
    let mut told = vec![reminder.map_or("nothing".to_owned(), |it| it.to_string())];
    told.extend(world.done.iter().filter_map(|effect| match effect {
        Effect::Remind(at, place) => {
            let place = place.as_ref().map_or("no place".to_owned(), |place| {
                let team = place.team.as_ref().map_or("nobody", |team| team.as_str());
                format!("{} {} {team}", place.tier.digit(), place.since)
            });
            Some(format!("row: {} {place}", at.as_second()))
        }
        _ => None,
    }));
    told.join("\n")
}

#[test]
fn what_needs_a_person_at_night_waits_and_the_visitor_is_told_until_when() {
    let mut world = night("A person please", "");
    assert_eq!(world.run(), queued());
    insta::assert_snapshot!(world.told(), @"
    visitor: A person please
    agent: <p>We're back Sunday 08:10 (UTC).</p>
    snoozed
    calls: read, fetch, read, reply, attributes, snooze
    writes: 4
    ");
    insta::assert_snapshot!(waits(&world), @"
    1768119000 1768032000 opening asked_for_person 9t
    row: 1768119000 9 1768032000 101
    ");
    assert_eq!(world.record().covered, world.record().seen);
    assert_eq!(world.record().ended, None);
    assert_eq!(world.record().step, None);
    let why = "it waits until 2026-01-11 08:10 UTC, when Support opens";
    assert!(world.trace.contains(why), "{}", world.trace);
}

#[test]
fn whoever_writes_again_is_answered_and_goes_on_waiting_since_the_beginning() {
    let mut world = night(
        "A person please",
        "\"say\": { \"again\": { \"en\": \"It is added.\" } }",
    );
    world.run();
    world.pass(3_600);
    answers(&mut world, "Two minutes at 70 °C.");
    world.visitor_writes("And how do I brew green tea?");
    world.done.clear();
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    wants_person(&mut world);
    for words in ["I said a person!", "Hello?"] {
        world.pass(60);
        world.visitor_writes(words);
        assert_eq!(world.run(), queued());
    }
    insta::assert_snapshot!(world.told(), @"
    visitor: A person please
    agent: <p>We're back Sunday 08:10 (UTC).</p>
    snoozed
    visitor: And how do I brew green tea?
    agent: <p>Two minutes at 70 °C.</p>
    snoozed
    visitor: I said a person!
    agent: <p>It is added.</p>
    snoozed
    visitor: Hello?
    snoozed
    calls: read, read, reply, snooze, read, read, reply, snooze, read, read, snooze
    writes: 15
    ");
    insta::assert_snapshot!(waits(&world), @"1768119000 1768032000 opening asked_for_person 9t");
}

/// As the visitor sees a night: what they were told, how it stands, and until when it waits.
fn summed_up(world: &World) -> String {
    let visible = world.visible();
    let snoozed = if world.snoozed_until.is_some() {
        "snoozed"
    } else {
        "open"
    };
    let reminder = world.record().reminder;
    let purpose = reminder.map_or("nothing".to_owned(), |reminder| {
        let since = reminder.since - world.lines[0].part.stamp.at;
        let at = reminder.time();
        format!("{at} for {since} s")
    });
    format!(
        "{visible} texts, {} notes, {snoozed}, waits until {purpose}",
        world.notes()
    )
}

#[test]
fn whoever_dies_after_whatever_effect_of_the_night_the_visitor_is_told_once_and_it_waits() {
    let begin = || night("A person please", "");
    let whole = {
        let mut world = begin();
        world.run();
        summed_up(&world)
    };
    for crash in (0..begin().effects()).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let mut world = begin();
        world.crash = Some(crash);
        world.run_to_the_end();
        assert_eq!(summed_up(&world), whole, "{crash:?}\n{}", world.told());
        assert_eq!(world.record().covered, world.record().seen, "{crash:?}");
        assert_eq!(
            (&world.record().step, world.record().lease),
            (&None, None),
            "{crash:?}"
        );
    }
}

#[test]
fn whoever_dies_in_an_answer_to_what_waits_it_is_answered_once_and_sleeps_again() {
    let begin = || {
        let mut world = night("A person please", "");
        world.run();
        answers(&mut world, "Two minutes at 70 °C.");
        world.pass(60);
        world.visitor_writes("How do I brew green tea?");
        world.done.clear();
        world
    };
    let whole = {
        let mut world = begin();
        world.run();
        summed_up(&world)
    };
    assert_eq!(
        whole,
        "2 texts, 0 notes, snoozed, waits until 2026-01-11T08:10:00Z for 0 s"
    );
    for crash in (0..begin().effects()).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let mut world = begin();
        world.crash = Some(crash);
        world.run_to_the_end();
        assert_eq!(summed_up(&world), whole, "{crash:?}\n{}", world.told());
        assert_eq!(world.record().covered, world.record().seen, "{crash:?}");
        assert_eq!(world.record().step, None, "{crash:?}");
    }
}

#[test]
fn a_teammate_who_takes_over_at_any_step_of_the_night_is_left_alone_and_nothing_waits() {
    for at in 0..night("A person please", "").effects() {
        let mut world = night("A person please", "");
        world.takeover_after = Some(at);
        world.run();
        let next = world.done.get(at + 1);
        let is_posting =
            matches!(next, Some(Effect::Post(post)) if matches!(**post, Post::Reply(_)));
        let after = world.visible_after_takeover();
        assert_eq!(
            after,
            usize::from(is_posting),
            "after {at}\n{}",
            world.told()
        );
        assert_eq!(world.record().step, None, "after {at}");
        // What was written before the notification is withdrawn by the next turn, or by it.
        let last = world.done.len() - 1;
        if at < last {
            assert_eq!(
                world.record().reminder,
                None,
                "after {at}\n{}",
                world.told()
            );
        }
    }
}

#[test]
fn what_is_refused_or_lost_of_the_night_is_left_out_and_it_waits_all_the_same() {
    let refused = (Failure::Refused, false);
    let lost = (Failure::Unknown, false);
    let unsent = (Failure::NotSent, false);
    for (fails, told) in [
        (vec![refused], "0 texts, 0 notes, snoozed"),
        (vec![lost, lost], "0 texts, 0 notes, snoozed"),
        (vec![(Failure::Unknown, true)], "1 texts, 0 notes, snoozed"),
    ] {
        let mut world = night("A person please", "");
        world.fails.clone_from(&fails);
        assert_eq!(world.run_to_the_end(), queued(), "{fails:?}");
        // Who was told nothing hears when people are back with their next message.
        let is_told = told.starts_with('1');
        let queued = world.record().reminder.and_then(|it| it.queued());
        assert_eq!(queued.map(|it| it.told), Some(is_told), "{fails:?}");
        let waits = " waits until 2026-01-11T08:10:00Z for 0 s";
        assert_eq!(summed_up(&world), format!("{told},{waits}"), "{fails:?}");
    }
    for fails in [vec![refused], vec![lost, lost], vec![unsent]] {
        let mut world = night("A person please", "");
        world.snooze_fails.clone_from(&fails);
        assert_eq!(world.run(), queued(), "{fails:?}");
        assert_eq!(
            summed_up(&world),
            "1 texts, 0 notes, open, waits until 2026-01-11T08:10:00Z for 0 s",
            "{fails:?}"
        );
    }
}

#[test]
fn what_a_teammate_did_before_it_was_queued_withdraws_nothing() {
    for (kind, to) in [
        ("snoozed", None),
        ("open", None),
        ("assignment", Some(Assignee::Nobody)),
    ] {
        let mut world = night("A person please", "");
        world.pass(60);
        world.happens(kind, ada(), "", to, None);
        world.pass(60);
        assert_eq!(world.run(), queued(), "{kind}");
        world.pass(87_000);
        world.errand = Errand::Due;
        let stop = world.run();
        let handed_off = matches!(&stop, Stop::Outcome(Outcome::HandedOff { .. }));
        assert!(handed_off, "{kind}: {stop:?}");
    }
}

#[test]
fn a_note_of_a_night_says_neither_what_was_told_nor_what_was_given_for_a_question() {
    let asks =
        r#""capture": ["order number"], "say": { "ask": { "en": "What is your {field}?" } }"#;
    let mut world = night("My tea has not come, a person please", asks);
    world.config = world.config.replace(
        r#""office_hours""#,
        r#""captures": { "order number": { "pattern": "AT-\\d+" } }, "office_hours""#,
    );
    assert_eq!(world.run(), queued());
    world.pass(60);
    world.visitor_writes("It is AT-20417");
    assert_eq!(world.run(), queued());
    world.pass(87_000);
    world.errand = Errand::Due;
    world.run();
    let notes = world.lines.iter().filter(|line| line.part.is_note());
    let notes: Vec<_> = notes.map(|line| line.text.as_str()).collect();
    insta::assert_snapshot!(notes.join("\n"), @"<h2>Handed over by Nexora</h2><p><b>Ask:</b> “My tea has not come, a person please”</p><p><b>Why a person:</b> the visitor asked for a person</p><p><b>Tried:</b> nothing yet; the agent has not answered in this conversation</p><p><b>Captured:</b> order number: AT-20417</p><p><b>Facts:</b> page: acme.example/shop</p><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p><p><b>Out of hours:</b> it waited for people to be back on 2026-01-11 08:10 UTC; the visitor was told that it waits</p>");
}

#[test]
fn where_nothing_is_snoozed_or_said_it_waits_all_the_same() {
    let mut world = night("A person please", r#""snooze": false"#);
    assert_eq!(world.run(), queued());
    assert_eq!(
        summed_up(&world),
        "1 texts, 0 notes, open, waits until 2026-01-11T08:10:00Z for 0 s"
    );

    let mut world = night("A person please", "");
    let say =
        r#""say": { "open": { "en": "One moment." }, "closed": { "en": "We're back {opens}." } }"#;
    world.config = world.config.replace(say, r#""say": "none""#);
    assert_eq!(world.run(), queued());
    assert_eq!(
        summed_up(&world),
        "0 texts, 0 notes, snoozed, waits until 2026-01-11T08:10:00Z for 0 s"
    );
    assert_eq!(world.record().covered, world.record().seen);
}

#[test]
fn whoever_thanks_for_an_answer_in_the_night_goes_on_waiting() {
    let mut world = night("A person please", "");
    world.run();
    for gist in [Gist::Answers, Gist::Closes] {
        world.answer = Answer {
            gist,
            ..said(if gist == Gist::Closes {
                "Bye!"
            } else {
                "Of course."
            })
        };
        world.pass(60);
        world.visitor_writes("Thanks!");
        assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    }
    assert_eq!(world.record().ended, None);
    assert_eq!(
        summed_up(&world),
        "3 texts, 0 notes, snoozed, waits until 2026-01-11T08:10:00Z for 0 s"
    );
}

#[test]
fn what_is_paused_meanwhile_goes_to_people_at_once_and_what_waits_goes_on_waiting() {
    let mut world = night("A person please", "");
    world.hooks.push((
        |effect| matches!(effect, Effect::LookAtSwitch),
        |world| {
            world.switch.all = true;
        },
    ));
    assert!(matches!(
        world.run(),
        Stop::Outcome(Outcome::HandedOff { .. })
    ));
    assert_eq!(
        (world.visible(), world.notes(), world.team()),
        (0, 1, Some("101"))
    );

    let mut world = night("A person please", "");
    world.run();
    world.switch.all = true;
    world.pass(60);
    world.visitor_writes("Hello?");
    assert!(matches!(
        world.run(),
        Stop::Outcome(Outcome::LeftAlone { .. })
    ));
    assert_eq!(
        summed_up(&world),
        "1 texts, 0 notes, open, waits until 2026-01-11T08:10:00Z for 0 s"
    );
}

#[test]
fn where_people_open_before_it_is_said_they_get_it_at_once() {
    let mut world = night("A person please", "");
    world.pass(24 * 3_600 + 590);
    world.hooks.push((
        |effect| matches!(effect, Effect::LookAtSwitch),
        |world| world.pass(20),
    ));
    assert!(matches!(
        world.run(),
        Stop::Outcome(Outcome::HandedOff { .. })
    ));
    assert!(
        world.told().contains("agent: <p>One moment.</p>"),
        "{}",
        world.told()
    );
    assert_eq!((world.notes(), world.team()), (1, Some("101")));
    assert_eq!(world.record().reminder, None);
}

#[test]
fn who_never_opens_or_of_whom_nobody_knows_gets_it_at_once() {
    let open = r#""open": { "sun": "08:10-18:00" }"#;
    let never = r#""open": {}"#;
    let mut world = night("A person please", "");
    world.config = world.config.replace(open, never);
    assert!(
        matches!(world.run(), Stop::Outcome(Outcome::HandedOff { .. })),
        "{}",
        world.told()
    );
    let mut world = night("A person please", "");
    let hours = format!(r#"{{ "zone": "UTC", {open} }}"#);
    world.config = world.config.replace(&hours, r#"{ "from": "Nights" }"#);
    assert!(
        matches!(world.run(), Stop::Outcome(Outcome::HandedOff { .. })),
        "{}",
        world.told()
    );
}

#[test]
fn an_order_a_rule_that_wants_it_at_once_and_the_last_resort_do_not_wait() {
    let rule = |even: bool| {
        let mut world = night("It burns!", "");
        let to =
            format!(r#"{{ "hand_off": {{ "to": "team:Support", "even_if_closed": {even} }} }}"#);
        world.config = world.config.replace(r#"{ "agent": {} }"#, &to);
        world
    };
    assert!(matches!(
        rule(false).run(),
        Stop::Outcome(Outcome::Queued { .. })
    ));
    assert!(matches!(
        rule(true).run(),
        Stop::Outcome(Outcome::HandedOff { .. })
    ));

    let mut world = night("A person please", "");
    world.errand = Errand::HandOver(Reason::LastResort);
    assert!(matches!(
        world.run(),
        Stop::Outcome(Outcome::HandedOff { .. })
    ));

    let mut world = night("A person please", "");
    world.run();
    world.pass(60);
    world.teammate_commands(Command::HandOff);
    world.run();
    assert_eq!(
        (world.team(), world.record().reminder),
        (Some("101"), None),
        "{}",
        world.told()
    );
}

#[test]
fn the_customers_tier_is_kept_as_far_as_it_is_known() {
    let mut world = night("A person please", "");
    world.config = world.config.replace(
        r#""version": 1,"#,
        r#""version": 1, "companies": { "tiers": ["Free", "Pro"] },"#,
    );
    world.config = world.config.replace(
        r#""rules": ["#,
        r#""rules": [{ "name": "VIP", "when": { "company.plan": "VIP" }, "then": { "leave_to": "team" } },"#,
    );
    world.companies = vec![Company {
        id: "7".try_into().unwrap(),
        name: None,
        plan: Some("Pro".to_owned()),
        segments: None,
        tags: None,
        attributes: Vec::new(),
    }];
    assert_eq!(world.run(), queued());
    insta::assert_snapshot!(waits(&world), @"
    1768119000 1768032000 opening asked_for_person 0t
    row: 1768119000 0 1768032000 101
    ");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the visitor writes in a night, and whatever the agent makes of it.
    #[test]
    fn in_any_night_everything_is_covered_and_one_time_is_named_since_the_beginning(
        messages in prop::collection::vec((0..4_usize, 1..2_000_i64), 1..7),
        capture in any::<bool>(),
        snooze in any::<bool>(),
    ) {
        let capture = if capture { r#", "capture": ["email"]"# } else { "" };
        let mut world = night("A person please", &format!(r#""snooze": {snooze} {capture}"#));
        prop_assert_eq!(world.run(), queued());
        let since = world.lines[0].part.stamp.at;
        for (what, after) in messages {
            match what {
                0 => answers(&mut world, "Two minutes at 70 °C."),
                1 => answers(&mut world, ""),
                2 => world.answer = Answer { gist: Gist::Closes, ..said("Bye!") },
                _ => wants_person(&mut world),
            }
            world.pass(after);
            world.visitor_writes(if what == 3 { "ana@acme.example" } else { "Hm." });
            world.run_to_the_end();
            let record = world.record();
            prop_assert_eq!(&record.covered, &record.seen, "{}", world.told());
            prop_assert_eq!(record.reminder.map(|it| (it.at, it.since)), Some((1_768_119_000, since)));
            prop_assert_eq!(&record.ended, &None);
            prop_assert_eq!(world.snoozed_until.is_some(), snooze, "{}", world.told());
        }
        let rows = world.done.iter().filter(|effect| matches!(effect, Effect::Remind(..)));
        prop_assert_eq!(rows.count(), 1, "one row is enough");
        prop_assert_eq!((world.notes(), world.team()), (0, None));
    }
}
