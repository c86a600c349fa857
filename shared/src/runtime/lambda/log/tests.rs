use std::time::Duration;

use http::StatusCode;
use serde_json::json;
use tokio::sync::Barrier;

use super::paper::Paper;
use super::*;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::trace::{FactUsed, Trace, Tried, Verdict};
use crate::error::Error;
use crate::id::{ConversationId, WorkspaceId};

/// What was written, a field a line.
fn shown(paper: &Paper) -> String {
    paper.text().replace(",\"", ",\n \"")
}

fn workspace() -> WorkspaceId {
    WorkspaceId::try_from("k4t9wq2z").unwrap()
}

fn conversation() -> ConversationId {
    ConversationId::try_from("215490011873320").unwrap()
}

fn call(name: &'static str, millis: u64) -> Entry {
    let mut entry = Entry::new("intercom", name, "Intercom answered");
    entry.took = Some(Duration::from_millis(millis));
    entry.at(&workspace(), Some(&conversation()))
}

fn turn(outcome: &Outcome) -> Entry {
    let mut entry = Entry::new("turn", outcome.name(), outcome.to_string())
        .at(&workspace(), Some(&conversation()));
    entry.took = Some(Duration::from_millis(412));
    entry.phases = [("load", 7), ("read", 90), ("ask", 180), ("read", 88)]
        .map(|(name, millis)| (name, Duration::from_millis(millis)))
        .to_vec();
    entry.trace = Trace(vec![Tried {
        name: "Shop".to_owned(),
        verdict: Verdict::Matched,
        why: "its conditions hold".to_owned(),
        facts: vec![FactUsed {
            name: "url.path".to_owned(),
            value: "/shop".to_owned(),
            origin: "conversation.source.url".to_owned(),
        }],
    }]);
    entry
}

