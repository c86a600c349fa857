//! Installations: the struct's fields are the item's attributes. And departures, which stand in the same place and have
//! neither token nor secret.
//!
//! Two attributes more, `duty` and `due_at`, say what is to be done for the workspace next, and when. The index `due` is made
//! of them, so that to ask it costs the same however many workspaces are installed. How far a workspace was swept stands
//! beside them; see `sweeps`.

use std::collections::HashMap;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::Timestamp;
use serde::Serialize;

use super::DynamoDb;
use super::failure::{unavailable, unreadable};
use crate::id::WorkspaceId;
use crate::ports::keys::Sealed;
use crate::ports::registry::{Departure, Duty, Installation, Membership, Standing};
use crate::ports::store::Error;

/// The index of what is due.
const DUE: &str = "due";

/// Before every time that is asked for.
pub(super) const AT_ONCE: Timestamp = Timestamp::UNIX_EPOCH;

/// What an earlier row may have that an installation has not: a secret, a standing, a departure. An installation never has
/// the last two of them.
const MAY_BE_GONE: [&str; 4] = [
    "private_secret",
    "standing",
    "uninstalled_since",
    "purge_at",
];

pub(super) async fn read(db: &DynamoDb, workspace: &WorkspaceId) -> Result<Membership, Error> {
    let found = db
        .of(workspace)
        .get_item()
        .table_name(&db.tables.installations)
        .key("workspace", AttributeValue::S(workspace.to_string()))
        .consistent_read(true)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    let Some(item) = found.item else {
        return Ok(Membership::Unknown);
    };
    let read = if item.contains_key("token") {
        serde_dynamo::from_item(item)
            .map(|installation| Membership::Installed(Box::new(installation)))
    } else {
        serde_dynamo::from_item(item).map(Membership::Left)
    };
    read.map_err(unreadable)
}

pub(super) async fn write(db: &DynamoDb, installation: &Installation) -> Result<(), Error> {
    let written = update(db, installation)?.send().await;
    written.map_err(unavailable)?;
    Ok(())
}

pub(super) async fn renew(
    db: &DynamoDb,
    installation: &Installation,
    over: &Sealed,
) -> Result<bool, Error> {
    let update = update(db, installation)?
        .condition_expression("#token = :over")
        .expression_attribute_values(":over", sealed(over));
    done(update.send().await, |error| {
        matches!(error, UpdateItemError::ConditionalCheckFailedException(_))
    })
}

pub(super) async fn judge(
    db: &DynamoDb,
    installation: &Installation,
    standing: Standing,
    ask_at: Timestamp,
) -> Result<bool, Error> {
    let update = db
        .of(&installation.workspace)
        .update_item()
        .table_name(&db.tables.installations)
        .key(
            "workspace",
            AttributeValue::S(installation.workspace.to_string()),
        )
        .condition_expression("#token = :token")
        .expression_attribute_names("#token", "token")
        .expression_attribute_names("#standing", "standing")
        .expression_attribute_names("#duty", "duty")
        .expression_attribute_names("#due_at", "due_at")
        .expression_attribute_values(":token", sealed(&installation.token))
        .return_consumed_capacity(ReturnConsumedCapacity::Total);
    let update = if standing.is_good() {
        update
            .update_expression("SET #duty = :duty, #due_at = :due_at REMOVE #standing")
            .expression_attribute_values(":duty", duty(Duty::Sweep))
            .expression_attribute_values(":due_at", seconds(AT_ONCE))
    } else {
        let standing = serde_dynamo::to_attribute_value(standing).map_err(unreadable)?;
        update
            .update_expression("SET #standing = :standing, #duty = :duty, #due_at = :due_at")
            .expression_attribute_values(":standing", standing)
            .expression_attribute_values(":duty", duty(Duty::Ask))
            .expression_attribute_values(":due_at", seconds(ask_at))
    };
    done(update.send().await, |error| {
        matches!(error, UpdateItemError::ConditionalCheckFailedException(_))
    })
}

