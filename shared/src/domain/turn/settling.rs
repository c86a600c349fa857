//! An open step: it was intended, and nobody knows whether it happened. Look before doing it again.

use std::time::Duration;

use jiff::Timestamp;

use super::budget;
use super::change::Change;
use super::effect::{Effect, Stop};
use super::machine::{Phase, Then, Turn, Waiting};
use super::plan::Plan;
use crate::domain::conversation::event::Deed;
use crate::domain::conversation::{Step, StepKind};
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
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
        let Some(step) = self.record.step.clone() else {
            return self.dropped();
        };
        let plan = Plan::of(&step);
        if let Sight::Happened(part) = self.sight(&step) {
            self.trace
                .note("settle", format!("the {} arrived", name(step.kind)));
            return self.settled(plan, part, now);
        }
        if !self.holder_is_us() {
            return self.dropped();
        }
        let old = now.as_second() >= step.not_before + budget::SETTLED.as_secs().cast_signed();
        if look < budget::SETTLE.len() && !old {
            return self.wait_to_settle(look);
        }
        self.trace.note(
            "settle",
            format!(
                "the {} did not arrive (attempt {})",
                name(step.kind),
                step.attempt
            ),
        );
        self.missing(plan, now)
    }

    pub(super) fn wait_to_settle(&mut self, look: usize) -> Effect {
        self.phase = Phase::Waiting(Waiting::Settling { look: look + 1 });
        Effect::Wait(budget::SETTLE[look])
    }

    fn sight(&self, step: &Step) -> Sight {
        if step.done {
            return Sight::Happened(None);
        }
        let transcript = self.transcript();
        if step.kind == StepKind::Assign {
            let to = step.hand_over.as_ref().map(|hand_over| &hand_over.to);
            return if to == Some(&transcript.assignee()) {
                Sight::Happened(None)
            } else {
                Sight::Missing
            };
        }
        let ours = transcript.lines.iter().map(|line| &line.part).find(|part| {
            part.voice(&self.brief.us) == Voice::Us
                && !self.record.is_own(&part.stamp.id)
                && step.can_be(part.stamp.at, &Deed::of(part))
        });
        ours.map_or(Sight::Missing, |part| {
            Sight::Happened(Some(part.stamp.id.clone()))
        })
    }

    fn settled(&mut self, plan: Plan, part: Option<PartId>, now: Timestamp) -> Effect {
        match plan.kind {
            StepKind::Reply => {
                self.finish_step(&Plan { made: part, ..plan }, Outcome::Replied, now)
            }
            StepKind::Draft => {
                self.finish_step(&Plan { made: part, ..plan }, Outcome::Drafted, now)
            }
            StepKind::Farewell | StepKind::Note if !self.holder_is_us() => self.dropped(),
            StepKind::Farewell | StepKind::Note | StepKind::Assign => {
                self.happened(plan, part, now)
            }
        }
    }

    /// It surely did not happen: once more, or another way.
    fn missing(&mut self, mut plan: Plan, now: Timestamp) -> Effect {
        let again = plan.attempt < budget::ATTEMPTS;
        match plan.kind {
            StepKind::Reply | StepKind::Draft if again => {
                // The text is gone with the turn that had it; the agent is asked again.
                self.mode = if plan.kind == StepKind::Draft {
                    Mode::Draft
                } else {
                    Mode::Reply
                };
                self.ask(now)
            }
            StepKind::Reply | StepKind::Draft => {
                self.record.step = None;
                self.hand_over(Reason::Unconfirmed, plan.cover)
            }
            StepKind::Assign if plan.attempt >= budget::ASSIGNMENTS => {
                let why = "the assignment is undone each time; a workflow may be at work";
                let stop = Stop::Later {
                    after: Duration::from_secs(60),
                    why,
                };
                self.save(Change::release(true), Then::Stop(stop))
            }
            StepKind::Farewell | StepKind::Note if !again => {
                let next = plan
                    .next_kind()
                    .expect("a text is followed by another step");
                self.intend(plan.at(next), now)
            }
            StepKind::Farewell | StepKind::Note | StepKind::Assign => {
                plan.attempt += 1;
                self.intend(plan, now)
            }
        }
    }
}

/// A step in words.
pub(super) const fn name(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Reply => "answer",
        StepKind::Draft => "draft",
        StepKind::Farewell => "text to the visitor",
        StepKind::Note => "note",
        StepKind::Assign => "assignment",
    }
}
