//! A visitor wants a person and says nothing else: they are asked once what it is about.

use super::bad_moments::{is_post, person};
use super::world::{CONFIG, Crash, World, said};
use crate::domain::answer::{Answer, Detected, Gist};
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::routing::Contact;
use crate::domain::turn::{Failure, Stop};

const QUESTION: &str = "What is it about?";

fn with_say(config: &str, say: &str) -> String {
    config.replace(
        r#""hand_off": {"#,
        &format!(r#""hand_off": {{ "say": {say},"#),
    )
}

/// They want a person, in a workspace that asks what for.
fn wants(text: &str) -> World {
    let mut world = person(text);
    // As somebody writes it: with more white space than is posted.
    let say = r#"{ "clarify": { "en": "What is \n  it about?", "de": "Worum geht es?" } }"#;
    world.config = with_say(CONFIG, say);
    world
}

/// They were asked what it is about, and write something.
fn asked_then(text: &str) -> World {
    let mut world = wants("A person please");
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    world.visitor_writes(text);
    world
}

fn handed_over() -> Stop {
    Stop::Outcome(Outcome::HandedOff {
        to: "Support".to_owned(),
        reason: Reason::AskedForPerson,
    })
}

fn times_asked(world: &World) -> usize {
    let visible = world.lines.iter().filter(|line| line.part.is_visible());
    let texts = visible.map(|line| line.text.replace("</p><p>", " "));
    texts.filter(|text| text.contains(QUESTION)).count()
}

#[test]
fn a_visitor_who_only_wants_a_person_is_asked_once_what_it_is_about_and_then_gets_one() {
    let mut world = asked_then("A broken box");
    assert_eq!(world.record().gist, Some(Gist::AsksBack));
    world.answer = Answer {
        summary: Some("The box is broken".to_owned()),
        intent: Some(Detected {
            name: "damage".to_owned(),
            confidence: 80,
        }),
        ..said("We replace broken boxes.")
    };
    assert_eq!(world.run(), handed_over());
    let told = world.told();
    let visible: Vec<_> = told
        .lines()
        .filter(|line| !line.starts_with("note"))
        .collect();
    insta::assert_snapshot!(visible.join("\n"), @"
    visitor: A person please
    agent: <p>What is</p><p>it about?</p>
    visitor: A broken box
    agent: <p>I'm bringing in a colleague. They can see everything we discussed here.</p>
    assigned to team 101
    calls: read, fetch, read, reply, attributes, read, read, reply, note, assign, attributes, read
    writes: 8
    ");
    assert!(
        told.contains("The box is broken") && told.contains("damage"),
        "{told}"
    );
}

#[test]
fn whatever_they_write_next_goes_to_people() {
    for (text, answer) in [
        (
            "A person!",
            Answer {
                wants_person: true,
                ..said("")
            },
        ),
        ("How do I brew green tea?", said("Two minutes.")),
        ("Thanks", said("You're welcome!")),
        ("?", said("")),
    ] {
        let mut world = asked_then(text);
        world.answer = answer;
        assert_eq!(world.run(), handed_over(), "{text}");
        assert_eq!(
            (times_asked(&world), world.visible()),
            (1, 2),
            "{}",
            world.told()
        );
    }
    let mut failing = asked_then("A broken box");
    failing.gives_up = true;
    assert_eq!(failing.run(), handed_over());
    // Nor is it an answer too many.
    let mut limited = wants("A person please");
    let one = r#""agent": { "limits": { "turns": 1 }, "teammate""#;
    limited.config = limited.config.replace(r#""agent": { "teammate""#, one);
    limited.run();
    limited.visitor_writes("A broken box");
    assert_eq!(limited.run(), handed_over());
}

#[test]
fn who_has_said_what_it_is_about_gets_a_person_at_once() {
    let long = "I want to talk to a person because the last box that I ordered from you was empty";
    assert_eq!(wants(long).run(), handed_over());
    let mut known = wants("A person about my refund");
    known.answer.summary = Some("They want a refund".to_owned());
    assert_eq!(known.run(), handed_over());
    let mut recognised = wants("Close it, a person please");
    recognised.answer.intent = Some(Detected {
        name: "cancel account".to_owned(),
        confidence: 90,
    });
    assert_eq!(recognised.run(), handed_over());
    let mut answered = wants("How?");
    answered.answer = said("Two minutes.");
    answered.run();
    answered.visitor_writes("A person please");
    answered.answer = Answer {
        wants_person: true,
        ..said("")
    };
    assert_eq!(answered.run(), handed_over());
    // Of what was written before, everything counts.
    let mut before = wants("The last box that I ordered from you was empty when it came");
    before.visitor_writes("A person please");
    assert_eq!(before.run(), handed_over());
    for world in [known, recognised, answered, before] {
        assert_eq!(times_asked(&world), 0, "{}", world.told());
    }
}

#[test]
fn nobody_is_asked_where_it_is_not_configured_or_wishes_are_no_reason() {
    assert_eq!(person("A person please").run(), handed_over());
    let mut empty = person("A person please");
    empty.config = with_say(CONFIG, r#"{ "clarify": { "en": " " } }"#);
    assert_eq!(empty.run(), handed_over());
    let mut off = wants("A person please");
    off.config = off
        .config
        .replace(r#""when": {"#, r#""when": { "asked_for_person": false,"#);
    off.run();
    assert_eq!(times_asked(&off), 0, "{}", off.told());
}

#[test]
fn who_sees_nothing_of_the_agent_is_asked_nothing() {
    for mode in ["draft", "observe"] {
        let mut world = wants("A person please");
        let agent = format!(r#""agent": {{ "mode": "{mode}" }}"#);
        world.config = world.config.replace(r#""agent": {}"#, &agent);
        world.run();
        assert_eq!(world.visible(), 0, "{mode}\n{}", world.told());
    }
}

#[test]
fn it_is_asked_in_their_language_and_not_where_there_is_no_text_in_it() {
    let german = || {
        let mut world = wants("Einen Menschen bitte");
        world.contact = Some(Contact {
            locale: Some("de-AT".to_owned()),
            ..Contact::default()
        });
        world
    };
    let mut world = german();
    world.run();
    assert!(
        world.told().contains("agent: <p>Worum geht es?</p>"),
        "{}",
        world.told()
    );
    world.visitor_writes("Eine kaputte Kiste");
    assert_eq!(world.run(), handed_over());
    let mut without = german();
    without.config = without.config.replace("Worum geht es?", "");
    assert_eq!(without.run(), handed_over());
}

#[test]
fn whoever_dies_at_whatever_moment_they_are_asked_once_and_get_one_person() {
    let first = wants("A person please").effects();
    let crashes =
        |effects: usize| (0..effects).flat_map(|at| [Crash::Before(at), Crash::After(at)]);
    for crash in crashes(first) {
        let mut world = wants("A person please");
        world.crash = Some(crash);
        world.run_to_the_end();
        let counts = (times_asked(&world), world.visible(), world.notes());
        assert_eq!(counts, (1, 1, 0), "{crash:?}\n{}", world.told());
        world.crash = None;
        world.visitor_writes("A person please");
        assert_eq!(world.run_to_the_end(), handed_over(), "{crash:?}");
    }
    let both = asked_then("A broken box").effects();
    for crash in crashes(both - first) {
        let mut world = asked_then("A broken box");
        world.crash = Some(crash);
        world.run_to_the_end();
        let counts = (
            times_asked(&world),
            world.visible(),
            world.notes(),
            world.team(),
        );
        assert_eq!(
            counts,
            (1, 2, 1, Some("101")),
            "{crash:?}\n{}",
            world.told()
        );
    }
}

#[test]
fn a_question_that_may_have_been_lost_is_looked_for_before_it_is_asked_again() {
    for arrives in [true, false] {
        let mut world = wants("A person please");
        world.fails.push((Failure::Unknown, arrives));
        assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
        assert_eq!(
            times_asked(&world),
            1,
            "arrives: {arrives}\n{}",
            world.told()
        );
        world.visitor_writes("A broken box");
        assert_eq!(world.run(), handed_over());
        assert_eq!(times_asked(&world), 1);
    }
    let mut lost = wants("A person please");
    lost.fails = vec![(Failure::Unknown, false), (Failure::Unknown, false)];
    let unconfirmed = Outcome::HandedOff {
        to: "Support".to_owned(),
        reason: Reason::Unconfirmed,
    };
    assert_eq!(lost.run(), Stop::Outcome(unconfirmed));
}

#[test]
fn a_reading_that_lags_behind_the_question_does_not_have_it_asked_again() {
    let mut world = asked_then("A person please");
    let mut lags = world.transcript();
    lags.lines.remove(1);
    world.frozen = Some(lags);
    world.run();
    let posts: Vec<_> = world.done.iter().filter(|done| is_post(done)).collect();
    assert!(posts.len() > 1, "{posts:?}");
    assert_eq!(times_asked(&world), 1, "{}", world.told());
    assert!(
        world.told().contains("bringing in a colleague"),
        "{}",
        world.told()
    );
}

#[test]
fn texts_that_changed_meanwhile_do_not_have_it_asked_again() {
    let mut world = asked_then("A person please");
    world.config = world.config.replace("What is ", "What, please, is ");
    assert_eq!(world.run(), handed_over());
    assert_eq!(
        (world.visible(), times_asked(&world)),
        (2, 1),
        "{}",
        world.told()
    );
}

#[test]
fn a_visitor_who_leaves_is_not_handed_over() {
    let mut world = wants("A person please");
    world.run();
    world.pass(24 * 3_600);
    assert_eq!(world.run(), Stop::Outcome(Outcome::NothingToCover));
    assert_eq!((world.visible(), world.notes(), world.team()), (1, 0, None));
}

#[test]
fn who_was_handed_over_and_brought_back_is_not_asked_again() {
    for say in [
        r#"{ "clarify": { "en": "What is it about?" } }"#,
        r#"{ "open": {}, "clarify": { "en": "What is it about?" } }"#,
    ] {
        let back = |text: &str| {
            let mut world = person("A person please");
            world.config = with_say(CONFIG, say);
            world.run();
            world.visitor_writes("A broken box");
            assert_eq!(world.run(), handed_over());
            world.give_to_us();
            world.visitor_writes(text);
            world
        };
        let mut again = back("A person please");
        assert_eq!(again.run(), handed_over(), "{say}");
        assert_eq!(
            (times_asked(&again), again.notes()),
            (1, 2),
            "{}",
            again.told()
        );
        let mut question = back("How do I brew green tea?");
        question.answer = said("Two minutes.");
        assert_eq!(question.run(), Stop::Outcome(Outcome::Replied), "{say}");
    }
    // Also who was handed over without having been asked.
    let long = "I want to talk to a person because the last box that I ordered from you was empty";
    let mut world = wants(long);
    world.run();
    world.give_to_us();
    world.visitor_writes("A person please");
    assert_eq!(world.run(), handed_over());
    assert_eq!(times_asked(&world), 0, "{}", world.told());
}

#[test]
fn what_was_given_to_the_agent_is_asked_about_as_well() {
    let mut world = wants("A person please");
    world.give_to_us();
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert_eq!(times_asked(&world), 1, "{}", world.told());
}
