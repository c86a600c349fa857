//! How conversations of a workspace ended, for whoever runs the stack.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Place, Versions};
use crate::domain::config::Config;
use crate::domain::digest::Digest;
use crate::id::WorkspaceId;
use crate::ports::configurations::Version;
use crate::ports::registry::Membership;
use crate::ports::{Tallies, store};
use crate::workspace::Tenant;

/// How many older versions of a configuration are read for the names of rules that are no longer live.
const OLDER: usize = 100;
/// How many are listed at once.
const PAGE: u8 = 50;

/// What was counted on some days, and what the rules are called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes {
    /// The first day, in UTC.
    pub since: Date,
    /// The last one, included.
    pub until: Date,
    /// The rules: those that are live in their order, then what was given to the agent, then those that are no longer there.
    pub rules: Vec<Rule>,
    /// What was counted, in the order of days.
    pub rows: Vec<Row>,
}

/// A rule, or where none was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The digest of its name; none where somebody gave the conversation to the agent.
    pub digest: Option<Digest>,
    /// What it is called.
    pub known: Known,
}

/// What is known of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// It is in the live configuration, under this name.
    Live(String),
    /// It was in an older one.
    Gone(String),
    /// No version that was read has it.
    Nameless,
    /// It is none: the conversation was given to the agent.
    Assigned,
}

/// The counters of a day of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The day, in UTC.
    pub day: Date,
    /// The rule.
    pub rule: Option<Digest>,
    /// How many, by the names of [`crate::domain::ending::Tally`].
    pub counts: BTreeMap<String, i64>,
}

/// What could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// Which workspaces there are, or what this one is configured with.
    #[error(transparent)]
    Registry(store::Error),
    /// What was counted.
    #[error(transparent)]
    Tallies(store::Error),
}

/// What was counted of a workspace from `since` to `until`, both included. None when nothing is known of the workspace.
///
/// # Errors
///
/// See [`Unread`].
pub async fn counted(
    place: Place<'_>,
    tallies: &dyn Tallies,
    workspace: &WorkspaceId,
    since: Date,
    until: Date,
) -> Result<Option<Outcomes>, Unread> {
    let membership = place.registry.membership(workspace).await;
    if membership.map_err(Unread::Registry)? == Membership::Unknown {
        return Ok(None);
    }
    // Whoever may read the stack's tables speaks for its workspaces.
    let tenant = Tenant::verified(workspace.clone());
    let rows = tallies.of_days(&tenant, since, until).await;
    let rows = rows.map_err(Unread::Tallies)?.into_iter().map(|row| Row {
        day: row.counter.day,
        rule: row.counter.rule,
        // A conversation that was counted before the counters were purged is taken back below nothing.
        counts: row
            .counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .collect(),
    });
    let rows: Vec<_> = rows.collect();
    let versions = Versions::at(place, tenant);
    let rules = rules(&versions, &rows).await.map_err(Unread::Registry)?;
    Ok(Some(Outcomes {
        since,
        until,
        rules,
        rows,
    }))
}

/// Every live rule, and whatever else something was counted of.
async fn rules(versions: &Versions<'_>, rows: &[Row]) -> Result<Vec<Rule>, store::Error> {
    let mut sought: HashSet<_> = rows.iter().map(|row| row.rule).collect();
    let mut rules = Vec::new();
    let live = versions.live().await?;
    if let Some(live) = &live
        && let Some(config) = readable(versions.version(live.number).await)?
    {
        for (digest, name) in names(&config) {
            sought.remove(&Some(digest));
            rules.push(Rule {
                digest: Some(digest),
                known: Known::Live(name),
            });
        }
    }
    if sought.remove(&None) {
        rules.push(Rule {
            digest: None,
            known: Known::Assigned,
        });
    }
    let older = older(versions, sought.iter().flatten().copied().collect()).await?;
    let mut gone: Vec<_> = sought
        .into_iter()
        .flatten()
        .map(|digest| Rule {
            digest: Some(digest),
            known: match older.get(&digest) {
                Some(name) => Known::Gone(name.clone()),
                None => Known::Nameless,
            },
        })
        .collect();
    // Names first, in their order.
    gone.sort_by_key(|rule| {
        let name = match &rule.known {
            Known::Gone(name) => Some(name.clone()),
            _ => None,
        };
        (name.is_none(), name, rule.digest.map(Digest::number))
    });
    rules.extend(gone);
    Ok(rules)
}

/// What rules were called that are live no more, in the newest versions that have them.
async fn older(
    versions: &Versions<'_>,
    mut sought: HashSet<Digest>,
) -> Result<HashMap<Digest, String>, store::Error> {
    let mut found = HashMap::new();
    let (mut before, mut read) = (None, 0);
    while !sought.is_empty() && read < OLDER {
        let page = versions.history(before, PAGE).await?;
        let Some(last) = page.last() else { break };
        before = Some(last.number);
        for summary in &page {
            if sought.is_empty() || read == OLDER {
                break;
            }
            read += 1;
            let Some(config) = readable(versions.version(summary.number).await)? else {
                continue;
            };
            for (digest, name) in names(&config) {
                if sought.remove(&digest) {
                    found.insert(digest, name);
                }
            }
        }
    }
    Ok(found)
}

/// A version that cannot be read has no names; the counters are there all the same.
fn readable(
    version: Result<Option<Version>, store::Error>,
) -> Result<Option<Config>, store::Error> {
    match version {
        Ok(version) => Ok(version.map(|version| version.config)),
        Err(store::Error::Unreadable(_)) => Ok(None),
        Err(error @ store::Error::Unavailable(_)) => Err(error),
    }
}

fn names(config: &Config) -> impl Iterator<Item = (Digest, String)> {
    let rules = config.rules.iter();
    rules.map(|rule| (Digest::of([rule.name.as_str()]), rule.name.clone()))
}
