//! What needs a person while people are closed.

use super::bad_moments::person;
use super::world::{CONFIG, World, said};
use crate::domain::answer::Answer;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::routing::Contact;
use crate::domain::turn::{Effect, Stop};

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
    calls: read, fetch, read, reply, snooze
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
    calls: read, read, reply, attributes, snooze, read, read, reply, snooze, read, read, snooze
    writes: 15
    ");
    insta::assert_snapshot!(waits(&world), @"1768119000 1768032000 opening asked_for_person 9t");
}
