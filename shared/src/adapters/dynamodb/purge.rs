//! Deleting what is left of a workspace that removed the app.
//!
//! Every deletion is in one transaction with the condition that the workspace is still gone since that very time. So a
//! workspace that comes back, at whatever moment, has from then on what it finds. The live configuration goes with its
//! pointer and the row, last of all: a purge that is cut off or overtaken has taken other versions only.

use std::collections::HashMap;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, ReturnConsumedCapacity, Select, TransactWriteItem,
};
use serde::Deserialize;

use super::configuration::POINTER;
use super::failure::{is_first_condition, is_in_the_way, unavailable, unreadable};
use super::{DynamoDb, readings};
use crate::ports::registry::{Departure, Purged};
use crate::ports::store::Error;

/// How many items go at once. A transaction has a hundred, one of which is the row, and some of the last what was read.
const BATCH: i32 = 80;

/// How often a transaction that another one was in the way of is tried again.
const ATTEMPTS: u32 = 4;

/// The condition: still gone, since then.
const STILL_GONE: &str = "#since = :since";

/// How a transaction ended.
pub(super) enum Deleted {
    Yes,
    /// The workspace is back, or gone anew, or purged.
    Overtaken,
}

/// Deletes secrets that outlived the uninstall, and a batch of decisions or, when there are none, of counters, or of
/// configurations; with the last one what was read and the row.
pub(super) async fn batch(db: &DynamoDb, departure: &Departure) -> Result<Purged, Error> {
    if let Deleted::Overtaken = secrets(db, departure).await? {
        return Ok(Purged::Nothing);
    }
    let tables = [
        (&db.tables.decisions, "decision"),
        (&db.tables.tallies, "day"),
    ];
    for (table, sort_key) in tables {
        match rows(db, table, sort_key, departure).await? {
            None => {}
            Some(Deleted::Yes) => return Ok(Purged::Part),
            Some(Deleted::Overtaken) => return Ok(Purged::Nothing),
        }
    }
    configurations(db, departure).await
}

/// Deletes a batch of a table's rows; none when there are none.
async fn rows(
    db: &DynamoDb,
    table: &str,
    sort_key: &str,
    departure: &Departure,
) -> Result<Option<Deleted>, Error> {
    let found = keys(db, table, sort_key, departure);
    let found = found.send().await.map_err(unavailable)?;
    let keys = found.items.unwrap_or_default();
    if keys.is_empty() {
        return Ok(None);
    }
    let deletes = keys.into_iter().map(|key| delete(table, key));
    let deleted = transact(db, departure, deletes.map(deleting).collect(), false);
    deleted.await.map(Some)
}

/// Asks for the keys of a workspace's rows, a batch of them. The roles of functions that delete may ask for no more.
fn keys(db: &DynamoDb, table: &str, sort_key: &str, departure: &Departure) -> QueryFluentBuilder {
    db.client
        .query()
        .table_name(table)
        .key_condition_expression("workspace = :workspace")
        .expression_attribute_values(
            ":workspace",
            AttributeValue::S(departure.workspace.to_string()),
        )
        .select(Select::SpecificAttributes)
        .projection_expression("workspace, #sort_key")
        .expression_attribute_names("#sort_key", sort_key)
        .consistent_read(true)
        .limit(BATCH)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
}

/// Deletes every secret.
pub(super) async fn secrets(db: &DynamoDb, departure: &Departure) -> Result<Deleted, Error> {
    let pages = keys(db, &db.tables.secrets, "name", departure);
    let mut pages = pages.into_paginator().send();
    while let Some(page) = pages.next().await {
        let keys = page.map_err(unavailable)?.items.unwrap_or_default();
        if keys.is_empty() {
            continue;
        }
        let deletes = keys.into_iter().map(|key| delete(&db.tables.secrets, key));
        if let Deleted::Overtaken =
            transact(db, departure, deletes.map(deleting).collect(), false).await?
        {
            return Ok(Deleted::Overtaken);
        }
    }
    Ok(Deleted::Yes)
}

/// Deletes what was read of it, which names people.
pub(super) async fn readings(db: &DynamoDb, departure: &Departure) -> Result<Deleted, Error> {
    let deletes = of_readings(db, departure)?.into_iter();
    transact(db, departure, deletes.map(deleting).collect(), false).await
}

