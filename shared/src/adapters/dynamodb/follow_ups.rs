//! Follow-ups: an item each, which is little more than its key.
//!
//! | attribute | |
//! | --- | --- |
//! | `shard` | one of 16, by the conversation, so that what is due at nine for everybody is spread over as many partitions |
//! | `due` | `time#workspace#conversation`; the time in seconds since 1970, so long that it sorts as a number |
//! | | `time#place#workspace#conversation` of what waits for people to open; a place is a digit, lower for a higher tier, and a time |
//! | `workspace` | only of what waits for people to open: the index `queued` has these alone, by workspace and `due` |
//! | `team` | the team that it waits for, if it is one |
//!
//! What is due stands at the beginning of each shard, so it is asked for with one query a shard, whatever stands behind it.
//! They are of no single workspace: a function writes and reads them in its own name, also where it has sessions.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use futures_util::future::try_join_all;
use jiff::Timestamp;

use super::failure::unavailable;
use super::{DynamoDb, workspace};
use crate::domain::digest::Digest;
use crate::domain::queued::{Place, Tier};
use crate::id::{ConversationId, TeamId};
use crate::ports::follow_ups::{FollowUp, Found};
use crate::ports::store::Error;
use crate::workspace::Tenant;

/// How many shards there are. Each takes a thousand writes a second.
const SHARDS: u64 = 16;

/// How many rows are asked of each shard at least. More than two for each of a few that are wanted, so that hardly ever one shard's
/// rows are all that can be told apart.
const FEWEST: u16 = 32;

/// How many are written at the same time.
const AT_ONCE: usize = 25;

/// The index of what waits for people to open.
const QUEUED: &str = "queued";

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
    put(db, &follow_up).await
}

/// With an index: a row with a place is two units to write, and two to remove. One without is not in it.
async fn put(db: &DynamoDb, follow_up: &FollowUp) -> Result<(), Error> {
    let mut item = key(follow_up);
    if let Some(place) = &follow_up.place {
        let workspace = text(follow_up.workspace.to_string());
        item.insert("workspace".to_owned(), workspace);
        if let Some(team) = &place.team {
            item.insert("team".to_owned(), text(team.to_string()));
        }
    }
    // Who does not know the team does not take it from a row that has it.
    let knows_less = follow_up
        .place
        .as_ref()
        .is_some_and(|place| place.team.is_none());
    let put = db
        .client
        .put_item()
        .table_name(&db.tables.follow_ups)
        .set_item(Some(item))
        .set_condition_expression(knows_less.then(|| "attribute_not_exists(due)".to_owned()))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await;
    match put {
        Ok(_) => Ok(()),
        Err(error)
            if error
                .as_service_error()
                .is_some_and(|error| error.is_conditional_check_failed_exception()) =>
        {
            Ok(())
        }
        Err(error) => Err(unavailable(error)),
    }
}

/// Not strongly consistent, which no such index is. One page: a megabyte has more rows than are asked for.
pub(super) async fn queued(
    db: &DynamoDb,
    tenant: &Tenant,
    after: Option<&FollowUp>,
    most: u16,
) -> Result<Found, Error> {
    let after = after.map_or_else(String::new, due_of);
    let page = db
        .of(tenant.workspace())
        .query()
        .table_name(&db.tables.follow_ups)
        .index_name(QUEUED)
        .key_condition_expression("workspace = :workspace AND due > :after")
        .expression_attribute_values(":workspace", workspace(tenant))
        .expression_attribute_values(":after", text(format!("{after}#")))
        .limit(i32::from(most.max(1)))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    let mut found = Found {
        more: page.last_evaluated_key.is_some(),
        ..Found::default()
    };
    for item in page.items.unwrap_or_default() {
        found.take(&item);
    }
    Ok(found)
}

/// Whoever they are said to be of, they are this workspace's.
pub(super) async fn put_off(
    db: &DynamoDb,
    tenant: &Tenant,
    some: &[FollowUp],
    to: Timestamp,
) -> Result<(), Error> {
    for some in some.chunks(AT_ONCE) {
        let moved = some.iter().map(|follow_up| async move {
            let old = FollowUp {
                workspace: tenant.workspace().clone(),
                ..follow_up.clone()
            };
            let new = FollowUp {
                at: to,
                ..old.clone()
            };
            if due_of(&new) == due_of(&old) {
                return Ok(());
            }
            put(db, &new).await?;
            done(db, &old).await
        });
        try_join_all(moved).await?;
    }
    Ok(())
}

/// A query a shard, each for one page: a megabyte has more rows than are asked for. Each shard is asked for twice its part of `most`.
/// What stands behind the last row of a shard that has more is not known, so nothing behind it is told, whichever shard it is in.
/// Not strongly consistent, which would cost twice as much: a row that is missing is there at the next tick, and
/// one that is removed already is looked at in vain.
pub(super) async fn due(db: &DynamoDb, now: Timestamp, most: u16) -> Result<Found, Error> {
    let shards = u16::try_from(SHARDS).unwrap_or(u16::MAX);
    let limit = i32::from((most / shards).saturating_mul(2).max(FEWEST));
    let queries = (0..SHARDS).map(|shard| async move {
        db.client
            .query()
            .table_name(&db.tables.follow_ups)
            .key_condition_expression("#shard = :shard AND due < :next")
            .expression_attribute_names("#shard", "shard")
            .expression_attribute_values(":shard", text(name(shard)))
            .expression_attribute_values(":next", text(time(now.as_second() + 1)))
            .limit(limit)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(unavailable)
    });
    let mut items = Vec::new();
    let mut known_to: Option<String> = None;
    for page in try_join_all(queries).await? {
        if let Some(last) = page.last_evaluated_key.as_ref().and_then(due_in) {
            known_to = Some(known_to.map_or(last.clone(), |known| known.min(last)));
        }
        items.extend(page.items.unwrap_or_default());
    }
    let mut found = Found {
        more: known_to.is_some(),
        ..Found::default()
    };
    if let Some(known_to) = &known_to {
        items.retain(|item| due_in(item).is_none_or(|due| due <= *known_to));
    }
    items.sort_by_cached_key(due_in);
    for item in items {
        found.take(&item);
    }
    found.more |= found.follow_ups.len() > most.into();
    found.follow_ups.truncate(most.into());
    Ok(found)
}

impl Found {
    fn take(&mut self, item: &HashMap<String, AttributeValue>) {
        match decode(item) {
            Some(follow_up) => self.follow_ups.push(follow_up),
            None => self.unreadable += 1,
        }
    }
}

fn due_in(item: &HashMap<String, AttributeValue>) -> Option<String> {
    item.get("due")?.as_s().ok().cloned()
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
    let ids = [
        follow_up.workspace.as_str(),
        follow_up.conversation.as_str(),
    ];
    let shard = Digest::of(ids).number() % SHARDS;
    HashMap::from([
        ("shard".to_owned(), text(name(shard))),
        ("due".to_owned(), text(due_of(follow_up))),
    ])
}

fn due_of(follow_up: &FollowUp) -> String {
    let FollowUp {
        workspace,
        conversation,
        at,
        place,
    } = follow_up;
    let place = place.as_ref().map_or_else(String::new, |place| {
        format!("{}{}#", place.tier.digit(), time(place.since))
    });
    format!("{}#{place}{workspace}#{conversation}", time(at.as_second()))
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
