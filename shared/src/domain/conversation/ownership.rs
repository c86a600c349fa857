//! Who has the conversation, as registers that only grow.
//!
//! Each register keeps the newest event of its kind by the event's own stamp. Their joint reading does
//! not depend on the order in which notifications arrive.

use serde::{Deserialize, Serialize};

use crate::domain::assignee::Assignee;
use crate::domain::stamp::Stamp;
use crate::id::AdminId;

/// An assignment and when it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// The part that said so.
    pub by: Stamp,
    /// To whom.
    pub to: Assignee,
}

/// The registers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ownership {
    /// The newest assignment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<Assigned>,
    /// The newest visible message of a teammate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<Stamp>,
    /// The newest order to be silent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stamp>,
    /// The newest explicit return to the agent: an assignment to its teammate, or a note's command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Stamp>,
    /// The newest close.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Stamp>,
}

/// Who may act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// Nobody has it: the rules decide.
    Rules,
    /// It was given to the agent.
    Agent,
    /// A person has spoken, or ordered silence, and has not given it back.
    Person,
    /// It is assigned to somebody else.
    Assigned(Assignee),
}

impl Ownership {
    /// Who may act, for an agent that speaks as `us`.
    #[must_use]
    pub fn holder(&self, us: &AdminId) -> Holder {
        let taken = self.spoken.as_ref().max(self.stopped.as_ref());
        // At the same stamp the return wins: a teammate who writes and assigns to the agent in one action gives it back.
        if taken > self.returned.as_ref() {
            return Holder::Person;
        }
        match self.assigned.as_ref().map(|assigned| &assigned.to) {
            None | Some(Assignee::Nobody) => Holder::Rules,
            Some(Assignee::Admin(id)) if id == us => Holder::Agent,
            Some(other) => Holder::Assigned(other.clone()),
        }
    }

    /// The newest stamp up to which people have dealt with what the visitor wrote.
    #[must_use]
    pub fn settled(&self) -> Option<&Stamp> {
        self.spoken.as_ref().max(self.closed.as_ref())
    }

    /// Takes an assignment; whether it was news and changed who has it.
    pub fn assign(&mut self, by: &Stamp, to: &Assignee) -> bool {
        let current = self.assigned.as_ref();
        if current.is_some_and(|assigned| assigned.by >= *by) {
            return false;
        }
        let changed = current.map_or(&Assignee::Nobody, |assigned| &assigned.to) != to;
        self.assigned = Some(Assigned {
            by: by.clone(),
            to: to.clone(),
        });
        changed
    }

    /// Takes the assignee a reading shows, which is the truth at that moment whatever the parts said.
    pub fn reconcile(&mut self, seen_at: &Stamp, to: &Assignee) {
        let known = self
            .assigned
            .as_ref()
            .map_or(&Assignee::Nobody, |assigned| &assigned.to);
        if known != to {
            self.assigned = Some(Assigned {
                by: seen_at.clone(),
                to: to.clone(),
            });
        }
    }
}

/// Moves a register up to `stamp`; whether it moved.
pub(super) fn raise(register: &mut Option<Stamp>, stamp: &Stamp) -> bool {
    let moves = register.as_ref().is_none_or(|current| current < stamp);
    if moves {
        *register = Some(stamp.clone());
    }
    moves
}
