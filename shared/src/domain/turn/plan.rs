//! What the turn has decided to do, step by step.

use crate::domain::answer::Gist;
use crate::domain::conversation::{HandOver, Step, StepKind};
use crate::domain::html::Html;
use crate::domain::stamp::Stamp;
use crate::id::PartId;

/// A decision on its way to Intercom.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Plan {
    /// The newest visitor part it covers; for a confirmation, the newest command it answers.
    pub(super) cover: Stamp,
    /// The step that is due.
    pub(super) kind: StepKind,
    /// The first, the second … time this step is tried.
    pub(super) attempt: u8,
    /// The agent's text, for a reply or a draft; the farewell's.
    pub(super) text: Option<Html>,
    /// The hand-off, for its steps.
    pub(super) hand_over: Option<HandOver>,
    /// What the text does for the visitor, for a reply.
    pub(super) gist: Option<Gist>,
    /// Whether the visitor was told, with a step before this one, that it waits.
    pub(super) told: bool,
    /// The part that came of the last step, while attributes are set.
    pub(super) made: Option<PartId>,
    /// The attempt before this one, whose fate is unknown.
    pub(super) before: Option<Box<Step>>,
}

impl Plan {
    /// A plan that has not begun.
    pub(super) const fn new(kind: StepKind, cover: Stamp) -> Self {
        Self {
            cover,
            kind,
            attempt: 1,
            text: None,
            hand_over: None,
            gist: None,
            told: false,
            made: None,
            before: None,
        }
    }

    /// What an open step was part of. The agent's text is not kept, so it is not there.
    pub(super) fn of(step: &Step) -> Self {
        Self {
            attempt: step.attempt,
            hand_over: step.hand_over.clone(),
            gist: step.gist,
            ..Self::new(step.kind, step.cover.clone())
        }
    }

    /// The step after this one in a hand-off, or before a conversation waits.
    pub(super) const fn next_kind(&self) -> Option<StepKind> {
        match self.kind {
            StepKind::Farewell => Some(StepKind::Note),
            StepKind::Note | StepKind::Unassign => Some(StepKind::Assign),
            StepKind::Reply | StepKind::Queue => Some(StepKind::Snooze),
            StepKind::Assign
            | StepKind::Draft
            | StepKind::Confirm
            | StepKind::Ask
            | StepKind::Snooze
            | StepKind::Open => None,
        }
    }

    /// The same plan at another step, tried for the first time. Releasing and assigning are one thing to try.
    pub(super) fn at(self, kind: StepKind) -> Self {
        let attempt = if self.kind == StepKind::Unassign {
            self.attempt
        } else {
            1
        };
        Self {
            kind,
            attempt,
            ..self
        }
    }

    /// Whether it is the agent's own text.
    pub(super) const fn is_answer(&self) -> bool {
        matches!(self.kind, StepKind::Reply | StepKind::Draft)
    }
}
