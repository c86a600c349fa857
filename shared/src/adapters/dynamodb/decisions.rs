//! Decisions: an item each, in the order of their times within a conversation.
//!
//! | attribute | |
//! | --- | --- |
//! | `decision` | `conversation#time#worker`; the time in milliseconds since 1970, so long that it sorts as a number |
//! | `kept` | the decision as JSON, with short keys and every fact once, so that an ordinary one is below 1 KB |
//! | `expires_at` | when DynamoDB removes the item |

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, Select};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::failure::{unavailable, unreadable};
use super::{DynamoDb, workspace};
use crate::domain::decision::Decision;
use crate::domain::trace::{FactUsed, Trace, Tried, Verdict};
use crate::id::ConversationId;
use crate::ports::store::Error;
use crate::workspace::Tenant;

/// How long a decision is kept: as long as the record of its conversation is after its last write.
const KEPT_SECONDS: i64 = 90 * 24 * 60 * 60;

#[derive(Serialize, Deserialize)]
struct Row {
    workspace: String,
    decision: String,
    kept: String,
    expires_at: i64,
}

/// A decision without its key.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// The outcome.
    o: String,
    /// The reason of a hand-off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    r: Option<String>,
    /// What it was, in a sentence.
    w: String,
    /// The configuration's version.
    c: u64,
    /// The facts: name, value, origin.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    f: Vec<(String, String, String)>,
    /// The steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    s: Vec<Step>,
}

/// A step of a trace.
#[derive(Serialize, Deserialize)]
struct Step {
    /// Its verdict.
    v: Mark,
    /// Its name.
    n: String,
    /// The facts it looked at, as places in the list of all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    f: Vec<usize>,
    /// Why, unless it is what always is said of such a verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    w: Option<String>,
}

/// A verdict in a letter.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Mark {
    #[serde(rename = "+")]
    Matched,
    #[serde(rename = "-")]
    NotMatched,
    #[serde(rename = ".")]
    NotReached,
    #[serde(rename = "i")]
    Noted,
    #[serde(rename = "t")]
    TakesOver,
    #[serde(rename = "p")]
    PassedOver,
    #[serde(rename = "n")]
    NotNeeded,
}

impl Mark {
    const fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Matched => Self::Matched,
            Verdict::NotMatched => Self::NotMatched,
            Verdict::NotReached => Self::NotReached,
            Verdict::Noted => Self::Noted,
            Verdict::TakesOver => Self::TakesOver,
            Verdict::PassedOver => Self::PassedOver,
            Verdict::NotNeeded => Self::NotNeeded,
        }
    }

    const fn verdict(self) -> Verdict {
        match self {
            Self::Matched => Verdict::Matched,
            Self::NotMatched => Verdict::NotMatched,
            Self::NotReached => Verdict::NotReached,
            Self::Noted => Verdict::Noted,
            Self::TakesOver => Verdict::TakesOver,
            Self::PassedOver => Verdict::PassedOver,
            Self::NotNeeded => Verdict::NotNeeded,
        }
    }

    /// What is said of nearly every step that ended so.
    const fn usual(self) -> &'static str {
        match self {
            Self::Matched => "its conditions hold",
            Self::NotMatched => "a condition does not hold",
            Self::NotReached => "an earlier rule matched",
            Self::NotNeeded => "an earlier one can take it",
            Self::Noted | Self::TakesOver | Self::PassedOver => "",
        }
    }
}

impl From<&Decision> for Kept {
    fn from(decision: &Decision) -> Self {
        let mut facts: Vec<&FactUsed> = Vec::new();
        let mut place = |fact| match facts.iter().position(|known| *known == fact) {
            Some(place) => place,
            None => {
                facts.push(fact);
                facts.len() - 1
            }
        };
        let steps = decision.trace.0.iter().map(|tried| {
            let mark = Mark::of(tried.verdict);
            Step {
                v: mark,
                n: tried.name.clone(),
                f: tried.facts.iter().map(&mut place).collect(),
                w: Some(tried.why.clone()).filter(|why| why != mark.usual()),
            }
        });
        let steps = steps.collect();
        let fact = |fact: &FactUsed| (fact.name.clone(), fact.value.clone(), fact.origin.clone());
        Self {
            o: decision.outcome.clone(),
            r: decision.reason.clone(),
            w: decision.what.clone(),
            c: decision.configuration,
            f: facts.into_iter().map(fact).collect(),
            s: steps,
        }
    }
}

