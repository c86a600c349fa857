//! The end of a turn: what it covered is written, the claim is given back, unless something newer waits.

use jiff::Timestamp;

use super::budget;
use super::change::Change;
use super::effect::{Effect, Stop};
use super::machine::{Found, Reading, Then, Turn};
use super::plan::Plan;
use crate::domain::outcome::Outcome;
use crate::domain::routing::Fetched;
use crate::domain::stamp::Stamp;

impl Turn {
    /// Finishes with the open step done.
    pub(super) fn finish_step(&mut self, plan: &Plan, outcome: Outcome, now: Timestamp) -> Effect {
        // What waits for people is covered, and not with them yet.
        let queues = plan.queues();
        let cover = queues.then(|| plan.cover.clone());
        let handed_over = (plan.hand_over.is_some() && !queues).then(|| plan.cover.clone());
        let own = plan.made.clone();
        let ended = self.ended_by(plan, now);
        let reminder = self.reminder_after(plan, now);
        self.end(
            Change {
                done: true,
                own,
                step: Some(None),
                cover,
                handed_over,
                ended,
                reminder,
                ..Change::default()
            },
            outcome,
            now,
        )
    }

    /// Finishes without anything posted.
    pub(super) fn finish(
        &mut self,
        cover: Option<Stamp>,
        outcome: Outcome,
        now: Timestamp,
    ) -> Effect {
        self.end(
            Change {
                cover,
                step: Some(None),
                ..Change::default()
            },
            outcome,
            now,
        )
    }

    /// Finishes with what waits left to somebody else. That the visitor says nothing more tells nothing of the agent then.
    pub(super) fn leave(&mut self, outcome: Outcome, now: Timestamp) -> Effect {
        let left = self.newest();
        // What waits for people to open, waits all the same.
        self.end(
            Change {
                left,
                step: Some(None),
                reminder: self.unless_queued(None),
                ..Change::default()
            },
            outcome,
            now,
        )
    }

    pub(super) fn end(&mut self, mut change: Change, outcome: Outcome, now: Timestamp) -> Effect {
        let mut after = self.record.clone();
        change.apply(&mut after);
        let owes = after.owes_confirmation();
        let is_due = self.due_in(&after, now).is_some();
        let more = owes || is_due || after.is_due(&self.brief.us);
        if more && self.remaining(now) >= budget::ANOTHER {
            return self.remind(change, Then::GoOn(outcome), now);
        }
        change.lease = Some(None);
        let then = match (owes, is_due) {
            (_, true) => Self::comes_again(),
            (true, false) => Then::AskAgain(outcome),
            (false, false) => Then::Stop(Stop::Outcome(outcome)),
        };
        self.remind(change, then, now)
    }

    /// Something newer was written meanwhile: it is covered in the same turn.
    pub(super) fn gone_on(&mut self, outcome: Outcome) -> Effect {
        self.outcome = Some(outcome);
        self.found = Found::default();
        self.rule = None;
        self.mode = None;
        self.lost.clear();
        // Who is there may have changed meanwhile, and is known without a call.
        self.facts.directory = Fetched::NotYet;
        self.reading(Reading::First)
    }
}
