//! Which topics' notifications arrived: one item a workspace, an attribute a topic, in milliseconds since 1970.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::Timestamp;

use super::failure::{unavailable, unreadable};
use super::{DynamoDb, workspace};
use crate::ports::store::Error;
use crate::topic::Topic;
use crate::workspace::Tenant;

/// The item's sort key.
pub(super) const LIST: &str = "topics";

pub(super) async fn arrived(
    db: &DynamoDb,
    tenant: &Tenant,
    topic: Topic,
    at: Timestamp,
) -> Result<(), Error> {
    let at = AttributeValue::N(at.as_millisecond().to_string());
    db.of(tenant.workspace())
        .update_item()
        .table_name(&db.tables.readings)
        .key("workspace", workspace(tenant))
        .key("list", AttributeValue::S(LIST.to_owned()))
        .update_expression("SET #topic = :at")
        .expression_attribute_names("#topic", topic.as_str())
        .expression_attribute_values(":at", at)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    Ok(())
}

pub(super) async fn read(
    db: &DynamoDb,
    tenant: &Tenant,
) -> Result<BTreeMap<Topic, Timestamp>, Error> {
    let found = db
        .of(tenant.workspace())
        .get_item()
        .table_name(&db.tables.readings)
        .key("workspace", workspace(tenant))
        .key("list", AttributeValue::S(LIST.to_owned()))
        .consistent_read(true)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    let mut arrived = BTreeMap::new();
    for (name, value) in found.item.unwrap_or_default() {
        // The key is none; nor is what newer code may write.
        let (Ok(topic), Ok(millis)) = (name.parse::<Topic>(), value.as_n()) else {
            continue;
        };
        let millis = millis.parse().map_err(unreadable)?;
        arrived.insert(
            topic,
            Timestamp::from_millisecond(millis).map_err(unreadable)?,
        );
    }
    Ok(arrived)
}