impl Kept {
    /// The decision again. A fact that is not in the list is passed over, and nothing of ours writes so.
    fn decision(self, at: Timestamp, worker: u64) -> Decision {
        let facts: Vec<_> = self.f.into_iter().map(fact).collect();
        let tried = |step: Step| Tried {
            name: step.n,
            verdict: step.v.verdict(),
            why: step.w.unwrap_or_else(|| step.v.usual().to_owned()),
            facts: step
                .f
                .iter()
                .filter_map(|place| facts.get(*place).cloned())
                .collect(),
        };
        Decision {
            at,
            worker,
            configuration: self.c,
            outcome: self.o,
            reason: self.r,
            what: self.w,
            trace: Trace(self.s.into_iter().map(tried).collect()),
        }
    }
}

fn fact((name, value, origin): (String, String, String)) -> FactUsed {
    FactUsed {
        name,
        value,
        origin,
    }
}

pub(super) async fn keep(
    db: &DynamoDb,
    tenant: &Tenant,
    conversation: &ConversationId,
    decision: &Decision,
) -> Result<(), Error> {
    let millis = decision.at.as_millisecond();
    let row = Row {
        workspace: tenant.workspace().to_string(),
        decision: format!("{}{millis:013}#{}", begin(conversation), decision.worker),
        kept: serde_json::to_string(&Kept::from(decision)).map_err(unreadable)?,
        expires_at: decision.at.as_second() + KEPT_SECONDS,
    };
    let item: HashMap<String, AttributeValue> = serde_dynamo::to_item(row).map_err(unreadable)?;
    db.of(tenant.workspace())
        .put_item()
        .table_name(&db.tables.decisions)
        .set_item(Some(item))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .map_err(unavailable)?;
    Ok(())
}

pub(super) async fn of_conversation(
    db: &DynamoDb,
    tenant: &Tenant,
    conversation: &ConversationId,
    most: usize,
) -> Result<Vec<Decision>, Error> {
    let mut found = Vec::new();
    let mut pages = db
        .of(tenant.workspace())
        .query()
        .table_name(&db.tables.decisions)
        .key_condition_expression(OF_CONVERSATION)
        .expression_attribute_values(":workspace", workspace(tenant))
        .expression_attribute_values(":conversation", AttributeValue::S(begin(conversation)))
        .scan_index_forward(false)
        .consistent_read(true)
        .limit(i32::try_from(most).unwrap_or(i32::MAX).max(1))
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .into_paginator()
        .send();
    while found.len() < most
        && let Some(page) = pages.next().await
    {
        for item in page.map_err(unavailable)?.items.unwrap_or_default() {
            found.push(decode(item)?);
        }
    }
    found.truncate(most);
    Ok(found)
}

pub(super) async fn forget(
    db: &DynamoDb,
    tenant: &Tenant,
    conversation: &ConversationId,
) -> Result<(), Error> {
    let client = db.of(tenant.workspace());
    let mut pages = client
        .query()
        .table_name(&db.tables.decisions)
        .key_condition_expression(OF_CONVERSATION)
        .expression_attribute_values(":workspace", workspace(tenant))
        .expression_attribute_values(":conversation", AttributeValue::S(begin(conversation)))
        // The role of the function that deletes may ask for the key alone.
        .select(Select::SpecificAttributes)
        .projection_expression("workspace, decision")
        .consistent_read(true)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .into_paginator()
        .send();
    while let Some(page) = pages.next().await {
        for key in page.map_err(unavailable)?.items.unwrap_or_default() {
            client
                .delete_item()
                .table_name(&db.tables.decisions)
                .set_key(Some(key))
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .await
                .map_err(unavailable)?;
        }
    }
    Ok(())
}

const OF_CONVERSATION: &str = "workspace = :workspace AND begins_with(decision, :conversation)";

/// What the sort keys of a conversation begin with. No id contains a `#`, so no other one's do.
fn begin(conversation: &ConversationId) -> String {
    format!("{conversation}#")
}

fn decode(item: HashMap<String, AttributeValue>) -> Result<Decision, Error> {
    let row: Row = serde_dynamo::from_item(item).map_err(unreadable)?;
    let mut key = row.decision.split('#').skip(1);
    let mut next = || key.next().ok_or_else(|| unreadable(Malformed));
    let millis = next()?.parse().map_err(unreadable)?;
    let worker = next()?.parse().map_err(unreadable)?;
    let at = Timestamp::from_millisecond(millis).map_err(unreadable)?;
    let kept: Kept = serde_json::from_str(&row.kept).map_err(unreadable)?;
    Ok(kept.decision(at, worker))
}

/// An item whose key is not one of ours.
#[derive(Debug, thiserror::Error)]
#[error("the item is not a decision")]
struct Malformed;
