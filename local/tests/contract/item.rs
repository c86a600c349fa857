//! What a conversation's item looks like, and what it costs.

use std::collections::HashMap;
use std::sync::Arc;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use local::engine::Engine;
use shared::adapters::dynamodb::DynamoDb;
use shared::contract::{ManualClock, sample};
use shared::domain::conversation::Record;
use shared::domain::ending::Tally;
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
    insta::assert_snapshot!(size(&item), @"869");

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
