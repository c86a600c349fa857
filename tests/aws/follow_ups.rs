//! `queue-flush`'s own binary: a conversation whose time has come gets its turn.

use serde_json::{Value, json};
use shared::adapters::dynamodb::DynamoDb;
use shared::contract::sample;
use shared::domain::conversation::{Errand, Record};
use shared::domain::ending::Tally;
use shared::domain::reminder::{Purpose, Reminder};
use shared::domain::turn::TurnRequest;
use shared::ports::queue::Lane;
use shared::ports::{Due, FollowUps as _, Registry as _, Store as _};

use crate::town::Town;

/// How long ago it was due, in seconds.
const AGO: i64 = 120;

/// Installs the suites' workspace, one conversation of which was due a while ago.
pub(crate) async fn plant(rows: &DynamoDb, now: jiff::Timestamp) {
    let installation = sample::installation(sample::workspace());
    rows.install(&installation).await.unwrap();
    let (tenant, conversation) = (sample::tenant(), sample::conversation());
    let at = now.as_second() - AGO;
    let record = Record {
        reminder: Some(Reminder {
            at,
            since: at - 900,
            purpose: Purpose::PickUp { rung: 0 },
        }),
        ..Record::default()
    };
    let tally = Tally::default();
    let saved = rows.save(&tenant, &conversation, &record, &tally).await;
    saved.unwrap();
    let at = jiff::Timestamp::from_second(at).unwrap();
    rows.set(&tenant, &conversation, at, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_is_moved_into_the_lane_nobody_waits_in_by_the_functions_own_binary() {
    let town = Town::found().await;
    let rows = town.stack.rows_by(town.ports.clock.clone());
    let now = town.ports.clock.now();
    plant(&rows, now).await;
    let flush = town.function("queue-flush").await;
    let tick = json!({ "at": now });
    assert_eq!(flush.invoke(&tick).await.unwrap(), Value::Null);

    let turns = town.received(Lane::TurnsBulk).await;
    let requests = turns.iter().map(|turn| serde_json::from_str(&turn.body));
    let requests: Vec<TurnRequest> = requests.map(Result::unwrap).collect();
    let [request] = &requests[..] else {
        panic!("{requests:?}\n{}", flush.log());
    };
    assert_eq!(request.workspace, sample::workspace());
    assert_eq!(request.conversation, sample::conversation());
    assert_eq!(request.errand, Errand::Due);
    let left = Due::due(&*rows, town.ports.clock.now(), 10).await.unwrap();
    assert_eq!(left.follow_ups, []);

    // A tick that is given twice, and every later one, finds nothing.
    assert_eq!(flush.invoke(&tick).await.unwrap(), Value::Null);
    assert_eq!(town.received(Lane::TurnsBulk).await, []);
    let log = flush.log();
    let lines = log.lines().map(|line| serde_json::from_str(line).unwrap());
    let lines: Vec<Value> = lines
        .filter(|line: &Value| line["source"] == "delivery")
        .collect();
    let told = lines.iter().map(|line| {
        let late = line["FollowUpsLate"].as_i64().unwrap();
        format!(
            "{} {} {}, late: {}, queries: {}, read: {}, written: {}",
            line["level"].as_str().unwrap(),
            line["name"].as_str().unwrap(),
            line["details"],
            // What the machine took is not the point.
            (late - late % AGO) / AGO * AGO,
            line["aws"]["dynamodb.Query"]["count"],
            line["read_units"],
            line["write_units"],
        )
    });
    let told: Vec<_> = told.collect();
    insta::assert_snapshot!(told.join("\n").replace(&now.to_string(), "NOW"), @r#"
    INFO flushed {"at":"NOW","due":"1","sent":"1"}, late: 120, queries: 16, read: 10.0, written: 1.0
    INFO flushed {"at":"NOW"}, late: 0, queries: 16, read: 8.0, written: 0.0
    "#);
}
