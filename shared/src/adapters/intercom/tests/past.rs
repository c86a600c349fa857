//! Conversations of the past are searched for at a pace.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::bench::{self, TOKEN};
use super::server::{Answer, Server};
use crate::adapters::intercom::{Pace, Span, Timeouts};
use crate::ports::intercom::Error;
use crate::ports::keys::Plain;

const NONE: &str =
    r#"{"type":"conversation.list","conversations":[],"total_count":0,"pages":null}"#;

fn span() -> Span {
    Span {
        from: Timestamp::from_second(1_768_000_000).unwrap(),
        until: Timestamp::from_second(1_768_086_400).unwrap(),
    }
}

/// An answer of a window of 100 calls that ends in seven seconds.
fn left(remaining: &str, status: u16, body: &str) -> Answer {
    Answer::json(status, body)
        .with("X-RateLimit-Limit", "100")
        .with("X-RateLimit-Remaining", remaining)
        .with("X-RateLimit-Reset", "1768031796")
}

#[tokio::test]
async fn a_search_asks_for_a_page_of_a_span() {
    let server = Server::playing([Answer::json(200, NONE), Answer::json(200, NONE)]);
    let (_, grant) = bench::grant(Timeouts::default(), server.host());
    grant.past_conversations(span(), None, 150).await.unwrap();
    let after = Some("WzE3XQ==");
    grant.past_conversations(span(), after, 2).await.unwrap();
    let asked: Vec<_> = server
        .requests()
        .into_iter()
        .map(|request| format!("{} {}", request.line, request.body))
        .collect();
    insta::assert_snapshot!(asked.join("\n"), @r#"
    POST /conversations/search {"pagination":{"per_page":150},"query":{"operator":"AND","value":[{"field":"created_at","operator":">","value":1767999999},{"field":"created_at","operator":"<","value":1768086400}]}}
    POST /conversations/search {"pagination":{"per_page":2,"starting_after":"WzE3XQ=="},"query":{"operator":"AND","value":[{"field":"created_at","operator":">","value":1767999999},{"field":"created_at","operator":"<","value":1768086400}]}}
    "#);
}

#[tokio::test]
async fn at_a_pace_the_others_share_is_left_and_a_refusal_is_sat_out() {
    let server = Server::playing([
        left("51", 200, NONE),
        left("50", 200, NONE),
        left("99", 200, NONE),
        left("0", 429, ""),
        left("99", 200, NONE),
    ]);
    let (world, grant) = bench::grant(Timeouts::default(), server.host());
    let pace = Arc::new(Pace::leaving(50));
    let client = grant.client.at_pace(pace.clone());
    let grant = client.grant(
        server.host(),
        Plain::new(TOKEN),
        "abc123def".parse().unwrap(),
    );
    let mut slept = Vec::new();
    for _ in 0..4 {
        grant.past_conversations(span(), None, 1).await.unwrap();
        slept.push(world.slept());
    }
    let [seven, one] = [7, 1].map(Duration::from_secs);
    // The window of the last two has ended by this clock, so that a second is waited to see.
    assert_eq!(slept, [vec![], vec![], vec![seven], vec![seven, one]]);
    let rested = pace.rested();
    assert_eq!((rested.time, rested.refused), (seven + one, 1));
}

#[tokio::test]
async fn without_a_pace_a_refusal_is_told_at_once() {
    let server = Server::playing([left("0", 429, "")]);
    let (world, grant) = bench::grant(Timeouts::default(), server.host());
    let refused = grant.past_conversations(span(), None, 1).await;
    assert!(matches!(refused, Err(Error::RateLimited { .. })));
    assert!(world.slept().is_empty());
}
