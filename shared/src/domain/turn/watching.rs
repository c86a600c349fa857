//! Looking again at a conversation that was left to Intercom's own bot.
//!
//! When Fin gives up, its state changes some seconds later, and Intercom notifies nobody. So whoever leaves a
//! conversation to it asks for looks, by a request of its own in the lane nobody waits in. A look reads, and neither claims nor
//! writes: a visitor who goes on writing has their turn in the other lane, at once. Where the bot has given up, the look asks for
//! a turn there, which does what the rules say.
//!
//! ```text
//! left ─▶ 5 s ─▶ look ─▶ 15 s ─▶ look ─▶ 40 s ─▶ look ─▶ over
//!                  └─ given up ─▶ a turn: claim ─▶ read ─▶ route ─▶ …
//! ```
//!
//! What a bot says later is notified, and asks for a turn, which leaves it again and asks for looks anew.

use std::sync::Arc;

use jiff::Timestamp;

use super::budget;
use super::effect::{Effect, Failure, Stop};
use super::machine::{Phase, Reading, Turn};
use crate::domain::bot::Bot;
use crate::domain::conversation::{Errand, Record};
use crate::domain::digest::Digest;
use crate::domain::outcome::Outcome;
use crate::domain::transcript::Transcript;

const WHY: &str = "Resolution Bot / Fin has the conversation, and may give it up";

impl Turn {
    /// Whether there is still something to look at; if so, looks, but for the first time, when it is too early.
    pub(super) fn watch(&mut self, record: Record, now: Timestamp) -> Effect {
        self.record = record;
        // Whoever has claimed it reads it just now, and may not have written yet that it is left.
        if self.brief.receive_count <= 1 || self.is_claimed(now) {
            return self.look_later();
        }
        if let Some(over) = self.is_over(&self.record.clone()) {
            return over;
        }
        self.reading(Reading::Watching)
    }

    /// What a look has shown.
    pub(super) fn watched(&mut self, read: Result<Box<Transcript>, Failure>) -> Effect {
        let transcript = match read {
            Ok(transcript) => transcript,
            Err(Failure::NotFound) => return self.stop(Stop::Outcome(Outcome::Gone)),
            // Whether the grant holds is asked, and the look dropped or made again; so it is when the window has ended.
            Err(failure @ (Failure::Unauthorized | Failure::Refused | Failure::RateLimited(_))) => {
                return self.stop(Stop::Failed(failure));
            }
            Err(Failure::Unknown | Failure::NotSent | Failure::NoReceiver) => {
                return self.look_later();
            }
        };
        self.record = self.fold(self.record.clone(), &transcript);
        if let Some(over) = self.is_over(&self.record.clone()) {
            return over;
        }
        let bot = transcript.bot;
        self.transcript = Some(Arc::from(transcript));
        match bot {
            Bot::Escalated => self.pick_up(),
            Bot::Absent | Bot::Answering => self.look_later(),
            Bot::Done => {
                let why = "Resolution Bot / Fin considers it resolved";
                self.trace.note("looked again", why);
                self.stop(Stop::Outcome(Outcome::NothingToCover))
            }
        }
    }

    /// Asks for a turn. Should its reading lag behind this one, the next look asks once more.
    fn pick_up(&mut self) -> Effect {
        self.trace.note(
            "looked again",
            "Resolution Bot / Fin has given up, so the rules are asked once more",
        );
        let left = self.record.bots().map_or("", |stamp| stamp.id.as_str());
        let nth = self.brief.receive_count.to_string();
        self.phase = Phase::PickingUp;
        Effect::Request(Errand::Answer, Digest::of(["given up", left, &nth]))
    }

    /// The end of looking: people have it, or something newer waits, which has a turn of its own.
    fn is_over(&mut self, record: &Record) -> Option<Effect> {
        let us = &self.brief.us;
        if record.is_left_to_bot(us) {
            return None;
        }
        let outcome = if record.may_act(us) {
            Outcome::NothingToCover
        } else {
            Outcome::NotOurs
        };
        Some(self.stop(Stop::Outcome(outcome)))
    }

    fn is_claimed(&self, now: Timestamp) -> bool {
        let lease = self.record.lease;
        lease.is_some_and(|lease| lease.bars(self.brief.worker, now.as_second()))
    }

    /// The next look, or the end of them.
    pub(super) fn look_later(&mut self) -> Effect {
        let looked = usize::try_from(self.brief.receive_count).unwrap_or(usize::MAX);
        let stop = match budget::WATCH.get(looked.saturating_sub(1)) {
            Some(after) => Stop::Later {
                after: *after,
                why: WHY,
            },
            None => Stop::Outcome(Outcome::NothingToCover),
        };
        if let Stop::Outcome(_) = stop {
            let why = "that was the last look; what the visitor or Resolution Bot / Fin says next is looked at";
            self.trace.note("looked again", why);
        }
        self.stop(stop)
    }
}
