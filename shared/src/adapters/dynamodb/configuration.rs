//! Configurations: versions that never change, as items 1, 2 …, and the pointer to the live one as item 0.
//!
//! A configuration is kept twice: as JSON text, which is what it means, and as it was written. Several write to the
//! pointer, each its own attributes:
//!
//! - `number`, `newest`, `moved_at` (Unix seconds): whoever publishes, or goes back
//! - `paused`, `paused_rules` (a set of texts): whoever throws the switch
//!
//! Older versions of Nexora kept a copy of the newest configuration as item 0, and no texts. Such a copy is read as the
//! pointer it was, and becomes one with the next publish.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Put, ReturnConsumedCapacity, ReturnValue, TransactWriteItem,
    Update,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::failure::{is_first_condition, is_in_the_way, unavailable, unreadable};
use super::{DynamoDb, workspace};
use crate::domain::switch::{Scope, Switch};
use crate::ports::configurations::{Draft, Live, MoveError, Over, Summary, Version};
use crate::ports::store::Error;
use crate::workspace::Tenant;

/// How often a write that lost against another is tried again. Each loss means that another one was made.
const ATTEMPTS: u32 = 16;

/// The item of the pointer.
pub(super) const POINTER: u64 = 0;

#[derive(Deserialize)]
struct Pointer {
    number: u64,
    /// The live one, where nothing says otherwise.
    newest: Option<u64>,
    #[serde(alias = "published_at")]
    moved_at: i64,
    #[serde(default)]
    paused: bool,
    #[serde(default)]
    paused_rules: BTreeSet<String>,
}

