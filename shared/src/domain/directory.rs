//! The people and teams of a workspace, as read from Intercom.

use serde::{Deserialize, Serialize};

use crate::id::{AdminId, TeamId};

/// A teammate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teammate {
    /// Which.
    pub id: AdminId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    #[serde(default)]
    pub email: String,
    /// Whether they have an inbox seat. Without one nothing can be assigned to them.
    #[serde(default)]
    pub has_inbox_seat: bool,
    /// Whether they set themselves away.
    #[serde(default)]
    pub away: bool,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Which.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// Its members.
    #[serde(default)]
    pub members: Vec<AdminId>,
}

/// Teammates and teams. The configuration names them as people do; here the names find their ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// The teammates.
    pub teammates: Vec<Teammate>,
    /// The teams.
    pub teams: Vec<Team>,
}

impl Teammate {
    /// Whether a conversation can be given to them now.
    #[must_use]
    pub const fn is_available(&self) -> bool {
        self.has_inbox_seat && !self.away
    }
}

impl Directory {
    /// The teammate with this id.
    #[must_use]
    pub fn teammate(&self, id: &AdminId) -> Option<&Teammate> {
        self.teammates.iter().find(|teammate| teammate.id == *id)
    }

    /// The teammate somebody means by an e-mail address, a name or an id, in this order.
    #[must_use]
    pub fn teammate_called(&self, called: &str) -> Option<&Teammate> {
        let find =
            |is: &dyn Fn(&Teammate) -> bool| self.teammates.iter().find(|teammate| is(teammate));
        find(&|teammate| teammate.email.eq_ignore_ascii_case(called))
            .or_else(|| find(&|teammate| teammate.name == called))
            .or_else(|| find(&|teammate| teammate.id.as_str() == called))
    }

    /// The team with this id.
    #[must_use]
    pub fn team(&self, id: &TeamId) -> Option<&Team> {
        self.teams.iter().find(|team| team.id == *id)
    }

    /// The team somebody means by a name or an id.
    #[must_use]
    pub fn team_called(&self, called: &str) -> Option<&Team> {
        let by_name = self.teams.iter().find(|team| team.name == called);
        by_name.or_else(|| self.teams.iter().find(|team| team.id.as_str() == called))
    }

    /// The members of a team who could take a conversation now, other than the agent itself.
    pub fn available_in<'d>(
        &'d self,
        team: &'d Team,
        us: &'d AdminId,
    ) -> impl Iterator<Item = &'d Teammate> {
        team.members
            .iter()
            .filter(move |id| *id != us)
            .filter_map(|id| self.teammate(id))
            .filter(|teammate| teammate.is_available())
    }
}
