//! Reads are repeated where that can help.

use std::time::Duration;

use super::bench::{Bench, conversation, with_parts};
use super::server::Answer;
use crate::adapters::intercom::Timeouts;
use crate::id::ContactId;
use crate::ports::intercom::{Error, Intercom};
use crate::ports::knowledge::Knowledge;

const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(800)];

fn contact() -> ContactId {
    "696205460674dbb9050aa7fd".parse().unwrap()
}

#[tokio::test]
async fn every_read_asks_its_endpoint() {
    let bench = Bench::playing(
        [
            &with_parts(""),
            r#"{"role":"user"}"#,
            r#"{"data":[]}"#,
            r#"{"data":[]}"#,
            r#"{"admins":[]}"#,
            r#"{"teams":[]}"#,
            r#"{"data":{"articles":[]}}"#,
            r#"{"id":"55","title":"Refunds","body":"<p>…</p>","state":"published"}"#,
            r#"{"id":"1295","app":{"id_code":"abc123def"}}"#,
        ]
        .map(|body| Answer::json(200, body)),
    );
    let grant = &bench.grant;
    grant.conversation(&conversation()).await.unwrap();
    grant.contact(&contact()).await.unwrap();
    grant.segments(&contact()).await.unwrap();
    grant.companies(&contact()).await.unwrap();
    grant.directory().await.unwrap();
    grant.search("where's my order & why?").await.unwrap();
    grant.article(&"55".parse().unwrap()).await.unwrap();
    assert_eq!(grant.me().await.unwrap().workspace.as_str(), "abc123def");
    insta::assert_snapshot!(bench.server.lines().join("\n"), @"
    GET /conversations/215472621202693?display_as=plaintext
    GET /contacts/696205460674dbb9050aa7fd
    GET /contacts/696205460674dbb9050aa7fd/segments
    GET /contacts/696205460674dbb9050aa7fd/companies
    GET /admins
    GET /teams
    GET /articles/search?phrase=where%27s+my+order+%26+why%3F&state=published
    GET /articles/55
    GET /me
    ");
    assert!(
        bench.server.connections() < bench.server.lines().len(),
        "connections are kept"
    );
}

#[tokio::test]
async fn a_read_is_tried_three_times() {
    for failure in [
        Answer::HangsUp,
        Answer::BreaksOff,
        Answer::error(502, "server_error"),
    ] {
        let bench = Bench::playing([
            failure.clone(),
            failure.clone(),
            Answer::json(200, with_parts("")),
        ]);
        bench.grant.conversation(&conversation()).await.unwrap();
        assert_eq!(bench.world.slept(), PAUSES);

        let bench = Bench::playing([failure.clone(), failure.clone(), failure.clone()]);
        let error = bench.grant.conversation(&conversation()).await.unwrap_err();
        assert!(matches!(error, Error::Unknown(_)), "{failure:?}: {error:?}");
        assert_eq!(bench.world.slept(), PAUSES);
        assert_eq!(bench.server.lines().len(), 3);
    }
}

#[tokio::test]
async fn a_read_that_times_out_is_tried_again() {
    let impatient = Timeouts {
        connect: Duration::from_secs(5),
        total: Duration::from_millis(100),
    };
    let bench = Bench::patient(
        impatient,
        [
            Answer::KeepsSilent,
            Answer::KeepsSilent,
            Answer::KeepsSilent,
        ],
    );
    let error = bench.grant.contact(&contact()).await.unwrap_err();
    assert!(matches!(error, Error::Unknown(_)), "{error:?}");
    assert_eq!(bench.world.slept(), PAUSES);
}

#[tokio::test]
async fn a_clear_answer_is_not_asked_for_twice() {
    for answer in [
        Answer::error(401, "unauthorized"),
        Answer::error(404, "not_found"),
        Answer::error(422, "parameter_invalid"),
        Answer::error(429, "rate_limit_exceeded"),
        Answer::json(200, "{}"),
    ] {
        let bench = Bench::playing([answer.clone()]);
        bench.grant.conversation(&conversation()).await.unwrap_err();
        assert_eq!(bench.server.lines().len(), 1, "{answer:?}");
    }
}

#[tokio::test]
async fn a_contact_that_was_merged_is_read_as_the_one_it_became() {
    let merged = |into: &str| {
        let link = format!("</contacts/{into}>; rel=\"canonical\"");
        Answer::error(410, "contact_merged").with("Link", &link)
    };
    let bench = Bench::playing([
        merged("6762f0d0"),
        Answer::json(200, r#"{"role":"lead"}"#),
        merged("6762f0d0"),
        Answer::json(
            200,
            r#"{"data":[{"type":"segment","id":"1","name":"VIP"}]}"#,
        ),
        // One that leads to itself, and one that leads on and on.
        merged(contact().as_str()),
        merged("6762f0d1"),
        merged("6762f0d2"),
    ]);
    let grant = &bench.grant;
    assert_eq!(grant.contact(&contact()).await.unwrap().role, "lead");
    assert_eq!(grant.segments(&contact()).await.unwrap(), ["VIP"]);
    for _ in 0..2 {
        let error = grant.tags(&contact()).await.unwrap_err();
        assert!(matches!(error, Error::NotFound), "{error:?}");
    }
    insta::assert_snapshot!(bench.server.lines().join("\n"), @"
    GET /contacts/696205460674dbb9050aa7fd
    GET /contacts/6762f0d0
    GET /contacts/696205460674dbb9050aa7fd/segments
    GET /contacts/6762f0d0/segments
    GET /contacts/696205460674dbb9050aa7fd/tags
    GET /contacts/696205460674dbb9050aa7fd/tags
    GET /contacts/6762f0d1/tags
    ");
}

#[tokio::test]
async fn an_answer_of_another_shape_names_the_place_and_no_value() {
    let part = r#"{"id":"1","part_type":"comment","body":"Ada's text","created_at":"Ada's text"}"#;
    let too_large = with_parts(&" ".repeat(9 << 20));
    let mut paths = Vec::new();
    for answer in [
        &with_parts(part),
        r#"{"id":"Ada's text"}"#,
        r#"["Ada's text"]"#,
        "<html>Ada's text",
        "",
        &too_large,
    ] {
        let bench = Bench::playing([Answer::json(200, answer)]);
        match bench.grant.conversation(&conversation()).await {
            Err(Error::Unreadable { path }) => paths.push(path),
            other => panic!("{other:?}"),
        }
    }
    insta::assert_snapshot!(paths.join("\n"), @"
    conversation_parts.conversation_parts[0].created_at
    id
    the body, which is a list
    the body
    the body
    the body, which is too large
    ");
}

#[tokio::test]
async fn a_draft_is_not_an_article() {
    let bench = Bench::playing([Answer::json(
        200,
        r#"{"id":"55","title":"Plans","body":"<p>…</p>","state":"draft"}"#,
    )]);
    let error = bench
        .grant
        .article(&"55".parse().unwrap())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::NotFound), "{error:?}");
}
