//! Mornings: what waited until people are back, and what may happen before they are.

use jiff::Timestamp;
use proptest::prelude::*;

use super::bad_moments::{ada, is_assign, us};
use super::world::{CONFIG, Crash, World};
use crate::domain::assignee::Assignee;
use crate::domain::config::Config;
use crate::domain::conversation::Errand;
use crate::domain::directory::{Directory, Teammate};
use crate::domain::ending::Ending;
use crate::domain::hand_off::Reason;
use crate::domain::inbox::Inbox;
use crate::domain::outcome::Outcome;
use crate::domain::part::{Author, Command};
use crate::domain::queued::{Queued, Tier};
use crate::domain::reminder::{Purpose, Reminder};
use crate::domain::routing::Contact;
use crate::domain::transcript::Company;
use crate::domain::turn::request::{Beside, Other};
use crate::domain::turn::{Effect, Failure, Stop};
use crate::ports::intercom::Post;

const HOUR: i64 = 3_600;

/// Open from nine to six every day, in London. It is eight o'clock.
const HOURS: &str = r#""office_hours": { "default": { "zone": "Europe/London", "open": { "mon-sun": "09:00-18:00" } } }, "out_of_hours": {}, "rules":"#;

const NOTHING: Stop = Stop::Outcome(Outcome::NothingToCover);
const NOT_OURS: Stop = Stop::Outcome(Outcome::NotOurs);

/// Some other hours, whatever their zone.
fn hours(zone: &str, days: &str, open: &str) -> String {
    let hours = HOURS
        .replace("Europe/London", zone)
        .replace("mon-sun", days);
    hours.replace("09:00-18:00", open)
}

/// The visitor asked for a person at eight, was told that people are back at nine, and the conversation sleeps until then.
fn queued() -> World {
    queued_with(HOURS)
}

