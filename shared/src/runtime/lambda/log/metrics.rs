//! Which entries count as which metric, in `CloudWatch`'s embedded metric format.
//!
//! A line carries its metrics; `CloudWatch` reads them out of it. They have one dimension, the stack. Every other
//! combination of dimensions would be a metric of its own with a price by the month, and the workspace and the function
//! are fields of the line, to be searched for.

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::line::{DEAD_LETTER, DELIVERY};
use crate::workspace::Shares;

const NAMESPACE: &str = "Nexora";

/// The source under which the kind of a delivery's error is looked up.
pub(super) const ERROR: &str = "error";

/// A metric, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) enum Metric {
    Installed,
    InstallsFailed,
    Uninstalled,
    UninstallsUnconfirmed,
    StillInstalled,
    Notifications,
    SignaturesRejected,
    NotificationsDropped,
    UnknownTopics,
    IntakeFailures,
    TurnsRequested,
    TurnsOverShare,
    Replied,
    Drafted,
    Observed,
    HandedOff,
    Queued,
    LeftAlone,
    AgentGaveUp,
    IntercomFailures,
    AttributesFailed,
    TagsFailed,
    UnknownBotStates,
    FatesUnknown,
    GrantsRefused,
    Drift,
    SeatsLost,
    HandOffsStuck,
    RateLimited,
    MessagesLost,
    MessagesLate,
    Retried,
    Discarded,
    Panicked,
    DeadLetters,
    Unreadable,
    ColdStarts,
    IntercomCalls,
    ReadUnits,
    WriteUnits,
    TurnDuration,
    FollowUpsLate,
}

/// What counts: source, name, and the metrics it is one of. What is not here is not counted.
const COUNTED: &[(&str, &str, &[Metric])] = &[
    (DELIVERY, "installed", &[Metric::Installed]),
    (DELIVERY, "app_unavailable", &[Metric::InstallsFailed]),
    (DELIVERY, "not_exchanged", &[Metric::InstallsFailed]),
    (DELIVERY, "too_slow", &[Metric::InstallsFailed]),
    (DELIVERY, "install_refused", &[Metric::InstallsFailed]),
    (DELIVERY, "not_written_down", &[Metric::InstallsFailed]),
    (DELIVERY, "uninstalled", &[Metric::Uninstalled]),
    (DELIVERY, "unconfirmed", &[Metric::UninstallsUnconfirmed]),
    (DELIVERY, "still_installed", &[Metric::StillInstalled]),
    (DELIVERY, "forged", &[Metric::SignaturesRejected]),
    (DELIVERY, "accepted", &[Metric::Notifications]),
    (
        DELIVERY,
        "signature_rejected",
        &[Metric::SignaturesRejected],
    ),
    (DELIVERY, "malformed", &[Metric::NotificationsDropped]),
    (DELIVERY, "too_large", &[Metric::NotificationsDropped]),
    (DELIVERY, "other_workspace", &[Metric::NotificationsDropped]),
    (DELIVERY, "unknown_topic", &[Metric::UnknownTopics]),
    (DELIVERY, "secrets_unavailable", &[Metric::IntakeFailures]),
    (DELIVERY, "queue_unavailable", &[Metric::IntakeFailures]),
    (DELIVERY, "turn_requested", &[Metric::TurnsRequested]),
    ("lane", Shares::OVER, &[Metric::TurnsOverShare]),
    (DELIVERY, "replied", &[Metric::Replied]),
    (DELIVERY, "drafted", &[Metric::Drafted]),
    (DELIVERY, "observed", &[Metric::Observed]),
    (DELIVERY, "handed_off", &[Metric::HandedOff]),
    (DELIVERY, "queued", &[Metric::Queued]),
    (DELIVERY, "left_alone", &[Metric::LeftAlone]),
    (DELIVERY, "rate_limited", &[Metric::RateLimited]),
    (DELIVERY, "postponed", &[Metric::RateLimited]),
    (DELIVERY, "retried", &[Metric::Retried]),
    (DELIVERY, "discarded", &[Metric::Discarded]),
    (DELIVERY, "panicked", &[Metric::Panicked]),
    (DELIVERY, DEAD_LETTER, &[Metric::DeadLetters]),
    (ERROR, "no_receiver", &[Metric::HandOffsStuck]),
    (ERROR, "unreadable", &[Metric::Unreadable]),
    ("turn", "agent_gave_up", &[Metric::AgentGaveUp]),
    ("turn", "attributes_failed", &[Metric::AttributesFailed]),
    ("turn", "tag_failed", &[Metric::TagsFailed]),
    ("bot", "unknown_bot_state", &[Metric::UnknownBotStates]),
    (
        "turn",
        "fate_unknown",
        &[Metric::IntercomFailures, Metric::FatesUnknown],
    ),
    (
        "turn",
        "grant_refused",
        &[Metric::IntercomFailures, Metric::GrantsRefused],
    ),
    ("turn", "intercom_failed", &[Metric::IntercomFailures]),
    ("reading", "drift", &[Metric::Drift]),
    ("reading", "seat_lost", &[Metric::SeatsLost]),
    ("sweep", "message_lost", &[Metric::MessagesLost]),
    ("sweep", "message_late", &[Metric::MessagesLate]),
    ("follow_up", "set_aside", &[Metric::Unreadable]),
    ("follow_up", "unreadable", &[Metric::Unreadable]),
    ("grant", "grant_refused", &[Metric::GrantsRefused]),
    ("grant", "grant_ended", &[Metric::Uninstalled]),
    ("runtime", "cold_start", &[Metric::ColdStarts]),
];

impl Metric {
    const fn unit(self) -> &'static str {
        match self {
            Self::TurnDuration => "Milliseconds",
            Self::FollowUpsLate => "Seconds",
            _ => "Count",
        }
    }

    /// What something that happened counts as.
    fn of(source: &str, name: &str) -> &'static [Self] {
        let counted = COUNTED
            .iter()
            .find(|(at, called, _)| (*at, *called) == (source, name));
        counted.map_or(&[], |(_, _, metrics)| metrics)
    }
}

/// The metrics of one line.
#[derive(Debug)]
pub(super) struct Metrics {
    now: Timestamp,
    values: Vec<(Metric, Value)>,
}

impl Metrics {
    /// One of each that these names count as.
    pub(super) fn of<'n>(
        now: Timestamp,
        names: impl IntoIterator<Item = (&'n str, &'n str)>,
    ) -> Self {
        let metrics = names
            .into_iter()
            .flat_map(|(source, name)| Metric::of(source, name));
        Self {
            now,
            values: metrics.map(|metric| (*metric, json!(1))).collect(),
        }
    }

    /// Adds a value.
    pub(super) fn add(&mut self, metric: Metric, value: impl Into<Value>) {
        self.values.push((metric, value.into()));
    }
}

impl Serialize for Metrics {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        if !self.values.is_empty() {
            for (metric, value) in &self.values {
                map.serialize_entry(metric, value)?;
            }
            let metrics = self.values.iter();
            let metrics: Vec<_> = metrics
                .map(|(metric, _)| json!({ "Name": metric, "Unit": metric.unit() }))
                .collect();
            let metadata = json!({
                "Timestamp": self.now.as_millisecond(),
                "CloudWatchMetrics": [{
                    "Namespace": NAMESPACE,
                    "Dimensions": [["stack"]],
                    "Metrics": metrics,
                }],
            });
            map.serialize_entry("_aws", &metadata)?;
        }
        map.end()
    }
}
