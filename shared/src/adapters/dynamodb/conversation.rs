//! Conversations' records.
//!
//! An item holds the record as a map (`record`) under its version, and beside it:
//!
//! - `write`: a number of the write's own. When an answer is lost the SDK sends the same write again, and the
//!   condition refuses it; by this number it is known as our own, and not somebody else's.
//! - `expires_at`: when DynamoDB removes the item, 90 days after its last write.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{
    AttributeValue, ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure,
};

use super::DynamoDb;
use super::failure::{unavailable, unreadable};
use super::packed_stamp;
use crate::domain::conversation::Record;
use crate::domain::ending::Tally;
use crate::id::ConversationId;
use crate::ports::store::{Error, SaveError};
use crate::workspace::Tenant;

/// How long a record is kept after its last write.
const KEPT_SECONDS: i64 = 90 * 24 * 60 * 60;

type Attributes = HashMap<String, AttributeValue>;

pub(super) async fn read(
    db: &DynamoDb,
    tenant: &Tenant,
    id: &ConversationId,
) -> Result<Option<Record>, Error> {
    let found = db
        .of(tenant.workspace())
        .get_item()
        .table_name(&db.tables.conversations)
        .key("pk", key(tenant, id))
        .consistent_read(true)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    found.item.as_ref().map(decode).transpose()
}

pub(super) async fn save(
    db: &DynamoDb,
    tenant: &Tenant,
    id: &ConversationId,
    record: &Record,
    _tally: &Tally,
) -> Result<u64, SaveError> {
    let next = record.version + 1;
    let write = AttributeValue::N(fastrand::u64(..).to_string());
    let update = db
        .of(tenant.workspace())
        .update_item()
        .table_name(&db.tables.conversations)
        .key("pk", key(tenant, id))
        .update_expression(
            "SET #version = :next, #write = :write, #expires_at = :expires_at, #record = :record",
        )
        .expression_attribute_names("#version", "version")
        .expression_attribute_names("#write", "write")
        .expression_attribute_names("#expires_at", "expires_at")
        .expression_attribute_names("#record", "record")
        .expression_attribute_values(":next", AttributeValue::N(next.to_string()))
        .expression_attribute_values(":write", write.clone())
        .expression_attribute_values(
            ":expires_at",
            AttributeValue::N((db.clock.now().as_second() + KEPT_SECONDS).to_string()),
        )
        .expression_attribute_values(":record", encode(record)?)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    let update = if record.version == 0 {
        update.condition_expression("attribute_not_exists(pk)")
    } else {
        update
            .condition_expression("#version = :version")
            .expression_attribute_values(":version", AttributeValue::N(record.version.to_string()))
    };
    let Err(error) = update.send().await else {
        return Ok(next);
    };
    match error.as_service_error() {
        Some(UpdateItemError::ConditionalCheckFailedException(refused)) => match &refused.item {
            Some(item) if item.get("write") == Some(&write) => Ok(next),
            Some(item) => Err(SaveError::Conflict(Some(Box::new(decode(item)?)))),
            None => Err(SaveError::Conflict(None)),
        },
        _ => Err(unavailable(error).into()),
    }
}

/// No id contains a `#`, so no key is another's.
fn key(tenant: &Tenant, id: &ConversationId) -> AttributeValue {
    AttributeValue::S(format!("{}#{id}", tenant.workspace()))
}

fn encode(record: &Record) -> Result<AttributeValue, Error> {
    let mut map = serde_dynamo::to_attribute_value(record).map_err(unreadable)?;
    if let AttributeValue::M(fields) = &mut map {
        if let Some(own) = fields.get_mut("own") {
            pack(own)?;
        }
        packed_stamp::pack(fields);
    }
    Ok(map)
}

fn decode(item: &Attributes) -> Result<Record, Error> {
    let missing = || unreadable(Malformed);
    let version = item
        .get("version")
        .and_then(|version| version.as_n().ok())
        .ok_or_else(missing)?;
    let mut fields = item
        .get("record")
        .and_then(|record| record.as_m().ok())
        .ok_or_else(missing)?
        .clone();
    if let Some(own) = fields.get_mut("own") {
        unpack(own);
    }
    packed_stamp::unpack(&mut fields);
    let mut record: Record = serde_dynamo::from_item(fields).map_err(unreadable)?;
    record.version = version.parse().map_err(unreadable)?;
    Ok(record)
}

/// The length of a digest in bytes.
const DIGEST: usize = 8;

/// Turns a list of digests into their bytes, one after another. As hexadecimal texts sixteen of them would take
/// 275 bytes instead of 128, and a full record more than 1 KB.
fn pack(digests: &mut AttributeValue) -> Result<(), Error> {
    let AttributeValue::L(list) = &digests else {
        return Ok(());
    };
    let mut bytes = Vec::with_capacity(list.len() * DIGEST);
    for digest in list {
        let text = digest.as_s().map_err(|_| unreadable(Malformed))?;
        bytes.extend(hex::decode(text).map_err(unreadable)?);
    }
    *digests = AttributeValue::B(Blob::new(bytes));
    Ok(())
}

fn unpack(digests: &mut AttributeValue) {
    if let AttributeValue::B(bytes) = &digests {
        let texts = bytes.as_ref().chunks(DIGEST).map(hex::encode);
        *digests = AttributeValue::L(texts.map(AttributeValue::S).collect());
    }
}

/// An item without what every one of ours has.
#[derive(Debug, thiserror::Error)]
#[error("the item is not a record")]
struct Malformed;