fn of_readings(db: &DynamoDb, departure: &Departure) -> Result<Vec<Delete>, Error> {
    let workspace = AttributeValue::S(departure.workspace.to_string());
    let deletes = readings::lists()?.into_iter().map(|list| {
        let list = ("list".to_owned(), AttributeValue::S(list));
        let key = HashMap::from([("workspace".to_owned(), workspace.clone()), list]);
        delete(&db.tables.readings, key)
    });
    Ok(deletes.collect())
}

/// What a purge reads of a configuration: of the pointer also where it points.
#[derive(Deserialize)]
struct Kept {
    version: u64,
    number: Option<u64>,
}

async fn configurations(db: &DynamoDb, departure: &Departure) -> Result<Purged, Error> {
    let workspace = AttributeValue::S(departure.workspace.to_string());
    let found = db
        .client
        .query()
        .table_name(&db.tables.configurations)
        .key_condition_expression("workspace = :workspace")
        .expression_attribute_values(":workspace", workspace.clone())
        .projection_expression("#version, #number")
        .expression_attribute_names("#version", "version")
        .expression_attribute_names("#number", "number")
        .consistent_read(true)
        .limit(BATCH)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    let is_last = found.last_evaluated_key.is_none();
    let kept = found.items.unwrap_or_default();
    let kept: Vec<Kept> = serde_dynamo::from_items(kept).map_err(unreadable)?;
    // The pointer is item 0, the first of every page.
    let pointer = kept.iter().find(|kept| kept.version == POINTER);
    let live = pointer.and_then(|pointer| pointer.number);
    let table = &db.tables.configurations;
    let versions = kept.iter().map(|kept| kept.version);
    let mut items: Vec<_> = versions
        .filter(|version| *version != POINTER && (is_last || Some(*version) != live))
        .map(|version| deleting(delete(table, key(&workspace, version))))
        .collect();
    if pointer.is_some() {
        items.push(pointing(db, &workspace, live, is_last));
    }
    if is_last {
        // A topic's function that knew the workspace for a moment longer may have noted something since.
        items.extend(of_readings(db, departure)?.into_iter().map(deleting));
    }
    Ok(match transact(db, departure, items, is_last).await? {
        Deleted::Overtaken => Purged::Nothing,
        Deleted::Yes if is_last => Purged::All,
        Deleted::Yes => Purged::Part,
    })
}

/// The pointer, which stays until the last batch, and is where it was read to be: what is live is not taken before.
fn pointing(
    db: &DynamoDb,
    workspace: &AttributeValue,
    live: Option<u64>,
    is_last: bool,
) -> TransactWriteItem {
    let table = &db.tables.configurations;
    let live = AttributeValue::N(live.unwrap_or_default().to_string());
    let unmoved = "attribute_not_exists(#number) OR #number = :live";
    let item = TransactWriteItem::builder();
    if is_last {
        let delete = Delete::builder()
            .table_name(table)
            .set_key(Some(key(workspace, POINTER)))
            .condition_expression(unmoved)
            .expression_attribute_names("#number", "number")
            .expression_attribute_values(":live", live);
        item.delete(delete.build().expect("table and key are set"))
    } else {
        let check = ConditionCheck::builder()
            .table_name(table)
            .set_key(Some(key(workspace, POINTER)))
            .condition_expression(unmoved)
            .expression_attribute_names("#number", "number")
            .expression_attribute_values(":live", live);
        item.condition_check(check.build().expect("table, key and condition are set"))
    }
    .build()
}

/// Deletes conversations' records, by reading the whole table: it knows no workspaces. How many there were; none when
/// the workspace came back meanwhile.
pub(super) async fn conversations(
    db: &DynamoDb,
    departure: &Departure,
) -> Result<Option<u64>, Error> {
    let table = &db.tables.conversations;
    let workspace = AttributeValue::S(format!("{}#", departure.workspace));
    let found = db
        .client
        .scan()
        .table_name(table)
        .filter_expression("begins_with(pk, :workspace)")
        .expression_attribute_values(":workspace", workspace)
        .projection_expression("pk");
    scanned(db, departure, table, found).await
}

