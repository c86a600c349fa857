//! An open step: it was intended, and nobody knows whether it happened. Look before doing it again.

use std::time::Duration;

use jiff::Timestamp;

use super::budget;
use super::change::Change;
use super::effect::{Effect, Stop};
use super::guard::Guard;
use super::machine::{Phase, Then, Turn, Waiting};
use super::marking::After;
use super::plan::Plan;
use crate::domain::conversation::event::Deed;
use crate::domain::conversation::{Errand, Step, StepKind};
use crate::domain::hand_off::Reason;
use crate::domain::part::Voice;
use crate::domain::routing::Mode;
use crate::id::PartId;

/// What a reading shows of a step.
enum Sight {
    /// It happened, as this part if it made one.
    Happened(Option<PartId>),
    /// It does not show.
    Missing,
}

impl Turn {
    /// Looks for the open step in the newest reading, for the `look`th time.
    pub(super) fn settle(&mut self, look: usize, now: Timestamp) -> Effect {
        if let Some(effect) = self.arrived(now) {
            return effect;
        }
        let Some(step) = self.record.step.clone() else {
            return self.look(now);
        };
        let plan = Plan::of(&step);
        if plan.kind == StepKind::Open && !self.is_to_be_opened(&self.record) {
            return self.given(&plan, now);
        }
        if self.lags_behind(&step) {
            if look < budget::SETTLE.len() {
                return self.wait_to_settle(look);
            }
            // What showed once and never shows again is not waited for without end.
            if self.brief.receive_count < budget::LOOKS {
                return self.later(self.moments(), "a reading lags behind an earlier one");
            }
        }
        // One reading may lag, however long ago the step was intended.
        let old = now.as_second() >= step.since + budget::SETTLED.as_secs().cast_signed();
        let further = look < budget::SETTLE.len() && Guard::SettleSchedule.holds();
        let waits = further && !(old && look > 0) && !step.unsent;
        if !self.permits(&self.record, &plan) && Guard::TakeoverDropsStep.holds() {
            // It may be on its way all the same, and whoever has the agent answer once more must know of it.
            if waits {
                return self.wait_to_settle(look);
            }
            self.record.step = None;
            if self.has_begun(&plan) && !self.goes_on(&plan) {
                return self.dropped(self.taken_meanwhile(&plan, now), now);
            }
            return self.look(now);
        }
        if plan.kind == StepKind::Note && !waits && self.has_closed(&plan, now) {
            self.record.step = None;
            return self.look(now);
        }
        if step.unsent {
            return self.owed(plan, now);
        }
        if waits {
            return self.wait_to_settle(look);
        }
        let attempt = step.attempt;
        self.trace.note(
            "settle",
            format!("the {} did not arrive (attempt {attempt})", name(step.kind)),
        );
        self.missing(plan, now)
    }

    /// Whether the newest reading is older than the one a step was intended upon, or than what an answer was about. Then it
    /// tells nothing of the step, nor whether it is still wanted.
    fn lags_behind(&self, step: &Step) -> bool {
        let newest = self.read_transcript().lines.last();
        let newest = newest.map(|line| &line.part.stamp);
        let about = Some(&step.cover).filter(|_| Plan::of(step).is_answer());
        newest < step.after.as_ref().max(about)
    }

    pub(super) fn wait_to_settle(&mut self, look: usize) -> Effect {
        self.phase = Phase::Waiting(Waiting::Settling { look: look + 1 });
        Effect::Wait(budget::SETTLE[look])
    }

    /// If the open step shows in the newest reading: what follows from it.
    pub(super) fn arrived(&mut self, now: Timestamp) -> Option<Effect> {
        let step = self.record.step.clone()?;
        let Sight::Happened(part) = self.sight(&step, now) else {
            return None;
        };
        self.trace
            .note("settle", format!("the {} arrived", name(step.kind)));
        let plan = Plan {
            made: part.clone(),
            ..Plan::of(&step)
        };
        Some(match plan.kind {
            StepKind::Reply | StepKind::Draft | StepKind::Confirm => self.marked(&plan, now),
            StepKind::Assign | StepKind::Open => self.happened(plan, part, now),
            // The rest of a hand-off is done only while nobody else has the conversation.
            StepKind::Farewell
            | StepKind::Note
            | StepKind::Unassign
            | StepKind::Ask
            | StepKind::Queue
            | StepKind::Snooze
                if !self.goes_on(&plan) =>
            {
                let confirmed = self.confirmed_by(&plan);
                let change = Change {
                    own: part,
                    confirmed,
                    ..self.taken_meanwhile(&plan, now)
                };
                self.dropped(change, now)
            }
            StepKind::Farewell
            | StepKind::Note
            | StepKind::Unassign
            | StepKind::Ask
            | StepKind::Queue
            | StepKind::Snooze => self.happened(plan, part, now),
        })
    }