#[tokio::test]
async fn a_turn_is_one_line() {
    let paper = Paper::default();
    let log = paper.log();
    log.begin("6f0c1a52");
    let delivery = async {
        log.enter(call("GET /conversations/{id}", 90));
        log.enter(call("GET /conversations/{id}", 88));
        log.enter(call("POST /conversations/{id}/reply", 120));
        Tally::here(|tally| {
            tally.aws(
                "dynamodb.GetItem".to_owned(),
                true,
                Duration::from_millis(7),
            );
            tally.units(0.5, 3.0);
        });
        log.conclude(turn(&Outcome::Replied));
        ((), Ending::of(&Outcome::Replied).of_message("059f36b4", 1))
    };
    log.deliver(delivery).await;
    insta::assert_snapshot!(shown(&paper), @r#"
    {"timestamp":"2026-03-10T12:00:00Z",
     "level":"INFO",
     "function":"nexora-agent-turn",
     "stack":"nexora",
     "request":"6f0c1a52",
     "cold":true,
     "source":"delivery",
     "name":"replied",
     "workspace":"k4t9wq2z",
     "conversation":"215490011873320",
     "message":"059f36b4",
     "received":1,
     "took_ms":0,
     "phases":{"ask":180,
     "load":7,
     "read":178},
     "intercom_calls":3,
     "intercom":{"GET /conversations/{id}":{"count":2,
     "ms":178},
     "POST /conversations/{id}/reply":{"count":1,
     "ms":120}},
     "aws":{"dynamodb.GetItem":{"count":1,
     "ms":7}},
     "read_units":0.5,
     "write_units":3.0,
     "trace":[{"name":"Shop",
     "verdict":"matched",
     "facts":[{"name":"url.path",
     "origin":"conversation.source.url"}]}],
     "Replied":1,
     "IntercomCalls":3,
     "ReadUnits":0.5,
     "WriteUnits":3.0,
     "TurnDuration":412,
     "_aws":{"CloudWatchMetrics":[{"Dimensions":[["stack"]],
     "Metrics":[{"Name":"Replied",
     "Unit":"Count"},{"Name":"IntercomCalls",
     "Unit":"Count"},{"Name":"ReadUnits",
     "Unit":"Count"},{"Name":"WriteUnits",
     "Unit":"Count"},{"Name":"TurnDuration",
     "Unit":"Milliseconds"}],
     "Namespace":"Nexora"}],
     "Timestamp":1773144000000}}
    "#);
}

#[tokio::test]
async fn what_failed_on_the_way_is_a_line_at_once_and_counted_in_the_deliverys() {
    let paper = Paper::default();
    let log = paper.log();
    log.begin("6f0c1a52");
    let delivery = async {
        let mut failed = call("GET /conversations/{id}", 90).failed();
        failed.what = "Intercom could not be reached".to_owned();
        log.enter(failed.with("cause", "connection refused"));
        let trouble = Entry::new("turn", "intercom_failed", "Intercom could not be reached");
        log.enter(trouble.at(&workspace(), Some(&conversation())).failed());
        assert_eq!(paper.lines().len(), 2, "before the end");
        ((), Ending::failed(Happened::Retried, &Error::Contended))
    };
    log.deliver(delivery).await;
    insta::assert_snapshot!(shown(&paper), @r#"
    {"timestamp":"2026-03-10T12:00:00Z",
     "level":"WARN",
     "function":"nexora-agent-turn",
     "stack":"nexora",
     "request":"6f0c1a52",
     "source":"intercom",
     "name":"GET /conversations/{id}",
     "error":"Intercom could not be reached",
     "workspace":"k4t9wq2z",
     "conversation":"215490011873320",
     "took_ms":90,
     "details":{"cause":"connection refused"}}
    {"timestamp":"2026-03-10T12:00:00Z",
     "level":"WARN",
     "function":"nexora-agent-turn",
     "stack":"nexora",
     "request":"6f0c1a52",
     "source":"turn",
     "name":"intercom_failed",
     "error":"Intercom could not be reached",
     "workspace":"k4t9wq2z",
     "conversation":"215490011873320",
     "IntercomFailures":1,
     "_aws":{"CloudWatchMetrics":[{"Dimensions":[["stack"]],
     "Metrics":[{"Name":"IntercomFailures",
     "Unit":"Count"}],
     "Namespace":"Nexora"}],
     "Timestamp":1773144000000}}
    {"timestamp":"2026-03-10T12:00:00Z",
     "level":"WARN",
     "function":"nexora-agent-turn",
     "stack":"nexora",
     "request":"6f0c1a52",
     "cold":true,
     "source":"delivery",
     "name":"retried",
     "error":"the record is written too often at once",
     "workspace":"k4t9wq2z",
     "conversation":"215490011873320",
     "took_ms":0,
     "intercom_calls":1,
     "intercom":{"GET /conversations/{id}":{"count":1,
     "failed":1,
     "ms":90}},
     "read_units":0.0,
     "write_units":0.0,
     "entries":{"turn.intercom_failed":1},
     "details":{"kind":"contended"},
     "Retried":1,
     "IntercomCalls":1,
     "ReadUnits":0.0,
     "WriteUnits":0.0,
     "_aws":{"CloudWatchMetrics":[{"Dimensions":[["stack"]],
     "Metrics":[{"Name":"Retried",
     "Unit":"Count"},{"Name":"IntercomCalls",
     "Unit":"Count"},{"Name":"ReadUnits",
     "Unit":"Count"},{"Name":"WriteUnits",
     "Unit":"Count"}],
     "Namespace":"Nexora"}],
     "Timestamp":1773144000000}}
    "#);
}

#[tokio::test]
async fn a_request_is_called_what_the_function_says_of_it() {
    let paper = Paper::default();
    let log = paper.log();
    log.begin("6f0c1a52");
    let rejected = async {
        let entry = Entry::new("webhook", "signature_rejected", "no X-Hub-Signature: 401");
        log.conclude(entry.failed());
        ((), Ending::answered(StatusCode::UNAUTHORIZED))
    };
    log.deliver(rejected).await;
    let looked_at = async { ((), Ending::answered(StatusCode::OK)) };
    log.deliver(looked_at).await;
    insta::assert_snapshot!(shown(&paper), @r#"
    {"timestamp":"2026-03-10T12:00:00Z",
     "level":"WARN",
     "function":"nexora-agent-turn",
     "stack":"nexora",
     "request":"6f0c1a52",
     "cold":true,
     "source":"delivery",
     "name":"signature_rejected",
     "error":"no X-Hub-Signature: 401",
     "took_ms":0,
     "intercom_calls":0,
     "read_units":0.0,
     "write_units":0.0,
     "details":{"status":"401"},
     "SignaturesRejected":1,
     "IntercomCalls":0,
     "ReadUnits":0.0,
     "WriteUnits":0.0,
     "_aws":{"CloudWatchMetrics":[{"Dimensions":[["stack"]],
     "Metrics":[{"Name":"SignaturesRejected",
     "Unit":"Count"},{"Name":"IntercomCalls",
     "Unit":"Count"},{"Name":"ReadUnits",
     "Unit":"Count"},{"Name":"WriteUnits",
     "Unit":"Count"}],
     "Namespace":"Nexora"}],
     "Timestamp":1773144000000}}
    {"timestamp":"2026-03-10T12:00:00Z",
     "level":"INFO",
     "function":"nexora-agent-turn",
     "stack":"nexora",
     "request":"6f0c1a52",
     "cold":true,
     "source":"delivery",
     "name":"answered",
     "took_ms":0,
     "intercom_calls":0,
     "read_units":0.0,
     "write_units":0.0,
     "details":{"status":"200"},
     "IntercomCalls":0,
     "ReadUnits":0.0,
     "WriteUnits":0.0,
     "_aws":{"CloudWatchMetrics":[{"Dimensions":[["stack"]],
     "Metrics":[{"Name":"IntercomCalls",
     "Unit":"Count"},{"Name":"ReadUnits",
     "Unit":"Count"},{"Name":"WriteUnits",
     "Unit":"Count"}],
     "Namespace":"Nexora"}],
     "Timestamp":1773144000000}}
    "#);
}

#[tokio::test]
async fn deliveries_at_the_same_time_gather_apart() {
    let paper = Paper::default();
    let log = paper.log();
    let both = Barrier::new(2);
    let delivery = async |name| {
        let work = async {
            log.enter(call(name, 1));
            both.wait().await;
            log.enter(call(name, 1));
            ((), Ending::of(&Outcome::Replied))
        };
        log.deliver(work).await;
    };
    tokio::join!(delivery("GET /admins"), delivery("GET /teams"));
    let mut called: Vec<_> = paper
        .lines()
        .iter()
        .map(|line| line["intercom"].to_string())
        .collect();
    called.sort();
    assert_eq!(
        called,
        [
            r#"{"GET /admins":{"count":2,"ms":2}}"#,
            r#"{"GET /teams":{"count":2,"ms":2}}"#
        ]
    );
}

#[tokio::test]
async fn only_the_first_invocation_of_a_container_is_cold() {
    let paper = Paper::default();
    let log = paper.log();
    for request in ["first", "second"] {
        log.begin(request);
        log.deliver(async { ((), Ending::of(&Outcome::Gone)) })
            .await;
    }
    let cold: Vec<_> = paper
        .lines()
        .iter()
        .map(|line| (line["request"].clone(), line["cold"].clone()))
        .collect();
    assert_eq!(
        cold,
        [
            (json!("first"), json!(true)),
            (json!("second"), json!(null))
        ]
    );
}

#[test]
fn what_happens_outside_of_any_delivery_is_a_line() {
    let paper = Paper::default();
    let log = paper.log();
    log.enter(Entry::new("runtime", "cold_start", "the function starts").with("warm", true));
    log.conclude(Entry::new(
        "turn",
        "gone",
        "the conversation no longer exists",
    ));
    insta::assert_snapshot!(shown(&paper), @r#"
    {"timestamp":"2026-03-10T12:00:00Z",
     "level":"INFO",
     "function":"nexora-agent-turn",
     "stack":"nexora",
     "source":"runtime",
     "name":"cold_start",
     "details":{"warm":"true"},
     "ColdStarts":1,
     "_aws":{"CloudWatchMetrics":[{"Dimensions":[["stack"]],
     "Metrics":[{"Name":"ColdStarts",
     "Unit":"Count"}],
     "Namespace":"Nexora"}],
     "Timestamp":1773144000000}}
    {"timestamp":"2026-03-10T12:00:00Z",
     "level":"INFO",
     "function":"nexora-agent-turn",
     "stack":"nexora",
     "source":"turn",
     "name":"gone"}
    "#);
}

/// A word that stands in every place where somebody's words or name can be.
const PLANTED: &str = "xylophone";

/// An entry with the word wherever it may be; a new field of an entry asks to be thought about here.
fn planted(ok: bool) -> Entry {
    let Entry { source, name, .. } = Entry::new("turn", "handed_off", "");
    Entry {
        workspace: Some(workspace()),
        conversation: Some(conversation()),
        source,
        what: if ok {
            PLANTED
        } else {
            "an error's text is fixed"
        }
        .to_owned(),
        name,
        ok,
        took: Some(Duration::from_millis(1)),
        phases: vec![("load", Duration::from_millis(1))],
        // Ids, names of errors and numbers, by what an entry is.
        details: vec![("events".to_owned(), "visitor_wrote".to_owned())],
        trace: Trace(vec![Tried {
            name: "a rule".to_owned(),
            verdict: Verdict::Matched,
            why: PLANTED.to_owned(),
            facts: vec![FactUsed {
                name: "contact.owner".to_owned(),
                value: PLANTED.to_owned(),
                origin: "GET /contacts/{id}".to_owned(),
            }],
        }]),
    }
}

#[tokio::test]
async fn no_line_says_what_somebody_wrote_or_who_they_are() {
    let paper = Paper::default();
    let log = paper.log();
    let unreadable = || serde_json::from_str::<u8>(&format!("{PLANTED:?}")).unwrap_err();
    let endings = [
        Ending::of(&Outcome::HandedOff {
            to: PLANTED.to_owned(),
            reason: Reason::AskedForPerson,
        }),
        Ending::failed(Happened::Retried, &Error::Unreadable(unreadable())),
        Ending::failed(
            Happened::Retried,
            &crate::ports::store::Error::Unreadable(unreadable().into()).into(),
        ),
        Ending::panicked(),
    ];
    assert!(unreadable().to_string().contains(PLANTED));
    let lines = 3 * endings.len();
    for ending in endings {
        let delivery = async {
            log.enter(planted(true));
            log.enter(planted(false));
            log.conclude(planted(true));
            ((), ending)
        };
        log.deliver(delivery).await;
        log.enter(planted(true));
    }
    assert_eq!(paper.lines().len(), lines);
    assert!(!paper.text().contains(PLANTED), "{}", paper.text());
}
