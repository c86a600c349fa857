//! Attributes of contacts and companies, and tags by condition.

use serde_json::json;

use super::world::{CONFIG, World, said};
use crate::domain::answer::Detected;
use crate::domain::conversation::Errand;
use crate::domain::routing::Contact;
use crate::domain::transcript::Company;
use crate::domain::turn::Effect;

/// A workspace that segments its contacts and flags its companies.
fn world(attributes: &serde_json::Value, tags: &serde_json::Value) -> World {
    let mut world = World::asked("What does it cost?");
    let mut config: serde_json::Value = serde_json::from_str(CONFIG).unwrap();
    config["companies"] = json!({ "tiers": ["Free", "Enterprise"] });
    config["attributes"] = attributes.clone();
    config["tags"] = tags.clone();
    config["rules"] = json!([{ "name": "Everything", "then": { "agent": {} } }]);
    world.config = config.to_string();
    world.contact = Some(Contact::default());
    world
}

fn stage() -> serde_json::Value {
    json!({ "contact": { "Lead stage": {
        "set": "MQL", "when": { "intent": ["pricing", "demo"] }, "order": ["Lead", "MQL", "SQL"],
    } } })
}

fn escalation() -> serde_json::Value {
    json!({ "company": { "CS escalation": {
        "set": true, "when": { "outcome": "handed_off", "company.plan": "Enterprise" },
    } } })
}

fn company(id: &str, plan: &str) -> Company {
    Company {
        id: id.parse().unwrap(),
        name: None,
        plan: Some(plan.to_owned()),
        segments: None,
        tags: None,
        attributes: Vec::new(),
    }
}

fn asks(world: &mut World, intent: &str) {
    world.answer = said(&format!("About {intent}, {} lines.", world.lines.len()));
    world.answer.intent = Some(Detected {
        name: intent.to_owned(),
        confidence: 90,
    });
    world.done.clear();
    world.run();
}

fn calls(world: &World) -> String {
    let told = world.told();
    told.lines().rev().nth(1).unwrap().to_owned()
}

fn of_contact(world: &World) -> String {
    format!("{:?}", world.contact.as_ref().unwrap().attributes)
}

#[test]
fn where_a_silence_ends_it_what_depends_on_the_intent_is_left_as_it_is() {
    let mut world = World::asked("How do I brew green tea?");
    let marks = r#""Unclear": { "set": true, "when": { "intent": "absent", "outcome": "resolved" } },
        "Over": { "set": true, "when": { "outcome": "resolved" } }, "Nexora outcome": "outcome""#;
    world.config = CONFIG.replace(r#""Nexora outcome": "outcome""#, marks);
    world.run();
    world.pass(86_400);
    world.errand = Errand::Due;
    world.run();
    let names: Vec<_> = world
        .attributes
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["Nexora outcome", "Over"]);
}

