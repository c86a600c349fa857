//! Who has the conversation, as registers that only grow.
//!
//! Each register keeps the newest event of its kind by the event's own stamp. Their joint reading does
//! not depend on the order in which notifications arrive.

use crate::domain::turn::guard::Guard;
use serde::{Deserialize, Serialize};

use crate::domain::assignee::Assignee;
use crate::domain::stamp::Stamp;
use crate::id::{AdminId, TeamId};

/// An assignment and when it was made.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Assigned<I> {
    /// The part that said so, or the newest part of the reading that showed it.
    pub by: Stamp,
    /// To whom; to nobody if this is none.
    pub to: Option<I>,
}

/// The registers. A conversation can hold a teammate and a team at once, so each has one of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ownership {
    /// The newest assignment to a teammate, or away from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin: Option<Assigned<AdminId>>,
    /// The newest assignment to a team, or away from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<Assigned<TeamId>>,
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
        let admin = self.admin.as_ref();
        let team = self.team.as_ref();
        let assigned = admin.map(|admin| &admin.by).max(team.map(|team| &team.by));
        match (
            admin.and_then(|admin| admin.to.as_ref()),
            team.and_then(|team| team.to.as_ref()),
        ) {
            // A command to resume counts against an earlier assignment.
            (_, _) if self.returned.as_ref() > assigned => Holder::Agent,
            (Some(admin), _) if admin == us => Holder::Agent,
            (Some(admin), _) => Holder::Assigned(Assignee::Admin(admin.clone())),
            (None, Some(team)) => Holder::Assigned(Assignee::Team(team.clone())),
            (None, None) => Holder::Rules,
        }
    }

    /// Whether an order to be silent stands.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped > self.returned
    }

    /// The newest stamp up to which people have dealt with what the visitor wrote.
    #[must_use]
    pub fn settled(&self) -> Option<&Stamp> {
        self.spoken.as_ref().max(self.closed.as_ref())
    }

    /// Takes an assignment; whether it changed who has it. One to a bot says nothing: how far a bot is in the
    /// conversation is read from Intercom, and the rules decide about it.
    pub fn assign(&mut self, by: &Stamp, to: &Assignee) -> bool {
        match to {
            Assignee::Admin(id) => write(&mut self.admin, by, Some(id)),
            Assignee::Team(id) => write(&mut self.team, by, Some(id)),
            Assignee::Nobody => write(&mut self.admin, by, None) | write(&mut self.team, by, None),
            Assignee::Bot => false,
        }
    }

    /// Takes the assignees a reading shows. A reading whose newest part is older than a known assignment lags
    /// behind it and is not believed.
    pub fn reconcile(&mut self, newest: &Stamp, admin: Option<&AdminId>, team: Option<&TeamId>) {
        believe(&mut self.admin, newest, admin);
        believe(&mut self.team, newest, team);
    }
}

/// Takes an assignment if it is newer; whether it changed anything but the stamp.
fn write<I: Clone + PartialEq>(
    register: &mut Option<Assigned<I>>,
    by: &Stamp,
    to: Option<&I>,
) -> bool {
    if register.as_ref().is_some_and(|known| known.by >= *by) {
        return false;
    }
    let changed = register.as_ref().and_then(|known| known.to.as_ref()) != to;
    *register = Some(Assigned {
        by: by.clone(),
        to: to.cloned(),
    });
    changed
}

fn believe<I: Clone + PartialEq>(
    register: &mut Option<Assigned<I>>,
    newest: &Stamp,
    to: Option<&I>,
) {
    let lags =
        Guard::LaggingAssignee.holds() && register.as_ref().is_some_and(|known| known.by > *newest);
    let known = register.as_ref().and_then(|known| known.to.as_ref());
    if !lags && known != to {
        *register = Some(Assigned {
            by: newest.clone(),
            to: to.cloned(),
        });
    }
}

/// Moves a register up to `stamp`; whether it moved.
pub(crate) fn raise(register: &mut Option<Stamp>, stamp: &Stamp) -> bool {
    let news = register.as_ref().is_none_or(|current| current < stamp);
    let moves = news || !Guard::OnlyGrows.holds();
    if moves {
        *register = Some(stamp.clone());
    }
    moves
}
