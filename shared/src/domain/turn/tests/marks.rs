//! The attributes and the tag by which workflows know the agent's conversations.

use super::world::{CONFIG, World};
use crate::domain::answer::Answer;
use crate::domain::transcript::Bot;

/// The marks after each of the visitor's messages, by the rule that is then first.
fn marked(rules: &[&str]) -> String {
    let mut world = World::asked("How?");
    let mut told = Vec::new();
    for (nth, rule) in rules.iter().enumerate() {
        world.config = CONFIG
            .replace(
                r#""teammate": "Nexora""#,
                r#""teammate": "Nexora", "tag": "Nexora""#,
            )
            .replace(
                r#""Nexora outcome": "outcome""#,
                r#""Nexora state": "state""#,
            )
            .replace(
                r#""rules": ["#,
                &format!(r#""rules": [{{"name":"first","then":{rule}}},"#),
            );
        if nth > 0 {
            world.visitor_writes("And then?");
            world.answer.text = format!("The {nth}th answer.");
        }
        world.done.clear();
        world.run();
        let calls = world.told();
        let calls = calls.lines().rev().nth(1).unwrap();
        let state = world.attributes.iter().map(|(_, value)| value.as_str());
        let state = state.collect::<Vec<_>>().join(", ");
        told.push(format!(
            "{rule}: [{state}] {} | {calls}",
            world.tags.join(", ")
        ));
    }
    told.join("\n")
}

#[test]
fn the_state_says_how_the_agent_takes_part_and_is_written_when_it_changes() {
    let (reply, draft) = (r#"{"agent":{}}"#, r#"{"agent":{"mode":"draft"}}"#);
    let (leave, hand_off) = (
        r#"{"leave_to":"bot"}"#,
        r#"{"hand_off":{"to":"team:Support"}}"#,
    );
    insta::assert_snapshot!(marked(&[draft, reply, reply, leave, leave, hand_off]), @r#"
    {"agent":{"mode":"draft"}}: [drafting] Nexora | calls: read, read, note, attributes, tag
    {"agent":{}}: [active] Nexora | calls: read, read, reply, attributes
    {"agent":{}}: [active] Nexora | calls: read, read, reply
    {"leave_to":"bot"}: [left] Nexora | calls: read, attributes
    {"leave_to":"bot"}: [left] Nexora | calls: read
    {"hand_off":{"to":"team:Support"}}: [handed_off] Nexora | calls: read, read, reply, note, assign, attributes, read
    "#);
    insta::assert_snapshot!(marked(&[leave]), @r#"{"leave_to":"bot"}: []  | calls: read"#);
}

#[test]
fn a_tag_in_other_letters_is_the_same_tag() {
    let mut world = World::asked("How?");
    world.config = CONFIG.replace(
        r#""teammate": "Nexora""#,
        r#""teammate": "Nexora", "tag": "nexora""#,
    );
    world.tags.push("NEXORA".to_owned());
    world.run();
    assert_eq!(world.tags, ["NEXORA"]);
}

#[test]
fn who_is_left_to_fin_from_the_beginning_gets_no_mark() {
    let mut world = World::asked("How?");
    world.config = CONFIG
        .replace(
            r#""teammate": "Nexora""#,
            r#""teammate": "Nexora", "tag": "Nexora""#,
        )
        .replace(
            r#""rules": ["#,
            r#""rules": [{"name":"Fin's","when":{"bot":"answering"},"then":{"leave_to":"bot"}},"#,
        );
    world.bot = Bot::Answering;
    world.answer = Answer::default();
    world.run();
    assert_eq!((world.tags.len(), world.attributes.len()), (0, 0));
}
