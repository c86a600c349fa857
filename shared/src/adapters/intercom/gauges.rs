//! The gauges of a process, one a workspace.

use std::collections::HashMap;
use std::sync::Mutex;

use jiff::Timestamp;

use super::gauge::Gauge;
use crate::id::WorkspaceId;

/// Some containers see many workspaces; memory stays flat.
const MOST: usize = 1_000;

#[derive(Debug, Default)]
pub(super) struct Gauges(Mutex<HashMap<WorkspaceId, Gauge>>);

impl Gauges {
    /// Looks at a workspace's gauge, or turns it.
    pub(super) fn of<T>(
        &self,
        workspace: &WorkspaceId,
        now: Timestamp,
        with: impl FnOnce(&mut Gauge) -> T,
    ) -> T {
        let mut gauges = self.0.lock().expect("no holder of this lock panics");
        if gauges.len() >= MOST && !gauges.contains_key(workspace) {
            gauges.retain(|_, gauge| !gauge.is_idle(now));
        }
        with(gauges.entry(workspace.clone()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::intercom::gauge::{Gate, Urgency};

    #[test]
    fn a_workspaces_silence_is_its_own_and_outlives_a_thousand_that_answer() {
        let now = Timestamp::UNIX_EPOCH;
        let gauges = Gauges::default();
        let id = |nth: usize| WorkspaceId::try_from(format!("w{nth}").as_str()).unwrap();
        for _ in 0..2 {
            gauges.of(&id(0), now, |gauge| gauge.was_not_answered(now));
        }
        for nth in 1..=MOST {
            let gate = gauges.of(&id(nth), now, |gauge| {
                gauge.was_answered();
                gauge.gate(Urgency::Waited, now)
            });
            assert_eq!(gate, Gate::Open);
        }
        let gate = gauges.of(&id(0), now, |gauge| gauge.gate(Urgency::Waited, now));
        assert!(matches!(gate, Gate::Resting(_)));
        assert_eq!(gauges.0.lock().unwrap().len(), 2);
    }

    #[test]
    fn a_thousand_that_failed_once_are_forgotten_when_they_are_not_asked_again() {
        let now = Timestamp::UNIX_EPOCH;
        let gauges = Gauges::default();
        let id = |nth: usize| WorkspaceId::try_from(format!("w{nth}").as_str()).unwrap();
        for nth in 0..MOST {
            gauges.of(&id(nth), now, |gauge| gauge.was_not_answered(now));
        }
        gauges.of(&id(MOST), now, |_| ());
        assert_eq!(gauges.0.lock().unwrap().len(), MOST + 1);
        let later = now + jiff::SignedDuration::from_secs(60);
        gauges.of(&id(MOST + 1), later, |_| ());
        assert_eq!(gauges.0.lock().unwrap().len(), 1);
    }
}
