//! The people and teams of a workspace, as read from Intercom.

use serde::{Deserialize, Serialize};

use super::catalog::Schedule;
use super::names::{Kind, Names};
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
    /// How Intercom gives conversations to its members, in Intercom's word: `round_robin`, `load_balanced` …; none where
    /// it gives them to nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distribution: Option<String>,
    /// How many open conversations a member may have, where Intercom is told to keep to a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment_limit: Option<u32>,
}

/// Teammates and teams. The configuration names them as people do; here the names find their ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// The teammates.
    pub teammates: Vec<Teammate>,
    /// The teams.
    pub teams: Vec<Team>,
    /// What the names of the configuration meant when it was published. Kept beside the directory, which is read anew.
    #[serde(skip)]
    pub names: Names,
    /// The schedules of office hours that the configuration names. Kept beside the directory, and read less often.
    #[serde(skip)]
    pub schedules: Vec<Schedule>,
}

impl Teammate {
    /// Whether a conversation can be given to them now.
    #[must_use]
    pub const fn is_available(&self) -> bool {
        self.has_inbox_seat && !self.away
    }
}

impl Team {
    /// A team to whose members Intercom gives nothing by itself.
    #[must_use]
    pub fn new(id: TeamId, name: impl Into<String>, members: Vec<AdminId>) -> Self {
        Self {
            id,
            name: name.into(),
            members,
            distribution: None,
            assignment_limit: None,
        }
    }
}

impl Directory {
    /// The teammate with this id.
    #[must_use]
    pub fn teammate(&self, id: &AdminId) -> Option<&Teammate> {
        self.teammates.iter().find(|teammate| teammate.id == *id)
    }

    /// The teammate somebody means by an e-mail address, a name or an id, in this order; failing that, whoever was meant
    /// by it when the configuration was published, under whatever name they go by now.
    #[must_use]
    pub fn teammate_called(&self, called: &str) -> Option<&Teammate> {
        let find =
            |is: &dyn Fn(&Teammate) -> bool| self.teammates.iter().find(|teammate| is(teammate));
        find(&|teammate| teammate.email.eq_ignore_ascii_case(called))
            .or_else(|| find(&|teammate| teammate.name == called))
            .or_else(|| find(&|teammate| teammate.id.as_str() == called))
            .or_else(|| {
                let meant = self.names.meant(Kind::Teammate, called)?;
                find(&|teammate| teammate.id.as_str() == meant)
            })
    }

    /// The team with this id.
    #[must_use]
    pub fn team(&self, id: &TeamId) -> Option<&Team> {
        self.teams.iter().find(|team| team.id == *id)
    }

    /// The team somebody means by a name or an id; failing that, the one that was meant by it when the configuration was
    /// published, whatever it is called now.
    #[must_use]
    pub fn team_called(&self, called: &str) -> Option<&Team> {
        let find = |is: &dyn Fn(&Team) -> bool| self.teams.iter().find(|team| is(team));
        find(&|team| team.name == called)
            .or_else(|| find(&|team| team.id.as_str() == called))
            .or_else(|| {
                let meant = self.names.meant(Kind::Team, called)?;
                find(&|team| team.id.as_str() == meant)
            })
    }

    /// The schedule somebody means by a name or an id; failing that, the one that was meant by it when the configuration
    /// was published.
    #[must_use]
    pub fn schedule_called(&self, called: &str) -> Option<&Schedule> {
        let find = |is: &dyn Fn(&Schedule) -> bool| self.schedules.iter().find(|it| is(it));
        find(&|schedule| schedule.name == called)
            .or_else(|| find(&|schedule| schedule.id == called))
            .or_else(|| {
                let meant = self.names.meant(Kind::Schedule, called)?;
                find(&|schedule| schedule.id == meant)
            })
    }

    /// What a configuration may call a team: its name, and what it was called when the configuration was published.
    pub fn names_of<'d>(&'d self, team: &'d Team) -> impl Iterator<Item = &'d str> {
        let earlier = self.names.of(Kind::Team, team.id.as_str());
        let free = |name: &&str| self.teams.iter().all(|team| team.name != *name);
        std::iter::once(team.name.as_str()).chain(earlier.filter(free))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn team(id: &str, name: &str) -> Team {
        Team::new(TeamId::try_from(id).unwrap(), name, Vec::new())
    }

    #[test]
    fn a_renamed_team_is_still_meant_unless_another_has_its_name_now() {
        let mut directory = Directory {
            teams: vec![team("1", "Support")],
            ..Directory::default()
        };
        directory.names.keep(Kind::Team, "Support", "1");
        directory.teams = vec![team("1", "Care"), team("2", "Sales")];
        let meant = |directory: &Directory| {
            directory
                .team_called("Support")
                .map(|team| team.id.to_string())
        };
        assert_eq!(meant(&directory).as_deref(), Some("1"));
        directory.teams[1].name = "Support".to_owned();
        assert_eq!(meant(&directory).as_deref(), Some("2"));
        directory.teams.clear();
        assert_eq!(meant(&directory), None);
    }
}