/// The same of its follow-ups, which are kept by time.
pub(super) async fn follow_ups(db: &DynamoDb, departure: &Departure) -> Result<Option<u64>, Error> {
    let table = &db.tables.follow_ups;
    let workspace = AttributeValue::S(format!("#{}#", departure.workspace));
    let found = db
        .client
        .scan()
        .table_name(table)
        .filter_expression("contains(due, :workspace)")
        .expression_attribute_values(":workspace", workspace)
        .projection_expression("#shard, due")
        .expression_attribute_names("#shard", "shard");
    scanned(db, departure, table, found).await
}

/// Deletes what a scan finds the keys of.
async fn scanned(
    db: &DynamoDb,
    departure: &Departure,
    table: &str,
    found: ScanFluentBuilder,
) -> Result<Option<u64>, Error> {
    let mut count = 0;
    let mut after = None;
    loop {
        let page = found
            .clone()
            .set_exclusive_start_key(after)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(unavailable)?;
        let items = page.items.unwrap_or_default();
        for batch in items.chunks(usize::try_from(BATCH).unwrap_or(1)) {
            let deletes = batch.iter().map(|key| delete(table, key.clone()));
            match transact(db, departure, deletes.map(deleting).collect(), false).await? {
                Deleted::Yes => count += batch.len() as u64,
                Deleted::Overtaken => return Ok(None),
            }
        }
        after = page.last_evaluated_key;
        if after.is_none() {
            return Ok(Some(count));
        }
    }
}

/// Deletes, and the row as well if it is the last of it.
async fn transact(
    db: &DynamoDb,
    departure: &Departure,
    items: Vec<TransactWriteItem>,
    with_row: bool,
) -> Result<Deleted, Error> {
    let row = HashMap::from([(
        "workspace".to_owned(),
        AttributeValue::S(departure.workspace.to_string()),
    )]);
    let since = serde_dynamo::to_attribute_value(departure.since).map_err(unreadable)?;
    let row = if with_row {
        let delete = Delete::builder()
            .table_name(&db.tables.installations)
            .set_key(Some(row))
            .condition_expression(STILL_GONE)
            .expression_attribute_names("#since", "uninstalled_since")
            .expression_attribute_values(":since", since);
        let delete = delete.build().expect("table and key are set");
        TransactWriteItem::builder().delete(delete).build()
    } else {
        let check = ConditionCheck::builder()
            .table_name(&db.tables.installations)
            .set_key(Some(row))
            .condition_expression(STILL_GONE)
            .expression_attribute_names("#since", "uninstalled_since")
            .expression_attribute_values(":since", since);
        let check = check.build().expect("table, key and condition are set");
        TransactWriteItem::builder().condition_check(check).build()
    };
    let items: Vec<_> = std::iter::once(row).chain(items).collect();
    let mut attempt = 1;
    loop {
        match send(db, items.clone()).await {
            Ok(()) => return Ok(Deleted::Yes),
            Err(error) if is_first_condition(&error) => return Ok(Deleted::Overtaken),
            Err(error) if is_in_the_way(&error) && attempt < ATTEMPTS => attempt += 1,
            Err(error) => return Err(unavailable(error)),
        }
    }
}

async fn send(
    db: &DynamoDb,
    items: Vec<TransactWriteItem>,
) -> Result<(), SdkError<TransactWriteItemsError>> {
    let sent = db
        .client
        .transact_write_items()
        .set_transact_items(Some(items))
        .return_consumed_capacity(ReturnConsumedCapacity::Total);
    sent.send().await.map(drop)
}

fn delete(table: &str, key: HashMap<String, AttributeValue>) -> Delete {
    let delete = Delete::builder().table_name(table).set_key(Some(key));
    delete.build().expect("table and key are set")
}

fn key(workspace: &AttributeValue, version: u64) -> HashMap<String, AttributeValue> {
    HashMap::from([
        ("workspace".to_owned(), workspace.clone()),
        ("version".to_owned(), AttributeValue::N(version.to_string())),
    ])
}

fn deleting(delete: Delete) -> TransactWriteItem {
    TransactWriteItem::builder().delete(delete).build()
}
