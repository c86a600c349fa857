//! Configurations: every one that was published, and a copy of the newest as version 0, which one read finds.
//!
//! A configuration is kept as JSON text. It is read as a whole, and its numbers come back as they were written.

use std::collections::HashMap;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{AttributeValue, Put, ReturnConsumedCapacity, TransactWriteItem};
use serde::{Deserialize, Serialize};

use super::DynamoDb;
use super::failure::{unavailable, unreadable};
use crate::domain::config::Config;
use crate::ports::store::Error;
use crate::workspace::Tenant;

/// How often a publish that lost against another is tried again. Each loss means that another one was made.
const ATTEMPTS: u32 = 16;

/// The version under which the live configuration is found.
pub(super) const LIVE: u64 = 0;

#[derive(Serialize, Deserialize)]
struct Row {
    workspace: String,
    version: u64,
    /// Which of the published versions this is; the same as `version`, but for the live row.
    number: u64,
    /// In Unix seconds.
    published_at: i64,
    config: String,
}

pub(super) async fn live(db: &DynamoDb, tenant: &Tenant) -> Result<Option<Config>, Error> {
    let row = live_row(db, tenant).await?;
    row.map(|row| serde_json::from_str(&row.config))
        .transpose()
        .map_err(unreadable)
}

/// Publishes. Of two at once one is made first and the other after it: both are kept, and the later one is live.
/// To publish what is live already changes nothing.
pub(super) async fn publish(db: &DynamoDb, tenant: &Tenant, config: &Config) -> Result<(), Error> {
    let config = serde_json::to_string(config).map_err(unreadable)?;
    let mut attempt = 1;
    loop {
        let live = live_row(db, tenant).await?;
        if live.as_ref().is_some_and(|live| live.config == config) {
            return Ok(());
        }
        let before = live.map(|live| live.number);
        let number = before.unwrap_or(0) + 1;
        let row = |version| Row {
            workspace: tenant.workspace().to_string(),
            version,
            number,
            published_at: db.clock.now().as_second(),
            config: config.clone(),
        };
        let written = db
            .of(tenant.workspace())
            .transact_write_items()
            .transact_items(put(db, &row(number), None)?)
            .transact_items(put(db, &row(LIVE), before)?)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match written {
            Ok(_) => return Ok(()),
            Err(error) if is_cancelled(&error) && attempt < ATTEMPTS => attempt += 1,
            Err(error) => return Err(unavailable(error)),
        }
    }
}

async fn live_row(db: &DynamoDb, tenant: &Tenant) -> Result<Option<Row>, Error> {
    let found = db
        .of(tenant.workspace())
        .get_item()
        .table_name(&db.tables.configurations)
        .key(
            "workspace",
            AttributeValue::S(tenant.workspace().to_string()),
        )
        .key("version", AttributeValue::N(LIVE.to_string()))
        .consistent_read(true)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    found
        .item
        .map(serde_dynamo::from_item)
        .transpose()
        .map_err(unreadable)
}

/// Writes a row over the one of number `over`, or where there is none.
fn put(db: &DynamoDb, row: &Row, over: Option<u64>) -> Result<TransactWriteItem, Error> {
    let item: HashMap<String, AttributeValue> = serde_dynamo::to_item(row).map_err(unreadable)?;
    let put = Put::builder()
        .table_name(&db.tables.configurations)
        .set_item(Some(item));
    let put = match over {
        None => put.condition_expression("attribute_not_exists(workspace)"),
        Some(over) => put
            .condition_expression("#number = :over")
            .expression_attribute_names("#number", "number")
            .expression_attribute_values(":over", AttributeValue::N(over.to_string())),
    };
    Ok(TransactWriteItem::builder()
        .put(put.build().expect("table and item are set"))
        .build())
}

/// Whether another publish came between, or is under way.
fn is_cancelled<R>(error: &SdkError<TransactWriteItemsError, R>) -> bool {
    error.as_service_error().is_some_and(|error| {
        error.is_transaction_canceled_exception() || error.is_transaction_in_progress_exception()
    })
}
