//! How much of the live lane one workspace may fill, so that a noisy one waits behind itself.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

use crate::id::WorkspaceId;

/// What a share is of: Intercom counts calls in windows of this length, too.
pub const WINDOW: SignedDuration = SignedDuration::from_secs(10);

/// How long a turn takes as a rule, in seconds: a model's answer and some calls.
const TURN_SECONDS: u32 = 8;

/// How many processes of a deployment ask for one workspace's turns at the same time: SQS reads a queue with five pollers
/// unless it is flooded, and what visitors write comes in two topics.
pub const PROCESSES: u32 = 10;

/// How many turns of one workspace a process may ask for in a [`WINDOW`] in the live lane. What is more goes to the bulk lane.
///
/// `turns_at_once` turns of 8 s are `turns_at_once × 10 / 8` turns in a window. Half of them, over all processes that ask, may be
/// one workspace's: of 100 turns at once, 125 in a window, 6 for each of ten processes. It is never none.
#[must_use]
pub const fn share(turns_at_once: u32, processes: u32) -> usize {
    let window = WINDOW.as_secs().unsigned_abs();
    let fits = turns_at_once as u64 * window / TURN_SECONDS as u64;
    let share = fits / 2 / processes as u64;
    if share == 0 { 1 } else { share as usize }
}

/// What this process asked for lately in the live lane, by workspace.
#[derive(Debug)]
pub struct Fairness {
    share: usize,
    /// When, the oldest first; never more than the share, and never none.
    asked: HashMap<WorkspaceId, VecDeque<Timestamp>>,
}

impl Fairness {
    /// Of how many workspaces it is known; memory stays flat.
    pub const MOST: usize = 500;

    /// With this share, of at least one.
    #[must_use]
    pub fn new(share: usize) -> Self {
        Self {
            share: share.max(1),
            asked: HashMap::new(),
        }
    }

    /// Whether a turn of this workspace may go to the live lane now, which then counts.
    ///
    /// A workspace that asked for nothing in a window always may. Where more than [`Fairness::MOST`] ask in one window, the one that
    /// asked least is forgotten, and has its share anew.
    pub fn admits(&mut self, workspace: &WorkspaceId, now: Timestamp) -> bool {
        if let Some(asked) = self.asked.get_mut(workspace) {
            asked.retain(|at| is_recent(*at, now));
            let admits = asked.len() < self.share;
            if admits {
                asked.push_back(now);
            }
            return admits;
        }
        if self.asked.len() >= Self::MOST {
            self.make_room(now);
        }
        self.asked.insert(workspace.clone(), VecDeque::from([now]));
        true
    }

    /// Forgets whoever asked for nothing lately; if nobody did, the one that asked least.
    fn make_room(&mut self, now: Timestamp) {
        self.asked
            .retain(|_, asked| asked.back().is_some_and(|at| is_recent(*at, now)));
        if self.asked.len() < Self::MOST {
            return;
        }
        let least = self
            .asked
            .iter()
            .min_by_key(|(_, asked)| (asked.len(), asked.back().copied()));
        if let Some(least) = least.map(|(workspace, _)| workspace.clone()) {
            self.asked.remove(&least);
        }
    }
}

