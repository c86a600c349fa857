//! How a conversation ends, and when it is looked at again.
//!
//! An ending is written with the step that brings it: a hand-off's with its last one, the visitor's goodbye with the answer to
//! it. Where nothing brings it, time does: after the agent's answer the record names the moment when the visitor counts as
//! silent, and a turn that comes at that moment, or later, decides.
//!
//! ```text
//! answered ─▶ remind ─▶ end            … a day later …            due ─▶ claim ─▶ read ─▶ [attributes] ─▶ end
//!                                                                  │                └─ the visitor wrote: as any turn
//!                                                                  └─ the agent has answered since: remind, later
//! ```
//!
//! A reminder is set before the record names it, so that no record waits for a moment nobody comes at. One that is due no later
//! is there already as a rule, and then none is set.

use std::time::Duration;

use jiff::Timestamp;

use super::change::Change;
use super::effect::{Effect, Stop};
use super::guard::Guard;
use super::machine::{Phase, Then, Turn};
use super::marking::After;
use super::plan::Plan;
use crate::domain::answer::Gist;
use crate::domain::conversation::ownership::Holder;
use crate::domain::conversation::{Errand, Record, StepKind};
use crate::domain::ending::{Ended, Ending};
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::part::Voice;
use crate::domain::reminder::{Purpose, Reminder};

impl Turn {
    /// How the conversation has ended now that this plan's last step is done.
    pub(super) fn ended_by(&self, plan: &Plan, now: Timestamp) -> Option<Ended> {
        // What waits for people has not ended.
        let waits = plan.queues() || self.waiting().is_some();
        match (&plan.hand_over, plan.kind, plan.gist) {
            (Some(_), _, _) if plan.queues() => None,
            // Why it was handed off stays why, whoever has it by now.
            (Some(hand_over), _, _) if hand_over.reason == Reason::NotPickedUp => None,
            (Some(hand_over), _, _) => Some(Ended {
                why: Some(hand_over.reason.name().to_owned()),
                ..Ended::new(Ending::HandedOff, self.record.rule, now)
            }),
            (None, StepKind::Reply, Some(Gist::Closes)) if !waits => {
                Some(Ended::new(Ending::Confirmed, self.record.rule, now))
            }
            (None, _, _) => None,
        }
    }

    /// What is written of a hand-off under way when somebody has the conversation before it is done: they took what they were
    /// to be given.
    pub(super) fn taken_meanwhile(&self, plan: &Plan, now: Timestamp) -> Change {
        let ended = self.ended_by(plan, now);
        Change {
            reminder: ended.is_some().then_some(None),
            ended,
            ..Change::default()
        }
    }

    /// Whether somebody was told of a hand-off before this step of it.
    pub(super) fn has_begun(&self, plan: &Plan) -> bool {
        match plan.kind {
            StepKind::Unassign | StepKind::Assign => true,
            StepKind::Note => {
                let parts = self.read_transcript().lines.iter().map(|line| &line.part);
                let mut ours = parts.filter(|part| part.voice(&self.brief.us) == Voice::Us);
                ours.any(|part| part.is_visible() && part.stamp > plan.cover)
            }
            StepKind::Farewell
            | StepKind::Reply
            | StepKind::Draft
            | StepKind::Confirm
            | StepKind::Ask
            | StepKind::Queue
            | StepKind::Snooze
            | StepKind::Open => false,
        }
    }

    /// When the conversation is looked at again after an answer or a hand-off, if it is; none where that stays as it is. Of a draft
    /// the visitor saw nothing. What waits for people to open goes on waiting, whatever the agent answers meanwhile.
    pub(super) fn reminder_after(&self, plan: &Plan, now: Timestamp) -> Option<Option<Reminder>> {
        if plan.queues() {
            return self.reminder_of_opening(plan, now).map(Some);
        }
        if let Some(hand_over) = &plan.hand_over {
            return Some(self.reminder_of_pick_up(hand_over, now));
        }
        if plan.kind == StepKind::Snooze {
            return None;
        }
        let waits = plan.kind == StepKind::Reply && plan.gist != Some(Gist::Closes);
        self.unless_queued(waits.then(|| Reminder {
            at: now.as_second() + self.brief.config.outcomes.silence.seconds(),
            since: now.as_second(),
            purpose: Purpose::Silence,
        }))
    }

    /// The reminder a record gets; none where the conversation goes on waiting for people to open.
    pub(super) fn unless_queued(&self, reminder: Option<Reminder>) -> Option<Option<Reminder>> {
        (self.waiting().is_none() || !Guard::GoesOnWaiting.holds()).then_some(reminder)
    }

