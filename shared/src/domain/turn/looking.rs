//! What a reading of the conversation means.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::budget;
use super::change::Change;
use super::effect::{Effect, Failure, Stop};
use super::machine::{Reading, Then, Turn};
use crate::domain::conversation::Errand;
use crate::domain::conversation::ownership::Holder;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::transcript::Transcript;

impl Turn {
    pub(super) fn read(
        &mut self,
        reading: Reading,
        read: Result<Box<Transcript>, Failure>,
        now: Timestamp,
    ) -> Effect {
        let transcript = match read {
            Ok(transcript) => transcript,
            Err(Failure::NotFound) => return self.gone(),
            Err(failure) => return self.unreadable(failure, now),
        };
        self.record = self.fold(self.record.clone(), &transcript);
        self.transcript = Some(Arc::from(transcript));
        match reading {
            Reading::First => self.look(now),
            Reading::Settling { look } => self.settle(look, now),
            Reading::Back(plan) => self.read_back(plan, now),
            Reading::Again(plan) => {
                if self.holder_is_us() {
                    self.intend(plan, now)
                } else {
                    self.dropped()
                }
            }
        }
    }

    /// Decides what there is to do.
    fn look(&mut self, now: Timestamp) -> Effect {
        if self.record.step.is_some() {
            return self.settle(0, now);
        }
        let transcript = self.transcript();
        let us = self.brief.us.clone();
        if let Some(seen) = &self.record.seen
            && Some(seen) > self.record.horizon()
            && !transcript.shows(&seen.id)
        {
            if self.brief.receive_count < budget::LOOKS {
                let after = Duration::from_secs(2 * u64::from(self.brief.receive_count));
                let why = "the visitor's message does not show yet";
                return self.save(
                    Change::release(false),
                    Then::Stop(Stop::Later { after, why }),
                );
            }
            let cover = seen.clone();
            return self.hand_over(Reason::Unreadable, cover);
        }
        let ordered = self.record.ordered.is_some() && self.record.ordered > self.record.covered;
        let unanswered = transcript
            .unanswered(self.record.horizon(), &us)
            .map(|line| line.part.stamp.clone())
            .max();
        if !self.holder_is_us() {
            return self.dropped();
        }
        if ordered {
            let cover = unanswered
                .or_else(|| self.record.ordered.clone())
                .expect("an order has a stamp");
            return self.hand_over(Reason::Ordered, cover);
        }
        let Some(cover) = unanswered else {
            // Everything is answered, or was redacted before anybody could answer.
            return self.finish(self.newest(), Outcome::NothingToCover, now);
        };
        match self.brief.errand.clone() {
            Errand::HandOver(reason) => self.hand_over(reason, cover),
            Errand::Answer => self.route(now),
        }
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
    pub(super) fn dropped(&mut self) -> Effect {
        let who = match self.record.ownership.holder(&self.brief.us) {
            Holder::Person => "a teammate has written or said stop; the agent stays silent until it is brought back".to_owned(),
            Holder::Assigned(to) => format!("it is assigned to {to}"),
            Holder::Rules | Holder::Agent => "it is the agent's".to_owned(),
        };
        self.trace.note("who has it", who);
        self.save(
            Change::release(false),
            Then::Stop(Stop::Outcome(Outcome::NotOurs)),
        )
    }

    pub(super) fn gone(&mut self) -> Effect {
        let change = Change {
            gone: true,
            ..Change::default()
        };
        self.save(change, Then::Stop(Stop::Outcome(Outcome::Gone)))
    }

    /// The conversation cannot be read now. An open step stays open.
    fn unreadable(&mut self, failure: Failure, now: Timestamp) -> Effect {
        let stop = match failure {
            Failure::RateLimited(until) => Stop::Later {
                after: until_then(until, now),
                why: "Intercom's rate limit is used up",
            },
            failure => Stop::Failed(failure),
        };
        self.save(Change::release(true), Then::Stop(stop))
    }
}

/// How long to wait for the end of a rate-limit window: at least a second.
pub(super) fn until_then(until: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(until.duration_since(now))
        .unwrap_or_default()
        .max(Duration::from_secs(1))
}
