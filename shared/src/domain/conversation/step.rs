//! The one thing a turn is about to do, written down before it is done.

use crate::domain::turn::guard::Guard;
use serde::{Deserialize, Serialize};

use super::event::Deed;
use crate::domain::answer::Gist;
use crate::domain::assignee::Assignee;
use crate::domain::digest::Digest;
use crate::domain::hand_off::Reason;
use crate::domain::stamp::Stamp;

/// What a step does at Intercom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// Takes the conversation from the agent's own teammate, so that a team can have it.
    Unassign,
    /// Assigns the conversation to a team or a teammate.
    Assign,
    /// Answers what teammates commanded, in a note.
    Confirm,
    /// Asks the visitor for a field that people will need when they are back.
    Ask,
    /// Tells the visitor that people look at it when they are back.
    Queue,
    /// Puts the conversation out of the open inbox until people are back.
    Snooze,
    /// Puts it back there.
    Open,
}

impl StepKind {
    /// Whether the step leaves a note, which the visitor never sees.
    #[must_use]
    pub const fn is_note(self) -> bool {
        matches!(self, Self::Draft | Self::Note | Self::Confirm)
    }
}

/// What a turn was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// Answer what is not covered yet.
    Answer,
    /// See what has become of it: a time has come that the record names. Then as [`Errand::Answer`].
    Due,
    /// As [`Errand::Answer`], and read the conversation whatever the record says: what it does not know of was lost.
    Look,
    /// See whether the bot has given up to which a rule left what waits; then as [`Errand::Answer`].
    Watch,
    /// Give the conversation to people, whatever the agent could say.
    HandOver(Reason),
}

/// A hand-off under way. It is kept with the step, so that a crash cannot change its mind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HandOver {
    /// Who gets the conversation.
    pub to: Assignee,
    /// Why.
    pub reason: Reason,
    /// The intent that was detected, by its configured name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
    /// How sure the agent was of it, in percent.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        rename = "sure",
        alias = "confidence"
    )]
    pub confidence: Option<u8>,
    /// Since when the visitor has waited, in Unix seconds. A visible text clears Intercom's own `waiting_since`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        rename = "since",
        alias = "waiting_since"
    )]
    pub waiting_since: Option<i64>,
}

/// An open step: intended, and perhaps done. Whoever finds one looks before doing it again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Step {
    /// What it does.
    pub kind: StepKind,
    /// The newest visitor part it covers; for a confirmation, the newest command it answers.
    pub cover: Stamp,
    /// The first, the second … time it is tried.
    pub attempt: u8,
    /// When it was intended, in Unix seconds by our clock: an old one shows in a reading, or did not happen.
    pub since: i64,
    /// The newest part that showed when it was intended. What it makes is newer, by Intercom's own clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Stamp>,
    /// Whether it surely was not done, and is still owed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsent: bool,
    /// Whether it is known to have happened, and only the next step is missing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub done: bool,
    /// The words of what it posts, so that the agent does not say the same twice.
    pub words: Digest,
    /// The hand-off it belongs to, if it is part of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_over: Option<HandOver>,
    /// What the text does for the visitor, for a reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gist: Option<Gist>,
}

impl Step {
    /// Whether a deed of ours can be this step's.
    #[must_use]
    pub fn can_be(&self, part: &Stamp, deed: &Deed) -> bool {
        let kind = match self.kind {
            StepKind::Reply | StepKind::Farewell | StepKind::Ask | StepKind::Queue => deed.said,
            StepKind::Draft | StepKind::Note | StepKind::Confirm => deed.noted,
            StepKind::Unassign => deed.assigned == Some(Assignee::Nobody),
            StepKind::Snooze => deed.snoozed,
            StepKind::Open => deed.opened,
            StepKind::Assign => {
                let to = self.hand_over.as_ref().map(|hand_over| &hand_over.to);
                to.is_some() && deed.assigned.as_ref() == to
            }
        };
        kind && (Some(part) > self.after.as_ref() || !Guard::NotBefore.holds())
    }
}
