//! One change to a record, kept apart from the record, so that it can be applied again to a newer one.

use crate::domain::conversation::ownership::raise;
use crate::domain::conversation::{Lease, Record, Step, StepKind};
use crate::domain::ending::{Ended, Ending};
use crate::domain::reminder::Reminder;
use crate::domain::stamp::Stamp;
use crate::id::PartId;

/// What a write of the turn changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Change {
    /// The open step happened.
    pub(super) done: bool,
    /// A part we made.
    pub(super) own: Option<PartId>,
    /// The newest command a note of ours has answered.
    pub(super) confirmed: Option<Stamp>,
    /// Up to which orders to hand over there was nothing to hand over.
    pub(super) obeyed: Option<Stamp>,
    /// The next step, or none.
    pub(super) step: Option<Option<Step>>,
    /// What is covered with this write.
    pub(super) cover: Option<Stamp>,
    /// What a hand-off covers that came to its end with this write.
    pub(super) handed_over: Option<Stamp>,
    /// What a rule leaves to somebody else with this write.
    pub(super) left: Option<Stamp>,
    /// What a rule leaves to Resolution Bot / Fin with this write.
    pub(super) to_bot: Option<Stamp>,
    /// How the conversation has ended with this write.
    pub(super) ended: Option<Ended>,
    /// When it is looked at again, or that it is not.
    pub(super) reminder: Option<Option<Reminder>>,
    /// When what waits for people to open is looked at again, as long as it waits.
    pub(super) opens: Option<Reminder>,
    /// The lease, or none.
    pub(super) lease: Option<Option<Lease>>,
}

impl Change {
    pub(super) fn claim(lease: Lease) -> Self {
        Self {
            lease: Some(Some(lease)),
            ..Self::default()
        }
    }

    pub(super) fn intend(step: Step) -> Self {
        Self {
            step: Some(Some(step)),
            ..Self::default()
        }
    }

    /// Gives the claim back; an open step stays open.
    pub(super) fn release() -> Self {
        Self {
            lease: Some(None),
            ..Self::default()
        }
    }

    /// Gives the claim back, with this step open, or none.
    pub(super) fn release_with(step: Option<Step>) -> Self {
        Self {
            step: Some(step),
            ..Self::release()
        }
    }

    /// Whether it writes that nobody has said anything since.
    pub(super) fn is_of_silence(&self) -> bool {
        let ending = self.ended.as_ref().map(|ended| ended.ending);
        matches!(
            ending,
            Some(Ending::Assumed | Ending::Abandoned | Ending::TakenOver)
        )
    }

    pub(super) fn apply(&self, record: &mut Record) {
        self.apply_past(record);
        if let Some(step) = &self.step {
            // The echo of an attempt that was believed missing may have come first. What follows from it is still to be written.
            // An assignment is put back though it was made once: something undid it.
            let happened = |known: &Step| {
                let same = step.as_ref().is_some_and(|step| step.kind == known.kind);
                let assigns = matches!(known.kind, StepKind::Assign | StepKind::Unassign);
                known.done && (known.hand_over.is_none() || (same && !assigns))
            };
            let is_put_back = step.is_some() && self.lease == Some(None);
            if !(is_put_back && record.step.as_ref().is_some_and(happened)) {
                record.step.clone_from(step);
            }
        }
        if let Some(cover) = &self.cover {
            raise(&mut record.covered, cover);
        }
        if let Some(cover) = &self.handed_over {
            record.handed_over(cover);
        }
        if let Some(left) = &self.left {
            raise(&mut record.left, left);
        }
        if let Some(to_bot) = &self.to_bot {
            raise(&mut record.to_bot, to_bot);
        }
        if let Some(ended) = &self.ended {
            record.ended = Some(ended.clone());
        }
        if let Some(reminder) = self.reminder {
            record.reminder = reminder;
        }
        if let (Some(opens), Some(reminder)) = (self.opens, &mut record.reminder)
            && reminder.queued().is_some()
        {
            reminder.at = opens.at;
        }
        if let Some(lease) = &self.lease {
            record.lease = *lease;
        }
    }

    /// What has happened already and stays true whatever else is decided.
    pub(super) fn apply_past(&self, record: &mut Record) {
        if self.done {
            record.step_done();
        }
        if let Some(part) = &self.own {
            record.owns(part);
        }
        if let Some(confirmed) = &self.confirmed {
            raise(&mut record.confirmed, confirmed);
        }
        if let Some(obeyed) = &self.obeyed {
            raise(&mut record.obeyed, obeyed);
        }
    }
}
