//! Calls that nobody waits for, made so that those somebody waits for still go through.

use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::ports::clock::Clock;

/// The shortest and the longest pause. A reset that has passed by our clock may lie ahead by Intercom's, and the other way
/// round: after either pause the next call shows how it is.
const SHORTEST: SignedDuration = SignedDuration::from_secs(1);
const LONGEST: SignedDuration = SignedDuration::from_secs(60);

/// How many refusals in a row are sat out. Others may use the window up each time.
const PATIENCE: u32 = 30;

/// Leaves a share of every window of the rate limit to whoever else calls with the same app, and sits out what is refused
/// all the same.
///
/// Intercom gives an app a number of calls for ten seconds at a time, and says in `X-RateLimit-Limit`, `-Remaining` and
/// `-Reset` how many they are, how many are left and when the window ends. The functions of a stack use the same window.
#[derive(Debug)]
pub struct Pace {
    /// In percent of the window.
    leave: u8,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    /// No call before this.
    hold: Option<Timestamp>,
    rested: SignedDuration,
    in_a_row: u32,
    refused: u32,
}

/// What an answer says of the rate limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) limit: u32,
    pub(super) remaining: u32,
    pub(super) reset: Timestamp,
}

/// What keeping the pace cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rested {
    /// For how long nothing was called.
    pub time: Duration,
    /// How many calls Intercom refused because the window was used up.
    pub refused: u32,
}

impl Pace {
    /// Leaves this many percent of every window to others.
    #[must_use]
    pub fn leaving(percent: u8) -> Self {
        Self {
            leave: percent.min(100),
            seen: Mutex::default(),
        }
    }

    /// What it cost so far.
    #[must_use]
    pub fn rested(&self) -> Rested {
        let seen = self.seen();
        Rested {
            time: seen.rested.try_into().unwrap_or_default(),
            refused: seen.refused,
        }
    }

    /// Waits until a call may be made.
    pub(super) async fn ready(&self, clock: &dyn Clock) {
        loop {
            let hold = self.seen().hold;
            let left = hold.map_or(SignedDuration::ZERO, |hold| {
                hold.duration_since(clock.now())
            });
            match Duration::try_from(left) {
                Ok(left) if !left.is_zero() => clock.sleep(left).await,
                // It has passed.
                _ => return,
            }
        }
    }

    /// Takes note of what an answer says.
    pub(super) fn saw(&self, window: Window, now: Timestamp) {
        let left_to_others = u64::from(window.limit) * u64::from(self.leave) / 100;
        if u64::from(window.remaining) <= left_to_others {
            self.seen().hold_until(window.reset, now);
        }
    }

    /// Takes note of a call that went through.
    pub(super) fn went_through(&self) {
        self.seen().in_a_row = 0;
    }

    /// Takes note of a call that was refused until a time; whether to make it again.
    pub(super) fn was_refused(&self, until: Timestamp, now: Timestamp) -> bool {
        let mut seen = self.seen();
        seen.refused += 1;
        seen.in_a_row += 1;
        seen.hold_until(until, now);
        seen.in_a_row <= PATIENCE
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().expect("no holder of this lock panics")
    }
}

/// How long to pause for the end of a window.
pub(super) fn pause(until: Timestamp, now: Timestamp) -> SignedDuration {
    until.duration_since(now).clamp(SHORTEST, LONGEST)
}

impl Seen {
    fn hold_until(&mut self, until: Timestamp, now: Timestamp) {
        let until = now
            .saturating_add(pause(until, now))
            .unwrap_or(Timestamp::MAX);
        // Several calls may be on their way; the time they all wait is one.
        let from = self.hold.map_or(now, |hold| hold.max(now));
        if until > from {
            self.rested += until.duration_since(from);
            self.hold = Some(until);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn window(remaining: u32) -> Window {
        Window {
            limit: 100,
            remaining,
            reset: at(10),
        }
    }

    fn holds(pace: &Pace) -> Option<i64> {
        pace.seen().hold.map(Timestamp::as_second)
    }

    #[test]
    fn nothing_is_called_once_only_the_others_share_is_left() {
        let pace = Pace::leaving(50);
        pace.saw(window(51), at(3));
        assert_eq!(holds(&pace), None);
        pace.saw(window(50), at(3));
        assert_eq!(holds(&pace), Some(10));
        assert_eq!(pace.rested().time, Duration::from_secs(7));
    }

    #[test]
    fn calls_that_were_on_their_way_together_wait_together() {
        let pace = Pace::leaving(50);
        pace.saw(window(50), at(3));
        pace.saw(window(49), at(4));
        assert_eq!(holds(&pace), Some(10));
        assert_eq!(pace.rested().time, Duration::from_secs(7));
    }

    #[test]
    fn a_clock_that_is_wrong_neither_stops_the_pauses_nor_makes_them_endless() {
        for (now, held) in [(10_000, 10_001), (-10_000, -9_940)] {
            let pace = Pace::leaving(50);
            pace.saw(window(0), at(now));
            assert_eq!(holds(&pace), Some(held));
        }
    }

    #[test]
    fn a_refusal_is_sat_out_as_long_as_some_calls_go_through() {
        let pace = Pace::leaving(50);
        for _ in 0..PATIENCE {
            assert!(pace.was_refused(at(10), at(3)));
        }
        pace.went_through();
        for _ in 0..PATIENCE {
            assert!(pace.was_refused(at(10), at(3)));
        }
        assert!(!pace.was_refused(at(10), at(3)));
        assert_eq!(pace.rested().refused, 61);
    }
}
