//! Sweeps of installations: two attributes of theirs, `swept_since` and `swept_until`, say how far they have come.
//!
//! To take one on is one conditional write, whose answer is the installation: nothing is read for it.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, ReturnValue};
use jiff::Timestamp;
use serde::Deserialize;

use super::DynamoDb;
use super::failure::{unavailable, unreadable};
use super::installation::{AT_ONCE, NoName, done, duty, seconds};
use crate::domain::waiting::Progress;
use crate::id::WorkspaceId;
use crate::ports::registry::{Duty, Enrolled, Round};
use crate::ports::store::Error;

/// What stands beside an installation.
#[derive(Deserialize)]
struct Swept {
    swept_since: Option<i64>,
    swept_until: Option<i64>,
}

pub(super) async fn begin(
    db: &DynamoDb,
    workspace: &WorkspaceId,
    now: Timestamp,
    next: Timestamp,
) -> Result<Option<Round>, Error> {
    let begun = of(db, workspace)
        .condition_expression("#duty = :duty AND #due_at <= :now")
        .update_expression("SET #due_at = :next")
        .expression_attribute_values(":now", seconds(now))
        .expression_attribute_values(":next", seconds(next))
        .return_values(ReturnValue::AllNew)
        .send()
        .await;
    let item = match begun {
        Ok(begun) => begun.attributes.unwrap_or_default(),
        Err(error)
            if matches!(
                error.as_service_error(),
                Some(UpdateItemError::ConditionalCheckFailedException(_))
            ) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(unavailable(error)),
    };
    let swept: Swept = serde_dynamo::from_item(item.clone()).map_err(unreadable)?;
    let installation = serde_dynamo::from_item(item).map_err(unreadable)?;
    let time = |seconds| Timestamp::from_second(seconds).map_err(unreadable);
    let swept = match (swept.swept_since, swept.swept_until) {
        (Some(since), Some(until)) => Some(Progress {
            since: time(since)?,
            until: time(until)?,
        }),
        _ => None,
    };
    Ok(Some(Round {
        installation,
        swept,
    }))
}

pub(super) async fn end(
    db: &DynamoDb,
    workspace: &WorkspaceId,
    until: Timestamp,
    next: Timestamp,
) -> Result<bool, Error> {
    let since = "swept_since = if_not_exists(swept_since, :until)";
    note(db, workspace, since, until, next).await
}

pub(super) async fn pass_over(
    db: &DynamoDb,
    workspace: &WorkspaceId,
    until: Timestamp,
    next: Timestamp,
) -> Result<bool, Error> {
    note(db, workspace, "swept_since = :until", until, next).await
}

async fn note(
    db: &DynamoDb,
    workspace: &WorkspaceId,
    since: &str,
    until: Timestamp,
    next: Timestamp,
) -> Result<bool, Error> {
    let end = of(db, workspace)
        .condition_expression("#duty = :duty")
        .update_expression(format!(
            "SET {since}, swept_until = :until, #due_at = :next"
        ))
        .expression_attribute_values(":until", seconds(until))
        .expression_attribute_values(":next", seconds(next));
    done(end.send().await, |error| {
        matches!(error, UpdateItemError::ConditionalCheckFailedException(_))
    })
}

pub(super) async fn enrol(db: &DynamoDb, deadline: Timestamp) -> Result<Enrolled, Error> {
    let without = "attribute_exists(#token) AND attribute_not_exists(#duty)";
    let pages = db
        .client
        .scan()
        .table_name(&db.tables.installations)
        .filter_expression(without)
        .projection_expression("workspace")
        .expression_attribute_names("#token", "token")
        .expression_attribute_names("#duty", "duty")
        .return_consumed_capacity(ReturnConsumedCapacity::Total);
    let mut pages = pages.into_paginator().send();
    let mut given = 0;
    let is_late = || db.clock.now() >= deadline;
    let cut = |given| Enrolled {
        given,
        to_the_end: false,
    };
    loop {
        if is_late() {
            return Ok(cut(given));
        }
        let Some(page) = pages.next().await else {
            return Ok(Enrolled {
                given,
                to_the_end: true,
            });
        };
        for item in page.map_err(unavailable)?.items.unwrap_or_default() {
            if is_late() {
                return Ok(cut(given));
            }
            let enrol = of(db, &named(item)?)
                .condition_expression(without)
                .expression_attribute_names("#token", "token")
                .update_expression("SET #duty = :duty, #due_at = :next")
                .expression_attribute_values(":next", seconds(AT_ONCE));
            let is_new = done(enrol.send().await, |error| {
                matches!(error, UpdateItemError::ConditionalCheckFailedException(_))
            })?;
            given += u32::from(is_new);
        }
    }
}

fn named(mut item: HashMap<String, AttributeValue>) -> Result<WorkspaceId, Error> {
    let workspace = item.remove("workspace").ok_or_else(|| unreadable(NoName))?;
    serde_dynamo::from_attribute_value(workspace).map_err(unreadable)
}

/// A write to the row of a workspace, about the duty to be swept.
fn of(db: &DynamoDb, workspace: &WorkspaceId) -> UpdateItemFluentBuilder {
    db.client
        .update_item()
        .table_name(&db.tables.installations)
        .key("workspace", AttributeValue::S(workspace.to_string()))
        .expression_attribute_names("#duty", "duty")
        .expression_attribute_names("#due_at", "due_at")
        .expression_attribute_values(":duty", duty(Duty::Sweep))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
}
