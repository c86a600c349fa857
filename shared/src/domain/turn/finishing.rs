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
        let handed_over = plan.hand_over.is_some().then(|| plan.cover.clone());
        let own = plan.made.clone();
        self.end(
            Change {
                done: true,
                own,
                handed_over,
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

    /// Finishes with what waits left to somebody else.
    pub(super) fn leave(&mut self, outcome: Outcome, now: Timestamp) -> Effect {
        let left = self.newest();
        self.end(
            Change {
                left,
                step: Some(None),
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
        if (owes || after.is_due(&self.brief.us)) && self.remaining(now) >= budget::ANOTHER {
            return self.save(change, Then::GoOn(outcome));
        }
        change.lease = Some(None);
        let then = if owes {
            Then::AskAgain(outcome)
        } else {
            Then::Stop(Stop::Outcome(outcome))
        };
        self.save(change, then)
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