    /// Writes a change; before it, sees to it that somebody comes when the record is to be looked at again.
    pub(super) fn remind(&mut self, change: Change, then: Then, now: Timestamp) -> Effect {
        // One whose time has come may have been taken away with the message that is under way.
        let is_set = |reminder: &Reminder| {
            // The queue is in the order of the rows, so what waits there has a row of its own.
            let is_placed = reminder.queued().is_none() || self.waiting().is_some();
            let known = self.record.reminder;
            is_placed && known.is_some_and(|known| known.at <= reminder.at && !known.is_due(now))
        };
        // The row of what waits may have been taken away long before its time, because hours changed.
        let needed = change.opens.or_else(|| {
            let reminder = change.reminder.flatten();
            reminder.filter(|reminder| !is_set(reminder))
        });
        let needed = needed.or_else(|| self.goes_on_waiting(&change, &then));
        match needed {
            Some(reminder) if Guard::RemindFirst.holds() => {
                self.phase = Phase::Reminding {
                    change: Box::new(change),
                    then: Box::new(then),
                };
                Effect::Remind(reminder.time(), self.place_of(&reminder))
            }
            _ => self.save(change, then),
        }
    }

    /// Where a turn comes because a time has come: what there is to do if it has not. The agent has answered since, or people
    /// have it.
    pub(super) fn not_yet(&mut self, record: &Record, now: Timestamp) -> Option<Effect> {
        match record.reminder {
            // Whether people are back is asked of their hours.
            Some(reminder) if reminder.is_due(now) || reminder.queued().is_some() => None,
            Some(reminder) => {
                self.phase = Phase::Postponing;
                Some(Effect::Remind(reminder.time(), None))
            }
            // A teammate has dealt with it, and a worker died before: whether its step was made is still to be found out.
            None if record.step.is_some() => None,
            None => Some(self.stop(Stop::Outcome(Outcome::NothingToCover))),
        }
    }

    /// What of a record is due, and is this turn's to see to.
    pub(super) fn due_in(&self, record: &Record, now: Timestamp) -> Option<Reminder> {
        let sees_to = matches!(self.brief.errand, Errand::Due | Errand::HandOver(_));
        let is_due = |reminder: &Reminder| match reminder.purpose {
            Purpose::Opening(_) => self.is_awaited_now(reminder, now),
            Purpose::Silence | Purpose::PickUp { .. } => reminder.is_due(now),
        };
        record
            .reminder
            .filter(|reminder| sees_to && is_due(reminder))
    }

    /// The time has come, and the visitor waits for nothing from the agent.
    pub(super) fn due(&mut self, reminder: Reminder, now: Timestamp) -> Effect {
        match reminder.purpose {
            Purpose::Silence => self.fell_silent(now),
            Purpose::PickUp { .. } => self.nobody_came(reminder, now),
            Purpose::Opening(_) => self.waits_on(now),
        }
    }

    /// The agent spoke last, and a while ago.
    fn fell_silent(&mut self, now: Timestamp) -> Effect {
        let ending = match (
            self.record.ownership.holder(&self.brief.us),
            self.record.gist,
        ) {
            (Holder::Person | Holder::Assigned(_), _) => Ending::TakenOver,
            (_, Some(Gist::AsksBack)) => Ending::Abandoned,
            (_, Some(Gist::Answers | Gist::Closes) | None) => Ending::Assumed,
        };
        self.mark(After::Ending(ending), now)
    }

    /// Writes how it has ended.
    pub(super) fn conclude(&mut self, ending: Ending, now: Timestamp) -> Effect {
        self.trace.note("ended", ending.name());
        let change = Change {
            ended: Some(Ended::new(ending, self.record.rule, now)),
            reminder: Some(None),
            step: Some(None),
            ..Change::default()
        };
        self.end(change, Outcome::Ended(ending), now)
    }

    /// Nothing is to be looked at any more.
    pub(super) fn forget_reminder(&mut self, now: Timestamp) -> Effect {
        let change = Change {
            reminder: Some(None),
            step: Some(None),
            ..Change::default()
        };
        self.end(change, Outcome::NothingToCover, now)
    }

    /// How a turn ends that has no time left for what is due.
    pub(super) fn comes_again() -> Then {
        Then::Stop(Stop::Later {
            after: Duration::from_secs(1),
            why: "too little time is left for what is due",
        })
    }
}
