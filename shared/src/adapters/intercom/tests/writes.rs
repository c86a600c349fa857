//! Writes are sent once, and what is known about them is told exactly.

use std::time::Duration;

use super::bench::{Bench, conversation, reply, us, with_parts};
use super::server::Answer;
use crate::adapters::intercom::Timeouts;
use crate::domain::assignee::Assignee;
use crate::domain::attribute::{Object, Value};
use crate::domain::html::Html;
use crate::ports::intercom::{Error, Intercom, Post};

const PARTS: &str = r#"
    {"id":"1","part_type":"comment","body":"<p>Old</p>","created_at":10,"author":{"type":"admin","id":"9608799"}},
    {"id":2,"part_type":"note","body":"<p>Ours</p>","created_at":20,"author":{"type":"admin","id":9608799}},
    {"id":"3","part_type":"open","body":"<p>Hello, Ada</p>","created_at":30,"author":{"type":"admin","id":"9608799"}},
    {"id":"4","part_type":"assignment","body":null,"created_at":40,"author":{"type":"admin","id":"9608799"},
     "assigned_to":{"type":"team","id":"8"}},
    {"id":"5","part_type":"comment","body":"<p>Hi</p>","created_at":50,"author":{"type":"user","id":"9608799"}},
    {"id":"6","part_type":"comment","body":"<p>I do</p>","created_at":60,"author":{"type":"admin","id":"7"}}"#;

async fn posted(post: Post, answer: &str) -> (Option<String>, Vec<String>) {
    let bench = Bench::playing([Answer::json(200, answer)]);
    let id = bench
        .grant
        .post(&conversation(), &us(), &post)
        .await
        .unwrap();
    (id.map(|id| id.to_string()), bench.server.lines())
}

#[tokio::test]
async fn a_post_answers_with_our_newest_part_of_its_kind() {
    let answer = with_parts(PARTS);
    let (id, lines) = posted(reply(), &answer).await;
    assert_eq!(
        (id.as_deref(), &lines[..]),
        (
            Some("3"),
            &["POST /conversations/215472621202693/reply".to_owned()][..]
        )
    );

    let (id, _) = posted(Post::Note(Html::default()), &answer).await;
    assert_eq!(id.as_deref(), Some("2"));

    let (id, lines) = posted(Post::Assign(Assignee::Team("8".parse().unwrap())), &answer).await;
    assert_eq!(
        (id.as_deref(), &lines[..]),
        (
            Some("4"),
            &["POST /conversations/215472621202693/parts".to_owned()][..]
        )
    );
}

#[tokio::test]
async fn a_success_whose_answer_cannot_be_read_is_a_success() {
    let too_large = with_parts(&" ".repeat(9 << 20));
    for answer in [
        "",
        "<html>",
        "[]",
        r#"{"conversation_parts":7}"#,
        &with_parts(""),
        &with_parts("{}"),
        &too_large,
    ] {
        assert_eq!(posted(reply(), answer).await.0, None);
    }
}

#[tokio::test]
async fn a_request_carries_token_version_and_json() {
    let bench = Bench::playing([Answer::json(200, with_parts(""))]);
    bench
        .grant
        .post(&conversation(), &us(), &reply())
        .await
        .unwrap();
    let [request] = &bench.server.requests()[..] else {
        panic!("one request")
    };
    let mut headers = request.headers.clone();
    headers.retain(|header| !header.starts_with("host:"));
    headers.sort();
    insta::assert_snapshot!(headers.join("\n"), @"
    accept: application/json
    authorization: Bearer dG9rOmFkYS1zZWNyZXQ
    content-length: 89
    content-type: application/json
    intercom-version: 2.16
    user-agent: nexora/0.1.0
    ");
    insta::assert_snapshot!(request.body, @r#"{"message_type":"comment","type":"admin","admin_id":"9608799","body":"<p>Hello, Ada</p>"}"#);
}

#[tokio::test]
async fn attributes_are_set_whatever_the_answer_looks_like() {
    let bench = Bench::playing([
        Answer::json(200, "{}"),
        Answer::error(400, "parameter_invalid"),
    ]);
    let attributes = [("Nexora state".to_owned(), Value::from("handed off"))];
    let object = Object::Conversation(conversation());
    bench
        .grant
        .set_attributes(&object, &attributes)
        .await
        .unwrap();
    let error = bench
        .grant
        .set_attributes(&object, &attributes)
        .await
        .unwrap_err();
    assert!(
        matches!(&error, Error::Refused { status: 400, code } if code == "parameter_invalid"),
        "{error:?}"
    );
    let [request, _] = &bench.server.requests()[..] else {
        panic!("two requests")
    };
    insta::assert_snapshot!(format!("{} {}", request.line, request.body), @r#"PUT /conversations/215472621202693 {"custom_attributes":{"Nexora state":"handed off"}}"#);
}

#[tokio::test]
async fn a_bot_is_refused_without_a_call() {
    let bench = Bench::playing([]);
    let error = bench
        .grant
        .post(&conversation(), &us(), &Post::Assign(Assignee::Bot))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Refused { .. }), "{error:?}");
    assert_eq!(bench.server.lines(), [""; 0]);
}

#[tokio::test]
async fn a_write_without_an_answer_is_unknown_and_sent_once() {
    let impatient = Timeouts {
        connect: Duration::from_secs(5),
        total: Duration::from_millis(100),
    };
    for (timeouts, answer) in [
        (Timeouts::default(), Answer::HangsUp),
        (Timeouts::default(), Answer::Resets),
        (Timeouts::default(), Answer::BreaksOff),
        (Timeouts::default(), Answer::error(500, "server_error")),
        (
            Timeouts::default(),
            Answer::error(503, "service_unavailable"),
        ),
        (Timeouts::default(), Answer::error(408, "request_timeout")),
        (impatient, Answer::KeepsSilent),
    ] {
        let bench = Bench::patient(timeouts, [answer.clone()]);
        let error = bench
            .grant
            .post(&conversation(), &us(), &reply())
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Unknown(_)), "{answer:?}: {error:?}");
        assert_eq!(bench.server.lines().len(), 1, "{answer:?}");
        assert_eq!(bench.world.slept(), [Duration::ZERO; 0]);
    }
}

#[tokio::test]
async fn a_merged_contact_is_followed_once_and_an_archived_one_is_gone() {
    let flag = [("CS escalation".to_owned(), Value::Flag(true))];
    let contact = Object::Contact("63a0".parse().unwrap());
    let merged = |into: &str| {
        Answer::error(410, "contact_merged")
            .with("link", &format!("</contacts/{into}>; rel=\"canonical\""))
    };
    let table = [
        vec![merged("77b1"), Answer::json(200, "{}")],
        vec![merged("77b1"), merged("88c2")],
        vec![merged("63a0")],
        vec![Answer::error(404, "not_found")],
    ];
    let mut lines = Vec::new();
    for answers in table {
        let bench = Bench::playing(answers);
        let set = bench.grant.set_attributes(&contact, &flag).await;
        let came = set.map_or_else(|error| error.to_string(), |()| "set".to_owned());
        lines.push(format!("{}: {came}", bench.server.lines().join(", ")));
    }
    insta::assert_snapshot!(lines.join("\n"), @"
    PUT /contacts/63a0, PUT /contacts/77b1: set
    PUT /contacts/63a0, PUT /contacts/77b1: Intercom has no such object
    PUT /contacts/63a0: Intercom has no such object
    PUT /contacts/63a0: Intercom has no such object
    ");
}
