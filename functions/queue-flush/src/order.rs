//! In which order what is due is dealt with: workspaces in turn, and in each what was due hours ago, then the highest tier, then who
//! has waited longest.
//!
//! Within a tick a workspace's first conversation never waits for another workspace's second one, so ten thousand of one hold nobody
//! up. In a round the workspace comes first whose visitor has waited longest. Tiers are a workspace's own: whoever calls everybody
//! important overtakes nobody else's. From tick to tick nothing is remembered but these times.

use std::collections::{BTreeMap, HashMap, HashSet};

use shared::domain::queued::Tier;
use shared::domain::turn::{Beside, Other};
use shared::id::{TeamId, WorkspaceId};
use shared::ports::follow_ups::FollowUp;

/// The hour in which a row was due is looked at before its tier: after hours of downtime who should have been first is first.
const HOUR: i64 = 3_600;

/// What stands before what in its workspace.
fn urgency(row: &FollowUp) -> (i64, Tier, i64) {
    let hour = row.at.as_second().div_euclid(HOUR);
    let tier = row.place.as_ref().map_or(Tier::NONE, |place| place.tier);
    (hour, tier, since(row))
}

/// Since when somebody waits.
fn since(row: &FollowUp) -> i64 {
    match &row.place {
        Some(place) => place.since,
        None => row.at.as_second(),
    }
}

/// Sorts what is due.
pub(crate) fn fair(rows: Vec<FollowUp>) -> Vec<FollowUp> {
    let mut rounds = Vec::with_capacity(rows.len());
    for (workspace, rows) in by_workspace(rows) {
        let oldest = rows.iter().map(since).min().unwrap_or(i64::MAX);
        for (nth, row) in rows.into_iter().enumerate() {
            rounds.push(((nth, oldest, workspace.clone()), row));
        }
    }
    rounds.sort_by(|(one, _), (other, _)| one.cmp(other));
    rounds.into_iter().map(|(_, row)| row).collect()
}

/// The rows of each workspace in their order.
fn by_workspace(rows: Vec<FollowUp>) -> BTreeMap<WorkspaceId, Vec<FollowUp>> {
    let mut workspaces: BTreeMap<WorkspaceId, Vec<FollowUp>> = BTreeMap::new();
    for row in rows {
        workspaces
            .entry(row.workspace.clone())
            .or_default()
            .push(row);
    }
    for rows in workspaces.values_mut() {
        rows.sort_by_cached_key(|row| (urgency(row), row.at, row.conversation.clone()));
    }
    workspaces
}

/// What a workspace has more than `most` of, in its order; who has least first.
pub(crate) fn surplus(rows: Vec<FollowUp>, most: usize) -> Vec<(WorkspaceId, Vec<FollowUp>)> {
    let workspaces = by_workspace(rows).into_iter();
    let surplus = workspaces.map(|(workspace, mut rows)| {
        let surplus = rows.split_off(most.min(rows.len()));
        (workspace, surplus)
    });
    let mut surplus: Vec<_> = surplus.filter(|(_, rows)| !rows.is_empty()).collect();
    surplus.sort_by_key(|(_, rows)| rows.len());
    surplus
}

/// A team of a workspace.
pub(crate) type Team = (WorkspaceId, TeamId);

/// The team a row waits for.
pub(crate) fn team(row: &FollowUp) -> Option<Team> {
    let team = row.place.as_ref()?.team.clone()?;
    Some((row.workspace.clone(), team))
}

/// What each team gets in one tick, in its order, and who has been told of it.
#[derive(Default)]
pub(crate) struct Teams {
    waiting: HashMap<Team, Vec<Other>>,
    told: HashSet<Team>,
}

impl Teams {
    /// What is due was looked for: all that was found and is not done yet, also what there is no time for in this tick.
    pub(crate) fn find(&mut self, rows: &[FollowUp]) {
        self.waiting.clear();
        for row in rows {
            let (Some(team), Some(place)) = (team(row), &row.place) else {
                continue;
            };
            if !self.told.contains(&team) {
                self.waiting.entry(team).or_default().push(Other {
                    conversation: row.conversation.clone(),
                    tier: place.tier,
                    since: place.since,
                });
            }
        }
        for others in self.waiting.values_mut() {
            others.sort_by_key(|other| (other.tier, other.since));
        }
    }

    /// The others that its team gets with this one; none where it is alone, or its team has been told.
    pub(crate) fn beside(&self, row: &FollowUp) -> Option<Beside> {
        let all = self.waiting.get(&team(row)?)?;
        let others: Vec<_> = all
            .iter()
            .filter(|other| other.conversation != row.conversation)
            .cloned()
            .collect();
        (!others.is_empty()).then(|| Beside::of(others.into_iter()))
    }

    /// It needs no turn, so its team does not get it.
    pub(crate) fn drop(&mut self, row: &FollowUp) {
        let Some(team) = team(row) else {
            return;
        };
        if let Some(others) = self.waiting.get_mut(&team) {
            others.retain(|other| other.conversation != row.conversation);
        }
    }

