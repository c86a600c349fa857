//! What the answers of one workspace's Intercom say about calling it again.
//!
//! ```text
//! open ── 429 ──────────────────────────▶ nobody calls until the window ends
//!   ├──── a tenth of the window is left ─▶ nobody calls who is not waited for, until it ends
//!   └──── two reads in a row unanswered ─▶ nobody calls for a minute, then one does ─▶ open, or a minute more
//! ```

use jiff::{SignedDuration, Timestamp};

use super::pace::{Window, pause};

/// In percent of a window: what is left of it for those who are waited for. Of 1,666 calls it is enough for 27 answers of six
/// calls, more than a container makes in ten seconds and about as many as a hundred of them begin in one; and to stop the others too
/// early costs them seconds.
const SCARCE: u64 = 10;

/// After how many reads in a row without an answer a workspace is left alone. One may be the network's; a read is tried three
/// times before it counts.
const PATIENCE: u32 = 2;

/// For how long it is left alone.
const REST: SignedDuration = SignedDuration::from_secs(60);

/// Whether somebody waits for a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Urgency {
    Waited,
    /// It makes room for what is.
    Yielding,
}

/// Whether a call may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    Open,
    /// The window is used up, or left to others.
    Closed(Timestamp),
    /// Intercom does not answer.
    Resting(Timestamp),
}

#[derive(Debug, Default)]
pub(super) struct Gauge {
    /// As the newest answer said.
    window: Option<Window>,
    /// The end of a window that is used up.
    used_up: Option<Timestamp>,
    /// The end of a window of which little is left.
    scarce: Option<Timestamp>,
    /// The last end that others were told.
    told: Option<Timestamp>,
    /// Reads in a row that were not answered.
    unanswered: u32,
    /// When the last of them was not.
    failed_at: Option<Timestamp>,
    rests: Option<Timestamp>,
}

impl Gauge {
    /// Whether a call may be made now. After a rest the first that asks is let through, and the others when it was answered.
    pub(super) fn gate(&mut self, urgency: Urgency, now: Timestamp) -> Gate {
        if let Some(until) = self.used_up.filter(|until| *until > now) {
            return Gate::Closed(until);
        }
        let scarce = self.scarce.filter(|until| *until > now);
        if let (Urgency::Yielding, Some(until)) = (urgency, scarce) {
            return Gate::Closed(until);
        }
        match self.rests {
            Some(until) if until > now => Gate::Resting(until),
            Some(_) => {
                self.rest(now);
                Gate::Open
            }
            None => Gate::Open,
        }
    }

    /// Takes note of what an answer says of the rate limit.
    pub(super) fn saw(&mut self, window: Window, now: Timestamp) {
        self.window = Some(window);
        if u64::from(window.remaining) * 100 <= u64::from(window.limit) * SCARCE {
            self.scarce = self.scarce.max(Some(now + pause(window.reset, now)));
        }
    }

    /// Takes note of a call that was refused until a time.
    pub(super) fn was_refused(&mut self, until: Timestamp, now: Timestamp) -> Timestamp {
        let until = now + pause(until, now);
        self.used_up = self.used_up.max(Some(until));
        self.scarce = self.scarce.max(Some(until));
        until
    }

    /// Takes note of an answer, whatever it says.
    pub(super) fn was_answered(&mut self) {
        self.unanswered = 0;
        self.failed_at = None;
        self.rests = None;
    }

    /// Takes note of a read that was not answered.
    pub(super) fn was_not_answered(&mut self, now: Timestamp) {
        self.unanswered += 1;
        self.failed_at = self.failed_at.max(Some(now));
        if self.unanswered >= PATIENCE {
            self.rest(now);
        }
    }

    /// Takes note that what was asked first after a rest was not what tells how Intercom is. The next one may ask.
    pub(super) fn was_not_told(&mut self, now: Timestamp) {
        self.rests = self.rests.map(|_| now);
    }

    /// How many calls the app has in a window, if an answer said so.
    pub(super) fn limit(&self) -> Option<u32> {
        self.window.map(|window| window.limit)
    }

    /// Until when others should hold back, once for each time.
    pub(super) fn tell_once(&mut self, now: Timestamp) -> Option<Timestamp> {
        let until = self.scarce.filter(|until| *until > now)?;
        // Windows end in whole seconds; what differs by less is the same one, seen twice.
        let is_new = |told: Timestamp| until.duration_since(told) >= SignedDuration::from_secs(2);
        if !self.told.is_none_or(is_new) {
            return None;
        }
        self.told = Some(until);
        Some(until)
    }

    /// Whether there is nothing to be remembered. A failure is forgotten when as long as a rest has gone by without another: who
    /// is not asked again would be remembered for ever.
    pub(super) fn is_idle(&self, now: Timestamp) -> bool {
        let past = |time: Option<Timestamp>| time.is_none_or(|time| time <= now);
        let failure = self.failed_at.map(|failed_at| failed_at + REST);
        past(self.used_up) && past(self.scarce) && past(failure) && past(self.rests)
    }

