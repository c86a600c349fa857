//! What the turn has decided to do, step by step.

use crate::domain::conversation::{HandOver, Step, StepKind};
use crate::domain::html::Html;
use crate::domain::stamp::Stamp;
use crate::id::PartId;

/// A decision on its way to Intercom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// The newest visitor part it covers.
    pub(super) cover: Stamp,
    /// The step that is due.
    pub(super) kind: StepKind,
    /// The first, the second … time this step is tried.
    pub(super) attempt: u8,
    /// The agent's text, for a reply or a draft.
    pub(super) text: Option<Html>,
    /// The hand-off, for its steps.
    pub(super) hand_over: Option<HandOver>,
    /// The part that came of the last step, while attributes are set.
    pub(super) made: Option<PartId>,
}

impl Plan {
    /// What an open step was part of. The agent's text is not kept, so it is not there.
    pub(super) fn of(step: &Step) -> Self {
        Self {
            cover: step.cover.clone(),
            kind: step.kind,
            attempt: step.attempt,
            text: None,
            hand_over: step.hand_over.clone(),
            made: None,
        }
    }

    /// The step after this one in a hand-off.
    pub(super) const fn next_kind(&self) -> Option<StepKind> {
        match self.kind {
            StepKind::Farewell => Some(StepKind::Note),
            StepKind::Note => Some(StepKind::Assign),
            StepKind::Assign | StepKind::Reply | StepKind::Draft => None,
        }
    }

    /// The same plan at another step.
    pub(super) fn at(mut self, kind: StepKind) -> Self {
        self.kind = kind;
        self.attempt = 1;
        self
    }
}