/// Whether it is of the window that ends now. A clock that was put back does not keep anybody out for long.
fn is_recent(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at).abs() < WINDOW
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn workspace(nth: usize) -> WorkspaceId {
        WorkspaceId::try_from(format!("w{nth}")).unwrap()
    }

    fn at(millis: u32) -> Timestamp {
        Timestamp::from_millisecond(i64::from(millis)).unwrap()
    }

    /// Requests in the order of their time: which workspace's, and how many milliseconds after the one before.
    fn arrivals(workspaces: usize) -> impl Strategy<Value = Vec<(usize, Timestamp)>> {
        vec((0..workspaces, 0_u32..3_000), 1..400).prop_map(|steps| {
            let mut millis = 0;
            let arrived = steps.into_iter().map(|(workspace, after)| {
                millis += after;
                (workspace, at(millis))
            });
            arrived.collect()
        })
    }

    #[test]
    fn the_share_follows_from_how_many_turns_run_at_once() {
        let told = [
            (2, PROCESSES),
            (4, PROCESSES),
            (100, PROCESSES),
            (200, PROCESSES),
            (1_000, PROCESSES),
            (10, 1),
        ]
        .map(|(turns, processes)| format!("{turns} over {processes}: {}", share(turns, processes)));
        insta::assert_snapshot!(told.join("\n"), @"
        2 over 10: 1
        4 over 10: 1
        100 over 10: 6
        200 over 10: 12
        1000 over 10: 62
        10 over 1: 6
        ");
    }

    #[test]
    fn a_burst_above_the_share_is_sent_the_slow_way_until_the_window_has_passed() {
        let mut fairness = Fairness::new(3);
        let admitted = [
            0, 0, 5_000, 5_000, 9_999, 10_000, 10_000, 10_000, 14_999, 15_000,
        ]
        .map(|millis| fairness.admits(&workspace(0), at(millis)));
        assert_eq!(
            admitted,
            [
                true, true, true, false, false, true, true, false, false, true
            ]
        );
    }

    #[test]
    fn a_clock_that_is_put_back_keeps_nobody_out() {
        let mut fairness = Fairness::new(1);
        assert!(fairness.admits(&workspace(0), at(3_600_000)));
        assert!(fairness.admits(&workspace(0), at(0)));
    }

    #[test]
    fn of_more_workspaces_than_are_known_the_noisy_one_is_not_forgotten() {
        let mut fairness = Fairness::new(2);
        for _ in 0..2 {
            assert!(fairness.admits(&workspace(0), at(0)));
        }
        for nth in 1..3 * Fairness::MOST {
            assert!(fairness.admits(&workspace(nth), at(1)), "{nth}");
            assert!(!fairness.admits(&workspace(0), at(1)), "{nth}");
        }
        assert_eq!(fairness.asked.len(), Fairness::MOST);
    }

    proptest! {
        #[test]
        fn no_workspace_ever_has_more_than_its_share_in_any_ten_seconds(
            share in 1_usize..8,
            arrivals in arrivals(5),
        ) {
            let mut fairness = Fairness::new(share);
            let mut live: BTreeMap<usize, Vec<Timestamp>> = BTreeMap::new();
            for (nth, now) in arrivals {
                if fairness.admits(&workspace(nth), now) {
                    live.entry(nth).or_default().push(now);
                }
            }
            for times in live.values() {
                for (nth, first) in times.iter().enumerate() {
                    let within = times[nth..].iter().filter(|at| at.duration_since(*first) < WINDOW);
                    prop_assert!(within.count() <= share);
                }
            }
        }

        #[test]
        fn what_fits_into_the_share_always_goes_live_whatever_others_ask_for(
            share in 1_usize..8,
            arrivals in arrivals(5),
        ) {
            let mut fairness = Fairness::new(share);
            let mut live: BTreeMap<usize, Vec<Timestamp>> = BTreeMap::new();
            for (nth, now) in arrivals {
                let before = live.entry(nth).or_default();
                let lately = before.iter().filter(|at| now.duration_since(**at) < WINDOW).count();
                let admitted = fairness.admits(&workspace(nth), now);
                prop_assert_eq!(admitted, lately < share);
                if admitted {
                    before.push(now);
                }
            }
        }

        #[test]
        fn a_quiet_workspace_goes_live_and_memory_is_bounded_however_many_ask(
            arrivals in arrivals(2_000),
        ) {
            let mut fairness = Fairness::new(1);
            let mut newest: BTreeMap<usize, Timestamp> = BTreeMap::new();
            for (nth, now) in arrivals {
                let quiet = newest.insert(nth, now).is_none_or(|at| now.duration_since(at) >= WINDOW);
                let admitted = fairness.admits(&workspace(nth), now);
                prop_assert!(admitted || !quiet);
                prop_assert!(fairness.asked.len() <= Fairness::MOST);
            }
        }
    }
}
