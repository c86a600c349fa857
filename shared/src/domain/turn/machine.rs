//! The machine's state and its dispatch.

use std::sync::Arc;

use jiff::Timestamp;

use super::change::Change;
use super::effect::{Effect, Input, Stop};
use super::leaving::Leaving;
use super::marking::After;
use super::plan::Plan;
use crate::domain::answer::Answer;
use crate::domain::attribute::Mark;
use crate::domain::config::Config;
use crate::domain::conversation::{Errand, Record};
use crate::domain::directory::Directory;
use crate::domain::ending::Counted;
use crate::domain::outcome::Outcome;
use crate::domain::routing::{Facts, Mode, Source};
use crate::domain::stamp::Stamp;
use crate::domain::switch::Switch;
use crate::domain::trace::Trace;
use crate::domain::transcript::Transcript;
use crate::id::AdminId;

const READ_FIRST: &str = "a turn reads the conversation before it decides anything about it";

/// What a turn knows before it begins.
#[derive(Debug, Clone)]
pub struct Brief {
    /// What for.
    pub errand: Errand,
    /// The teammate the agent speaks as.
    pub us: AdminId,
    /// The workspace's configuration.
    pub config: Arc<Config>,
    /// What is paused, as far as is known. It is looked at again before anything is said.
    pub switch: Switch,
    /// Its teammates and teams at the last reading.
    pub directory: Arc<Directory>,
    /// This delivery, as no other is called.
    pub worker: u64,
    /// How often the request was delivered, this time included.
    pub receive_count: u32,
    /// When the function is stopped.
    pub deadline: Timestamp,
}

/// A turn under way.
#[derive(Debug, Clone)]
pub struct Turn {
    pub(super) brief: Brief,
    pub(super) record: Record,
    /// What the stored record counts as.
    pub(super) counted: Option<Counted>,
    pub(super) phase: Phase,
    pub(super) transcript: Option<Arc<Transcript>>,
    /// The newest visitor part that waits for an answer.
    pub(super) cover: Option<Stamp>,
    pub(super) facts: Facts,
    /// The sources that did not answer when a mark depended on them.
    pub(super) lost: Vec<Source>,
    /// The rule that routed the conversation in this turn, if one did.
    pub(super) rule: Option<String>,
    /// How the agent takes part; unknown until the rules were asked.
    pub(super) mode: Option<Mode>,
    pub(super) found: Found,
    pub(super) outcome: Option<Outcome>,
    /// How often a rate limit was sat out.
    pub(super) limited: u8,
    /// How often an assignment was looked for in vain.
    pub(super) missed: u8,
    /// Why the turn decided as it did.
    pub trace: Trace,
}

/// What the agent found out about the conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Found {
    pub(super) intent: Option<String>,
    pub(super) confidence: Option<u8>,
    pub(super) summary: Option<String>,
}

/// What the turn waits for.
#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) enum Phase {
    Beginning,
    Loading,
    Saving {
        change: Box<Change>,
        then: Box<Then>,
    },
    Reading(Reading),
    Fetching {
        source: Source,
        then: Fetching,
    },
    Asking,
    /// The agent is asked for a summary, for a confirmation.
    Summarising(Plan),
    LookingAtSwitch(Plan),
    Posting(Plan),
    /// What it came to is written into attributes and tags, one after the other.
    Marking {
        after: After,
        rest: Vec<Mark>,
    },
    /// What a rule leaves to somebody else is on its way to be left.
    Leaving(Leaving),
    /// Somebody is seen to come when the record is to be looked at again; then the write.
    Reminding {
        change: Box<Change>,
        then: Box<Then>,
    },
    /// The same, because this turn came too early.
    Postponing,
    /// A turn is asked for that picks up what a bot gave up.
    PickingUp,
    /// A turn is asked for that goes on where this one has no time left.
    AskingAgain(Outcome),
    Waiting(Waiting),
    Over,
}

/// What to do after a write.
#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) enum Then {
    Read,
    Post(Plan),
    Stop(Stop),
    GoOn(Outcome),
    /// Ask for another turn, for which no time is left in this one.
    AskAgain(Outcome),
}

/// Why the conversation is read.
#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) enum Reading {
    /// To see what there is to do.
    First,
    /// To see whether the bot has given up to which the conversation was left.
    Watching,
    /// To see that nothing changed before a plan is carried out.
    Again(Plan),
    /// To find out whether an open step happened.
    Settling { look: usize },
    /// To see that an assignment took.
    Back(Plan),
    /// To find out what a `404` to a post meant: the conversation, or whom it names.
    Missed(Plan),
}

/// What facts are fetched for.
#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) enum Fetching {
    Routing,
    Choosing(super::handing_over::Choice),
    /// The visitor's language, for what they are told when the agent does not know.
    Answering(Box<Answer>),
    /// The visitor's language, for a step that is tried again.
    Again(Plan),
    /// What attributes and tags depend on.
    Marking(After),
    /// Who gets what nobody picked up.
    NextRung,
    /// Who gets what has waited for people, and what the note says of the visitor.
    Opening,
}

