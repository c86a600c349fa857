//! Follow-ups: an item each, which is nothing but its key.
//!
//! | attribute | |
//! | --- | --- |
//! | `shard` | one of 16, by the conversation, so that what is due at nine for everybody is spread over as many partitions |
//! | `due` | `time#workspace#conversation`; the time in seconds since 1970, so long that it sorts as a number |
//! | | `time#place#workspace#conversation` of what waits for people to open; a place is a digit, lower for a higher tier, and a time |
//! | `team` | the team that waits for, if it is one |
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
use crate::domain::queued::{Place, Tier};
use crate::id::{ConversationId, TeamId};
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
    place: Option<&Place>,
) -> Result<(), Error> {
    let follow_up = FollowUp {
        workspace: tenant.workspace().clone(),
        conversation: conversation.clone(),
        at,
        place: place.cloned(),
    };
    let mut item = key(&follow_up);
    if let Some(team) = place.and_then(|place| place.team.as_ref()) {
        item.insert("team".to_owned(), text(team.to_string()));
    }
    db.client
        .put_item()
        .table_name(&db.tables.follow_ups)
        .set_item(Some(item))
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
    db.client
        .delete_item()
        .table_name(&db.tables.follow_ups)
        .set_key(Some(key(follow_up)))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    Ok(())
}

fn key(follow_up: &FollowUp) -> HashMap<String, AttributeValue> {
    let FollowUp {
        workspace,
        conversation,
        at,
        place,
    } = follow_up;
    let shard = Digest::of([workspace.as_str(), conversation.as_str()]).number() % SHARDS;
    let place = place.as_ref().map_or_else(String::new, |place| {
        format!("{}{}#", place.tier.digit(), time(place.since))
    });
    let due = format!("{}#{place}{workspace}#{conversation}", time(at.as_second()));
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
    let parts: Vec<_> = item.get("due")?.as_s().ok()?.split('#').collect();
    let (time, place, workspace, conversation) = match parts.as_slice() {
        [time, workspace, conversation] => (time, None, *workspace, *conversation),
        [time, place, workspace, conversation] => {
            let (tier, since) = place.split_at_checked(1)?;
            let place = Place {
                tier: Tier::from_digit(tier.parse().ok()?)?,
                since: since.parse().ok()?,
                team: match item.get("team") {
                    Some(team) => Some(TeamId::try_from(team.as_s().ok()?.as_str()).ok()?),
                    None => None,
                },
            };
            (time, Some(place), *workspace, *conversation)
        }
        _ => return None,
    };
    Some(FollowUp {
        workspace: workspace.try_into().ok()?,
        conversation: conversation.try_into().ok()?,
        at: Timestamp::from_second(time.parse().ok()?).ok()?,
        place,
    })
}

fn text(text: String) -> AttributeValue {
    AttributeValue::S(text)
}
