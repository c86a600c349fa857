//! Which topics' notifications arrived, noted once a day, so that somebody can see which never do.

use std::collections::HashMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

use super::ports::Ports;
use crate::id::WorkspaceId;
use crate::ports::journal::Entry;
use crate::topic::Topic;
use crate::workspace::Tenant;

/// What this process noted, and when.
#[derive(Default)]
pub struct Arrivals(Mutex<HashMap<(WorkspaceId, Topic), Timestamp>>);

/// How long an arrival is not noted again.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Some containers see many workspaces; memory stays flat.
const MOST: usize = 2_000;

impl Arrivals {
    /// Whether an arrival is worth a note, which counts as made.
    fn is_news(&self, workspace: &WorkspaceId, topic: Topic, now: Timestamp) -> bool {
        let mut noted = self.0.lock().expect("no holder of this lock panics");
        let key = (workspace.clone(), topic);
        let fresh = noted
            .get(&key)
            .is_some_and(|at| now.duration_since(*at) < DAY);
        if !fresh {
            if noted.len() >= MOST {
                noted.clear();
            }
            noted.insert(key, now);
        }
        !fresh
    }

    /// The note was not made.
    fn forget(&self, workspace: &WorkspaceId, topic: Topic) {
        let mut noted = self.0.lock().expect("no holder of this lock panics");
        noted.remove(&(workspace.clone(), topic));
    }
}

impl Ports {
    /// Notes that a notification of an installed workspace arrived. That a note fails costs nobody an answer.
    pub(super) async fn arrived(&self, workspace: &WorkspaceId, topic: Topic) {
        let now = self.clock.now();
        if !self.arrivals.is_news(workspace, topic, now) {
            return;
        }
        let tenant = Tenant::verified(workspace.clone());
        if let Err(error) = self.readings.topic_arrived(&tenant, topic, now).await {
            self.arrivals.forget(workspace, topic);
            let entry = Entry::new("topic", "arrival_not_noted", error.to_string()).failed();
            self.journal.enter(entry.at(workspace, None));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrival_is_noted_once_a_day_for_each_workspace_and_topic() {
        let arrivals = Arrivals::default();
        let [ours, theirs] = ["ours", "theirs"].map(|id| WorkspaceId::try_from(id).unwrap());
        let (created, away) = (Topic::ConversationUserCreated, Topic::AdminAwayModeUpdated);
        let at = |hours| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours);
        let news = [
            (&ours, created, 0),
            (&ours, created, 23),
            (&ours, away, 23),
            (&theirs, created, 23),
            (&ours, created, 24),
        ]
        .map(|(workspace, topic, hours)| arrivals.is_news(workspace, topic, at(hours)));
        assert_eq!(news, [true, false, true, true, true]);
    }
}
