//! What a reading tells the record, as if every notification of it had arrived.

use super::machine::Turn;
use super::plan::Plan;
use crate::domain::conversation::decide::Desk;
use crate::domain::conversation::ownership::raise;
use crate::domain::conversation::{Event, Record, StepKind, decide};
use crate::domain::hand_off::Reason;
use crate::domain::part::Voice;
use crate::domain::transcript::Transcript;
use crate::id::AdminId;

impl Turn {
    /// Folds a reading into a record. Our own parts tell nothing new here; whether an open step happened is looked up
    /// by [`Turn::settle`].
    pub(super) fn fold(&self, record: Record, transcript: &Transcript) -> Record {
        let us = &self.brief.us;
        let forgotten = record.covered.is_none() && record.own.is_empty() && record.step.is_none();
        // A record of the time before confirmations says only what was followed then.
        let before_confirmations = record.commanded.is_none();
        let followed = (record.ordered.clone()).max(record.ownership.stopped.clone());
        let events = transcript
            .lines
            .iter()
            .flat_map(|line| Event::of(&line.part, us));
        let mut record = events
            .filter(|event| !matches!(event, Event::Echo { .. }))
            .fold(record, |record, event| {
                decide(&record, &event, Desk { us }).record
            });
        if let Some(rating) = transcript.rated {
            record.rate(rating);
        }
        if let Some(newest) = transcript.lines.last().map(|line| &line.part.stamp) {
            record
                .ownership
                .reconcile(newest, transcript.admin.as_ref(), transcript.team.as_ref());
        }
        if forgotten {
            remember(&mut record, transcript, us);
        }
        if before_confirmations && let Some(followed) = followed {
            raise(&mut record.confirmed, &followed);
        }
        record
    }

    /// Whether a plan may still be carried out: the agent may act, and nobody has dealt with what it covers.
    pub(super) fn permits(&self, record: &Record, plan: &Plan) -> bool {
        if plan.kind == StepKind::Confirm {
            return self.may_confirm(record, &plan.cover);
        }
        if plan.kind == StepKind::Snooze {
            return self.may_snooze(record, plan);
        }
        if let Some(hand_over) = plan.hand_over.as_ref().filter(|_| plan.is_nudge()) {
            return self.is_unpicked(record, Some(&hand_over.to));
        }
        let us = &self.brief.us;
        let open = record.may_act(us) && self.answered_up_to(record) < Some(&plan.cover);
        if let Some(hand_over) = &plan.hand_over {
            return match plan.kind {
                // What was promised is kept: after the note a close alone does not undo it.
                StepKind::Unassign | StepKind::Assign => record.may_act(us),
                // What waited is covered; that nobody has dealt with it, is what its reminder says.
                StepKind::Note if Self::is_awaited(record, plan) => record.may_act(us),
                StepKind::Open => self.is_to_be_opened(record),
                // An order is followed whatever is covered.
                StepKind::Farewell if hand_over.reason == Reason::Ordered => {
                    record.may_act(us) && record.is_ordered()
                }
                StepKind::Note if hand_over.reason == Reason::Ordered => {
                    open || (record.may_act(us) && record.is_ordered())
                }
                // An order is followed at once.
                StepKind::Ask | StepKind::Queue => open && !record.is_ordered(),
                StepKind::Farewell
                | StepKind::Note
                | StepKind::Reply
                | StepKind::Draft
                | StepKind::Confirm
                | StepKind::Snooze => open,
            };
        }
        // An order to hand over is newer than the answer; a text that was redacted meanwhile needs none, whatever came
        // after it.
        open && !record.is_ordered()
            && self
                .transcript()
                .unanswered(self.answered_up_to(record), us)
                .any(|line| line.part.stamp <= plan.cover)
    }
}

/// A record that was lost, or expired, knows nothing of the answers the reading shows: what was written before the
/// newest of them is not asked again, and what was commanded before the newest thing we did is not confirmed again.
fn remember(record: &mut Record, transcript: &Transcript, us: &AdminId) {
    let of = |voice| {
        let parts = transcript.lines.iter().map(|line| &line.part);
        parts
            .filter(move |part| part.is_visible() && part.voice(us) == voice)
            .map(|part| &part.stamp)
    };
    let answer = of(Voice::Us).max();
    if let Some(answered) = of(Voice::Visitor)
        .filter(|stamp| Some(*stamp) < answer)
        .max()
    {
        raise(&mut record.covered, answered);
    }
    let parts = || transcript.lines.iter().map(|line| &line.part);
    let deed = parts()
        .filter(|part| part.voice(us) == Voice::Us)
        .map(|part| &part.stamp)
        .max();
    let commanded = parts()
        .filter(|part| part.command.is_some() && Some(&part.stamp) < deed)
        .map(|part| &part.stamp);
    if let Some(commanded) = commanded.max() {
        raise(&mut record.confirmed, commanded);
    }
}
