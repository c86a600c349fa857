//! Follow-ups: an item each, which is nothing but its key.
//!
//! | attribute | |
//! | --- | --- |
//! | `shard` | one of 16, by the conversation, so that what is due at nine for everybody is spread over as many partitions |
//! | `due` | `time#workspace#conversation`; the time in seconds since 1970, so long that it sorts as a number |
//!
//! What is due stands at the beginning of each shard, so it is asked for with one query a shard, whatever stands behind it.
//! They are of no single workspace: a function writes and reads them in its own name, also where it has sessions.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use futures_util::future::try_join_all;
use jiff::Timestamp;

use super::DynamoDb;
use super::failure::unavailable;
use crate::domain::digest::Digest;
use crate::id::{ConversationId, WorkspaceId};
use crate::ports::follow_ups::{FollowUp, Found};
use crate::ports::store::Error;
use crate::workspace::Tenant;

/// How many shards there are. Each takes a thousand writes a second.
const SHARDS: u64 = 16;

/// The latest time there is a place for, in the year 2286. What is due later is due then.
const LAST: i64 = 9_999_999_999;

pub(super) async fn set(
    db: &DynamoDb,
    tenant: &Tenant,
    conversation: &ConversationId,
    at: Timestamp,
) -> Result<(), Error> {
    let key = key(tenant.workspace(), conversation, at);
    db.client
        .put_item()
        .table_name(&db.tables.follow_ups)
        .set_item(Some(key))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    Ok(())
}

/// Every shard is asked for `most`, since all of the oldest may stand in one, and for one page: a megabyte has more of them
/// than `most`. Not strongly consistent, which would cost twice as much: a row that is missing is there at the next tick, and
/// one that is removed already is looked at in vain.
pub(super) async fn due(db: &DynamoDb, now: Timestamp, most: u16) -> Result<Found, Error> {
    let queries = (0..SHARDS).map(|shard| async move {
        db.client
            .query()
            .table_name(&db.tables.follow_ups)
            .key_condition_expression("#shard = :shard AND due < :next")
            .expression_attribute_names("#shard", "shard")
            .expression_attribute_values(":shard", text(name(shard)))
            .expression_attribute_values(":next", text(time(now.as_second() + 1)))
            .limit(i32::from(most.max(1)))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(unavailable)
    });
    let mut found = Found::default();
    for page in try_join_all(queries).await? {
        for item in page.items.unwrap_or_default() {
            match decode(&item) {
                Some(follow_up) => found.follow_ups.push(follow_up),
                None => found.unreadable += 1,
            }
        }
    }
    found.follow_ups.sort_by_key(|follow_up| follow_up.at);
    found.follow_ups.truncate(most.into());
    Ok(found)
}

pub(super) async fn done(db: &DynamoDb, follow_up: &FollowUp) -> Result<(), Error> {
    let FollowUp {
        workspace,
        conversation,
        at,
    } = follow_up;
    db.client
        .delete_item()
        .table_name(&db.tables.follow_ups)
        .set_key(Some(key(workspace, conversation, *at)))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    Ok(())
}

fn key(
    workspace: &WorkspaceId,
    conversation: &ConversationId,
    at: Timestamp,
) -> HashMap<String, AttributeValue> {
    let shard = Digest::of([workspace.as_str(), conversation.as_str()]).number() % SHARDS;
    let due = format!("{}#{workspace}#{conversation}", time(at.as_second()));
    HashMap::from([
        ("shard".to_owned(), text(name(shard))),
        ("due".to_owned(), text(due)),
    ])
}

fn name(shard: u64) -> String {
    format!("{shard:02}")
}

/// A time as sort keys begin with it. A `#` is less than any digit, so a whole second is before the next one.
fn time(seconds: i64) -> String {
    format!("{:010}", seconds.clamp(0, LAST))
}

/// None for a key that is not one of ours.
fn decode(item: &HashMap<String, AttributeValue>) -> Option<FollowUp> {
    let mut parts = item.get("due")?.as_s().ok()?.split('#');
    let (time, workspace, conversation) = (parts.next()?, parts.next()?, parts.next()?);
    let at = Timestamp::from_second(time.parse().ok()?).ok()?;
    Some(FollowUp {
        workspace: workspace.try_into().ok()?,
        conversation: conversation.try_into().ok()?,
        at,
    })
    .filter(|_| parts.next().is_none())
}

fn text(text: String) -> AttributeValue {
    AttributeValue::S(text)
}
