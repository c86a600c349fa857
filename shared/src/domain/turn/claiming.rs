//! Loading the record, claiming the conversation, and writing when somebody else wrote first.

use std::time::Duration;

use jiff::Timestamp;

use super::budget;
use super::change::Change;
use super::effect::{Effect, Stop};
use super::guard::Guard;
use super::machine::{Phase, Reading, Then, Turn};
use crate::domain::conversation::{Errand, Lease, Record};
use crate::domain::ending::Tally;
use crate::domain::outcome::Outcome;

impl Turn {
    pub(super) fn loaded(&mut self, record: Record, now: Timestamp) -> Effect {
        if record.deleted {
            return self.stop(Stop::Outcome(Outcome::Gone));
        }
        if self.brief.errand == Errand::Watch {
            return self.watch(record, now);
        }
        if self.brief.errand == Errand::Due
            && let Some(effect) = self.not_yet(&record, now)
        {
            return effect;
        }
        if let Some(lease) = record.lease.filter(|lease| {
            lease.bars(self.brief.worker, now.as_second()) && Guard::LeaseBars.holds()
        }) {
            // A little later than the lease ends, and not all at the same moment. Most turns end long before, so whoever
            // waits in the other lane looks in between.
            let jitter = Duration::from_millis(self.brief.worker % 1_000);
            let left =
                Duration::from_secs(u64::try_from(lease.until - now.as_second()).unwrap_or(0));
            let after = left.min(budget::OTHER) + jitter;
            return self.stop(Stop::Later {
                after,
                why: "another turn of this conversation is running",
            });
        }
        if self.brief.errand == Errand::Due
            && let Some(effect) = self.still_closed(&record, now)
        {
            return effect;
        }
        // A record that has seen nothing yet proves nothing: its notification may be the one that was lost.
        let known = record.seen.is_some() && self.brief.errand == Errand::Answer;
        if known && record.step.is_none() && !record.deserves_a_look(&self.brief.us) {
            let ours = record.may_act(&self.brief.us);
            if !ours {
                self.note_holder(&record);
            }
            return self.stop(Stop::Outcome(if ours {
                Outcome::NothingToCover
            } else {
                Outcome::NotOurs
            }));
        }
        self.counted = record.counted();
        self.record = record;
        let lease = Lease {
            worker: self.brief.worker,
            until: self.brief.deadline.as_second(),
        };
        self.save(Change::claim(lease), Then::Read)
    }

    /// Writes a change on top of the record as it is known.
    pub(super) fn save(&mut self, change: Change, then: Then) -> Effect {
        change.apply(&mut self.record);
        self.phase = Phase::Saving {
            change: Box::new(change),
            then: Box::new(then),
        };
        let tally = Tally::between(self.counted.as_ref(), self.record.counted().as_ref());
        Effect::Save(Box::new(self.record.clone()), tally)
    }

    pub(super) fn saved(&mut self, then: Then, now: Timestamp) -> Effect {
        match then {
            Then::Read => self.reading(Reading::First),
            // Whoever was held up until the lease ended does not post any more: another worker may be looking for the step,
            // and post it when it does not show. The step stays open, and is looked for.
            Then::Post(_) if self.remaining(now).is_zero() && Guard::FreshIntent.holds() => self
                .stop(Stop::Later {
                    after: Duration::from_secs(5),
                    why: "this turn's time was over before it could post",
                }),
            Then::Post(plan) if self.is_late(now) => {
                let why = "writing down what to post took too long";
                let after = Duration::from_secs(1);
                self.unsent(&plan, Stop::Later { after, why })
            }
            Then::Post(plan) => self.post(plan, now),
            Then::Stop(stop) => self.stop(stop),
            Then::AskAgain(outcome) => self.ask_again(outcome),
            Then::GoOn(outcome) => self.gone_on(outcome),
        }
    }

    /// Whether what was intended is too old to be posted. Whoever finds the step later counts from when it was intended, and
    /// a post that begins much later would show after they have looked for it.
    fn is_late(&self, now: Timestamp) -> bool {
        let intended = self.record.step.as_ref().map(|step| step.since);
        Guard::FreshIntent.holds()
            && intended.is_some_and(|since| {
                now.as_second() >= since + budget::FRESH.as_secs().cast_signed()
            })
    }

    /// Somebody wrote first. A visitor's new message changes nothing about what we are doing; people do, and so does
    /// the echo of a step that was believed missing.
    pub(super) fn conflict(
        &mut self,
        current: Record,
        change: Change,
        then: Then,
        now: Timestamp,
    ) -> Effect {
        if then == Then::Read {
            return self.loaded(current, now);
        }
        if current.deleted {
            return self.stop(Stop::Outcome(Outcome::Gone));
        }
        if current
            .lease
            .is_none_or(|lease| lease.worker != self.brief.worker)
            && Guard::Fence.holds()
        {
            // The lease ran out and another worker has the conversation; it will find what we did.
            let why = "another worker took over this turn";
            return self.stop(Stop::Later {
                after: Duration::from_secs(5),
                why,
            });
        }
        self.counted = current.counted();
        let mut merged = match &self.transcript {
            Some(transcript) => self.fold(current, transcript),
            None => current,
        };
        if let Then::Post(plan) = &then {
            let happened = merged
                .step
                .as_ref()
                .is_some_and(|step| step.done && step.kind == plan.kind);
            // Where people have it anyway, what any of them did since is somebody's being there.
            let stirred = plan.is_nudge() && merged.epoch > self.record.epoch;
            let permitted =
                (self.permits(&merged, plan) && !stirred) || !Guard::TakeoverAtConflict.holds();
            if happened || !permitted {
                change.apply_past(&mut merged);
                self.record = merged;
                return self.reading(Reading::First);
            }
        }
        // Whoever came while a silence was written down has ended it.
        let stirred = merged.epoch > self.record.epoch || merged.is_due(&self.brief.us);
        if change.is_of_silence() && stirred {
            self.record = merged;
            return self.reading(Reading::First);
        }
        merged.rule = self.record.rule;
        let change = change.unless_taken(&merged, &self.brief.us);
        self.record = merged;
        self.save(change, then)
    }
}
