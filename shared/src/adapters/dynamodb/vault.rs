//! A workspace's secrets: an item each, with the sealed value and since when it is there.

use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Put, ReturnConsumedCapacity, ReturnValue, TransactWriteItem,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::failure::{is_first_condition, is_in_the_way, unavailable, unreadable};
use super::{DynamoDb, workspace};
use crate::domain::secret_name::SecretName;
use crate::ports::keys::Sealed;
use crate::ports::store::Error;
use crate::ports::vault::Kept;
use crate::workspace::Tenant;

/// How often a transaction that another one was in the way of is tried again.
const ATTEMPTS: u32 = 4;

#[derive(Serialize, Deserialize)]
struct Row {
    workspace: String,
    name: SecretName,
    value: Sealed,
    /// In Unix seconds.
    since: i64,
}

/// What a list reads of an item. The value stays where it is.
#[derive(Deserialize)]
struct Listed {
    name: SecretName,
    since: i64,
}

pub(super) async fn read(
    db: &DynamoDb,
    tenant: &Tenant,
    name: &SecretName,
) -> Result<Option<Sealed>, Error> {
    let found = db
        .of(tenant.workspace())
        .get_item()
        .table_name(&db.tables.secrets)
        .key("workspace", workspace(tenant))
        .key("name", text(name))
        .consistent_read(true)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    let row: Option<Row> = found
        .item
        .map(serde_dynamo::from_item)
        .transpose()
        .map_err(unreadable)?;
    Ok(row.map(|row| row.value))
}

pub(super) async fn put(
    db: &DynamoDb,
    tenant: &Tenant,
    name: &SecretName,
    value: &Sealed,
    since: Timestamp,
) -> Result<bool, Error> {
    let row = Row {
        workspace: tenant.workspace().to_string(),
        name: name.clone(),
        value: value.clone(),
        since: since.as_second(),
    };
    // A departure has no token.
    let installed = ConditionCheck::builder()
        .table_name(&db.tables.installations)
        .key("workspace", workspace(tenant))
        .condition_expression("attribute_exists(#token)")
        .expression_attribute_names("#token", "token");
    let installed = installed.build().expect("table, key and condition are set");
    let put = Put::builder()
        .table_name(&db.tables.secrets)
        .set_item(Some(serde_dynamo::to_item(row).map_err(unreadable)?));
    let put = put.build().expect("table and item are set");
    let mut attempt = 1;
    loop {
        let written = db
            .of(tenant.workspace())
            .transact_write_items()
            .transact_items(
                TransactWriteItem::builder()
                    .condition_check(installed.clone())
                    .build(),
            )
            .transact_items(TransactWriteItem::builder().put(put.clone()).build())
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match written {
            Ok(_) => return Ok(true),
            // The workspace is not installed.
            Err(error) if is_first_condition(&error) => return Ok(false),
            Err(error) if is_in_the_way(&error) && attempt < ATTEMPTS => attempt += 1,
            Err(error) => return Err(unavailable(error)),
        }
    }
}

pub(super) async fn list(db: &DynamoDb, tenant: &Tenant) -> Result<Vec<Kept>, Error> {
    let mut kept = Vec::new();
    let mut pages = db
        .of(tenant.workspace())
        .query()
        .table_name(&db.tables.secrets)
        .key_condition_expression("workspace = :workspace")
        .expression_attribute_values(":workspace", workspace(tenant))
        .projection_expression("#name, since")
        .expression_attribute_names("#name", "name")
        .consistent_read(true)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .into_paginator()
        .send();
    while let Some(page) = pages.next().await {
        for item in page.map_err(unavailable)?.items.unwrap_or_default() {
            let Listed { name, since } = serde_dynamo::from_item(item).map_err(unreadable)?;
            let since = Timestamp::from_second(since).map_err(unreadable)?;
            kept.push(Kept { name, since });
        }
    }
    Ok(kept)
}

pub(super) async fn remove(
    db: &DynamoDb,
    tenant: &Tenant,
    name: &SecretName,
) -> Result<bool, Error> {
    let removed = db
        .of(tenant.workspace())
        .delete_item()
        .table_name(&db.tables.secrets)
        .key("workspace", workspace(tenant))
        .key("name", text(name))
        .return_values(ReturnValue::AllOld)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    Ok(removed.attributes.is_some_and(|row| !row.is_empty()))
}

fn text(name: &SecretName) -> AttributeValue {
    AttributeValue::S(name.to_string())
}
