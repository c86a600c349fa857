//! How far the agent goes: its rule's mode, its intent's, and what the visitor wants.

use super::world::{CONFIG, World, said};
use crate::domain::answer::{Answer, Detected};
use crate::domain::conversation::Errand;
use crate::domain::hand_off::Reason;
use crate::domain::routing::{Contact, Source};
use crate::domain::turn::{Effect, Stop};

const MODES: [&str; 3] = ["observe", "draft", "reply"];

/// What the visitor is after, and what the agent makes of it.
const TRIGGERS: [&str; 5] = ["answer", "unsure", "person", "intent", "failed"];

/// The rule's mode is `rule`; about the intent the agent recognises it may go as far as `intent`.
fn asked(rule: &str, intent: Option<&str>, trigger: &str) -> World {
    let mut world = World::asked("Refund me");
    let mode = intent.map_or(String::new(), |mode| format!(r#","mode":"{mode}""#));
    let refunds = format!(r#""refunds": {{ "phrases": ["refund me"]{mode} }}"#);
    world.config = CONFIG
        .replace(r#""cancel account": ["close my account"]"#, &refunds)
        .replace(
            r#"{ "agent": {} }"#,
            &format!(r#"{{ "agent": {{ "mode": "{rule}" }} }}"#),
        )
        .replace(
            r#"{ "intents": ["cancel account"] }"#,
            match trigger {
                "intent" => r#"{ "intents": ["refunds"] }"#,
                _ => "{}",
            },
        );
    world.answer = Answer {
        wants_person: trigger == "person",
        intent: Some(Detected {
            name: "refunds".to_owned(),
            confidence: 90,
        }),
        ..said(match trigger {
            "answer" | "intent" => "In three days.",
            _ => "",
        })
    };
    world.gives_up = trigger == "failed";
    world
}

/// How a turn ends, and what it left in Intercom.
fn ends(mut world: World) -> String {
    let stop = world.run();
    let Stop::Outcome(outcome) = stop else {
        panic!("{stop:?}")
    };
    let told = world.told();
    let calls = told.lines().find_map(|line| line.strip_prefix("calls: "));
    let left: Vec<_> = calls
        .unwrap()
        .split(", ")
        .filter(|call| *call != "read")
        .collect();
    format!("{} [{}]", outcome.name(), left.join(", "))
}

#[test]
fn the_lower_of_the_rules_and_the_intents_mode_counts_for_everything_the_visitor_sees() {
    let mut table = Vec::new();
    for rule in MODES {
        for intent in [None, Some("observe"), Some("draft"), Some("reply")] {
            let ends = TRIGGERS.map(|trigger| {
                let end = ends(asked(rule, intent, trigger));
                format!("  {trigger}: {end}")
            });
            let intent = intent.unwrap_or("no mode");
            table.push(format!("rule {rule}, intent {intent}\n{}", ends.join("\n")));
        }
    }
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn what_is_only_observed_leaves_no_trace_in_intercom_and_is_not_asked_again() {
    for trigger in TRIGGERS {
        let mut world = asked("observe", None, trigger);
        world.run();
        assert_eq!((world.visible(), world.notes()), (0, 0), "{trigger}");
        assert_eq!(world.team(), None, "{trigger}");
        assert!(world.attributes.is_empty() && world.tags.is_empty());
        let asks = |world: &World| {
            let asked = |done: &&Effect| matches!(done, Effect::Ask(..));
            world.done.iter().filter(asked).count()
        };
        assert_eq!(asks(&world), 1, "{trigger}");
        world.run();
        assert_eq!(asks(&world), 1, "{trigger}");
    }
}

#[test]
fn the_language_is_asked_for_once_and_only_to_say_something_in_it() {
    let texts = r#"{ "default": "team:Support", "say": {
        "open": { "en": "A colleague comes.", "de": "Jemand kommt." },
        "unknown": { "en": "I do not know.", "de": "Das weiß ich nicht." } },"#;
    let german = |rule: &str, trigger: &str| {
        let mut world = asked(rule, None, trigger);
        world.config = world
            .config
            .replace(r#"{ "default": "team:Support","#, texts);
        world.contact = Some(Contact {
            role: "user".to_owned(),
            owner: None,
            locale: Some("de-AT".to_owned()),
            attributes: Vec::new(),
            ..Contact::default()
        });
        world
    };
    let asked = |world: &World| {
        let fetched = |done: &&Effect| matches!(done, Effect::Fetch(Source::Contact, _));
        world.done.iter().filter(fetched).count()
    };
    for (rule, trigger, times, words) in [
        ("reply", "unsure", 1, "Das weiß ich nicht."),
        ("reply", "person", 1, "Jemand kommt."),
        ("reply", "answer", 0, "In three days."),
        ("draft", "person", 0, ""),
        ("observe", "unsure", 0, ""),
    ] {
        let mut world = german(rule, trigger);
        world.run();
        assert_eq!(asked(&world), times, "{rule} {trigger}\n{}", world.told());
        assert!(world.told().contains(words), "{}", world.told());
    }
    // Not even when the turn goes on with something newer.
    let mut world = german("reply", "unsure");
    world.visitor_writes_while_asking = Some("Hello?");
    world.run();
    assert_eq!(asked(&world), 1, "{}", world.told());
}

#[test]
fn what_was_given_to_the_agent_and_it_may_not_answer_goes_to_people_without_a_word() {
    for (intent, trigger) in [
        ("observe", "answer"),
        ("draft", "answer"),
        ("draft", "unsure"),
        ("observe", "person"),
    ] {
        let mut world = asked("reply", Some(intent), trigger);
        world.give_to_us();
        let told = ends(world);
        assert_eq!(
            told, "handed_off [note, assign, attributes, assign, assign]",
            "{intent} {trigger}"
        );
    }
}

#[test]
fn a_rule_that_lets_the_agent_look_on_keeps_the_last_resort_from_acting() {
    let mut world = asked("observe", None, "answer");
    world.errand = Errand::HandOver(Reason::LastResort);
    assert_eq!(ends(world), "observed []");
}
