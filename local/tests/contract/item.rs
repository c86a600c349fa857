//! What a conversation's item looks like, and what it costs.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::AfterDeserializationInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsOutput;
use aws_sdk_dynamodb::operation::update_item::UpdateItemOutput;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::Timestamp;
use local::engine::Engine;
use shared::adapters::dynamodb::DynamoDb;
use shared::contract::{ManualClock, sample};
use shared::domain::conversation::Record;
use shared::domain::digest::Digest;
use shared::domain::ending::{Counted, Ended, Ending, Tally};
use shared::domain::hand_off::Reason;
use shared::ports::Store as _;

/// An item as it is stored.
async fn stored(engine: &Engine, record: &Record) -> HashMap<String, AttributeValue> {
    let db = DynamoDb::new(
        engine.client(),
        Engine::tables(),
        Arc::new(ManualClock::default()),
    );
    db.save(
        &sample::tenant(),
        &sample::conversation(),
        record,
        &Tally::default(),
    )
    .await
    .unwrap();
    let mut items = engine
        .client()
        .scan()
        .table_name("conversations")
        .send()
        .await
        .unwrap()
        .items
        .unwrap();
    assert_eq!(items.len(), 1);
    items.remove(0)
}

/// The size of an item by DynamoDB's rules, in bytes.
fn size(item: &HashMap<String, AttributeValue>) -> usize {
    item.iter()
        .map(|(name, value)| name.len() + size_of(value))
        .sum()
}

fn size_of(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(digits) => digits.len().div_ceil(2) + 1,
        AttributeValue::B(bytes) => bytes.as_ref().len(),
        AttributeValue::Bool(_) | AttributeValue::Null(_) => 1,
        AttributeValue::L(list) => 3 + list.iter().map(|value| 1 + size_of(value)).sum::<usize>(),
        AttributeValue::M(map) => {
            3 + map
                .iter()
                .map(|(name, value)| 1 + name.len() + size_of(value))
                .sum::<usize>()
        }
        value => panic!("no item of ours has a {value:?}"),
    }
}

#[tokio::test]
async fn the_fullest_record_costs_one_write_unit() {
    let engine = Engine::open(None).await.unwrap();
    let mut item = stored(&engine, &sample::fullest_record()).await;
    // It is drawn by lot, and most often this long.
    item.insert("write".to_owned(), AttributeValue::N(u64::MAX.to_string()));
    insta::assert_snapshot!(size(&item), @"1018");

    let put = engine
        .client()
        .put_item()
        .table_name("conversations")
        .set_item(Some(item));
    let put = put
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .unwrap();
    assert_eq!(put.consumed_capacity.unwrap().capacity_units, Some(1.0));
}

/// Notes what each write costs.
#[derive(Debug, Clone, Default)]
struct Meter(Arc<Mutex<Vec<f64>>>);

impl Intercept for Meter {
    fn name(&self) -> &'static str {
        "Meter"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Ok(output) = context.output_or_error() else {
            return Ok(());
        };
        let consumed = if let Some(written) = output.downcast_ref::<TransactWriteItemsOutput>() {
            written.consumed_capacity().to_vec()
        } else if let Some(written) = output.downcast_ref::<UpdateItemOutput>() {
            written.consumed_capacity().into_iter().cloned().collect()
        } else {
            return Ok(());
        };
        let units = consumed
            .iter()
            .filter_map(|consumed| consumed.capacity_units);
        self.0.lock().unwrap().push(units.sum());
        Ok(())
    }
}