    fn rest(&mut self, now: Timestamp) {
        self.rests = Some(now + REST);
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
            limit: 1_666,
            remaining,
            reset: at(110),
        }
    }

    fn gates(gauge: &mut Gauge, now: i64) -> [Gate; 2] {
        [Urgency::Waited, Urgency::Yielding].map(|urgency| gauge.gate(urgency, at(now)))
    }

    #[test]
    fn of_the_last_tenth_of_a_window_only_those_take_who_are_waited_for() {
        let mut gauge = Gauge::default();
        gauge.saw(window(167), at(103));
        assert_eq!(gates(&mut gauge, 103), [Gate::Open, Gate::Open]);
        assert_eq!(gauge.tell_once(at(103)), None);
        gauge.saw(window(166), at(103));
        let closed = Gate::Closed(at(110));
        assert_eq!(gates(&mut gauge, 103), [Gate::Open, closed]);
        assert_eq!(gates(&mut gauge, 109), [Gate::Open, closed]);
        assert_eq!(gates(&mut gauge, 110), [Gate::Open, Gate::Open]);
        assert_eq!(gauge.limit(), Some(1_666));
    }

    #[test]
    fn others_are_told_once_a_window() {
        let mut gauge = Gauge::default();
        for remaining in [166, 165, 0] {
            gauge.saw(window(remaining), at(103));
        }
        assert_eq!(gauge.tell_once(at(103)), Some(at(110)));
        gauge.saw(window(3), at(104));
        assert_eq!(gauge.tell_once(at(104)), None);
        let next = Window {
            reset: at(120),
            ..window(5)
        };
        gauge.saw(next, at(112));
        assert_eq!(gauge.tell_once(at(112)), Some(at(120)));
        assert_eq!(gauge.tell_once(at(112)), None);
        assert_eq!(gauge.tell_once(at(121)), None);
    }

    #[test]
    fn a_refusal_stops_everybody_until_the_window_ends() {
        let mut gauge = Gauge::default();
        gauge.was_refused(at(110), at(103));
        assert_eq!(gates(&mut gauge, 103), [Gate::Closed(at(110)); 2]);
        // An older answer that comes later does not open it.
        gauge.saw(window(900), at(104));
        gauge.was_answered();
        assert_eq!(gates(&mut gauge, 104), [Gate::Closed(at(110)); 2]);
        assert_eq!(gates(&mut gauge, 110), [Gate::Open; 2]);
        assert_eq!(gauge.tell_once(at(104)), Some(at(110)));
    }

    #[test]
    fn a_clock_that_is_wrong_neither_lets_a_refusal_pass_nor_makes_it_endless() {
        for (now, until) in [(10_000, 10_001), (-10_000, -9_940)] {
            let mut gauge = Gauge::default();
            gauge.was_refused(at(110), at(now));
            assert_eq!(gates(&mut gauge, now), [Gate::Closed(at(until)); 2]);
            assert_eq!(gates(&mut gauge, until), [Gate::Open; 2]);
        }
    }

    #[test]
    fn who_does_not_answer_twice_is_left_alone_for_a_minute_and_then_asked_by_one() {
        let mut gauge = Gauge::default();
        gauge.was_not_answered(at(0));
        assert_eq!(gates(&mut gauge, 0), [Gate::Open; 2]);
        gauge.was_not_answered(at(5));
        assert_eq!(gates(&mut gauge, 5), [Gate::Resting(at(65)); 2]);
        assert_eq!(gates(&mut gauge, 64), [Gate::Resting(at(65)); 2]);
        // One asks; whoever comes meanwhile does not.
        assert_eq!(gates(&mut gauge, 65), [Gate::Open, Gate::Resting(at(125))]);
        gauge.was_not_answered(at(75));
        assert_eq!(gates(&mut gauge, 130), [Gate::Resting(at(135)); 2]);
        assert_eq!(gates(&mut gauge, 135), [Gate::Open, Gate::Resting(at(195))]);
        gauge.was_answered();
        assert_eq!(gates(&mut gauge, 136), [Gate::Open; 2]);
        assert!(gauge.is_idle(at(136)));
    }

    #[test]
    fn a_failure_is_forgotten_when_no_other_follows_within_a_rest() {
        let mut gauge = Gauge::default();
        gauge.was_not_answered(at(0));
        assert!(!gauge.is_idle(at(59)));
        assert!(gauge.is_idle(at(60)));
        // The second begins a rest, and so does whoever is let through after it.
        gauge.was_not_answered(at(50));
        assert!(!gauge.is_idle(at(109)));
        assert_eq!(gates(&mut gauge, 110), [Gate::Open, Gate::Resting(at(170))]);
        assert!(!gauge.is_idle(at(169)));
        assert!(gauge.is_idle(at(170)));
    }

    #[test]
    fn after_a_rest_the_conversation_is_asked_for_though_something_else_was_and_failed() {
        let mut gauge = Gauge::default();
        gauge.was_not_answered(at(0));
        gauge.was_not_answered(at(0));
        assert_eq!(gates(&mut gauge, 60), [Gate::Open, Gate::Resting(at(120))]);
        gauge.was_not_told(at(61));
        assert_eq!(gates(&mut gauge, 61), [Gate::Open, Gate::Resting(at(121))]);
    }

    #[test]
    fn an_answer_between_two_that_did_not_come_begins_the_count_anew() {
        let mut gauge = Gauge::default();
        gauge.was_not_answered(at(0));
        gauge.was_answered();
        gauge.was_not_answered(at(5));
        assert_eq!(gates(&mut gauge, 5), [Gate::Open; 2]);
    }
}
