//! What we keep of a conversation: ids, times and digests, at most 1 KB, never a word of it.

use serde::{Deserialize, Serialize};

use super::event::Deed;
use super::lease::Lease;
use super::ownership::{Holder, Ownership, raise};
use super::ring::Ring;
use super::step::{Step, StepKind};
use crate::domain::digest::Digest;
use crate::domain::stamp::Stamp;
use crate::id::{AdminId, PartId};

/// One conversation's record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// How often it was written. Every write is conditional on it.
    #[serde(skip)]
    pub version: u64,
    /// How often people changed who has it. A turn that began in another epoch posts nothing.
    #[serde(default)]
    pub epoch: u64,
    /// Who has it.
    #[serde(default)]
    pub ownership: Ownership,
    /// The newest visitor part that was announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Stamp>,
    /// The newest visitor part that is covered: answered, handed over, or left alone on purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered: Option<Stamp>,
    /// A teammate's newest order to hand over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<Stamp>,
    /// The parts we made, so that their echo is known.
    #[serde(default, skip_serializing_if = "Ring::is_empty")]
    pub own: Ring,
    /// The step that was intended last and is not known to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// Who runs the turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Lease>,
    /// How many answers the agent has given.
    #[serde(default)]
    pub turns: u32,
    /// The words of its last answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_words: Option<Digest>,
    /// Whether the conversation is gone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

impl Record {
    /// Up to where the visitor's parts are dealt with, by the agent or by people.
    #[must_use]
    pub fn horizon(&self) -> Option<&Stamp> {
        self.covered.as_ref().max(self.ownership.settled())
    }

    /// Whether the agent may act at all, when it speaks as `us`.
    #[must_use]
    pub fn may_act(&self, us: &AdminId) -> bool {
        !self.deleted && matches!(self.ownership.holder(us), Holder::Rules | Holder::Agent)
    }

    /// Whether something waits for the agent: a visitor's part, or a teammate's order.
    #[must_use]
    pub fn is_due(&self, us: &AdminId) -> bool {
        let written = self.seen.is_some() && self.seen.as_ref() > self.horizon();
        let ordered = self.ordered.is_some() && self.ordered.as_ref() > self.covered.as_ref();
        self.may_act(us) && (ordered || written)
    }

    /// Takes a deed of ours at `at` as the proof that the open step happened, if it can be.
    pub fn confirm(&mut self, at: i64, deed: &Deed) {
        if self.step.as_ref().is_some_and(|step| step.can_be(at, deed)) {
            self.step_done();
        }
    }

    /// Notes that the open step has happened. An answer is finished with it; a hand-off goes on.
    pub fn step_done(&mut self) {
        let Some(step) = &mut self.step else { return };
        if step.kind == StepKind::Reply {
            self.last_words = Some(step.words);
            self.turns += 1;
        }
        if step.hand_over.is_some() {
            step.done = true;
        } else {
            let cover = step.cover.clone();
            self.step = None;
            self.cover(&cover);
        }
    }

    /// Covers the visitor's parts up to `stamp`, and every order given so far.
    pub fn cover(&mut self, stamp: &Stamp) {
        raise(&mut self.covered, stamp);
        if let Some(ordered) = self.ordered.clone() {
            raise(&mut self.covered, &ordered);
        }
    }

    /// Whether we made this part.
    #[must_use]
    pub fn is_own(&self, part: &PartId) -> bool {
        self.own.contains(Digest::of([part.as_str()]))
    }

    /// Remembers that we made this part.
    pub fn owns(&mut self, part: &PartId) {
        self.own.insert(Digest::of([part.as_str()]));
    }
}
