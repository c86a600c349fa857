//! Counters of endings: an item for each day of each rule.
//!
//! | attribute | |
//! | --- | --- |
//! | `day` | `2026-11-23#rule`, the rule by the digest of its name; `2026-11-23#-` where it was given to the agent |
//! | `handed_off`, `handed_off#unsure` … | a number for each counter, by its name |
//! | `expires_at` | when DynamoDB removes the item, 400 days after its day |
//!
//! They are written in the transaction that writes the record they follow from, and only added to.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, TransactWriteItem, Update};
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::failure::{unavailable, unreadable};
use super::{DynamoDb, workspace};
use crate::domain::digest::Digest;
use crate::domain::ending::{Counter, Tally};
use crate::ports::store::Error;
use crate::ports::tallies::DayTally;
use crate::workspace::Tenant;

/// How long a day is kept: a year can be compared with the one before it.
const KEPT_DAYS: i64 = 400;

/// The attributes that are no counters.
const DAY: &str = "day";
const EXPIRES_AT: &str = "expires_at";
const WORKSPACE: &str = "workspace";

/// Where no rule is.
const NO_RULE: &str = "-";

/// What is added, an update for each row.
pub(super) fn updates(
    db: &DynamoDb,
    tenant: &Tenant,
    tally: &Tally,
) -> Result<Vec<TransactWriteItem>, Error> {
    let update = |(counter, counts)| update(db, tenant, counter, counts);
    tally.rows().map(update).collect()
}

fn update(
    db: &DynamoDb,
    tenant: &Tenant,
    counter: &Counter,
    counts: &BTreeMap<String, i64>,
) -> Result<TransactWriteItem, Error> {
    let mut update = Update::builder()
        .table_name(&db.tables.tallies)
        .key(WORKSPACE, workspace(tenant))
        .key(DAY, AttributeValue::S(sort_key(counter)))
        .expression_attribute_names("#expires_at", EXPIRES_AT)
        .expression_attribute_values(
            ":expires_at",
            AttributeValue::N(expires_at(counter.day)?.to_string()),
        );
    let mut added = Vec::with_capacity(counts.len());
    for (nth, (name, by)) in counts.iter().enumerate() {
        update = update
            .expression_attribute_names(format!("#c{nth}"), name)
            .expression_attribute_values(format!(":c{nth}"), AttributeValue::N(by.to_string()));
        added.push(format!("#c{nth} :c{nth}"));
    }
    let expression = format!("SET #expires_at = :expires_at ADD {}", added.join(", "));
    let update = update.update_expression(expression).build();
    let update = update.expect("table, key and expression are set");
    Ok(TransactWriteItem::builder().update(update).build())
}

pub(super) async fn of_days(
    db: &DynamoDb,
    tenant: &Tenant,
    first: Date,
    last: Date,
) -> Result<Vec<DayTally>, Error> {
    // DynamoDB refuses a range that ends before it begins.
    if last < first {
        return Ok(Vec::new());
    }
    let mut pages = db
        .of(tenant.workspace())
        .query()
        .table_name(&db.tables.tallies)
        .key_condition_expression("workspace = :workspace AND #day BETWEEN :first AND :last")
        .expression_attribute_names("#day", DAY)
        .expression_attribute_values(":workspace", workspace(tenant))
        .expression_attribute_values(":first", AttributeValue::S(format!("{first}#")))
        // What comes next after `#`, so whatever stands behind that one is before this.
        .expression_attribute_values(":last", AttributeValue::S(format!("{last}$")))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .into_paginator()
        .send();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        for item in page.map_err(unavailable)?.items.unwrap_or_default() {
            let row = decode(item)?;
            // Everything that was counted in it was taken back.
            if !row.counts.is_empty() {
                found.push(row);
            }
        }
    }
    Ok(found)
}

fn sort_key(counter: &Counter) -> String {
    match counter.rule {
        Some(rule) => format!("{}#{rule}", counter.day),
        None => format!("{}#{NO_RULE}", counter.day),
    }
}

fn expires_at(day: Date) -> Result<i64, Error> {
    let last = day.checked_add(KEPT_DAYS.days()).map_err(unreadable)?;
    let last = last.to_zoned(TimeZone::UTC).map_err(unreadable)?;
    Ok(last.timestamp().as_second())
}

fn decode(mut item: HashMap<String, AttributeValue>) -> Result<DayTally, Error> {
    let malformed = || unreadable(Malformed);
    item.remove(WORKSPACE);
    item.remove(EXPIRES_AT);
    let key = item.remove(DAY).ok_or_else(malformed)?;
    let key = key.as_s().map_err(|_| malformed())?;
    let (day, rule) = key.split_once('#').ok_or_else(malformed)?;
    let rule = match rule {
        NO_RULE => None,
        rule => {
            let rule = AttributeValue::S(rule.to_owned());
            Some(serde_dynamo::from_attribute_value::<_, Digest>(rule).map_err(unreadable)?)
        }
    };
    let mut counts = BTreeMap::new();
    for (name, count) in item {
        let count = count.as_n().map_err(|_| malformed())?;
        let count: i64 = count.parse().map_err(unreadable)?;
        if count != 0 {
            counts.insert(name, count);
        }
    }
    let day = day.parse().map_err(unreadable)?;
    Ok(DayTally {
        counter: Counter { day, rule },
        counts,
    })
}

/// An item that is not one of ours.
#[derive(Debug, thiserror::Error)]
#[error("the item is not a row of counters")]
struct Malformed;
