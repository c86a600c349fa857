//! Conversations' records.
//!
//! An item holds the record as a map (`record`) under its version, and beside it:
//!
//! - `write`: a number of the write's own. When an answer is lost the SDK sends the same write again, and the
//!   condition refuses it; by this number it is known as our own, and not somebody else's.
//! - `expires_at`: when DynamoDB removes the item, 90 days after its last write.
//!
//! What a write changes in the counters is written in the same transaction; see [`super::tallies`]. Nearly every write changes
//! nothing there, and is no transaction.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{
    AttributeValue, ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
    Update,
};

use super::failure::{first_item, is_first_condition, is_momentary, unavailable, unreadable};
use super::{DynamoDb, packed, tallies};
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
    tally: &Tally,
) -> Result<u64, SaveError> {
    let write = Write::of(db, tenant, id, record)?;
    let counters = tallies::updates(db, tenant, tally)?;
    let mut attempt = 1;
    let written = loop {
        let written = if counters.is_empty() {
            write.alone(db, tenant).await?
        } else {
            write.with(counters.clone(), db, tenant).await?
        };
        match written {
            Written::Busy(_) if attempt < ATTEMPTS => db.clock.sleep(pause(attempt)).await,
            written => break written,
        }
        attempt += 1;
    };
    match written {
        Written::Yes => Ok(record.version + 1),
        // The SDK sent it again, because an answer was lost.
        Written::Refused(Some(item)) if item.get("write") == Some(&write.number) => {
            Ok(record.version + 1)
        }
        Written::Refused(Some(item)) => Err(SaveError::Conflict(Some(Box::new(decode(&item)?)))),
        Written::Refused(None) => Err(SaveError::Conflict(None)),
        Written::Busy(error) => Err(error.into()),
    }
}

/// How often a write that another one was in the way of is made. Every ending of a rule adds to the same row of its day, and of
/// two transactions that meet DynamoDB refuses one.
const ATTEMPTS: u32 = 10;

/// How long it waits before the next attempt: up to twice as long each time, a second at most. By lot, or two that met once
/// would meet again.
fn pause(attempt: u32) -> Duration {
    let longest = Duration::from_millis(10 << attempt.min(7)).min(Duration::from_secs(1));
    longest.mul_f64(fastrand::f64())
}

/// What became of a write.
enum Written {
    Yes,
    /// The condition does not hold. What is there instead.
    Refused(Option<Attributes>),
    /// Something else is being written to one of the items at this moment.
    Busy(Error),
}

/// A record that is written if nobody wrote first.
struct Write {
    key: AttributeValue,
    /// The write's own number.
    number: AttributeValue,
    names: HashMap<String, String>,
    values: Attributes,
    condition: &'static str,
}

impl Write {
    const EXPRESSION: &str =
        "SET #version = :next, #write = :write, #expires_at = :expires_at, #record = :record";

    fn of(
        db: &DynamoDb,
        tenant: &Tenant,
        id: &ConversationId,
        record: &Record,
    ) -> Result<Self, Error> {
        let number = |number: String| AttributeValue::N(number);
        let write = number(fastrand::u64(..).to_string());
        let expires_at = db.clock.now().as_second() + KEPT_SECONDS;
        let mut values = HashMap::from([
            (":next".to_owned(), number((record.version + 1).to_string())),
            (":write".to_owned(), write.clone()),
            (":expires_at".to_owned(), number(expires_at.to_string())),
            (":record".to_owned(), encode(record)?),
        ]);
        let condition = if record.version == 0 {
            "attribute_not_exists(pk)"
        } else {
            values.insert(":version".to_owned(), number(record.version.to_string()));
            "#version = :version"
        };
        let names = ["version", "write", "expires_at", "record"];
        let names = names.map(|name| (format!("#{name}"), name.to_owned()));
        Ok(Self {
            key: key(tenant, id),
            number: write,
            names: names.into(),
            values,
            condition,
        })
    }

    /// Writes it and nothing else, which costs half of what a transaction does.
    async fn alone(&self, db: &DynamoDb, tenant: &Tenant) -> Result<Written, Error> {
        let sent = db
            .of(tenant.workspace())
            .update_item()
            .table_name(&db.tables.conversations)
            .key("pk", self.key.clone())
            .update_expression(Self::EXPRESSION)
            .condition_expression(self.condition)
            .set_expression_attribute_names(Some(self.names.clone()))
            .set_expression_attribute_values(Some(self.values.clone()))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .await;
        let Err(error) = sent else {
            return Ok(Written::Yes);
        };
        match error.as_service_error() {
            Some(UpdateItemError::ConditionalCheckFailedException(refused)) => {
                Ok(Written::Refused(refused.item.clone()))
            }
            Some(UpdateItemError::TransactionConflictException(_)) => {
                Ok(Written::Busy(unavailable(error)))
            }
            _ => Err(unavailable(error)),
        }
    }

    /// Writes it and what it adds to the counters, or neither. The SDK gives each call a token of its own, by which DynamoDB
    /// knows the same call when it comes again; where that does not, the condition refuses it, and the write's number is there.
    async fn with(
        &self,
        counters: Vec<TransactWriteItem>,
        db: &DynamoDb,
        tenant: &Tenant,
    ) -> Result<Written, Error> {
        let update = Update::builder()
            .table_name(&db.tables.conversations)
            .key("pk", self.key.clone())
            .update_expression(Self::EXPRESSION)
            .condition_expression(self.condition)
            .set_expression_attribute_names(Some(self.names.clone()))
            .set_expression_attribute_values(Some(self.values.clone()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .expect("table, key and expression are set");
        let record = TransactWriteItem::builder().update(update).build();
        let sent = db
            .of(tenant.workspace())
            .transact_write_items()
            .set_transact_items(Some(std::iter::once(record).chain(counters).collect()))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        let Err(error) = sent else {
            return Ok(Written::Yes);
        };
        // The record is the first item.
        if is_first_condition(&error) {
            return Ok(Written::Refused(first_item(&error)));
        }
        if is_momentary(&error) {
            return Ok(Written::Busy(unavailable(error)));
        }
        Err(unavailable(error))
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
        packed::pack(fields);
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
    packed::unpack(&mut fields);
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