#[tokio::test]
async fn what_an_ending_costs_is_what_the_documents_say() {
    let engine = Engine::open(None).await.unwrap();
    let meter = Meter::default();
    let config = engine.config().to_builder().interceptor(meter.clone());
    let db = DynamoDb::new(
        Client::from_conf(config.build()),
        Engine::tables(),
        Arc::new(ManualClock::default()),
    );
    let mut before = Record::default();
    for ended in [
        None,
        Some("resolved_assumed 2026-11-22"),
        Some("taken_over 2026-11-22"),
        Some("handed_off 2026-11-23 unsure"),
    ] {
        let after = Record {
            ended: ended.map(|ended| ended.parse().unwrap()),
            ..before.clone()
        };
        let tally = Tally::between(before.counted().as_ref(), after.counted().as_ref());
        let (tenant, id) = (sample::tenant(), sample::conversation());
        let version = db.save(&tenant, &id, &after, &tally).await.unwrap();
        before = Record { version, ..after };
    }
    let costs = meter.0.lock().unwrap().clone();
    insta::assert_compact_debug_snapshot!(costs, @"[1.0, 4.0, 4.0, 6.0]");
}

/// A day of a rule whose conversations ended in every way there is, for every reason, and were rated.
#[test]
fn the_fullest_row_of_counters_is_no_larger_than_what_one_write_unit_pays() {
    let reasons = [
        Reason::AskedForPerson,
        Reason::Unsure,
        Reason::Intent(String::new()),
        Reason::Rule(String::new()),
        Reason::Ordered,
        Reason::AgentFailed,
        Reason::AgentSlow,
        Reason::AgentUnreachable,
        Reason::AgentUnreadable,
        Reason::NoKnowledge,
        Reason::TooLong,
        Reason::Repeating,
        Reason::TurnLimit,
        Reason::Refused,
        Reason::Unreadable,
        Reason::Unconfirmed,
        Reason::Paused,
        Reason::LastResort,
    ];
    let mut counted: Vec<_> = Ending::ALL.map(|ending| (ending, None)).into();
    counted.extend(
        reasons
            .iter()
            .map(|why| (Ending::HandedOff, Some(why.name().to_owned()))),
    );
    let names: BTreeSet<_> = counted
        .into_iter()
        .flat_map(|(ending, why)| {
            let ended = Ended {
                why,
                ..Ended::new(ending, None, Timestamp::UNIX_EPOCH)
            };
            let counted = Counted {
                ended,
                score: Some(5),
            };
            let tally = Tally::between(None, Some(&counted));
            let names = tally.rows().flat_map(|(_, counts)| counts.keys().cloned());
            names.collect::<Vec<_>>()
        })
        .collect();
    let number = || AttributeValue::N("9999".to_owned());
    let mut row: HashMap<_, _> = names.into_iter().map(|name| (name, number())).collect();
    let day = format!("2026-11-23#{}", Digest::of(["Everything else"]));
    row.insert(
        "workspace".to_owned(),
        AttributeValue::S("lwx3k9ab".to_owned()),
    );
    row.insert("day".to_owned(), AttributeValue::S(day));
    row.insert(
        "expires_at".to_owned(),
        AttributeValue::N("1830000000".to_owned()),
    );
    insta::assert_snapshot!(size(&row), @"859");
}

#[tokio::test]
async fn an_item_holds_the_record_and_when_it_expires() {
    let engine = Engine::open(None).await.unwrap();
    let mut item = stored(
        &engine,
        &Record {
            turns: 2,
            ..Record::default()
        },
    )
    .await;
    assert!(matches!(item.remove("write"), Some(AttributeValue::N(_))));
    let ninety_days_later = 1_700_740_800 + 90 * 86_400;
    let number = |number: i64| AttributeValue::N(number.to_string());
    let record = HashMap::from([
        ("epoch".to_owned(), number(0)),
        ("owner".to_owned(), AttributeValue::M(HashMap::new())),
        ("turns".to_owned(), number(2)),
    ]);
    let expected = HashMap::from([
        (
            "pk".to_owned(),
            AttributeValue::S("lwx3k9ab#215474343849634".to_owned()),
        ),
        ("version".to_owned(), number(1)),
        ("expires_at".to_owned(), number(ninety_days_later)),
        ("record".to_owned(), AttributeValue::M(record)),
    ]);
    assert_eq!(item, expected);
}
