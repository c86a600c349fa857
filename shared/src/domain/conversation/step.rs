//! The one thing a turn is about to do, written down before it is done.

use serde::{Deserialize, Serialize};

use super::event::Deed;
use crate::domain::assignee::Assignee;
use crate::domain::digest::Digest;
use crate::domain::hand_off::Reason;
use crate::domain::stamp::Stamp;

/// What a step does at Intercom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Posts the agent's answer.
    Reply,
    /// Leaves the agent's answer as a note for the team.
    Draft,
    /// Tells the visitor that a person takes over.
    Farewell,
    /// Tells the team what happened so far.
    Note,
    /// Assigns the conversation to a team or a teammate.
    Assign,
}

impl StepKind {
    /// Whether the step leaves a note, which the visitor never sees.
    #[must_use]
    pub const fn is_note(self) -> bool {
        matches!(self, Self::Draft | Self::Note)
    }
}

/// What a turn was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// Answer what is not covered yet.
    Answer,
    /// Give the conversation to people, whatever the agent could say.
    HandOver(Reason),
}

/// A hand-off under way. It is kept with the step, so that a crash cannot change its mind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// Who gets the conversation.
    pub to: Assignee,
    /// The name of who gets it, as the configuration and the inbox call them.
    pub to_name: String,
    /// Why.
    pub reason: Reason,
    /// The intent that was detected, by its configured name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
    /// How sure the agent was of it, in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Since when the visitor has waited, in Unix seconds. A visible text clears Intercom's own `waiting_since`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<i64>,
}

/// An open step: intended, and perhaps done. Whoever finds one looks before doing it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What it does.
    pub kind: StepKind,
    /// The newest visitor part it covers.
    pub cover: Stamp,
    /// The first, the second … time it is tried.
    pub attempt: u8,
    /// What it makes cannot be older than this, in Unix seconds by our clock.
    pub not_before: i64,
    /// Whether it is known to have happened, and only the next step is missing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub done: bool,
    /// The words of what it posts. Only a tie-breaker: Intercom may change markup.
    pub words: Digest,
    /// The hand-off it belongs to, if it is part of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_over: Option<HandOver>,
}

impl Step {
    /// How far Intercom's clock and ours may be apart, in seconds.
    const SKEW: i64 = 5;

    /// Whether a deed of ours at `at` can be this step's.
    #[must_use]
    pub fn can_be(&self, at: i64, deed: &Deed) -> bool {
        let kind = match (self.kind, deed) {
            (StepKind::Reply | StepKind::Farewell, Deed::Said)
            | (StepKind::Draft | StepKind::Note, Deed::Noted) => true,
            (StepKind::Assign, Deed::Assigned(to)) => self
                .hand_over
                .as_ref()
                .is_some_and(|hand_over| hand_over.to == *to),
            _ => false,
        };
        kind && at >= self.not_before - Self::SKEW
    }
}