    /// A team has been told, for this tick.
    pub(crate) fn tell(&mut self, team: Team) {
        self.waiting.remove(&team);
        self.told.insert(team);
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use shared::domain::queued::Place;
    use shared::id::ConversationId;

    use super::*;

    fn row(workspace: usize, nth: usize, tier: u8, since: i64) -> FollowUp {
        FollowUp {
            workspace: WorkspaceId::try_from(format!("w{workspace}")).unwrap(),
            conversation: ConversationId::try_from((nth + 1).to_string()).unwrap(),
            at: Timestamp::from_second(100_000).unwrap(),
            place: Some(Place {
                tier: Tier::from_digit(tier).unwrap(),
                since,
                team: Some(TeamId::try_from("7").unwrap()),
            }),
        }
    }

    fn told(rows: &[FollowUp]) -> String {
        let told = rows
            .iter()
            .map(|row| format!("{} {}", row.workspace, row.conversation));
        told.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn workspaces_come_in_turn_by_who_waits_longest_and_in_each_the_highest_tier_and_then_the_oldest()
     {
        let rows = vec![
            row(1, 1, 9, 50),
            row(1, 2, 0, 90),
            row(1, 3, 0, 80),
            row(2, 4, 9, 10),
            row(3, 5, 2, 70),
            row(3, 6, 2, 60),
        ];
        assert_eq!(told(&fair(rows)), "w2 5, w1 4, w3 7, w1 3, w3 6, w1 2");
    }

    #[test]
    fn what_was_due_hours_ago_stands_before_every_tier_of_now() {
        let mut late = row(1, 1, 9, 90);
        late.at = Timestamp::from_second(90_000).unwrap();
        let mut later = row(1, 2, 0, 80);
        later.at = Timestamp::from_second(90_100).unwrap();
        let rows = vec![row(1, 3, 0, 10), late, later];
        assert_eq!(told(&fair(rows)), "w1 3, w1 2, w1 4");
    }

    #[test]
    fn what_is_due_without_a_place_stands_with_customers_without_a_tier_by_its_time() {
        let mut reminder = row(1, 2, 0, 0);
        reminder.place = None;
        let rows = vec![row(1, 1, 9, 100_001), reminder, row(1, 3, 9, 99_999)];
        assert_eq!(told(&fair(rows)), "w1 4, w1 3, w1 2");
    }

    #[test]
    fn the_surplus_of_a_workspace_is_what_stands_last_in_its_order() {
        let rows = vec![
            row(1, 1, 9, 50),
            row(1, 2, 0, 90),
            row(1, 3, 9, 80),
            row(2, 4, 9, 10),
        ];
        let surplus = surplus(rows, 2);
        let [(workspace, rows)] = &surplus[..] else {
            panic!("{surplus:?}");
        };
        assert_eq!(workspace.as_str(), "w1");
        assert_eq!(told(rows), "w1 4");
    }

    #[test]
    fn a_digest_has_the_others_of_the_team_and_says_how_many_more_there_are() {
        let rows: Vec<_> = (0..53).map(|nth| row(1, nth, 9, 53)).collect();
        let mut teams = Teams::default();
        teams.find(&rows);
        let beside = teams.beside(&rows[0]).unwrap();
        assert_eq!((beside.others.len(), beside.more), (50, 2));
        assert!(
            beside
                .others
                .iter()
                .all(|other| other.conversation != rows[0].conversation)
        );
        assert_eq!(
            teams.beside(&row(2, 0, 9, 1)),
            None,
            "another workspace's team of the same id"
        );
        teams.drop(&rows[1]);
        assert_eq!(teams.beside(&rows[0]).unwrap().more, 1, "it needs no turn");
        teams.tell(team(&rows[0]).unwrap());
        assert_eq!(teams.beside(&rows[1]), None, "once");
        teams.find(&rows);
        assert_eq!(teams.beside(&rows[1]), None, "once a tick");
        let mut teams = Teams::default();
        teams.find(&rows[..1]);
        assert_eq!(teams.beside(&rows[0]), None, "it is alone");
    }

    proptest! {
        #[test]
        fn a_workspaces_nth_comes_before_any_others_next_whatever_there_is(
            rows in vec((0_usize..5, 0_u8..10, 0_i64..1_000), 0..200)
        ) {
            let rows: Vec<_> = rows
                .into_iter()
                .enumerate()
                .map(|(nth, (workspace, tier, since))| row(workspace, nth, tier, since))
                .collect();
            let sorted = fair(rows.clone());
            let (mut before, mut after) = (rows, sorted.clone());
            before.sort_by_key(|row| row.conversation.clone());
            after.sort_by_key(|row| row.conversation.clone());
            prop_assert_eq!(before, after, "nothing is lost or made up");
            let mut seen: HashMap<WorkspaceId, (usize, (i64, Tier, i64))> = HashMap::new();
            let mut round = 0;
            for row in &sorted {
                let (count, last) = seen.get(&row.workspace).copied().unwrap_or((0, (i64::MIN, Tier::from_digit(0).unwrap(), i64::MIN)));
                prop_assert!(count >= round, "a round is over before the next one begins");
                prop_assert!(last <= urgency(row));
                round = count;
                seen.insert(row.workspace.clone(), (count + 1, urgency(row)));
            }
        }
    }
}
