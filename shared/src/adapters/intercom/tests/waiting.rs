//! Conversations that wait are searched for in a window.

use jiff::Timestamp;

use super::bench;
use super::server::{Answer, Server};
use crate::adapters::intercom::Timeouts;
use crate::domain::waiting::{Progress, Window};
use crate::ports::Intercom as _;

const NONE: &str =
    r#"{"type":"conversation.list","conversations":[],"total_count":0,"pages":null}"#;

#[tokio::test]
async fn a_search_asks_for_open_conversations_that_wait_and_have_changed() {
    let server = Server::playing([Answer::json(200, NONE), Answer::json(200, NONE)]);
    let (_, grant) = bench::grant(Timeouts::default(), server.host());
    let at = |second| Timestamp::from_second(second).unwrap();
    let swept = Progress {
        since: at(1_767_000_000),
        until: at(1_768_000_000),
    };
    let window = Window::after(swept, at(1_768_003_600));
    let page = grant.waiting(&window, None).await.unwrap();
    assert_eq!((page.conversations.len(), page.next), (0, None));
    grant.waiting(&window, Some("WzE3XQ==")).await.unwrap();
    let asked: Vec<_> = server
        .requests()
        .into_iter()
        .map(|request| format!("{} {}", request.line, request.body))
        .collect();
    insta::assert_snapshot!(asked.join("\n"), @r#"
    POST /conversations/search {"pagination":{"per_page":150},"query":{"operator":"AND","value":[{"field":"open","operator":"=","value":true},{"field":"waiting_since","operator":">","value":1760227600},{"field":"waiting_since","operator":"<","value":1768003420},{"field":"updated_at","operator":">","value":1767999999},{"field":"updated_at","operator":"<","value":1768003601}]}}
    POST /conversations/search {"pagination":{"per_page":150,"starting_after":"WzE3XQ=="},"query":{"operator":"AND","value":[{"field":"open","operator":"=","value":true},{"field":"waiting_since","operator":">","value":1760227600},{"field":"waiting_since","operator":"<","value":1768003420},{"field":"updated_at","operator":">","value":1767999999},{"field":"updated_at","operator":"<","value":1768003601}]}}
    "#);
}
