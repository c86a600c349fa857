//! Which notifications ever arrived.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::Check;
use crate::topic::Topic;

const TICK: &str = "see that they are ticked in Developer Hub → your app → Webhooks → Topics; it is all right if nothing of the kind has happened yet";

/// `is_heard`: whether what arrives is taken, and so noted.
pub(super) fn check(arrived: &BTreeMap<Topic, Timestamp>, is_heard: bool) -> Check {
    if !is_heard {
        return Check::note(
            "topics",
            "what arrives is dropped for now, and not noted",
            "look again when the rest is done",
        );
    }
    let Some(newest) = arrived.values().max() else {
        return Check::trouble(
            "topics",
            "no notification ever arrived",
            "set the Endpoint URL and tick the topics in Developer Hub → your app → Webhooks, and send a message in the Messenger",
        );
    };
    let missing: Vec<_> = Topic::ALL
        .iter()
        .filter(|topic| !arrived.contains_key(topic))
        .map(|topic| topic.as_str())
        .collect();
    // To the day: that is how often it is noted.
    let newest = newest.strftime("%Y-%m-%d");
    if missing.is_empty() {
        return Check::good(
            "topics",
            format!("all of them arrived, the last on {newest}"),
        );
    }
    let found = format!(
        "the last arrived on {newest}; never arrived: {}",
        missing.join(", ")
    );
    Check::note("topics", found, TICK)
}
