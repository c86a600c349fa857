//! How far Fin is in a conversation, read from answers like Intercom's.

use serde_json::{Value, json};

use super::Conversation;
use crate::domain::transcript::Transcript;

/// A conversation as Intercom answers, with these parts after the visitor's first message.
fn answer(participated: &Value, ai_agent: &Value, parts: &[Value]) -> Value {
    json!({
        "type": "conversation", "id": "215", "created_at": 1_000,
        "source": { "type": "conversation", "id": "1", "body": "How do I brew green tea?", "author": { "type": "lead", "id": "c1" } },
        "ai_agent_participated": participated,
        "ai_agent": ai_agent,
        "conversation_parts": { "conversation_parts": parts },
    })
}

fn part(at: i64, kind: &str, author: Value) -> Value {
    json!({ "type": "conversation_part", "id": at.to_string(), "part_type": kind, "body": "…", "created_at": at, "author": author })
}

fn bot(from_ai_agent: bool, is_ai_answer: bool) -> Value {
    json!({ "type": "bot", "id": "7", "name": "Fin", "email": "operator+abc@intercom.io",
        "from_ai_agent": from_ai_agent, "is_ai_answer": is_ai_answer })
}

fn visitor() -> Value {
    json!({ "type": "lead", "id": "c1" })
}

fn in_state(state: &str) -> Value {
    json!({ "source_type": "workflow", "last_answer_type": "ai_answer", "resolution_state": state })
}

fn read(json: Value) -> &'static str {
    let conversation: Conversation = serde_json::from_value(json).unwrap();
    Transcript::from(conversation).bot.as_str()
}

#[test]
fn every_state_of_both_enumerations_has_its_meaning() {
    let states = [
        // Up to 2.14, and from 2.15 on.
        "assumed_resolution",
        "confirmed_resolution",
        // Up to 2.14.
        "routed_to_team",
        "abandoned",
        // From 2.15 on.
        "escalated",
        "negative_feedback",
        "procedure_handoff",
        // Spelt otherwise.
        " Escalated ",
        "NEGATIVE-FEEDBACK",
        "Routed to team",
        "",
        // Newer than this code.
        "escalated_to_workflow",
    ];
    let lines = states.map(|state| {
        let of = |participated: bool| read(answer(&json!(participated), &in_state(state), &[]));
        format!("{state:?}: {}, {}", of(true), of(false))
    });
    insta::assert_snapshot!(lines.join("\n"), @r#"
    "assumed_resolution": done, done
    "confirmed_resolution": done, done
    "routed_to_team": escalated, escalated
    "abandoned": done, done
    "escalated": escalated, escalated
    "negative_feedback": escalated, escalated
    "procedure_handoff": escalated, escalated
    " Escalated ": escalated, escalated
    "NEGATIVE-FEEDBACK": escalated, escalated
    "Routed to team": escalated, escalated
    "": answering, absent
    "escalated_to_workflow": answering, absent
    "#);
}

#[test]
fn who_spoke_when_tells_an_answer_from_boilerplate_and_from_a_welcome() {
    let boilerplate = |at| part(at, "channel_and_reply_time_expectation", bot(false, false));
    let null = Value::Null;
    let open =
        json!({ "source_type": "workflow", "last_answer_type": null, "resolution_state": null });
    let asked_later = |participated: bool, welcome: Value| {
        let mut json = answer(
            &json!(participated),
            &Value::Null,
            &[part(1_010, "comment", visitor())],
        );
        json["source"]["author"] = welcome;
        json
    };
    let only_welcomed = |participated: bool| {
        let mut json = answer(&json!(participated), &Value::Null, &[]);
        json["source"]["author"] = bot(true, false);
        json
    };
    let cases = [
        ("nobody but the visitor", answer(&json!(false), &null, &[])),
        ("the flag is null", answer(&null, &null, &[])),
        (
            "boilerplate in Fin's name",
            answer(&json!(false), &null, &[boilerplate(1_001)]),
        ),
        (
            "a workflow's text",
            answer(
                &json!(false),
                &null,
                &[part(1_001, "comment", bot(false, false))],
            ),
        ),
        (
            "an attribute that was set in Fin's name",
            answer(
                &json!(false),
                &null,
                &[
                    json!({ "id": "9", "part_type": "conversation_attribute_updated_by_admin", "body": null,
                    "created_at": 1_001, "author": bot(false, false) }),
                ],
            ),
        ),
        (
            "it takes part, without a state",
            answer(&json!(true), &open, &[]),
        ),
        (
            "it takes part, without `ai_agent`",
            answer(&json!(true), &null, &[]),
        ),
        (
            "its answer is there, and the flag lags",
            answer(
                &json!(false),
                &null,
                &[part(1_001, "comment", bot(false, true))],
            ),
        ),
        (
            "it speaks for itself, and the flag lags",
            answer(
                &json!(false),
                &null,
                &[part(1_001, "comment", bot(true, false))],
            ),
        ),
        (
            "its answer in a teammate's name",
            answer(
                &json!(false),
                &null,
                &[part(
                    1_001,
                    "comment",
                    json!({ "type": "admin", "id": "5", "is_ai_answer": true }),
                )],
            ),
        ),
        (
            "a note of its own for the team",
            answer(
                &json!(false),
                &null,
                &[part(1_001, "note", bot(true, false))],
            ),
        ),
        ("its welcome, and nothing asked", only_welcomed(false)),
        (
            "its welcome, and the flag says that it takes part",
            only_welcomed(true),
        ),
        (
            "its welcome, then a question",
            asked_later(false, bot(true, false)),
        ),
        (
            "a workflow's welcome, then a question",
            asked_later(false, bot(false, false)),
        ),
        (
            "its welcome, then a question it takes",
            asked_later(true, bot(true, false)),
        ),
    ];
    let lines = cases.map(|(case, json)| format!("{case}: {}", read(json)));
    insta::assert_snapshot!(lines.join("\n"), @"
    nobody but the visitor: absent
    the flag is null: absent
    boilerplate in Fin's name: absent
    a workflow's text: absent
    an attribute that was set in Fin's name: absent
    it takes part, without a state: answering
    it takes part, without `ai_agent`: answering
    its answer is there, and the flag lags: answering
    it speaks for itself, and the flag lags: answering
    its answer in a teammate's name: answering
    a note of its own for the team: absent
    its welcome, and nothing asked: absent
    its welcome, and the flag says that it takes part: absent
    its welcome, then a question: absent
    a workflow's welcome, then a question: absent
    its welcome, then a question it takes: answering
    ");
}
