//! What a reading of the conversation means.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::budget;
use super::change::Change;
use super::effect::{Effect, Failure, Stop};
use super::guard::Guard;
use super::machine::{Phase, Reading, Then, Turn, Waiting};
use super::plan::Plan;
use crate::domain::conversation::ownership::Holder;
use crate::domain::conversation::{Errand, Record, StepKind};
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::transcript::Transcript;
use crate::id::PartId;

impl Turn {
    pub(super) fn read(
        &mut self,
        reading: Reading,
        read: Result<Box<Transcript>, Failure>,
        now: Timestamp,
    ) -> Effect {
        if reading == Reading::Watching {
            return self.watched(read);
        }
        let transcript = match read {
            Ok(transcript) => transcript,
            Err(Failure::NotFound) => return self.not_found(),
            Err(Failure::RateLimited(until)) => return self.read_later(reading, until, now),
            Err(failure) => return self.unreadable(failure),
        };
        self.record = self.fold(self.record.clone(), &transcript);
        let removed = self.was_shown_what_is_removed(&transcript);
        if removed {
            self.found.summary = None;
        }
        self.transcript = Some(Arc::from(transcript));
        match reading {
            // The answer was made of words that somebody has removed since: it is asked for again, without them.
            Reading::Again(plan) if removed && plan.is_answer() => self.look(now),
            Reading::First | Reading::Watching => self.look(now),
            Reading::Settling { look } => self.settle(look, now),
            Reading::Back(plan) => self.read_back(plan, now),
            Reading::Missed(plan) => self.missed(plan, now),
            Reading::Again(plan) => self.look_again(plan, now),
        }
    }

    /// What there was posted to was not there. An earlier attempt may have been made all the same.
    fn missed(&mut self, plan: Plan, now: Timestamp) -> Effect {
        if let Some(effect) = self.arrived(now) {
            return effect;
        }
        if plan.is_answer() || plan.kind == StepKind::Open || self.permits(&self.record, &plan) {
            return self.refused(plan, now);
        }
        self.record.step = None;
        self.look(now)
    }

    /// Whether a text is removed in this reading that was there in the one before it.
    fn was_shown_what_is_removed(&self, transcript: &Transcript) -> bool {
        let had_a_text = |id: &PartId| {
            let lines = self.transcript.iter().flat_map(|before| &before.lines);
            let mut parts = lines.map(|line| &line.part);
            parts.any(|part| part.stamp.id == *id && !part.redacted)
        };
        let mut parts = transcript.lines.iter().map(|line| &line.part);
        parts.any(|part| part.redacted && had_a_text(&part.stamp.id))
    }

    /// Decides what there is to do.
    pub(super) fn look(&mut self, now: Timestamp) -> Effect {
        if self.record.step.is_some() && Guard::SettleFirst.holds() {
            return self.settle(0, now);
        }
        if let Some(effect) = self.confirm(now) {
            return effect;
        }
        if !self.holder_is_us() {
            return match self.due_in(&self.record, now) {
                Some(reminder) => self.due(reminder, now),
                None => self.dropped(Change::default(), now),
            };
        }
        if let Some(effect) = self.morning(now) {
            return effect;
        }
        let transcript = self.transcript();
        let us = self.brief.us.clone();
        if let Some(seen) = self.record.seen.clone()
            && Some(&seen) > self.record.horizon()
            && !transcript.shows(&seen.id)
            && Guard::AnnouncedMustShow.holds()
        {
            if self.brief.receive_count < budget::LOOKS {
                return self.later(self.moments(), "the visitor's message does not show yet");
            }
            return self.hand_over(Reason::Unreadable, seen, now);
        }
        let unanswered = transcript
            .unanswered(self.answered_up_to(&self.record), &us)
            .map(|line| line.part.stamp.clone())
            .max();
        if let Some(ordered) = self
            .record
            .ordered
            .clone()
            .filter(|_| self.record.is_ordered())
        {
            return self.hand_over(Reason::Ordered, unanswered.unwrap_or(ordered), now);
        }
        if unanswered.is_none() && self.is_bots() {
            return self.leave_to_bot_again(now);
        }
        let Some(cover) = unanswered else {
            if let Some(reminder) = self.due_in(&self.record, now) {
                return self.due(reminder, now);
            }
            // Everything is answered. What was redacted before anybody could answer needs no answer.
            let redacted = self
                .record
                .seen
                .clone()
                .filter(|seen| Some(seen) > self.record.horizon());
            let outcome = self.nothing_left();
            return self.finish(redacted, outcome, now);
        };
        self.cover = Some(cover.clone());
        match self.brief.errand.clone() {
            Errand::HandOver(reason) => self.hand_over(reason, cover, now),
            Errand::Answer | Errand::Due | Errand::Look | Errand::Watch => self.route(now),
        }
    }

