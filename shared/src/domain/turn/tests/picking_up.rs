//! Hand-offs that nobody picks up: who gets them next, and what everybody is told.

use super::bad_moments::{ada, person};
use super::world::{CONFIG, Crash, World};
use crate::domain::assignee::Assignee;
use crate::domain::conversation::Errand;
use crate::domain::ending::Ending;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::part::{Author, Command};
use crate::domain::reminder::Purpose;
use crate::domain::turn::{Effect, Stop};

const QUARTER: i64 = 900;

const PICK_UP: &str = r#""hand_off": { "pick_up": { "within": "15m", "to": ["team:Escalations"], "say": { "en": "It takes longer today." } },"#;

/// Handed over to Support, and to be picked up within a quarter of an hour.
fn handed_over() -> World {
    configured(PICK_UP)
}

fn configured(hand_off: &str) -> World {
    let mut world = person("A person please");
    world.config = CONFIG.replace(r#""hand_off": {"#, hand_off);
    world.run();
    world.done.clear();
    world
}

fn due(world: &mut World, after: i64) -> Stop {
    world.pass(after);
    world.errand = Errand::Due;
    world.run()
}

fn rung(world: &World) -> Option<(i64, u8)> {
    let now = world.now.as_second();
    let reminder = world.record().reminder?;
    match reminder.purpose {
        Purpose::PickUp { rung } => Some((reminder.at - now, rung)),
        Purpose::Silence | Purpose::Opening(_) => None,
    }
}

/// What was said and done after the hand-off itself.
fn since_the_hand_off(world: &World) -> String {
    let told = world.told();
    let (_, since) = told.split_once("assigned to team 101\n").unwrap();
    since.to_owned()
}

fn given_on(to: &str) -> Stop {
    Stop::Outcome(Outcome::HandedOff {
        to: to.to_owned(),
        reason: Reason::NotPickedUp,
    })
}

const NOTHING: Stop = Stop::Outcome(Outcome::NothingToCover);

#[test]
fn what_nobody_picks_up_goes_to_those_who_come_next_and_the_visitor_is_told() {
    let mut world = handed_over();
    assert_eq!(rung(&world), Some((QUARTER, 1)));
    assert_eq!(due(&mut world, QUARTER - 1), NOTHING);
    assert_eq!(due(&mut world, 1), given_on("Escalations"));
    let told = since_the_hand_off(&world);
    insta::assert_snapshot!(told, @"
    agent: <p>It takes longer today.</p>
    note: <h2>Nobody has picked this up</h2><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p><p><b>Who had it:</b> Support</p><p><b>Now:</b> it goes to Escalations</p>
    assigned to team 102
    calls: read, read, reply, note, assign, read
    writes: 10
    ");
    assert_eq!(rung(&world), None, "nobody comes after them");
    let ended = world.record().ended.as_ref();
    let ended = ended.map(|ended| (ended.ending, ended.why.as_deref()));
    let why = Some("asked_for_person");
    assert_eq!(ended, Some((Ending::HandedOff, why)));
    assert_eq!(due(&mut world, QUARTER), NOTHING);
}

#[test]
fn whatever_a_teammate_does_has_picked_it_up() {
    let does: [fn(&mut World); 6] = [
        World::teammate_writes,
        |world| world.teammate_notes("I'll look at it."),
        |world| world.happens("assignment", ada(), "", Some(admin("1")), None),
        |world| world.happens("close", ada(), "", None, None),
        |world| world.happens("snoozed", ada(), "", None, None),
        |world| {
            // A workflow gives it to somebody else.
            world.team = Some("103".try_into().unwrap());
            let to = Assignee::Team("103".try_into().unwrap());
            world.happens("assignment", Author::Bot, "", Some(to), None);
        },
    ];
    for (nth, does) in does.into_iter().enumerate() {
        let mut world = handed_over();
        does(&mut world);
        assert_eq!(due(&mut world, QUARTER), NOTHING, "{nth}: {}", world.told());
        assert_eq!((world.visible(), rung(&world)), (1, None), "{nth}");
    }
}

fn admin(id: &str) -> Assignee {
    Assignee::Admin(id.try_into().unwrap())
}

#[test]
fn whom_a_teams_balancing_chooses_has_not_picked_it_up_and_is_taken_off_it() {
    let mut world = handed_over();
    world.admin = Some("7".try_into().unwrap());
    let part = Some(admin("7"));
    world.happens("balanced_assignment", Author::Bot, "", part, None);
    assert_eq!(due(&mut world, QUARTER), given_on("Escalations"));
    assert_eq!((world.admin.clone(), world.team()), (None, Some("102")));
}

#[test]
fn an_attribute_that_is_written_in_a_teammates_name_is_nobodys_being_there() {
    let mut world = handed_over();
    let kind = "conversation_attribute_updated_by_admin";
    world.happens(kind, ada(), "", None, None);
    assert_eq!(due(&mut world, QUARTER), given_on("Escalations"));
}

#[test]
fn a_conversation_that_is_brought_back_to_the_agent_needs_nobody() {
    let mut world = handed_over();
    world.teammate_commands(Command::Resume);
    world.errand = Errand::Answer;
    world.run();
    assert_eq!(due(&mut world, QUARTER), NOTHING);
    assert_eq!(rung(&world), None);
}

#[test]
fn where_nobody_comes_next_those_who_have_it_are_reminded_once() {
    let mut world = configured(
        r#""hand_off": { "pick_up": { "within": "15m", "say": { "en": "It takes longer today." } },"#,
    );
    assert_eq!(due(&mut world, QUARTER), given_on("Support"));
    let told = since_the_hand_off(&world);
    insta::assert_snapshot!(told, @"
    agent: <p>It takes longer today.</p>
    note: <h2>Nobody has picked this up</h2><p><b>Waiting since:</b> 2026-01-10 08:00 UTC</p><p><b>Who had it:</b> Support</p><p><b>Now:</b> nobody else is named for it; please look at it</p>
    calls: read, read, reply, note, read
    writes: 9
    ");
    assert_eq!(due(&mut world, QUARTER), NOTHING);
    assert_eq!((world.visible(), world.notes()), (2, 2));
}

#[test]
fn each_of_several_has_their_time_and_the_visitor_is_told_by_the_first_alone() {
    let mut world = configured(
        r#""hand_off": { "pick_up": { "within": "15m", "to": ["team:Escalations", "teammate:7"], "say": { "en": "It takes longer today." } },"#,
    );
    world.teammates = vec![crate::domain::directory::Teammate {
        id: "7".try_into().unwrap(),
        name: "Lea".to_owned(),
        email: String::new(),
        has_inbox_seat: true,
        away: false,
    }];
    let people = crate::domain::directory::Directory {
        teammates: world.teammates.clone(),
        ..crate::domain::directory::Directory::default()
    };
    world.people = Some(people);
    assert_eq!(due(&mut world, QUARTER), given_on("Escalations"));
    assert_eq!(rung(&world), Some((QUARTER, 2)));
    assert_eq!(due(&mut world, QUARTER), given_on("teammate 7"));
    assert_eq!(rung(&world), None);
    assert_eq!((world.visible(), world.notes()), (2, 3), "{}", world.told());
}

#[test]
fn the_time_runs_only_while_they_are_there() {
    let hours = r#""office_hours": { "default": { "zone": "UTC", "open": { "sat": "08:00-08:10", "sun": "09:00-18:00" } } }, "rules":"#;
    let mut world = person("A person please");
    world.config = CONFIG
        .replace(r#""hand_off": {"#, PICK_UP)
        .replace(r#""rules":"#, hours);
    world.run();
    // It is Saturday, eight o'clock, and they leave at ten past.
    assert_eq!(rung(&world), Some((QUARTER, 1)));
    assert_eq!(due(&mut world, QUARTER), NOTHING);
    let reminder = world.record().reminder.unwrap();
    assert_eq!(reminder.time().to_string(), "2026-01-11T09:15:00Z");
    assert_eq!(due(&mut world, 25 * 3_600), given_on("Escalations"));
}

#[test]
fn those_who_are_never_open_for_so_long_have_had_their_time_when_they_open_again() {
    let hours = r#""office_hours": { "default": { "zone": "UTC", "open": { "mon-sun": "08:00-09:00" } } }, "rules":"#;
    let mut world = person("A person please");
    world.config = CONFIG
        .replace(r#""hand_off": {"#, &PICK_UP.replace("15m", "2h"))
        .replace(r#""rules":"#, hours);
    world.run();
    let mut waits = Vec::new();
    let given = loop {
        let (wait, _) = rung(&world).unwrap();
        // To the hour: a turn takes some seconds.
        waits.push((wait + 1_800) / 3_600);
        let stop = due(&mut world, wait);
        if stop != NOTHING || waits.len() > 5 {
            break stop;
        }
    };
    // At ten they are closed; at ten the next day, too; and at eight the day after they open.
    assert_eq!(waits, [2, 24, 22]);
    assert_eq!(given, given_on("Escalations"));
}

#[test]
fn where_nothing_was_said_when_it_was_handed_over_nothing_is_said_later() {
    let mut world =
        configured(&PICK_UP.replace(r#""pick_up""#, r#""say": { "open": {} }, "pick_up""#));
    assert_eq!(world.visible(), 0);
    assert_eq!(due(&mut world, QUARTER), given_on("Escalations"));
    assert_eq!((world.visible(), world.notes()), (0, 2));
}

#[test]
fn what_goes_on_to_others_is_not_marked_again() {
    let mut world = person("A person please");
    let marks = r#""Why": [
        { "set": "wish", "when": { "reason": "asked_for_person" } },
        { "set": "other", "when": { "outcome": "handed_off" } }
    ], "Nexora outcome": "outcome""#;
    world.config = CONFIG
        .replace(r#""hand_off": {"#, PICK_UP)
        .replace(r#""Nexora outcome": "outcome""#, marks);
    world.run();
    let marked = world.attributes.clone();
    assert!(
        marked.contains(&("Why".to_owned(), "wish".to_owned())),
        "{marked:?}"
    );
    assert_eq!(due(&mut world, QUARTER), given_on("Escalations"));
    assert_eq!(world.attributes, marked);
}

#[test]
fn without_the_key_nobody_is_looked_after_and_where_it_is_taken_out_the_reminder_goes() {
    let world = configured(r#""hand_off": {"#);
    assert_eq!(rung(&world), None);
    let mut world = handed_over();
    world.config = CONFIG.to_owned();
    assert_eq!(due(&mut world, QUARTER), NOTHING);
    assert!(world.record().reminder.is_none());
}

#[test]
fn where_the_agent_only_drafts_the_visitor_is_told_nothing_of_it() {
    let mut world = person("A person please");
    world.config = CONFIG
        .replace(r#""hand_off": {"#, PICK_UP)
        .replace(r#"{ "agent": {} }"#, r#"{ "agent": { "mode": "draft" } }"#);
    world.run();
    assert_eq!(due(&mut world, QUARTER), given_on("Escalations"));
    assert_eq!((world.visible(), world.notes()), (0, 2));
}

#[test]
fn whoever_dies_after_whatever_effect_it_is_given_on_once() {
    let effects = {
        let mut world = handed_over();
        due(&mut world, QUARTER);
        world.done.len()
    };
    for crash in (0..effects).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let mut world = handed_over();
        world.pass(QUARTER);
        world.errand = Errand::Due;
        world.crash = Some(crash);
        world.run_to_the_end();
        let counts = (world.visible(), world.notes(), world.team());
        assert_eq!(counts, (2, 2, Some("102")), "{crash:?}\n{}", world.told());
        assert!(world.record().step.is_none(), "{crash:?}");
        assert!(world.record().reminder.is_none(), "{crash:?}");
    }
}

#[test]
fn a_teammate_who_comes_at_any_moment_is_left_alone_from_the_next_step_that_can_know_it() {
    let effects = {
        let mut world = handed_over();
        due(&mut world, QUARTER);
        world.done.len()
    };
    for at in 0..effects {
        let mut world = handed_over();
        world.pass(QUARTER);
        world.errand = Errand::Due;
        world.takeover_after = Some(at);
        world.run();
        let before_the_post = matches!(world.done.get(at + 1), Some(Effect::Post(post)) if matches!(**post, crate::ports::intercom::Post::Reply(_)));
        assert_eq!(
            world.visible_after_takeover(),
            usize::from(before_the_post),
            "after effect {at}\n{}",
            world.told()
        );
        assert!(world.record().step.is_none(), "after effect {at}");
        assert!(world.record().reminder.is_none(), "after effect {at}");
    }
}
