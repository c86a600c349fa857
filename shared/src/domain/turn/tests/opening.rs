//! Mornings: what waited until people are back, and what may happen before they are.

use super::bad_moments::us;
use super::world::{CONFIG, Crash, World};
use crate::domain::conversation::Errand;
use crate::domain::ending::Ending;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::part::Author;
use crate::domain::queued::{Queued, Tier};
use crate::domain::reminder::{Purpose, Reminder};
use crate::domain::turn::{Effect, Stop};

const HOUR: i64 = 3_600;

/// Open from nine to six every day, in London. It is eight o'clock.
const HOURS: &str = r#""office_hours": { "default": { "zone": "Europe/London", "open": { "mon-sun": "09:00-18:00" } } }, "out_of_hours": {}, "rules":"#;

const NOTHING: Stop = Stop::Outcome(Outcome::NothingToCover);

/// The visitor asked for a person at eight, was told that people are back at nine, and the conversation sleeps until then.
fn queued() -> World {
    queued_with(HOURS)
}

fn queued_with(hours: &str) -> World {
    let mut world = World::asked("A person please");
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
    let (_, morning) = told.split_once("agent: \n").unwrap();
    morning.to_owned()
}

#[test]
fn what_waited_goes_to_people_when_they_are_back() {
    let mut world = queued();
    assert_eq!(comes(&mut world, HOUR), given_to("Support"));
    insta::assert_snapshot!(in_the_morning(&world), @"
    note: <h2>Handed over by Nexora</h2><p><b>Ask:</b> “A person please”</p><p><b>Why a person:</b> the visitor asked for a person</p><p><b>Tried:</b> the agent answered</p><ul><li>“We are back at nine.”</li></ul><p><b>Facts:</b> page: acme.example/shop</p><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p>
    assigned to team 101
    agent: 
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