/// What is waited for.
#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) enum Waiting {
    Settling {
        look: usize,
    },
    /// The end of a window of the rate limit, to carry a plan out.
    RateLimit(Box<Plan>),
    /// The end of a window of the rate limit, to read.
    ToRead(Reading),
}

impl Turn {
    /// A turn that has not begun.
    #[must_use]
    pub fn new(brief: Brief) -> Self {
        Self {
            brief,
            record: Record::default(),
            counted: None,
            phase: Phase::Beginning,
            transcript: None,
            cover: None,
            facts: Facts::default(),
            lost: Vec::new(),
            rule: None,
            mode: None,
            found: Found::default(),
            outcome: None,
            limited: 0,
            missed: 0,
            trace: Trace::default(),
        }
    }

    /// Takes what came of the last effect at `now`, and says the next one. After [`Effect::Stop`], or for an
    /// input that answers no effect of this turn, it stops.
    #[must_use]
    pub fn step(&mut self, input: Input, now: Timestamp) -> Effect {
        let phase = std::mem::replace(&mut self.phase, Phase::Over);
        match (phase, input) {
            (Phase::Beginning, Input::Begin) => {
                self.phase = Phase::Loading;
                Effect::Load
            }
            (Phase::Loading, Input::Loaded(record)) => {
                self.loaded(record.map(|record| *record).unwrap_or_default(), now)
            }
            (Phase::Saving { change: _, then }, Input::Saved(version)) => {
                self.record.version = version;
                self.counted = self.record.counted();
                self.saved(*then, now)
            }
            (Phase::Saving { change, then }, Input::Conflict(current)) => self.conflict(
                current.map(|record| *record).unwrap_or_default(),
                *change,
                *then,
                now,
            ),
            (Phase::Reading(reading), Input::Read(read)) => self.read(reading, read, now),
            (Phase::Fetching { source, then }, Input::Fetched(facts)) => {
                self.fetched(source, facts, then, now)
            }
            (Phase::Fetching { source, then }, Input::FetchFailed(failure)) => {
                self.fetch_failed(source, failure, then, now)
            }
            (Phase::Asking, Input::Answered(answer)) => self.answered(*answer, now),
            (Phase::Asking, Input::GaveUp(why)) => self.gave_up(why, now),
            (Phase::Summarising(plan), Input::Answered(answer)) => {
                self.summarised(plan, answer.summary)
            }
            (Phase::Summarising(plan), Input::GaveUp(_)) => self.summarised(plan, None),
            (Phase::LookingAtSwitch(plan), Input::Switch(switch)) => {
                self.switch_seen(plan, switch, now)
            }
            (Phase::Posting(plan), Input::Posted(posted)) => self.posted(plan, posted, now),
            (Phase::Marking { after, rest }, Input::AttributesSet | Input::Tagged) => {
                self.mark_next(after, rest, now)
            }
            (Phase::Leaving(leaving), Input::AttributesSet) => self.hand_to(leaving, now),
            (Phase::Leaving(leaving), Input::Requested) => self.left(leaving, now),
            (Phase::Reminding { change, then }, Input::Reminded) => self.save(*change, *then),
            (Phase::Postponing, Input::Reminded) => {
                self.stop(Stop::Outcome(Outcome::NothingToCover))
            }
            (Phase::PickingUp, Input::Requested) => self.look_later(),
            (Phase::AskingAgain(outcome), Input::Requested) => self.stop(Stop::Outcome(outcome)),
            (Phase::Waiting(Waiting::Settling { look }), Input::Waited) => {
                self.reading(Reading::Settling { look })
            }
            (Phase::Waiting(Waiting::RateLimit(plan)), Input::Waited) => {
                self.reading(Reading::Again(*plan))
            }
            (Phase::Waiting(Waiting::ToRead(reading)), Input::Waited) => self.reading(reading),
            (_, _) => Effect::Stop(Stop::Outcome(
                self.outcome.clone().unwrap_or(Outcome::NothingToCover),
            )),
        }
    }

    pub(super) fn reading(&mut self, reading: Reading) -> Effect {
        self.phase = Phase::Reading(reading);
        Effect::Read
    }

    pub(super) fn stop(&mut self, stop: Stop) -> Effect {
        self.phase = Phase::Over;
        // A turn that went on and found nothing more came to what it did before.
        Effect::Stop(match (stop, self.outcome.take()) {
            (Stop::Outcome(Outcome::NothingToCover), Some(outcome)) => Stop::Outcome(outcome),
            (stop, _) => stop,
        })
    }

    /// The conversation as it was read last. Every phase after the first reading has one.
    pub(super) fn transcript(&self) -> Arc<Transcript> {
        self.transcript.clone().expect(READ_FIRST)
    }

    /// The same, borrowed.
    pub(super) fn read_transcript(&self) -> &Transcript {
        self.transcript.as_deref().expect(READ_FIRST)
    }

    pub(super) fn remaining(&self, now: Timestamp) -> std::time::Duration {
        std::time::Duration::try_from(self.brief.deadline.duration_since(now)).unwrap_or_default()
    }

    /// The newest visitor part of the last reading.
    pub(super) fn newest(&self) -> Option<Stamp> {
        self.transcript().newest_of_visitor(&self.brief.us).cloned()
    }
}