impl Pointer {
    fn read(item: HashMap<String, AttributeValue>) -> Result<Live, Error> {
        let pointer: Self = serde_dynamo::from_item(item).map_err(unreadable)?;
        Ok(Live {
            number: pointer.number,
            newest: pointer.newest.unwrap_or(pointer.number),
            switch: Switch {
                all: pointer.paused,
                rules: pointer.paused_rules,
            },
            moved_at: time(pointer.moved_at)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct Row {
    workspace: String,
    version: u64,
    /// In Unix seconds.
    published_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    config: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

/// What a list reads of a version.
#[derive(Deserialize)]
struct Listed {
    version: u64,
    published_at: i64,
    message: Option<String>,
}

pub(super) async fn live(db: &DynamoDb, tenant: &Tenant) -> Result<Option<Live>, Error> {
    let item = item(db, tenant, POINTER, true).await?;
    item.map(Pointer::read).transpose()
}

pub(super) async fn glance(db: &DynamoDb, tenant: &Tenant) -> Result<Option<Switch>, Error> {
    let item = item(db, tenant, POINTER, false).await?;
    let live = item.map(Pointer::read).transpose()?;
    Ok(live.map(|live| live.switch))
}

pub(super) async fn version(
    db: &DynamoDb,
    tenant: &Tenant,
    number: u64,
) -> Result<Option<Version>, Error> {
    if number == POINTER {
        return Ok(None);
    }
    let Some(item) = item(db, tenant, number, true).await? else {
        return Ok(None);
    };
    let row: Row = serde_dynamo::from_item(item).map_err(unreadable)?;
    let config = serde_json::from_str(&row.config).map_err(unreadable)?;
    let source = match row.source {
        Some(source) => source,
        // JSON is YAML.
        None => serde_json::to_string_pretty(&config).map_err(unreadable)?,
    };
    Ok(Some(Version {
        number,
        published_at: time(row.published_at)?,
        message: row.message,
        config,
        source,
    }))
}

pub(super) async fn history(
    db: &DynamoDb,
    tenant: &Tenant,
    before: Option<u64>,
    most: u8,
) -> Result<Vec<Summary>, Error> {
    let last = before.map_or(u64::from(u32::MAX), |before| before.saturating_sub(1));
    if last == POINTER || most == 0 {
        return Ok(Vec::new());
    }
    let mut pages = db
        .of(tenant.workspace())
        .query()
        .table_name(&db.tables.configurations)
        .key_condition_expression("workspace = :workspace AND #version BETWEEN :first AND :last")
        .projection_expression("#version, published_at, message")
        .expression_attribute_names("#version", "version")
        .expression_attribute_values(":workspace", workspace(tenant))
        .expression_attribute_values(":first", number(POINTER + 1))
        .expression_attribute_values(":last", number(last))
        .scan_index_forward(false)
        .limit(most.into())
        .consistent_read(true)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .into_paginator()
        .send();
    let mut history = Vec::new();
    // A page ends at a megabyte of versions, however little of them is asked for.
    while history.len() < most.into()
        && let Some(page) = pages.next().await
    {
        for item in page.map_err(unavailable)?.items.unwrap_or_default() {
            let listed: Listed = serde_dynamo::from_item(item).map_err(unreadable)?;
            history.push(Summary {
                number: listed.version,
                published_at: time(listed.published_at)?,
                message: listed.message,
            });
        }
    }
    history.truncate(most.into());
    Ok(history)
}

/// Whether a version is what is to be published. One that cannot be read is not: publishing is what repairs it.
async fn is_there(
    db: &DynamoDb,
    tenant: &Tenant,
    number: u64,
    draft: Draft<'_>,
) -> Result<bool, Error> {
    match version(db, tenant, number).await {
        Ok(there) => Ok(there.is_some_and(|there| {
            there.config == *draft.config() && there.source == draft.source()
        })),
        Err(Error::Unreadable(_)) => Ok(false),
        Err(error @ Error::Unavailable(_)) => Err(error),
    }
}

/// Of two who publish at once over whatever is live, one is made first and the other after it: both are kept, and the
/// later one is live. Of two who saw the same version, the later one is told.
pub(super) async fn publish(
    db: &DynamoDb,
    tenant: &Tenant,
    draft: Draft<'_>,
    over: Over,
) -> Result<u64, MoveError> {
    let config = serde_json::to_string(draft.config()).map_err(unreadable)?;
    let mut attempt = 1;
    loop {
        let live = live(db, tenant).await?;
        let before = live.as_ref().map(|live| live.number);
        if let Some(number) = before
            && is_there(db, tenant, number, draft).await?
        {
            return Ok(number);
        }
        if let Over::Seen(seen) = over
            && seen != before
        {
            return Err(MoveError::Moved { live: before });
        }
        let next = live.map_or(POINTER, |live| live.newest) + 1;
        let now = db.clock.now().as_second();
        let row = Row {
            workspace: tenant.workspace().to_string(),
            version: next,
            published_at: now,
            message: draft.message().map(str::to_owned),
            config: config.clone(),
            source: Some(draft.source().to_owned()),
        };
        let put = Put::builder()
            .table_name(&db.tables.configurations)
            .set_item(Some(serde_dynamo::to_item(row).map_err(unreadable)?))
            .condition_expression("attribute_not_exists(workspace)");
        let put = put.build().expect("table and item are set");
        let moves = pointing(db, tenant, next, now, before)
            .update_expression(
                "SET #number = :number, newest = :number, moved_at = :now REMOVE published_at, config",
            )
            .build()
            .expect("table, key and expression are set");
        let written = db
            .of(tenant.workspace())
            .transact_write_items()
            .transact_items(TransactWriteItem::builder().put(put).build())
            .transact_items(TransactWriteItem::builder().update(moves).build())
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        match written {
            Ok(_) => return Ok(next),
            Err(error) if is_in_the_way(&error) && attempt < ATTEMPTS => attempt += 1,
            Err(error) => return Err(unavailable(error).into()),
        }
    }
}

pub(super) async fn point(
    db: &DynamoDb,
    tenant: &Tenant,
    to: u64,
    over: u64,
) -> Result<(), MoveError> {
    if to == POINTER {
        return Err(MoveError::NoVersion(to));
    }
    let mut attempt = 1;
    loop {
        let there = ConditionCheck::builder()
            .table_name(&db.tables.configurations)
            .key("workspace", workspace(tenant))
            .key("version", number(to))
            .condition_expression("attribute_exists(workspace)");
        let there = there.build().expect("table, key and condition are set");
        let now = db.clock.now().as_second();
        let moves = pointing(db, tenant, to, now, Some(over))
            // Where nothing says which one is the newest, it is the live one.
            .update_expression(
                "SET #number = :number, moved_at = :now, newest = if_not_exists(newest, :over) REMOVE published_at, config",
            )
            .build()
            .expect("table, key and expression are set");
        let written = db
            .of(tenant.workspace())
            .transact_write_items()
            .transact_items(TransactWriteItem::builder().condition_check(there).build())
            .transact_items(TransactWriteItem::builder().update(moves).build())
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        let error = match written {
            Ok(_) => return Ok(()),
            Err(error) if is_first_condition(&error) => return Err(MoveError::NoVersion(to)),
            Err(error) => error,
        };
        if !is_in_the_way(&error) || attempt == ATTEMPTS {
            return Err(unavailable(error).into());
        }
        attempt += 1;
        let live = live(db, tenant).await?.map(|live| live.number);
        if live != Some(over) {
            return Err(MoveError::Moved { live });
        }
    }
}

pub(super) async fn switch(
    db: &DynamoDb,
    tenant: &Tenant,
    scope: &Scope,
    paused: bool,
) -> Result<Option<Live>, Error> {
    let mut attempt = 1;
    loop {
        let update = db
            .of(tenant.workspace())
            .update_item()
            .table_name(&db.tables.configurations)
            .key("workspace", workspace(tenant))
            .key("version", number(POINTER))
            .condition_expression("attribute_exists(workspace)")
            .return_values(ReturnValue::AllNew)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let update = match scope {
            Scope::Workspace => update
                .update_expression("SET paused = :paused")
                .expression_attribute_values(":paused", AttributeValue::Bool(paused)),
            Scope::Rule(rule) => update
                .update_expression(if paused {
                    "ADD paused_rules :rule"
                } else {
                    "DELETE paused_rules :rule"
                })
                .expression_attribute_values(":rule", AttributeValue::Ss(vec![rule.clone()])),
        };
        let error = match update.send().await {
            Ok(written) => {
                return written.attributes.map(Pointer::read).transpose();
            }
            Err(error) => error,
        };
        match error.as_service_error() {
            Some(UpdateItemError::ConditionalCheckFailedException(_)) => return Ok(None),
            // A publish is under way.
            Some(UpdateItemError::TransactionConflictException(_)) if attempt < ATTEMPTS => {
                attempt += 1;
            }
            _ => return Err(unavailable(error)),
        }
    }
}

/// An update of the pointer that moves it to a version, if it is where `over` says. What it sets is the caller's to say.
fn pointing(
    db: &DynamoDb,
    tenant: &Tenant,
    to: u64,
    now: i64,
    over: Option<u64>,
) -> aws_sdk_dynamodb::types::builders::UpdateBuilder {
    let update = Update::builder()
        .table_name(&db.tables.configurations)
        .key("workspace", workspace(tenant))
        .key("version", number(POINTER))
        .expression_attribute_names("#number", "number")
        .expression_attribute_values(":number", number(to))
        .expression_attribute_values(":now", AttributeValue::N(now.to_string()));
    match over {
        None => update.condition_expression("attribute_not_exists(workspace)"),
        Some(over) => update
            .condition_expression("#number = :over")
            .expression_attribute_values(":over", number(over)),
    }
}

async fn item(
    db: &DynamoDb,
    tenant: &Tenant,
    version: u64,
    consistent: bool,
) -> Result<Option<HashMap<String, AttributeValue>>, Error> {
    let found = db
        .of(tenant.workspace())
        .get_item()
        .table_name(&db.tables.configurations)
        .key("workspace", workspace(tenant))
        .key("version", number(version))
        .consistent_read(consistent)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    Ok(found.item)
}

fn number(number: u64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

fn time(seconds: i64) -> Result<Timestamp, Error> {
    Timestamp::from_second(seconds).map_err(unreadable)
}
