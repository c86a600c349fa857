//! What we keep of a conversation: ids, times and digests, at most 1 KB, never a word of it.

use serde::{Deserialize, Serialize};

use super::event::Deed;
use super::lease::Lease;
use super::ownership::{Holder, Ownership, raise};
use super::ring::Ring;
use super::step::{Step, StepKind};
use crate::domain::answer::Gist;
use crate::domain::digest::Digest;
use crate::domain::ending::{Counted, Ended, Rating};
use crate::domain::reminder::Reminder;
use crate::domain::stamp::Stamp;
use crate::domain::turn::guard::Guard;
use crate::id::{AdminId, PartId};

/// One conversation's record. It is paid by the kilobyte, so what has a long name here is stored under a short one; the
/// long ones are still read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Record {
    /// How often it was written. Every write is conditional on it.
    #[serde(skip)]
    pub version: u64,
    /// How often people changed who has it.
    #[serde(default)]
    pub epoch: u64,
    /// Who has it.
    #[serde(default, rename = "owner", alias = "ownership")]
    pub ownership: Ownership,
    /// The newest visitor part that was announced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Stamp>,
    /// The newest visitor part that is answered or handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered: Option<Stamp>,
    /// The newest visitor part a rule left to somebody else. It counts until the conversation is given to the agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Stamp>,
    /// The newest visitor part a rule left to Resolution Bot, today's Fin, where another rule picks it up should the bot give
    /// up. Nothing is due about it; a turn that looks and finds that the bot gave up covers it all the same.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "bot")]
    pub to_bot: Option<Stamp>,
    /// A teammate's newest order to hand over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<Stamp>,
    /// The newest order that was followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obeyed: Option<Stamp>,
    /// The newest command a teammate gave in a note, whichever it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commanded: Option<Stamp>,
    /// The newest command that was confirmed with a note, and all before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Stamp>,
    /// The parts we made, so that their echo is known.
    #[serde(default, skip_serializing_if = "Ring::is_empty")]
    pub own: Ring,
    /// The step that was intended last and is not known to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// Who runs the turn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Lease>,
    /// How many answers the agent has given since it was last brought back.
    #[serde(default)]
    pub turns: u32,
    /// The words of its last answer, or of what it asked or told while people were closed.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        rename = "words",
        alias = "last_words"
    )]
    pub last_words: Option<Digest>,
    /// What the agent's last answer did for the visitor; none before its first one, and after a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gist: Option<Gist>,
    /// The rule that routed it last, by the digest of its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Digest>,
    /// When it is looked at again, and what for.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "remind")]
    pub reminder: Option<Reminder>,
    /// How it ended last, if it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// What the visitor gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rated: Option<Rating>,
    /// Whether the conversation is gone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

impl Record {
    /// Up to where the visitor's parts are dealt with: by the agent, by people, or by a rule.
    #[must_use]
    pub fn horizon(&self) -> Option<&Stamp> {
        self.answered().max(self.bots())
    }

    /// As [`Record::horizon`], without what was left to a bot.
    #[must_use]
    pub fn answered(&self) -> Option<&Stamp> {
        self.covered
            .as_ref()
            .max(self.ownership.settled())
            .max(self.still(self.left.as_ref()))
    }

    /// The newest part that was left to a bot, and is.
    #[must_use]
    pub fn bots(&self) -> Option<&Stamp> {
        self.still(self.to_bot.as_ref())
    }

    /// What was left counts until the conversation is given to the agent.
    fn still<'r>(&'r self, left: Option<&'r Stamp>) -> Option<&'r Stamp> {
        left.filter(|left| self.ownership.returned.as_ref() <= Some(left))
    }

    /// Whether the newest thing the visitor wrote was left to a bot, and nobody has dealt with it since.
    #[must_use]
    pub fn is_left_to_bot(&self, us: &AdminId) -> bool {
        let bots = self.bots();
        bots.is_some() && bots > self.answered() && self.seen.as_ref() <= bots && self.may_act(us)
    }

