//! Calls that nobody waits for: a counter for each share and window, and a row for a workspace that has little left.
//!
//! Windows are those of our clock. Intercom's begin at other moments perhaps, so that a share may fall into one of them twice in a
//! row; it is far enough below the whole.

use std::sync::atomic::Ordering;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::{SignedDuration, Timestamp};

use super::failure::{unavailable, unreadable};
use super::{DynamoDb, workspace};
use crate::ports::allowance::{Share, Taken, WINDOW};
use crate::ports::store::Error;
use crate::workspace::Tenant;

/// The sort key of a workspace's row, which is one of its readings.
pub(super) const LIST: &str = "hold";

/// How long a counter is kept after its window.
const KEPT: SignedDuration = SignedDuration::from_hours(1);

pub(super) async fn take(db: &DynamoDb, share: Share, calls: u32) -> Result<Taken, Error> {
    let window = WINDOW.as_secs();
    let now = db.clock.now().as_second();
    let began = now - now.rem_euclid(window);
    // Who has just begun and guesses takes nothing from who knows.
    let update = if db.has_learned.load(Ordering::Acquire) {
        "ADD calls :calls SET expires_at = :expires_at, room = :most"
    } else {
        "ADD calls :calls SET expires_at = :expires_at, room = if_not_exists(room, :most)"
    };
    let most = share.of(db.limit.load(Ordering::Relaxed));
    let taken = db
        .client
        .update_item()
        .table_name(&db.tables.allowances)
        .key("window", window_of(share, began))
        .update_expression(update)
        .condition_expression("attribute_not_exists(calls) OR calls <= :room")
        .expression_attribute_values(":calls", number(calls.into()))
        .expression_attribute_values(":room", number(most.saturating_sub(calls).into()))
        .expression_attribute_values(":most", number(most.into()))
        .expression_attribute_values(":expires_at", number(began + window + KEPT.as_secs()))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await;
    match taken {
        Ok(_) => Ok(Taken::Yes),
        Err(error)
            if error
                .as_service_error()
                .is_some_and(|error| error.is_conditional_check_failed_exception()) =>
        {
            let ends = Timestamp::from_second(began + window).map_err(unreadable)?;
            Ok(Taken::UsedUp(ends))
        }
        Err(error) => Err(unavailable(error)),
    }
}

/// As the window before has it: in the one that runs nobody may have taken anything yet.
pub(super) async fn room(db: &DynamoDb, share: Share) -> Result<u32, Error> {
    let window = WINDOW.as_secs();
    let now = db.clock.now().as_second();
    let before = now - now.rem_euclid(window) - window;
    let found = db
        .client
        .get_item()
        .table_name(&db.tables.allowances)
        .key("window", window_of(share, before))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    let item = found.item.unwrap_or_default();
    match item.get("room").map(AttributeValue::as_n) {
        Some(Ok(room)) => room.parse().map_err(unreadable),
        _ => Ok(share.of(db.limit.load(Ordering::Relaxed))),
    }
}

fn window_of(share: Share, began: i64) -> AttributeValue {
    AttributeValue::S(format!("{}#{began}", share.name()))
}

fn number(number: i64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

pub(super) async fn held(db: &DynamoDb, tenant: &Tenant) -> Result<Option<Timestamp>, Error> {
    let found = db
        .of(tenant.workspace())
        .get_item()
        .table_name(&db.tables.readings)
        .key("workspace", workspace(tenant))
        .key("list", AttributeValue::S(LIST.to_owned()))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    let item = found.item.unwrap_or_default();
    let Some(Ok(millis)) = item.get("until").map(AttributeValue::as_n) else {
        return Ok(None);
    };
    let millis = millis.parse().map_err(unreadable)?;
    let until = Timestamp::from_millisecond(millis).map_err(unreadable)?;
    Ok(Some(until).filter(|until| *until > db.clock.now()))
}

pub(super) async fn hold(db: &DynamoDb, tenant: &Tenant, until: Timestamp) -> Result<(), Error> {
    let until = AttributeValue::N(until.as_millisecond().to_string());
    let held = db
        .of(tenant.workspace())
        .update_item()
        .table_name(&db.tables.readings)
        .key("workspace", workspace(tenant))
        .key("list", AttributeValue::S(LIST.to_owned()))
        .update_expression("SET #until = :until")
        .condition_expression("attribute_not_exists(#until) OR #until < :until")
        .expression_attribute_names("#until", "until")
        .expression_attribute_values(":until", until)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await;
    match held {
        Ok(_) => Ok(()),
        // Somebody else said so, or longer.
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
