//! What the visitor is told, by the rule that routed the conversation.

use super::bad_moments::{is_post, person};
use super::world::{CONFIG, Crash, World, said};
use crate::domain::conversation::Errand;
use crate::domain::digest::Digest;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::routing::{Contact, Source};
use crate::domain::turn::{Effect, Stop};

/// The rule that routes everything says it in its own words.
fn by_rule(say: &str) -> String {
    CONFIG.replace(
        r#""then": { "agent": {} }"#,
        &format!(r#""say": {say}, "then": {{ "agent": {{}} }}"#),
    )
}

fn wants_a_person(config: String) -> World {
    let mut world = person("A person please");
    world.config = config;
    world
}

const CSM: &str = r#"{ "open": { "en": "Your CSM comes." } }"#;

fn is_told(world: &World, text: &str) -> bool {
    let told = format!("agent: <p>{text}");
    world.told().lines().any(|line| line.starts_with(&told))
}

#[test]
fn whoever_dies_the_words_are_those_of_the_rule_that_routed_it() {
    let world = || {
        let mut world = wants_a_person(by_rule(CSM));
        // Somebody else writes the record between the question and the hand-off.
        world.visitor_writes_while_asking = Some("Hello?");
        world
    };
    for crash in (0..world().effects()).flat_map(|at| [Crash::Before(at), Crash::After(at)]) {
        let mut world = world();
        world.crash = Some(crash);
        world.run_to_the_end();
        assert!(
            is_told(&world, "Your CSM comes."),
            "{crash:?}\n{}",
            world.told()
        );
        assert_eq!(world.visible(), 1, "{crash:?}\n{}", world.told());
        assert_eq!(world.record().rule, Some(Digest::of(["Everything"])));
    }
}

#[test]
fn a_rule_that_is_gone_by_then_leaves_everybodys_words() {
    let posts = |world: &World| world.done.iter().position(is_post);
    let mut rehearsal = wants_a_person(by_rule(CSM));
    rehearsal.run();
    let mut world = wants_a_person(by_rule(CSM));
    world.crash = posts(&rehearsal).map(Crash::Before);
    assert!(world.run_once().is_none());
    world.config = world.config.replace("Everything", "Anything");
    world.pass(150);
    world.run_to_the_end();
    assert!(
        is_told(&world, "I'm bringing in a colleague."),
        "{}",
        world.told()
    );
}

#[test]
fn what_was_given_to_the_agent_has_no_rule_and_everybodys_words() {
    let mut world = wants_a_person(by_rule(CSM));
    world.answer = said("Two minutes.");
    world.run();
    assert!(world.record().rule.is_some());
    world.give_to_us();
    world.visitor_writes("A person please");
    world.answer = person("").answer;
    world.run();
    assert!(
        is_told(&world, "I'm bringing in a colleague."),
        "{}",
        world.told()
    );
    assert_eq!(world.record().rule, None);
}

#[test]
fn a_hand_off_that_no_answer_led_to_is_told_in_the_rules_words_too() {
    let mut world = wants_a_person(by_rule(CSM));
    world.errand = Errand::HandOver(Reason::LastResort);
    world.run();
    assert!(is_told(&world, "Your CSM comes."), "{}", world.told());
}

#[test]
fn an_agent_that_does_not_know_says_so_in_the_rules_words() {
    let mut world = World::asked("What is the capital of France?");
    world.config = by_rule(r#"{ "unknown": { "en": "Shall I ask your CSM?" } }"#);
    world.answer = said("");
    assert_eq!(world.run(), Stop::Outcome(Outcome::Replied));
    assert!(is_told(&world, "Shall I ask your CSM?"), "{}", world.told());
}

#[test]
fn the_language_is_asked_for_only_where_the_words_of_this_rule_have_several() {
    let several = r#"{ "en": "A colleague comes.", "de": "Jemand kommt." }"#;
    let one = r#"{ "en": "Your CSM comes." }"#;
    let fetches = |everybodys: &str, of_rule: &str| {
        let say = format!(r#""hand_off": {{ "say": {{ "open": {everybodys} }},"#);
        let config = by_rule(of_rule).replace(r#""hand_off": {"#, &say);
        let mut world = wants_a_person(config);
        world.contact = Some(Contact {
            locale: Some("de".to_owned()),
            ..Contact::default()
        });
        world.run();
        let fetched = |done: &&Effect| matches!(done, Effect::Fetch(Source::Contact, _));
        world.done.iter().filter(fetched).count()
    };
    let with = |open: &str| format!(r#"{{ "open": {open} }}"#);
    assert_eq!(fetches(several, "{}"), 1);
    assert_eq!(fetches(several, &with(one)), 0);
    assert_eq!(fetches(one, &with(several)), 1);
    assert_eq!(fetches(several, r#""none""#), 0);
}

#[test]
fn with_nothing_to_say_the_visitor_waits_since_when_they_did_and_the_note_tells_it() {
    let none = CONFIG.replace(r#""hand_off": {"#, r#""hand_off": { "say": "none","#);
    for config in [none, by_rule(r#""none""#)] {
        let mut world = wants_a_person(config);
        world.run();
        let counts = (world.visible(), world.notes(), world.team());
        assert_eq!(counts, (0, 1, Some("101")), "{}", world.told());
        assert!(
            world.told().contains("2026-01-10 08:00 UTC"),
            "{}",
            world.told()
        );
        // An agent that does not know still says so: that is its answer.
        let mut unknown = World::asked("What is the capital of France?");
        unknown.config = world.config;
        unknown.answer = said("");
        assert_eq!(unknown.run(), Stop::Outcome(Outcome::Replied));
    }
}