fn queued_with(hours: &str) -> World {
    let mut world = World::asked("A person please");
    world.sleeps_on = true;
    world.config = CONFIG.replace(r#""rules":"#, hours);
    let since = world.now.as_second();
    let us = || Author::Admin(us());
    world.write("comment", us(), "We are back at nine.", None, None);
    world.write("snoozed", us(), "", None, None);
    let at = since + HOUR;
    world.snoozed_until = Some(at);
    let mut record = world.record().clone();
    record.covered = record.seen.clone();
    record.reminder = Some(Reminder {
        at,
        since,
        purpose: Purpose::Opening(Queued {
            why: "asked_for_person",
            intent: None,
            tier: Tier::NONE,
            told: true,
            after: 0,
        }),
    });
    world.stored = Some(record);
    world.errand = Errand::Due;
    world
}

/// Somebody comes to look, so many seconds after eight.
fn comes(world: &mut World, after: i64) -> Stop {
    let eight = world.lines[0].part.stamp.at;
    world.pass(eight + after - world.now.as_second());
    world.run()
}

fn given_to(team: &str) -> Stop {
    Stop::Outcome(Outcome::HandedOff {
        to: team.to_owned(),
        reason: Reason::AskedForPerson,
    })
}

fn waits_until(world: &World) -> Option<String> {
    let reminder = world.record().reminder?;
    reminder.queued()?;
    Some(reminder.time().to_string())
}

/// What was said and done after the night.
fn in_the_morning(world: &World) -> String {
    let told = world.told();
    let (_, morning) = told.split_once("snoozed\n").unwrap();
    morning.to_owned()
}

#[test]
fn what_waited_goes_to_people_when_they_are_back() {
    let mut world = queued();
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
    insta::assert_snapshot!(in_the_morning(&world), @"
    note: <h2>Handed over by Nexora</h2><p><b>Ask:</b> “A person please”</p><p><b>Why a person:</b> the visitor asked for a person</p><p><b>Tried:</b> the agent answered</p><ul><li>“We are back at nine.”</li></ul><p><b>Facts:</b> page: acme.example/shop</p><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p><p><b>Out of hours:</b> it waited for people to be back on 2026-01-10 09:00 UTC; the visitor was told that it waits</p>
    assigned to team 101
    opened
    calls: read, note, assign, attributes, read, open
    writes: 5
    ");
    let record = world.record();
    assert_eq!(
        (record.reminder, &record.step, record.lease),
        (None, &None, None)
    );
    let ended = record.ended.as_ref();
    let ended = ended.map(|ended| (ended.ending, ended.why.as_deref()));
    assert_eq!(ended, Some((Ending::HandedOff, Some("asked_for_person"))));
    assert_eq!(comes(&mut world, HOUR + 60), NOTHING);
    assert_eq!((world.visible(), world.notes()), (1, 1));
}

#[test]
fn as_long_as_people_are_closed_nothing_is_read_and_the_time_is_set_anew() {
    let mut world = queued_with(&HOURS.replace("09:00", "10:30"));
    assert_eq!(comes(&mut world, HOUR), NOTHING);
    assert_eq!(waits_until(&world).as_deref(), Some("2026-01-10T10:30:00Z"));
    let done: Vec<_> = world.done.iter().map(Effect::name).collect();
    assert_eq!(done, ["load", "remind", "save"]);
    assert_eq!(comes(&mut world, 2 * HOUR + HOUR / 2), given_to("Support"));
}

#[test]
fn a_crash_after_any_effect_leaves_one_note_and_one_assignment() {
    let effects = {
        let mut world = queued();
        world.pass(HOUR);
        world.effects()
    };
    for at in 0..effects {
        for crash in [Crash::Before(at), Crash::After(at)] {
            let mut world = queued();
            world.pass(HOUR);
            world.crash = Some(crash);
            world.run_to_the_end();
            let told = world.told();
            assert_eq!(world.notes(), 1, "{crash:?}: {told}");
            assert_eq!(told.matches("assigned to").count(), 1, "{crash:?}: {told}");
            assert_eq!(
                (world.team(), world.snoozed_until),
                (Some("101"), None),
                "{crash:?}: {told}"
            );
            let record = world.record();
            assert_eq!((record.reminder, &record.step), (None, &None), "{crash:?}");
            assert!(record.ended.is_some(), "{crash:?}");
        }
    }
}

#[test]
fn a_teammate_who_closes_it_after_a_crash_in_the_morning_leaves_no_step_open() {
    let effects = {
        let mut world = queued();
        world.pass(HOUR);
        world.effects()
    };
    for at in 0..effects {
        for crash in [Crash::Before(at), Crash::After(at)] {
            let mut world = queued();
            world.pass(HOUR);
            world.crash = Some(crash);
            assert_eq!(world.run_once(), None, "{crash:?}");
            let begun = world.notes();
            world.happens("close", ada(), "", None, None);
            world.pass(150);
            world.run_to_the_end();
            let told = world.told();
            // What was intended may be on its way, and what has begun is carried out.
            assert!(
                world.notes() <= 1 && world.notes() == begun,
                "{crash:?}: {told}"
            );
            let record = world.record();
            assert_eq!(
                (record.reminder, &record.step),
                (None, &None),
                "{crash:?}: {told}"
            );
        }
    }
}

#[test]
fn what_is_awake_by_then_needs_no_opening() {
    let mut world = queued();
    world.sleeps_on = false;
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
    assert!(
        in_the_morning(&world).ends_with("calls: read, note, assign, attributes, read\nwrites: 4")
    );
}

#[test]
fn where_intercom_refuses_to_open_it_people_have_it_all_the_same() {
    let mut world = queued();
    world
        .hooks
        .push((is_open, |world| world.fails.push((Failure::Refused, false))));
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
    assert_eq!(
        (world.record().reminder, &world.record().step),
        (None, &None)
    );
    assert!(world.record().ended.is_some());
}

#[test]
fn where_intercom_refuses_the_note_people_get_it_without_one() {
    let mut world = queued();
    world.fails.push((Failure::Refused, false));
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
    assert_eq!((world.notes(), world.team()), (0, Some("101")));
}

#[test]
fn what_a_workflow_closed_at_night_is_opened_for_those_who_get_it() {
    let mut world = queued();
    world.happens("close", Author::Bot, "", None, None);
    world.closed = true;
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
    assert!(!world.closed, "{}", world.told());
}

#[test]
fn what_a_teammate_dealt_with_at_night_goes_to_nobody() {
    type Deed = (&'static str, fn(&mut World));
    let does: [Deed; 7] = [
        ("wrote", World::teammate_writes),
        ("took it", |world| {
            world.admin = Some("1".try_into().unwrap());
            let to = Some(Assignee::Admin("1".try_into().unwrap()));
            world.happens("assignment", ada(), "", to, None);
        }),
        ("closed it", |world| {
            world.happens("close", ada(), "", None, None);
        }),
        ("snoozed it", |world| {
            world.happens("snoozed", ada(), "", None, None);
        }),
        ("took it out of the snooze", |world| {
            world.happens("unsnoozed", ada(), "", None, None);
        }),
        ("said stop", |world| world.teammate_commands(Command::Stop)),
        ("a workflow gave it to a team", |world| {
            world.team = Some("102".try_into().unwrap());
            let to = Some(Assignee::Team("102".try_into().unwrap()));
            world.happens("assignment", Author::Bot, "", to, None);
        }),
    ];
    for (what, does) in does {
        for is_told in [true, false] {
            let mut world = queued();
            let stored = world.stored.clone();
            does(&mut world);
            if !is_told {
                // The notification is late, or lost: the reading shows it.
                world.stored = stored;
            }
            let reminder = world.record().reminder;
            let stop = comes(&mut world, HOUR);
            let confirms = what == "said stop";
            let expected = match reminder {
                None => NOTHING,
                Some(_) => NOT_OURS,
            };
            let told = world.told();
            assert_eq!(stop, expected, "{what}: {told}");
            assert_eq!(world.record().reminder, None, "{what}: {told}");
            assert_eq!(world.notes(), usize::from(confirms), "{what}: {told}");
            assert!(!world.done.iter().any(is_assign), "{what}: {told}");
        }
    }
}

#[test]
fn a_teammates_plain_note_and_what_a_timer_does_leave_it_waiting() {
    let does: [fn(&mut World); 4] = [
        |world| world.teammate_notes("A known bug, see #123."),
        |world| {
            world.snoozed_until = None;
            world.happens("timer_unsnooze", ada(), "", None, None);
        },
        |world| {
            let kind = "conversation_attribute_updated_by_admin";
            world.happens(kind, ada(), "", None, None);
        },
        |world| world.happens("snoozed", Author::Bot, "", None, None),
    ];
    for (nth, does) in does.into_iter().enumerate() {
        let mut world = queued();
        does(&mut world);
        assert_eq!(comes(&mut world, HOUR), given_to("Support"), "{nth}");
    }
}

#[test]
fn a_teammate_who_acts_at_any_moment_of_the_morning_is_not_overruled() {
    let effects = {
        let mut world = queued();
        world.pass(HOUR);
        world.effects()
    };
    for after in 0..effects {
        for snoozes in [false, true] {
            let mut world = queued();
            world.pass(HOUR);
            let acts: fn(&mut World) = if snoozes {
                |world| {
                    world.snoozed_until = Some(i64::MAX);
                    world.happens("snoozed", ada(), "", None, None);
                }
            } else {
                World::teammate_writes
            };
            world.happens_after = Some((after, acts));
            world.run_to_the_end();
            let told = world.told();
            let since = world.happened_at.unwrap();
            let lines = world.lines[since..].iter().map(|line| &line.part);
            let ours: Vec<_> = lines
                .filter(|part| part.author == Author::Admin(us()))
                .collect();
            // What was intended just before cannot be called back.
            let begun = world.lines[..since].iter().any(|line| line.part.is_note());
            let first = ours.first().is_none_or(|part| begun || part.is_note());
            assert!(
                first && world.notes() <= 1 && world.visible() == 1,
                "{after}: {told}"
            );
            assert!(begun || ours.len() <= 2, "{after}: {told}");
            let record = world.record();
            assert_eq!(
                (record.reminder, &record.step),
                (None, &None),
                "{after}: {told}"
            );
            let opened = world.done.iter().position(is_open);
            let stays = world.snoozed_until == Some(i64::MAX);
            assert!(
                !snoozes || stays || opened == Some(after + 1),
                "{after}: {told}"
            );
        }
    }
}

#[test]
fn what_the_visitor_wrote_since_goes_with_it() {
    let mut world = queued();
    world.visitor_writes("Are you there?");
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
    let record = world.record();
    assert_eq!(record.covered, record.seen);
    assert!(
        !world
            .done
            .iter()
            .any(|effect| matches!(effect, Effect::Ask(..)))
    );
}

#[test]
fn a_visitor_who_writes_when_they_are_back_is_answered_and_what_waits_goes_to_them_all_the_same() {
    let mut world = queued();
    world.pass(HOUR + 1);
    world.visitor_writes("How long is it steeped?");
    world.errand = Errand::Answer;
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    world.errand = Errand::Due;
    assert_eq!(world.run(), given_to("Support"));
    assert_eq!((world.visible(), world.notes()), (2, 1));
}

#[test]
fn of_two_lanes_that_meet_one_waits_and_the_visitor_is_not_answered_on_top_of_people() {
    let mut world = queued();
    world.pass(HOUR);
    world.hooks.push((is_note, |world| {
        world.visitor_writes("How long is it steeped?");
        world.errand = Errand::Answer;
        let came = world.run();
        assert!(matches!(came, Stop::Later { .. }), "{came:?}");
        world.errand = Errand::Due;
    }));
    assert_eq!(world.run(), given_to("Support"));
    world.errand = Errand::Answer;
    world.pass(1);
    assert_eq!(world.run(), NOT_OURS);
    assert_eq!((world.visible(), world.notes()), (1, 1), "{}", world.told());
}

#[test]
fn a_zone_that_was_changed_at_night_gives_it_to_nobody_at_night() {
    let mut world = queued();
    world.config = CONFIG.replace(
        r#""rules":"#,
        &hours("America/New_York", "mon-sun", "09:00-18:00"),
    );
    assert_eq!(comes(&mut world, HOUR), NOTHING);
    assert_eq!(waits_until(&world).as_deref(), Some("2026-01-10T14:00:00Z"));
    assert_eq!(comes(&mut world, 6 * HOUR), given_to("Support"));
}

#[test]
fn hours_that_begin_earlier_than_was_thought_are_taken_as_they_are() {
    let mut world = queued();
    world.config = CONFIG.replace(
        r#""rules":"#,
        &hours("Europe/Paris", "mon-sun", "09:00-18:00"),
    );
    assert_eq!(comes(&mut world, 60), given_to("Support"));
}

#[test]
fn whoever_comes_after_a_day_without_us_waits_for_the_next_opening() {
    let mut world = queued();
    assert_eq!(comes(&mut world, 12 * HOUR), NOTHING);
    assert_eq!(waits_until(&world).as_deref(), Some("2026-01-11T09:00:00Z"));
    assert_eq!(comes(&mut world, 25 * HOUR), given_to("Support"));
    let told = in_the_morning(&world);
    assert!(
        told.contains("<p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p>"),
        "{told}"
    );
}

#[test]
fn a_holiday_that_was_added_at_night_is_a_day_more() {
    let mut world = queued();
    world.config = world
        .config
        .replace(r#""open":"#, r#""closed": ["2026-01-10"], "open":"#);
    assert_eq!(comes(&mut world, HOUR), NOTHING);
    assert_eq!(waits_until(&world).as_deref(), Some("2026-01-11T09:00:00Z"));
}

#[test]
fn who_waits_does_not_wait_for_ever() {
    let never = HOURS.replace(r#""mon-sun": "09:00-18:00""#, "");
    let unreadable = HOURS.replace(
        r#"{ "zone": "Europe/London", "open": { "mon-sun": "09:00-18:00" } }"#,
        r#"{ "from": "Gone" }"#,
    );
    let none = r#""out_of_hours": {}, "rules":"#.to_owned();
    let dropped = HOURS.replace(r#""out_of_hours": {},"#, "");
    for hours in [never, unreadable, none, dropped] {
        assert_ne!(hours, HOURS);
        let mut world = queued();
        world.config = CONFIG.replace(r#""rules":"#, &hours);
        assert_eq!(comes(&mut world, 60), given_to("Support"), "{hours}");
    }
}

#[test]
fn people_who_had_left_again_before_the_note_get_it_the_next_morning() {
    let mut world = queued();
    world.pass(10 * HOUR - 30);
    world.crash = Some(Crash::Before(in_a_plain_morning(is_note)));
    assert_eq!(world.run_once(), None);
    world.pass(150);
    assert_eq!(world.run(), NOTHING);
    assert_eq!(waits_until(&world).as_deref(), Some("2026-01-11T09:00:00Z"));
    assert_eq!((world.notes(), &world.record().step), (0, &None));
    assert_eq!(comes(&mut world, 25 * HOUR), given_to("Support"));
    assert_eq!(world.notes(), 1);
}

#[test]
fn what_has_its_note_is_carried_out_though_people_have_left_meanwhile() {
    let mut world = queued();
    world.pass(10 * HOUR - 30);
    world.crash = Some(Crash::Before(in_a_plain_morning(is_assign)));
    assert_eq!(world.run_once(), None);
    world.pass(150);
    assert_eq!(world.run(), given_to("Support"));
    assert_eq!((world.notes(), world.team()), (1, Some("101")));
}

#[test]
fn a_message_that_was_delivered_in_vain_gives_it_to_people_when_they_are_there_and_not_before() {
    let mut world = queued();
    world.errand = Errand::HandOver(Reason::LastResort);
    assert_eq!(comes(&mut world, 60), NOTHING);
    assert_eq!(
        (world.notes(), waits_until(&world).as_deref()),
        (0, Some("2026-01-10T09:00:00Z"))
    );
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
}

#[test]
fn what_a_visitor_waits_for_an_answer_to_when_all_fails_goes_to_people_at_once() {
    let mut world = queued();
    world.visitor_writes("Are you there?");
    world.errand = Errand::HandOver(Reason::LastResort);
    let stop = comes(&mut world, 60);
    let Stop::Outcome(Outcome::HandedOff { to, .. }) = stop else {
        panic!("{stop:?}");
    };
    assert_eq!(
        (to.as_str(), world.notes(), world.record().reminder),
        ("Support", 1, None)
    );
}

fn is_note(effect: &Effect) -> bool {
    matches!(effect, Effect::Post(post) if matches!(**post, Post::Note(_)))
}

/// The number of an effect of a morning in which nothing happens.
fn in_a_plain_morning(is_it: fn(&Effect) -> bool) -> usize {
    let mut world = queued();
    world.pass(HOUR);
    world.run();
    world.done.iter().position(is_it).unwrap()
}

fn is_open(effect: &Effect) -> bool {
    matches!(effect, Effect::Post(post) if **post == Post::Open)
}

/// A rule gives it to the contact's owner, and to Escalations where they are away.
fn queued_for_their_owner(away: bool) -> World {
    let rule = r#""rules": [{ "name": "Owned", "then": { "hand_off": { "to": "contact.owner", "cover": "team:Escalations" } } }],"#;
    let hours = HOURS.replace(
        r#""office_hours": {"#,
        r#""office_hours": { "teams": { "Escalations": { "zone": "UTC", "open": { "mon-sun": "10:00-18:00" } } },"#,
    );
    let mut world = queued_with(&hours.replace(r#""rules":"#, &format!(r#"{rule} "nothing":"#)));
    world.config = world.config.replace(
        r#""nothing": [{ "name": "Everything", "then": { "agent": {} } }],"#,
        "",
    );
    let record = world.stored.as_mut().unwrap();
    record.rule = Some(crate::domain::digest::Digest::of(["Owned"]));
    world.contact = Some(Contact {
        owner: Some("7".try_into().unwrap()),
        ..Contact::default()
    });
    let lea = Teammate {
        id: "7".try_into().unwrap(),
        name: "Lea".to_owned(),
        email: String::new(),
        has_inbox_seat: true,
        away,
    };
    let teams = ["101 Support", "102 Escalations"].map(|team| {
        let (id, name) = team.split_once(' ').unwrap();
        crate::domain::directory::Team::new(id.try_into().unwrap(), name, Vec::new())
    });
    world.teammates = vec![lea];
    world.people = Some(Directory {
        teammates: world.teammates.clone(),
        teams: teams.to_vec(),
        ..Directory::default()
    });
    world
}

#[test]
fn who_gets_it_is_who_is_there_in_the_morning() {
    let mut world = queued_for_their_owner(false);
    assert_eq!(comes(&mut world, HOUR), given_to("teammate 7"));
    // Who covers for them opens an hour later.
    let mut world = queued_for_their_owner(true);
    assert_eq!(comes(&mut world, HOUR), NOTHING);
    assert_eq!(waits_until(&world).as_deref(), Some("2026-01-10T10:00:00Z"));
    assert_eq!((world.notes(), world.record().lease), (0, None));
    assert_eq!(comes(&mut world, 2 * HOUR), given_to("Escalations"));
}

#[test]
fn those_of_the_night_come_before_the_default() {
    let hours = HOURS.replace(
        r#""out_of_hours": {}"#,
        r#""out_of_hours": { "follow_up": ["team:Nobody", "team:Escalations"] }"#,
    );
    let mut world = queued_with(&hours);
    assert_eq!(comes(&mut world, HOUR), given_to("Escalations"));
}

#[test]
fn a_rule_that_waits_for_nobody_any_more_gives_it_to_them_at_once() {
    let mut world = queued_for_their_owner(false);
    world.config = world.config.replace(
        r#""to": "contact.owner""#,
        r#""even_if_closed": true, "to": "contact.owner""#,
    );
    assert_eq!(comes(&mut world, 60), given_to("teammate 7"));
}

#[test]
fn it_is_taken_off_the_agent_before_a_team_gets_it() {
    let mut world = queued();
    world.give_to_us();
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
    let told = in_the_morning(&world);
    assert!(
        told.contains("assigned to nobody\nassigned to team 101"),
        "{told}"
    );
    assert!(
        told.contains("calls: read, note, assign, assign, attributes, read, open"),
        "{told}"
    );
}

#[test]
fn an_assignment_that_is_undone_is_made_again() {
    let mut world = queued();
    world.undo_assignments = 1;
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
    assert_eq!(
        (world.notes(), world.team(), world.snoozed_until),
        (1, Some("101"), None)
    );
}

#[test]
fn a_conversation_that_is_gone_needs_nobody() {
    let mut world = queued();
    world.deleted = true;
    world.receive_count = 6;
    assert_eq!(comes(&mut world, HOUR), Stop::Outcome(Outcome::Gone));
    assert_eq!(world.record().reminder, None);
}

#[test]
fn a_reading_that_lags_gives_it_to_nobody_twice() {
    let mut world = queued();
    world.pass(HOUR);
    world.hooks.push((is_note, |world| {
        world.frozen = Some(world.transcript());
    }));
    assert!(matches!(world.run(), Stop::Later { .. }));
    world.frozen = None;
    world.pass(60);
    assert_eq!(world.run(), given_to("Support"));
    assert_eq!(
        (world.notes(), world.team()),
        (1, Some("101")),
        "{}",
        world.told()
    );
}

#[test]
fn people_have_their_time_to_pick_it_up_from_the_morning_on() {
    let mut world = queued();
    world.config = world.config.replace(
        r#""hand_off": {"#,
        r#""hand_off": { "pick_up": { "within": "15m", "to": ["team:Escalations"] },"#,
    );
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
    let reminder = world.record().reminder.unwrap();
    assert_eq!(reminder.purpose, Purpose::PickUp { rung: 1 });
    let now = world.now.as_second();
    assert!(
        (now + 890..=now + 910).contains(&reminder.at),
        "{reminder:?}"
    );
    let stop = comes(&mut world, HOUR + 1_000);
    assert_eq!(
        stop,
        Stop::Outcome(Outcome::HandedOff {
            to: "Escalations".to_owned(),
            reason: Reason::NotPickedUp
        })
    );
}

#[test]
fn an_order_to_hand_over_comes_before_what_waits() {
    let mut world = queued();
    world.teammate_commands(Command::HandOff);
    let stop = comes(&mut world, HOUR);
    assert_eq!(
        stop,
        Stop::Outcome(Outcome::HandedOff {
            to: "Support".to_owned(),
            reason: Reason::Ordered
        })
    );
    assert_eq!(world.record().reminder, None);
    assert_eq!(comes(&mut world, HOUR + 60), NOTHING);
}

#[test]
fn the_note_tells_of_the_night_and_of_what_else_has_waited() {
    let hours = HOURS.replace(
        r#""out_of_hours": {}"#,
        r#""companies": { "tiers": ["Free", "Enterprise"] }, "out_of_hours": { "digest": true }"#,
    );
    let mut world = queued_with(&hours);
    let others = ["215", "216"].map(|id| Other {
        conversation: id.try_into().unwrap(),
        since: world.now.as_second() - 600,
        tier: Tier::from_digit(if id == "215" { 0 } else { 9 }).unwrap(),
    });
    let beside = Beside {
        others: others.to_vec(),
        more: 3,
    };
    let inbox = Inbox::of("https://app.eu.intercom.com", &"abc".try_into().unwrap());
    world.beside = Some((beside, inbox));
    world.contact = Some(Contact::default());
    world.companies = vec![Company {
        id: "3".try_into().unwrap(),
        name: None,
        plan: Some("Enterprise".to_owned()),
        segments: None,
        tags: None,
        attributes: Vec::new(),
    }];
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
    insta::assert_snapshot!(in_the_morning(&world).replace("><", ">\n<"), @r#"
    note: <h2>Handed over by Nexora</h2>
    <p>
    <b>Ask:</b> “A person please”</p>
    <p>
    <b>Why a person:</b> the visitor asked for a person</p>
    <p>
    <b>Tried:</b> the agent answered</p>
    <ul>
    <li>“We are back at nine.”</li>
    </ul>
    <p>
    <b>Facts:</b> plan: Enterprise · page: acme.example/shop</p>
    <p>
    <b>Waiting since:</b> 2026-01-10 08:00 UTC</p>
    <p>
    <b>Out of hours:</b> it waited for people to be back on 2026-01-10 09:00 UTC; the visitor was told that it waits</p>
    <p>
    <b>Beside it:</b> 5 others came in for Support out of hours</p>
    <ul>
    <li>2026-01-10 07:50 UTC · Enterprise · <a href="https://app.eu.intercom.com/a/inbox/abc/inbox/conversation/215">conversation 215</a>
    </li>
    <li>2026-01-10 07:50 UTC · <a href="https://app.eu.intercom.com/a/inbox/abc/inbox/conversation/216">conversation 216</a>
    </li>
    <li>and 3 more</li>
    </ul>
    assigned to team 101
    opened
    calls: read, fetch, note, assign, attributes, read, open
    writes: 5
    "#);
}

#[test]
fn a_tier_that_cannot_be_read_now_holds_nothing_up() {
    let hours = HOURS.replace(
        r#""out_of_hours""#,
        r#""companies": { "tiers": ["Free"] }, "out_of_hours""#,
    );
    let mut world = queued_with(&hours);
    world.contact = Some(Contact::default());
    world.facts_down = true;
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
}

#[test]
fn a_visitor_who_was_not_told_is_told_nothing_in_the_morning_and_the_note_says_so() {
    let mut world = queued();
    let record = world.stored.as_mut().unwrap();
    let reminder: Reminder = record
        .reminder
        .unwrap()
        .to_string()
        .replace("9t", "9-")
        .parse()
        .unwrap();
    record.reminder = Some(reminder);
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
    assert_eq!(world.visible(), 1);
    assert!(
        world
            .told()
            .contains("the visitor was not told that it waits"),
        "{}",
        world.told()
    );
}

#[test]
fn a_teammate_who_deals_with_it_while_the_time_is_set_anew_is_not_undone() {
    let mut world = queued_for_their_owner(true);
    let is_remind: fn(&Effect) -> bool = |effect| matches!(effect, Effect::Remind(..));
    world.hooks.push((is_remind, |world| {
        world.happens("snoozed", ada(), "", None, None);
    }));
    comes(&mut world, HOUR);
    assert_eq!(world.record().reminder, None);
}

#[test]
fn who_comes_early_and_has_something_else_to_settle_leaves_somebody_who_comes_when_it_opens() {
    let mut world = queued();
    world.visitor_writes("How long is it steeped?");
    world.errand = Errand::Answer;
    let is_reply: fn(&Effect) -> bool =
        |effect| matches!(effect, Effect::Post(post) if matches!(**post, Post::Reply(_)));
    let posts = {
        let mut world = queued();
        world.visitor_writes("How long is it steeped?");
        world.errand = Errand::Answer;
        world.run();
        world.done.iter().position(is_reply).unwrap()
    };
    world.crash = Some(Crash::Before(posts));
    assert_eq!(world.run_once(), None);
    // Its row was moved, because somebody changed the hours.
    world.done.clear();
    world.errand = Errand::Due;
    comes(&mut world, 600);
    assert_eq!(world.visible(), 2, "{}", world.told());
    assert_eq!(waits_until(&world).as_deref(), Some("2026-01-10T09:00:00Z"));
    let sets = |effect: &Effect| match effect {
        Effect::Remind(at, Some(_)) => Some(at.to_string()),
        _ => None,
    };
    let rows: Vec<_> = world.done.iter().filter_map(sets).collect();
    assert_eq!(rows, ["2026-01-10T09:00:00Z"], "{:?}", world.done);
}

/// Any hours, with a day of the week at least.
fn any_hours() -> impl Strategy<Value = (String, String, String)> {
    let zone = prop::sample::select(vec![
        "Europe/London",
        "America/New_York",
        "Asia/Kathmandu",
        "Pacific/Auckland",
        "UTC",
    ]);
    let days = prop::sample::select(vec!["mon-fri", "sat", "sun", "mon-sun", "tue-thu"]);
    let open = prop::sample::select(vec![
        "09:00-18:00",
        "22:00-06:00",
        "00:00-24:00",
        "08:59-09:01",
        "13:00-13:30",
    ]);
    (zone, days, open)
        .prop_map(|(zone, days, open)| (zone.to_owned(), days.to_owned(), open.to_owned()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_waits_is_given_to_nobody_who_is_closed_whatever_their_hours_and_whenever_one_comes(
        (zone, days, open) in any_hours(),
        (live_zone, live_days, live_open) in any_hours(),
        after in 60_i64..2_000_000,
        due in any::<bool>(),
    ) {
        let mut world = queued_with(&hours(&zone, &days, &open));
        world.config = CONFIG.replace(r#""rules":"#, &hours(&live_zone, &live_days, &live_open));
        if !due {
            world.errand = Errand::HandOver(Reason::LastResort);
        }
        let config: Config = serde_json::from_str(&world.config).unwrap();
        let is_open = |at: Timestamp| {
            config.office_hours.is_open(None, &Directory::default(), at).unwrap()
        };
        let stop = comes(&mut world, after);
        if stop == NOTHING {
            prop_assert!(!world.done.iter().any(is_assign) && !is_open(world.now));
            let next = world.record().reminder.unwrap().time();
            prop_assert!(next > world.now && is_open(next));
            let eight = world.lines[0].part.stamp.at;
            prop_assert_eq!(comes(&mut world, next.as_second() - eight), given_to("Support"));
        } else {
            prop_assert_eq!(stop, given_to("Support"));
        }
        prop_assert!(is_open(world.now) && world.notes() == 1);
    }
}
