//! A worker: a real turn, the effect it is about to perform, and what it can know.

use jiff::Timestamp;

use super::action::Which;
use super::diagram;
use super::inbox::{BEGINNING, Parts};
use crate::domain::trace::Trace;
use crate::domain::turn::{Effect, Input, Turn};

/// The world's seconds as a time.
pub(super) fn time(at: i64) -> Timestamp {
    Timestamp::from_second(BEGINNING + at).unwrap()
}

#[derive(Debug, Clone)]
pub(super) struct Worker {
    pub(super) number: u64,
    pub(super) lane: Which,
    pub(super) turn: Turn,
    pub(super) pending: Effect,
    /// When its function is stopped, and its lease is over.
    pub(super) deadline: i64,
    /// Until when it waits.
    pub(super) wakes: Option<i64>,
    /// How many parts its last reading showed.
    pub(super) shown: u8,
    /// Which of them had lost their text.
    pub(super) redacted: Parts,
    /// Whether its last reading lagged.
    pub(super) lagged: bool,
    /// The parts that any reading or record it was given told it of.
    pub(super) knows: Parts,
    /// The same, when it wrote down what it is about to post.
    pub(super) knew: Parts,
    /// How many parts there were when the agent had answered.
    pub(super) heard: u8,
    /// When the team opens, by the configuration it has.
    pub(super) opens: Option<i64>,
}

impl Worker {
    /// Gives the machine what came of its effect.
    pub(super) fn step(&mut self, input: Input, now: i64) {
        let before = diagram::name(&self.turn.phase);
        self.pending = self.turn.step(input, time(now));
        diagram::took(before, diagram::name(&self.turn.phase));
        // It says why, and decides nothing.
        self.turn.trace = Trace::default();
        self.wakes = match &self.pending {
            Effect::Wait(wait) => Some(now + i64::try_from(wait.as_secs()).unwrap()),
            _ => None,
        };
    }

    pub(super) fn is_about_to_post(&self) -> bool {
        matches!(self.pending, Effect::Post(_))
    }
}