    /// What a turn comes to that finds nothing to do. What waited for people, and does no more by this reading, a teammate has
    /// dealt with.
    fn nothing_left(&mut self) -> Outcome {
        if self.brief.errand != Errand::Due
            || self.record.reminder.is_some()
            || self.outcome.is_some()
        {
            return Outcome::NothingToCover;
        }
        let what = "a teammate has dealt with it since it waits";
        self.trace.note("opening", what);
        Outcome::NotOurs
    }

    /// The second look, just before a plan is carried out.
    fn look_again(&mut self, plan: Plan, now: Timestamp) -> Effect {
        if Guard::ArrivedMeanwhile.holds()
            && let Some(effect) = self.arrived(now)
        {
            return effect;
        }
        if self.permits(&self.record, &plan) || !Guard::TakeoverDropsPlan.holds() {
            return self.unless_paused(plan, now);
        }
        // With a step that is still open, or without one.
        self.look(now)
    }

    /// Whether the agent may act, by the newest reading.
    pub(super) fn holder_is_us(&self) -> bool {
        self.record.may_act(&self.brief.us)
    }

    /// Whether somebody gave the conversation to the agent, so that the rules are not asked.
    pub(super) fn given_to_us(&self) -> bool {
        self.record.ownership.holder(&self.brief.us) == Holder::Agent
    }

    /// Somebody else has it: whatever was planned is dropped, not posted.
    pub(super) fn dropped(&mut self, change: Change, now: Timestamp) -> Effect {
        let record = self.record.clone();
        self.note_holder(&record);
        let step = Some(None);
        self.end(Change { step, ..change }, Outcome::NotOurs, now)
    }

    /// Notes who has the conversation.
    pub(super) fn note_holder(&mut self, record: &Record) {
        let who = match record.ownership.holder(&self.brief.us) {
            Holder::Person => "a teammate has written or said stop; the agent stays silent until it is brought back".to_owned(),
            Holder::Assigned(to) => format!("it is assigned to {to}"),
            Holder::Rules | Holder::Agent => "it is the agent's".to_owned(),
        };
        self.trace.note("who has it", who);
    }

    /// Too early: an open step stays open, the request stays in its queue.
    pub(super) fn later(&mut self, after: Duration, why: &'static str) -> Effect {
        self.save(Change::release(), Then::Stop(Stop::Later { after, why }))
    }

    /// A moment that grows with each delivery.
    pub(super) fn moments(&self) -> Duration {
        Duration::from_secs(2 * u64::from(self.brief.receive_count))
    }

    /// A new conversation may not be readable yet. That one was deleted is said by its own notification.
    fn not_found(&mut self) -> Effect {
        if self.brief.receive_count < budget::LOOKS {
            return self.later(self.moments(), "Intercom does not show the conversation");
        }
        let change = Change {
            reminder: Some(None),
            ..Change::release_with(None)
        };
        self.save(change, Then::Stop(Stop::Outcome(Outcome::Gone)))
    }

    /// Intercom does not answer now. An open step stays open.
    pub(super) fn unreadable(&mut self, failure: Failure) -> Effect {
        self.save(Change::release(), Then::Stop(Stop::Failed(failure)))
    }

    /// Reads when the window of the rate limit has ended, in this turn if what follows has its time then.
    fn read_later(&mut self, reading: Reading, until: Timestamp, now: Timestamp) -> Effect {
        let follows = match reading {
            Reading::First => budget::RESERVE + budget::AGENT,
            _ => budget::RESERVE,
        };
        if let Some(wait) = self.sits_out(until, follows, now) {
            self.phase = Phase::Waiting(Waiting::ToRead(reading));
            return wait;
        }
        self.unreadable(Failure::RateLimited(until))
    }

    /// Waits for the end of a window, if there is time for it and for what follows, and not again and again.
    pub(super) fn sits_out(
        &mut self,
        until: Timestamp,
        follows: Duration,
        now: Timestamp,
    ) -> Option<Effect> {
        let wait = budget::until_then(until, now, self.brief.worker);
        if self.limited >= budget::LIMITED || self.remaining(now) <= wait + follows {
            return None;
        }
        self.limited += 1;
        Some(Effect::Wait(wait))
    }
}
