use std::time::Duration;

use lambda_runtime::Context;
use serde_json::json;

use super::*;
use crate::runtime::lambda::batch;
use crate::runtime::lambda::log::paper::Paper;

fn event(payload: Value) -> LambdaEvent<Value> {
    let mut context = Context::default();
    context.request_id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd".to_owned();
    context.deadline = 1_773_144_060_000;
    LambdaEvent::new(payload, context)
}

fn due() -> LambdaEvent<Value> {
    event(json!({ "at": "2026-03-10T12:00:00Z" }))
}

/// What Lambda is told of a tick, and its line.
async fn told(
    event: LambdaEvent<Value>,
    handle: impl AsyncFn(Tick) -> Result<Outcome, Error>,
) -> String {
    let paper = Paper::default();
    let result = take(batch::tests::writing_on(&paper), event, handle).await;
    let result = result.map_err(|error| format!("{}: {}", error.error_type, error.error_message));
    let line = &paper.lines()[0];
    assert_eq!(paper.lines().len(), 1);
    format!(
        "{result:?}\n{} {} {} {}",
        line["level"], line["name"], line["error"], line["details"]
    )
}

#[tokio::test]
async fn a_tick_is_when_it_was_due_and_until_when_it_may_run() {
    let told = told(due(), async |tick| {
        assert_eq!(
            tick,
            Tick {
                at: "2026-03-10T12:00:00Z".parse().unwrap(),
                deadline: "2026-03-10T12:01:00Z".parse().unwrap(),
            }
        );
        Ok(Outcome::Noted { turn: false })
    });
    insta::assert_snapshot!(told.await, @r#"
    Ok(())
    "INFO" "noted" null {"at":"2026-03-10T12:00:00Z"}
    "#);
}

#[tokio::test]
async fn a_failure_is_lambdas_error_for_the_schedules_retries() {
    let told = told(due(), async |_| Err(Error::Contended));
    insta::assert_snapshot!(told.await, @r#"
    Err("contended: the record is written too often at once")
    "WARN" "failed" "the record is written too often at once" {"at":"2026-03-10T12:00:00Z","kind":"contended"}
    "#);
}

#[tokio::test]
async fn what_is_too_early_waits_for_the_next_tick() {
    let told = told(due(), async |_| {
        Err(Error::Later {
            after: Duration::from_secs(5),
            why: "it is early",
        })
    });
    insta::assert_snapshot!(told.await, @r#"
    Ok(())
    "INFO" "later" null {"at":"2026-03-10T12:00:00Z","why":"it is early; trying again in 5s"}
    "#);
}

#[tokio::test]
async fn a_panic_fails_the_tick_and_not_the_process() {
    let told = told(due(), async |_| panic!("boom"));
    insta::assert_snapshot!(told.await, @r#"
    Err("panicked: the function panicked")
    "WARN" "panicked" "the function panicked" {"at":"2026-03-10T12:00:00Z"}
    "#);
}

#[tokio::test]
async fn an_event_that_is_no_tick_is_named_and_not_quoted() {
    let mut all = Vec::new();
    for payload in [json!({}), json!({ "at": "xylophone" }), json!(null)] {
        let told = told(event(payload), async |_| panic!("it is not delivered"));
        all.push(told.await);
    }
    insta::assert_snapshot!(all.join("\n"), @r#"
    Err("not_a_tick: the event of the schedule is not {\"at\": TIME}")
    "WARN" "failed" "the event of the schedule is not {\"at\": TIME}" {"kind":"not_a_tick"}
    Err("not_a_tick: the event of the schedule is not {\"at\": TIME}")
    "WARN" "failed" "the event of the schedule is not {\"at\": TIME}" {"kind":"not_a_tick"}
    Err("not_a_tick: the event of the schedule is not {\"at\": TIME}")
    "WARN" "failed" "the event of the schedule is not {\"at\": TIME}" {"kind":"not_a_tick"}
    "#);
}
