//! What else was read of a workspace: an item a list, because all of them together may be more than an item holds.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::failure::{unavailable, unreadable};
use super::{DynamoDb, allowance, people, topics, workspace};
use crate::domain::catalog::Catalog;
use crate::ports::store::Error;
use crate::workspace::Tenant;

/// The sort keys of what is no field of [`Catalog`].
const OTHERS: [&str; 3] = [people::LIST, topics::LIST, allowance::LIST];

#[derive(Serialize, Deserialize)]
struct Row {
    workspace: String,
    /// A field of [`Catalog`].
    list: String,
    /// Its value, as JSON.
    reading: String,
}

pub(super) async fn catalog(db: &DynamoDb, tenant: &Tenant) -> Result<Option<Catalog>, Error> {
    let mut lists = serde_json::Map::new();
    let mut pages = db
        .of(tenant.workspace())
        .query()
        .table_name(&db.tables.readings)
        .key_condition_expression("workspace = :workspace")
        .expression_attribute_values(":workspace", workspace(tenant))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .into_paginator()
        .send();
    while let Some(page) = pages.next().await {
        for item in page.map_err(unavailable)?.items.unwrap_or_default() {
            let list = item.get("list").and_then(|list| list.as_s().ok());
            if list.is_some_and(|list| OTHERS.contains(&list.as_str())) {
                continue;
            }
            let row: Row = serde_dynamo::from_item(item).map_err(unreadable)?;
            let reading = serde_json::from_str(&row.reading).map_err(unreadable)?;
            lists.insert(row.list, reading);
        }
    }
    if lists.is_empty() {
        return Ok(None);
    }
    serde_json::from_value(Value::Object(lists))
        .map(Some)
        .map_err(unreadable)
}

/// The sort key of every item there may be of a workspace.
pub(super) fn lists() -> Result<Vec<String>, Error> {
    let lists: serde_json::Map<String, Value> = serde_json::to_value(Catalog::default())
        .and_then(serde_json::from_value)
        .map_err(unreadable)?;
    let others = OTHERS.map(str::to_owned);
    Ok(lists
        .into_iter()
        .map(|(list, _)| list)
        .chain(others)
        .collect())
}

pub(super) async fn keep(db: &DynamoDb, tenant: &Tenant, catalog: &Catalog) -> Result<(), Error> {
    let lists: serde_json::Map<String, Value> = serde_json::to_value(catalog)
        .and_then(serde_json::from_value)
        .map_err(unreadable)?;
    for (list, reading) in lists {
        let row = Row {
            workspace: tenant.workspace().to_string(),
            list,
            reading: reading.to_string(),
        };
        let item: HashMap<String, AttributeValue> =
            serde_dynamo::to_item(row).map_err(unreadable)?;
        db.of(tenant.workspace())
            .put_item()
            .table_name(&db.tables.readings)
            .set_item(Some(item))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(unavailable)?;
    }
    Ok(())
}
