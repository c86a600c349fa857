//! A workspace's people. Several write to their item, each its own attributes:
//!
//! - `directory`, `read_at`: whoever read them from Intercom; a later reading wins
//! - `changed_at`: the topics about teammates
//! - `names`: whoever publishes a configuration
//! - `schedules`: whoever read the schedules of office hours that it relies on
//! - `all_read_at`: whoever takes it upon themselves to read everything
//!
//! Times are milliseconds since 1970.

use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::failure::{unavailable, unreadable};
use super::{DynamoDb, workspace};
use crate::domain::catalog::Schedule;
use crate::domain::directory::Directory;
use crate::domain::names::Names;
use crate::domain::people::People;
use crate::ports::store::Error;
use crate::workspace::Tenant;

/// The item's sort key.
pub(super) const LIST: &str = "people";

/// An item that is there because people changed or a configuration was published, and not yet because they were read,
/// has no directory.
#[derive(Deserialize)]
struct Row {
    directory: Option<String>,
    #[serde(default)]
    read_at: i64,
    changed_at: Option<i64>,
    names: Option<String>,
    schedules: Option<String>,
    #[serde(default)]
    all_read_at: i64,
}

pub(super) async fn read(
    db: &DynamoDb,
    tenant: &Tenant,
    consistent: bool,
) -> Result<Option<People>, Error> {
    let found = db
        .of(tenant.workspace())
        .get_item()
        .table_name(&db.tables.readings)
        .key("workspace", workspace(tenant))
        .key("list", AttributeValue::S(LIST.to_owned()))
        .consistent_read(consistent)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    let Some(item) = found.item else {
        return Ok(None);
    };
    let row: Row = serde_dynamo::from_item(item).map_err(unreadable)?;
    let Some(directory) = row.directory else {
        return Ok(None);
    };
    let mut directory: Directory = serde_json::from_str(&directory).map_err(unreadable)?;
    if let Some(names) = row.names {
        directory.names = serde_json::from_str(&names).map_err(unreadable)?;
    }
    if let Some(schedules) = row.schedules {
        directory.schedules = serde_json::from_str(&schedules).map_err(unreadable)?;
    }
    Ok(Some(People {
        directory,
        read_at: time(row.read_at)?,
        changed_at: row.changed_at.map(time).transpose()?,
        all_read_at: time(row.all_read_at)?,
    }))
}

pub(super) async fn keep(
    db: &DynamoDb,
    tenant: &Tenant,
    directory: &Directory,
    read_at: Timestamp,
) -> Result<(), Error> {
    let update = update(db, tenant)
        .update_expression("SET directory = :directory, read_at = :read_at")
        .condition_expression("attribute_not_exists(read_at) OR read_at < :read_at")
        .expression_attribute_values(":directory", json(directory)?)
        .expression_attribute_values(":read_at", millis(read_at));
    // A later reading is kept instead.
    written(update).await.map(drop)
}

pub(super) async fn changed(db: &DynamoDb, tenant: &Tenant, at: Timestamp) -> Result<(), Error> {
    let update = update(db, tenant)
        .update_expression("SET changed_at = :at")
        .condition_expression("attribute_not_exists(changed_at) OR changed_at < :at")
        .expression_attribute_values(":at", millis(at));
    written(update).await.map(drop)
}

pub(super) async fn keep_names(db: &DynamoDb, tenant: &Tenant, names: &Names) -> Result<(), Error> {
    let update = update(db, tenant)
        .update_expression("SET #names = :names")
        .expression_attribute_names("#names", "names")
        .expression_attribute_values(":names", json(names)?);
    written(update).await.map(drop)
}

pub(super) async fn keep_schedules(
    db: &DynamoDb,
    tenant: &Tenant,
    schedules: &[Schedule],
) -> Result<(), Error> {
    let update = update(db, tenant)
        .update_expression("SET schedules = :schedules")
        .expression_attribute_values(":schedules", json(&schedules)?);
    written(update).await.map(drop)
}

pub(super) async fn claim(
    db: &DynamoDb,
    tenant: &Tenant,
    before: Timestamp,
    now: Timestamp,
) -> Result<bool, Error> {
    let update = update(db, tenant)
        .update_expression("SET all_read_at = :now")
        .condition_expression("attribute_not_exists(all_read_at) OR all_read_at = :before")
        .expression_attribute_values(":now", millis(now))
        .expression_attribute_values(":before", millis(before));
    written(update).await
}

fn update(db: &DynamoDb, tenant: &Tenant) -> UpdateItemFluentBuilder {
    db.of(tenant.workspace())
        .update_item()
        .table_name(&db.tables.readings)
        .key("workspace", workspace(tenant))
        .key("list", AttributeValue::S(LIST.to_owned()))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
}

/// Whether its condition held.
async fn written(update: UpdateItemFluentBuilder) -> Result<bool, Error> {
    match update.send().await {
        Ok(_) => Ok(true),
        Err(error)
            if error
                .as_service_error()
                .is_some_and(|error| error.is_conditional_check_failed_exception()) =>
        {
            Ok(false)
        }
        Err(error) => Err(unavailable(error)),
    }
}

fn json(value: &impl Serialize) -> Result<AttributeValue, Error> {
    let text = serde_json::to_string(value).map_err(unreadable)?;
    Ok(AttributeValue::S(text))
}

fn millis(time: Timestamp) -> AttributeValue {
    AttributeValue::N(time.as_millisecond().to_string())
}

fn time(millis: i64) -> Result<Timestamp, Error> {
    Timestamp::from_millisecond(millis).map_err(unreadable)
}