    fn sight(&self, step: &Step, now: Timestamp) -> Sight {
        if step.done {
            return Sight::Happened(None);
        }
        let plan = Plan::of(step);
        let transcript = self.transcript();
        // People have it before a nudge, so that only what we did tells.
        let is_nudge = plan.is_nudge();
        let happened = match step.kind {
            StepKind::Assign if !is_nudge => self.somebody_has_it(),
            StepKind::Unassign if !is_nudge => transcript.admin.as_ref() != Some(&self.brief.us),
            StepKind::Unassign if transcript.admin.is_none() => true,
            StepKind::Snooze
                if self
                    .snoozed_until(&plan, now)
                    .is_some_and(|until| self.is_snoozed(until)) =>
            {
                true
            }
            // Whoever opened it: that is what it was for.
            StepKind::Open if !matches!(transcript.state.as_str(), "snoozed" | "closed") => true,
            StepKind::Assign
            | StepKind::Unassign
            | StepKind::Reply
            | StepKind::Draft
            | StepKind::Farewell
            | StepKind::Note
            | StepKind::Confirm
            | StepKind::Ask
            | StepKind::Queue
            | StepKind::Snooze
            | StepKind::Open => {
                let mut parts = transcript.lines.iter().map(|line| &line.part);
                let ours = parts.find(|part| {
                    part.voice(&self.brief.us) == Voice::Us
                        && !(self.record.is_own(&part.stamp.id) && Guard::OwnLedger.holds())
                        && step.can_be(&part.stamp, &Deed::of(part))
                });
                return ours.map_or(Sight::Missing, |part| {
                    Sight::Happened(Some(part.stamp.id.clone()))
                });
            }
        };
        if happened {
            Sight::Happened(None)
        } else {
            Sight::Missing
        }
    }

    /// It surely did not happen: once more, or another way.
    fn missing(&mut self, mut plan: Plan, now: Timestamp) -> Effect {
        let again = plan.attempt < budget::ATTEMPTS;
        if plan.kind == StepKind::Confirm {
            if !again {
                return self.confirmed(&plan, now);
            }
            plan.attempt += 1;
            plan.before = self.record.step.clone().map(Box::new);
            return self.prepare(plan, now);
        }
        if plan.is_answer() {
            self.mode = Some(if plan.kind == StepKind::Draft {
                Mode::Draft
            } else {
                Mode::Reply
            });
            self.cover = Some(plan.cover.clone());
            return match self.brief.errand.clone() {
                // The text is gone with the turn that had it; the agent is asked again.
                Errand::Answer | Errand::Due | Errand::Look | Errand::Watch if again => {
                    self.ask_once_more(now)
                }
                Errand::Answer | Errand::Due | Errand::Look | Errand::Watch => {
                    self.give_up(Reason::Unconfirmed, plan, now)
                }
                Errand::HandOver(reason) => self.give_up(reason, plan, now),
            };
        }
        let is_of_night = matches!(
            plan.kind,
            StepKind::Ask | StepKind::Queue | StepKind::Snooze
        );
        if is_of_night && !again {
            return self.without(plan, now);
        }
        let assigns = matches!(plan.kind, StepKind::Assign | StepKind::Unassign);
        if assigns {
            self.missed += 1;
            if self.missed >= budget::ATTEMPTS {
                return self.undone("whether the assignment arrives cannot be found out");
            }
        }
        match self.next_step(&plan, now) {
            Some(next) if !assigns && !again => self.intend(plan.at(next), now),
            None if plan.kind == StepKind::Note && !again => self.mark(After::Step(plan), now),
            None if plan.kind == StepKind::Open && !again => self.given(&plan, now),
            _ => {
                // Each delivery tries an assignment anew: by now the workflow that undid it may be repaired.
                plan.attempt = if assigns { 1 } else { plan.attempt + 1 };
                self.again(plan, now)
            }
        }
    }

    fn give_up(&mut self, reason: Reason, plan: Plan, now: Timestamp) -> Effect {
        // Its step stays open until the hand-off's own is written: it may have arrived after all.
        self.hand_over(reason, plan.cover, now)
    }

    /// An assignment that is undone each time, or never shows, waits. It is owed, whatever echo of an earlier try still comes,
    /// and is made again with the next delivery.
    pub(super) fn undone(&mut self, why: &'static str) -> Effect {
        let owed = self.record.step.clone().map(|step| Step {
            attempt: 1,
            done: false,
            unsent: true,
            ..step
        });
        let stop = Stop::Later {
            after: Duration::from_secs(60),
            why,
        };
        self.save(Change::release_with(owed), Then::Stop(stop))
    }
}

/// A step in words.
pub(super) const fn name(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Reply => "answer",
        StepKind::Draft => "draft",
        StepKind::Farewell => "text to the visitor",
        StepKind::Note => "note",
        StepKind::Unassign => "release by the agent's teammate",
        StepKind::Assign => "assignment",
        StepKind::Confirm => "confirmation",
        StepKind::Ask => "question",
        StepKind::Queue => "text of closed hours",
        StepKind::Snooze => "snooze",
        StepKind::Open => "opening",
    }
}
