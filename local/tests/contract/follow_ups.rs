//! What it costs to ask what is due, and rows that nobody can read.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use local::engine::Engine;
use shared::adapters::dynamodb::DynamoDb;
use shared::contract::{ManualClock, sample};
use shared::id::ConversationId;
use shared::ports::follow_ups::Found;
use shared::ports::registry::Departure;
use shared::ports::{Due, FollowUps as _, Registry as _};

#[derive(Debug, Clone, Default)]
struct Requests(Arc<AtomicU32>);

impl Intercept for Requests {
    fn name(&self) -> &'static str {
        "Requests"
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

impl Requests {
    fn since_last_time(&self) -> u32 {
        self.0.swap(0, Ordering::Relaxed)
    }
}

const NOW: Timestamp = Timestamp::constant(1_773_144_600, 0);

#[tokio::test]
async fn to_ask_what_is_due_is_sixteen_queries_whatever_there_is() {
    let engine = Engine::open(None).await.unwrap();
    let requests = Requests::default();
    let config = engine.config().to_builder();
    let client = Client::from_conf(config.interceptor(requests.clone()).build());
    let db = DynamoDb::new(client, Engine::tables(), Arc::new(ManualClock::default()));
    assert_eq!(Due::due(&db, NOW, 100).await.unwrap(), Found::default());
    assert_eq!(requests.since_last_time(), 16, "an empty table");
    for nth in 0..200_i64 {
        let conversation = ConversationId::try_from(format!("21547434384{nth}")).unwrap();
        let later = Timestamp::from_second(NOW.as_second() + 1 + nth / 4).unwrap();
        for tenant in [sample::tenant(), sample::other_tenant()] {
            db.set(&tenant, &conversation, later, None).await.unwrap();
        }
    }
    assert_eq!(requests.since_last_time(), 400, "one write each");
    assert_eq!(Due::due(&db, NOW, 100).await.unwrap(), Found::default());
    assert_eq!(requests.since_last_time(), 16, "nothing is due yet");
    let later = Timestamp::from_second(NOW.as_second() + 100).unwrap();
    let found = Due::due(&db, later, 100).await.unwrap();
    assert_eq!(found.follow_ups.len(), 100);
    assert_eq!(requests.since_last_time(), 16, "everything is due");
}

#[tokio::test]
async fn a_row_that_is_none_of_ours_is_counted_and_keeps_none_back() {
    let engine = Engine::open(None).await.unwrap();
    let client = engine.client();
    let db = DynamoDb::new(
        client.clone(),
        Engine::tables(),
        Arc::new(ManualClock::default()),
    );
    let (tenant, conversation) = (sample::tenant(), sample::conversation());
    db.set(&tenant, &conversation, NOW, None).await.unwrap();
    for due in [
        "0000000001",
        "0000000001#lwx3k9ab",
        "0000000001#lwx3k9ab#1#2",
        "000000000x#lwx3k9ab#1",
        "0000000001##1",
    ] {
        let put = client.put_item().table_name("follow-ups");
        let put = put.item("shard", AttributeValue::S("00".to_owned()));
        let put = put.item("due", AttributeValue::S(due.to_owned()));
        put.send().await.unwrap();
    }
    let found = Due::due(&db, NOW, 100).await.unwrap();
    assert_eq!(found.unreadable, 5);
    let ids: Vec<_> = found
        .follow_ups
        .iter()
        .map(|one| &one.conversation)
        .collect();
    assert_eq!(ids, [&conversation]);
}

#[tokio::test]
async fn a_purge_takes_the_follow_ups_of_who_left_and_nobody_elses() {
    let engine = Engine::open(None).await.unwrap();
    let clock = Arc::new(ManualClock::default());
    let db = DynamoDb::new(engine.client(), Engine::tables(), clock);
    let installation = sample::installation(sample::workspace());
    db.install(&installation).await.unwrap();
    for nth in 1..=100_i64 {
        let conversation = ConversationId::try_from(nth.to_string()).unwrap();
        let at = Timestamp::from_second(NOW.as_second() + nth).unwrap();
        db.set(&sample::tenant(), &conversation, at, None)
            .await
            .unwrap();
        db.set(&sample::other_tenant(), &conversation, at, None)
            .await
            .unwrap();
    }
    let departure = Departure::at(sample::workspace(), NOW);
    let workspaces = async || {
        let found = Due::due(&db, Timestamp::MAX, 1_000).await.unwrap();
        let rows = found.follow_ups.iter().map(|row| row.workspace.clone());
        let ours = rows.clone().filter(|id| *id == sample::workspace()).count();
        (ours, rows.count() - ours)
    };
    // It has not left, or is back.
    assert_eq!(db.purge_conversations(&departure).await.unwrap(), None);
    assert_eq!(workspaces().await, (100, 100));
    assert!(db.uninstall(&installation, &departure).await.unwrap());
    assert_eq!(db.purge_conversations(&departure).await.unwrap(), Some(0));
    assert_eq!(workspaces().await, (0, 100));
}
