//! One change to a record, kept apart from the record, so that it can be applied again to a newer one.

use crate::domain::conversation::{Lease, Record, Step};
use crate::domain::stamp::Stamp;
use crate::id::PartId;

/// What a write of the turn changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Change {
    /// The open step happened; as this part, where it is known.
    pub(super) done: bool,
    /// A part we made.
    pub(super) own: Option<PartId>,
    /// The next step, or none.
    pub(super) step: Option<Option<Step>>,
    /// What is covered with this write.
    pub(super) cover: Option<Stamp>,
    /// The lease, or none.
    pub(super) lease: Option<Option<Lease>>,
    /// The conversation is gone.
    pub(super) gone: bool,
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

    /// Gives the claim back, and forgets a step that was surely not done.
    pub(super) fn release(keep_step: bool) -> Self {
        Self {
            lease: Some(None),
            step: (!keep_step).then_some(None),
            ..Self::default()
        }
    }

    pub(super) fn apply(&self, record: &mut Record) {
        if self.gone {
            let (version, epoch) = (record.version, record.epoch);
            *record = Record {
                deleted: true,
                version,
                epoch,
                ..Record::default()
            };
            return;
        }
        if self.done {
            record.step_done();
        }
        if let Some(part) = &self.own {
            record.owns(part);
        }
        if let Some(step) = &self.step {
            record.step.clone_from(step);
        }
        if let Some(cover) = &self.cover {
            record.cover(cover);
        }
        if let Some(lease) = &self.lease {
            record.lease = *lease;
        }
    }
}