    /// Whether the agent may act at all, when it speaks as `us`.
    #[must_use]
    pub fn may_act(&self, us: &AdminId) -> bool {
        !self.deleted && matches!(self.ownership.holder(us), Holder::Rules | Holder::Agent)
    }

    /// Whether a teammate's order to hand over still stands: not followed, and not overtaken by what people did since.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        let since = self
            .obeyed
            .as_ref()
            .max(self.ownership.returned.as_ref())
            .max(self.ownership.settled());
        self.ordered.is_some() && self.ordered.as_ref() > since
    }

    /// Whether a teammate's command waits for its confirmation, whoever has the conversation.
    #[must_use]
    pub fn owes_confirmation(&self) -> bool {
        !self.deleted && self.commanded > self.confirmed
    }

    /// Whether something waits for the agent: a visitor's part, or a teammate's order.
    #[must_use]
    pub fn is_due(&self, us: &AdminId) -> bool {
        let written = self.seen.is_some() && self.seen.as_ref() > self.horizon();
        self.may_act(us) && (self.is_ordered() || written)
    }

    /// Whether a turn should at least look: something waits, or a bot has what waits, or the conversation was given to the
    /// agent, which may not have seen what was written before, or a teammate waits for a confirmation.
    #[must_use]
    pub fn deserves_a_look(&self, us: &AdminId) -> bool {
        let returned = self.ownership.returned.as_ref();
        self.is_due(us)
            || self.owes_confirmation()
            || self.is_left_to_bot(us)
            || (self.may_act(us) && returned.is_some() && returned > self.horizon())
    }

    /// Takes a deed of ours as the proof that the open step happened, if it can be.
    pub fn confirm(&mut self, part: &Stamp, deed: &Deed) {
        if self
            .step
            .as_ref()
            .is_some_and(|step| step.can_be(part, deed))
        {
            self.step_done();
        }
    }

    /// Notes that the open step has happened, once. It stays open until a turn ends it: what follows from an answer, an ending
    /// or a reminder, is the turn's to write, and whoever comes after a crash must find that it is missing.
    pub fn step_done(&mut self) {
        let Some(step) = &mut self.step else { return };
        if step.done {
            return;
        }
        step.done = true;
        if matches!(
            step.kind,
            StepKind::Reply | StepKind::Draft | StepKind::Ask | StepKind::Queue
        ) {
            self.last_words = Some(step.words);
        }
        if matches!(step.kind, StepKind::Reply | StepKind::Draft) {
            self.gist = step.gist;
            self.turns += 1;
        }
        if step.kind == StepKind::Confirm {
            raise(&mut self.confirmed, &step.cover);
        } else if step.hand_over.is_none() {
            raise(&mut self.covered, &step.cover);
        }
    }

    /// Notes that a hand-off has come to its end, and follows every order given so far.
    pub fn handed_over(&mut self, cover: &Stamp) {
        raise(&mut self.covered, cover);
        self.obeyed.clone_from(&self.ordered);
        self.step = None;
    }

    /// Takes what the visitor gave it: the newest counts, and of two at one second the better.
    pub fn rate(&mut self, rating: Rating) {
        self.rated = self.rated.max(Some(rating));
    }

    /// A person has dealt with it: it waits no more for anybody to open, if it did by then. Whether it was news.
    pub fn withdraw(&mut self, by: &Stamp) -> bool {
        // What people did before is what it was queued after.
        let waits = |reminder: &Reminder| reminder.began().is_some_and(|began| by.at > began);
        Guard::DealtWith.holds() && self.reminder.take_if(|reminder| waits(reminder)).is_some()
    }

    /// What it counts as.
    #[must_use]
    pub fn counted(&self) -> Option<Counted> {
        let ended = self.ended.clone()?;
        Some(Counted {
            ended,
            score: self.rated.map(|rating| rating.score),
        })
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