#[test]
fn a_stage_is_set_once_and_costs_a_fetch_only_where_it_may_change() {
    let mut world = world(&stage(), &json!({}));
    let mut told = Vec::new();
    for intent in ["delivery", "pricing", "demo"] {
        if !told.is_empty() {
            world.visitor_writes("And then?");
        }
        asks(&mut world, intent);
        told.push(format!(
            "{intent}: {} {}",
            of_contact(&world),
            calls(&world)
        ));
    }
    insta::assert_snapshot!(told.join("\n"), @r#"
    delivery: [] calls: read, read, reply
    pricing: [("Lead stage", "MQL")] calls: read, read, reply, fetch, attributes of the contact
    demo: [("Lead stage", "MQL")] calls: read, read, reply, fetch
    "#);
}

#[test]
fn a_stage_that_is_later_or_none_of_ours_stays() {
    for stays in ["SQL", "Partner"] {
        let mut world = world(&stage(), &json!({}));
        let attributes = vec![("Lead stage".to_owned(), stays.to_owned())];
        world.contact = Some(Contact {
            attributes,
            ..Contact::default()
        });
        asks(&mut world, "pricing");
        assert!(of_contact(&world).contains(stays), "{stays}");
    }
}

#[test]
fn the_company_that_counts_gets_the_flag_and_no_other() {
    let mut world = world(
        &escalation(),
        &json!({ "Escalated": { "outcome": "handed_off" }, "Answered": { "outcome": "answered" } }),
    );
    world.companies = vec![company("1", "Free"), company("2", "Enterprise")];
    world.answer.wants_person = true;
    world.done.clear();
    world.run();
    let flags: Vec<_> = world
        .companies
        .iter()
        .map(|it| it.attributes.len())
        .collect();
    assert_eq!(flags, [0, 1]);
    assert_eq!(world.tags, ["Escalated"]);
    insta::assert_snapshot!(calls(&world), @"calls: read, read, reply, note, assign, fetch, attributes of the company, tag, read");
}

#[test]
fn an_answered_turn_asks_for_no_company_when_only_hand_offs_flag_it() {
    let mut world = world(&escalation(), &json!({}));
    world.companies = vec![company("2", "Enterprise")];
    world.done.clear();
    world.run();
    assert_eq!(calls(&world), "calls: read, read, reply");
}

#[test]
fn facts_that_are_not_to_be_had_never_keep_an_answer_or_a_hand_off() {
    let both = json!({ "contact": stage()["contact"], "company": escalation()["company"], "conversation": { "Nexora outcome": "outcome" } });
    let mut answered = world(&both, &json!({}));
    answered.facts_down = true;
    asks(&mut answered, "pricing");
    let mut handed = world(&both, &json!({}));
    handed.facts_down = true;
    handed.answer.wants_person = true;
    handed.done.clear();
    handed.run();
    insta::assert_snapshot!(format!("{}\n{}", calls(&answered), calls(&handed)), @"
    calls: read, read, reply, fetch, attributes
    calls: read, read, reply, note, assign, fetch, attributes, read
    ");
    assert!(
        answered.trace.contains("left for another time"),
        "{}",
        answered.trace
    );
}

#[test]
fn no_value_stands_in_a_trace() {
    let set = json!({ "contact": { "Lead stage": { "set": "marzipan", "when": { "intent": "pricing" } } } });
    let mut world = world(&set, &json!({}));
    asks(&mut world, "pricing");
    assert!(of_contact(&world).contains("marzipan"));
    assert!(world.trace.contains("“Lead stage”"), "{}", world.trace);
    assert!(!world.trace.contains("marzipan"));
}

#[test]
fn of_several_the_first_that_applies_is_set() {
    let set = json!({ "company": { "Upgrade interest": [
        { "set": "Enterprise", "when": { "text.matches": "sso" } },
        { "set": "Team", "when": { "intent": "pricing" } },
    ] } });
    let mut told = Vec::new();
    for text in ["Is there SSO?", "How much is it?"] {
        let mut world = world(&set, &json!({}));
        world.companies = vec![company("1", "Free")];
        world.lines.last_mut().unwrap().text = text.to_owned();
        asks(&mut world, "pricing");
        told.push(format!("{:?}", world.companies[0].attributes));
    }
    insta::assert_snapshot!(told.join("\n"), @r#"
    [("Upgrade interest", "Enterprise")]
    [("Upgrade interest", "Team")]
    "#);
}

#[test]
fn without_a_contact_nothing_is_fetched_for_one() {
    let mut world = world(&stage(), &json!({}));
    world.contact = None;
    asks(&mut world, "pricing");
    assert!(
        !world
            .done
            .iter()
            .any(|effect| matches!(effect, Effect::Fetch(..)))
    );
}

#[test]
fn what_the_visitor_said_is_written_as_it_was_captured() {
    let set = json!({
        "conversation": { "Order number": { "capture": "order number" } },
        "contact": { "Last order": { "capture": "order number" } },
    });
    let mut world = world(&set, &json!({}));
    let mut config: serde_json::Value = serde_json::from_str(&world.config).unwrap();
    config["captures"] = json!({ "order number": { "pattern": "ORD-[0-9]{4,}" } });
    world.config = config.to_string();
    asks(&mut world, "delivery");
    assert_eq!(calls(&world), "calls: read, read, reply");
    world.visitor_writes("It is ORD-10445.");
    asks(&mut world, "delivery");
    assert_eq!(
        world.attributes,
        [("Order number".to_owned(), "ORD-10445".to_owned())]
    );
    insta::assert_snapshot!(format!("{} {}", of_contact(&world), calls(&world)), @r#"[("Last order", "ORD-10445")] calls: read, read, reply, fetch, attributes, attributes of the contact"#);
}
