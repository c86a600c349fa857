//! What a line looks like: one for a delivery, one for what failed in it, one for what happened outside of any.
//!
//! Nothing of what people wrote and nothing of who they are is in a line. A sentence is shown only where something
//! failed, because there it is an error's fixed text; the sentence of a success may name a teammate. A trace is shown
//! without its sentences and without the facts' values.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::ending::{Ending, Happened};
use super::metrics::{Metric, Metrics};
use super::tally::{Calls, Tally};
use crate::domain::trace::{FactUsed, Tried, Verdict};
use crate::id::{ConversationId, WorkspaceId};
use crate::ports::journal::Entry;

/// The source of a delivery's line.
pub(super) const DELIVERY: &str = "delivery";

/// What every delivery of a dead letter counts as, whatever it comes to.
pub(super) const DEAD_LETTER: &str = "dead_letter";

/// What every line begins with.
#[derive(Debug, Clone)]
pub(super) struct Head<'l> {
    pub(super) now: Timestamp,
    pub(super) function: &'l str,
    pub(super) stack: &'l str,
    pub(super) request: String,
}

/// A line.
#[derive(Serialize)]
pub(super) struct Line<'l> {
    timestamp: String,
    level: &'static str,
    function: &'l str,
    stack: &'l str,
    #[serde(skip_serializing_if = "String::is_empty")]
    request: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cold: Option<bool>,
    source: &'static str,
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    workspace: Option<&'l WorkspaceId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation: Option<&'l ConversationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    received: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    took_ms: Option<u64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    phases: BTreeMap<&'static str, u64>,
    #[serde(flatten)]
    gathered: Option<Gathered<'l>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    details: BTreeMap<&'l str, &'l str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    trace: Vec<Rule<'l>>,
    #[serde(flatten)]
    metrics: Metrics,
}

/// What only a delivery has.
#[derive(Serialize)]
struct Gathered<'l> {
    intercom_calls: u32,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    intercom: &'l BTreeMap<&'static str, Calls>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    aws: &'l BTreeMap<String, Calls>,
    read_units: f64,
    write_units: f64,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    entries: &'l BTreeMap<String, u32>,
}

/// A rule of a trace, without why.
#[derive(Serialize)]
struct Rule<'l> {
    name: &'l str,
    verdict: Verdict,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<Fact<'l>>,
}

/// A fact of a trace, without its value.
#[derive(Serialize)]
struct Fact<'l> {
    name: &'l str,
    origin: &'l str,
}

impl<'l> Line<'l> {
    /// The line of an entry that is not a delivery's end.
    pub(super) fn of_entry(head: Head<'l>, entry: &'l Entry) -> Self {
        let metrics = Metrics::of(head.now, [(entry.source, entry.name)]);
        Self {
            error: (!entry.ok).then_some(entry.what.as_str()),
            workspace: entry.workspace.as_ref(),
            conversation: entry.conversation.as_ref(),
            took_ms: entry.took.map(in_millis),
            phases: summed(&entry.phases),
            details: shown(&entry.details),
            trace: entry.trace.0.iter().map(Rule::from).collect(),
            ..Self::new(head, entry.source, entry.name, metrics)
        }
    }

    /// The line of a delivery that took so long.
    pub(super) fn of_delivery(
        head: Head<'l>,
        cold: bool,
        took: Duration,
        tally: &'l Tally,
        ending: &'l Ending,
    ) -> Self {
        let end = tally.end.as_ref();
        let (name, error) = match (ending.name, end) {
            (Some(name), _) => (name, ending.error.as_deref()),
            (None, Some(end)) => (end.name, (!end.ok).then_some(end.what.as_str())),
            (None, None) => (Happened::Answered.name(), None),
        };
        let kind = ending.kind.map(|kind| (super::metrics::ERROR, kind));
        let dead = ending.is_dead.then_some((DELIVERY, DEAD_LETTER));
        let names = [(DELIVERY, name)].into_iter().chain(kind).chain(dead);
        let names = names.chain(tally.went_well.iter().copied());
        let mut metrics = Metrics::of(head.now, names);
        metrics.add(Metric::IntercomCalls, tally.intercom_calls());
        metrics.add(Metric::ReadUnits, tally.read_units);
        metrics.add(Metric::WriteUnits, tally.write_units);
        if let Some(late) = ending.late {
            metrics.add(Metric::FollowUpsLate, late);
        }
        let turn = end.filter(|end| end.source == "turn");
        if let Some(took) = turn.and_then(|turn| turn.took) {
            metrics.add(Metric::TurnDuration, in_millis(took));
        }
        let mut details = end.map(|end| shown(&end.details)).unwrap_or_default();
        details.extend(
            ending
                .details
                .iter()
                .map(|(name, value)| (*name, value.as_str())),
        );
        let message = ending.message.as_ref();
        Self {
            cold: cold.then_some(true),
            error,
            workspace: tally.workspace.as_ref(),
            conversation: tally.conversation.as_ref(),
            message: message.map(|(id, _)| id.as_str()),
            received: message.map(|(_, received)| *received),
            took_ms: Some(in_millis(took)),
            phases: end.map(|end| summed(&end.phases)).unwrap_or_default(),
            gathered: Some(Gathered {
                intercom_calls: tally.intercom_calls(),
                intercom: &tally.intercom,
                aws: &tally.aws,
                read_units: tally.read_units,
                write_units: tally.write_units,
                entries: &tally.entries,
            }),
            details,
            trace: end
                .map(|end| end.trace.0.iter().map(Rule::from).collect())
                .unwrap_or_default(),
            ..Self::new(head, DELIVERY, name, metrics)
        }
    }

    fn new(head: Head<'l>, source: &'static str, name: &'static str, metrics: Metrics) -> Self {
        Self {
            timestamp: head.now.to_string(),
            level: "",
            function: head.function,
            stack: head.stack,
            request: head.request,
            cold: None,
            source,
            name,
            error: None,
            workspace: None,
            conversation: None,
            message: None,
            received: None,
            took_ms: None,
            phases: BTreeMap::new(),
            gathered: None,
            details: BTreeMap::new(),
            trace: Vec::new(),
            metrics,
        }
    }

    /// The line as it is written.
    pub(super) fn written(mut self) -> String {
        self.level = if self.error.is_some() { "WARN" } else { "INFO" };
        let mut line = serde_json::to_string(&self).expect("a line is texts and numbers");
        line.push('\n');
        line
    }
}

impl<'l> From<&'l Tried> for Rule<'l> {
    fn from(tried: &'l Tried) -> Self {
        Self {
            name: &tried.name,
            verdict: tried.verdict,
            facts: tried.facts.iter().map(Fact::from).collect(),
        }
    }
}

impl<'l> From<&'l FactUsed> for Fact<'l> {
    fn from(fact: &'l FactUsed) -> Self {
        Self {
            name: &fact.name,
            origin: &fact.origin,
        }
    }
}

fn shown(details: &[(String, String)]) -> BTreeMap<&str, &str> {
    let details = details.iter();
    details
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

fn summed(phases: &[(&'static str, Duration)]) -> BTreeMap<&'static str, u64> {
    let mut sums: BTreeMap<_, Duration> = BTreeMap::new();
    for (name, took) in phases {
        *sums.entry(*name).or_default() += *took;
    }
    sums.into_iter()
        .map(|(name, took)| (name, in_millis(took)))
        .collect()
}

fn in_millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// A duration as a number of milliseconds.
pub(super) fn millis<S: Serializer>(duration: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u64(in_millis(*duration))
}