pub(super) async fn uninstall(
    db: &DynamoDb,
    installation: &Installation,
    departure: &Departure,
) -> Result<bool, Error> {
    // The whole item is replaced: what is not in a departure is not in the row any more.
    let put = put(db, departure)?
        .item("duty", duty(Duty::Purge))
        .item("due_at", seconds(departure.purge_at))
        .condition_expression("#token = :token")
        .expression_attribute_names("#token", "token")
        .expression_attribute_values(":token", sealed(&installation.token));
    done(put.send().await, |error| {
        matches!(error, PutItemError::ConditionalCheckFailedException(_))
    })
}

pub(super) async fn due(
    db: &DynamoDb,
    due: Duty,
    now: Timestamp,
    most: u8,
) -> Result<Vec<WorkspaceId>, Error> {
    let found = db
        .client
        .query()
        .table_name(&db.tables.installations)
        .index_name(DUE)
        .key_condition_expression("#duty = :duty AND #due_at <= :now")
        .expression_attribute_names("#duty", "duty")
        .expression_attribute_names("#due_at", "due_at")
        .expression_attribute_values(":duty", duty(due))
        .expression_attribute_values(":now", seconds(now))
        .limit(most.into())
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    let named = found.items.unwrap_or_default().into_iter();
    named
        .map(|mut item| {
            let workspace = item.remove("workspace").ok_or_else(|| unreadable(NoName))?;
            serde_dynamo::from_attribute_value(workspace).map_err(unreadable)
        })
        .collect()
}

/// Writes an installation over whatever is there. What the row has beside it stays: how far the workspace was swept.
fn update(db: &DynamoDb, installation: &Installation) -> Result<UpdateItemFluentBuilder, Error> {
    let mut item: HashMap<String, AttributeValue> =
        serde_dynamo::to_item(installation).map_err(unreadable)?;
    let next = if installation.standing.is_good() {
        Duty::Sweep
    } else {
        Duty::Ask
    };
    item.insert("duty".to_owned(), duty(next));
    item.insert("due_at".to_owned(), seconds(AT_ONCE));
    let workspace = item.remove("workspace").ok_or_else(|| unreadable(NoName))?;
    let gone: Vec<_> = MAY_BE_GONE
        .into_iter()
        .filter(|name| !item.contains_key(*name))
        .collect();
    let names: Vec<_> = item.keys().cloned().collect();
    let set: Vec<_> = names
        .iter()
        .map(|name| format!("#{name} = :{name}"))
        .collect();
    let remove: Vec<_> = gone.iter().map(|name| format!("#{name}")).collect();
    let mut update = db
        .client
        .update_item()
        .table_name(&db.tables.installations)
        .key("workspace", workspace)
        .update_expression(format!(
            "SET {} REMOVE {}",
            set.join(", "),
            remove.join(", ")
        ))
        .return_consumed_capacity(ReturnConsumedCapacity::Total);
    for name in gone.into_iter().map(str::to_owned).chain(names) {
        update = update.expression_attribute_names(format!("#{name}"), name);
    }
    for (name, value) in item {
        update = update.expression_attribute_values(format!(":{name}"), value);
    }
    Ok(update)
}

fn put(db: &DynamoDb, row: &impl Serialize) -> Result<PutItemFluentBuilder, Error> {
    let item: HashMap<String, AttributeValue> = serde_dynamo::to_item(row).map_err(unreadable)?;
    let put = db
        .client
        .put_item()
        .table_name(&db.tables.installations)
        .set_item(Some(item));
    Ok(put.return_consumed_capacity(ReturnConsumedCapacity::Total))
}

/// Whether a conditional write was made.
pub(super) fn done<T, E, R>(
    written: Result<T, SdkError<E, R>>,
    is_refused: impl Fn(&E) -> bool,
) -> Result<bool, Error>
where
    E: aws_sdk_dynamodb::error::ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    match written {
        Ok(_) => Ok(true),
        Err(error) if error.as_service_error().is_some_and(is_refused) => Ok(false),
        Err(error) => Err(unavailable(error)),
    }
}

fn sealed(token: &Sealed) -> AttributeValue {
    AttributeValue::S(token.0.clone())
}

pub(super) fn duty(duty: Duty) -> AttributeValue {
    AttributeValue::S(duty.name().to_owned())
}

pub(super) fn seconds(at: Timestamp) -> AttributeValue {
    AttributeValue::N(at.as_second().to_string())
}

/// An item without its key.
#[derive(Debug, thiserror::Error)]
#[error("the item names no workspace")]
pub(super) struct NoName;
