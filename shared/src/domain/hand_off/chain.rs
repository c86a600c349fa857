//! Who gets the conversation: the first of a chain who can take it.

use crate::domain::assignee::Assignee;
use crate::domain::config::Target;
use crate::domain::directory::Directory;
use crate::domain::trace::{Trace, Tried, Verdict};
use crate::id::AdminId;

/// Chooses the first target that exists and can take it now. A person who is away or has no seat is passed
/// over; a team is never, because its own balancing and inbox wait for its members. `None` if no target
/// exists in this workspace.
#[must_use]
pub fn choose<'t>(
    chain: impl IntoIterator<Item = &'t Target>,
    owner: Option<&AdminId>,
    directory: &Directory,
    us: &AdminId,
    trace: &mut Trace,
) -> Option<Assignee> {
    let mut chosen = None;
    for target in chain {
        let (found, why) = match target {
            Target::Team(name) => match directory.team_called(name) {
                Some(team) => (Some(Assignee::Team(team.id.clone())), "a team"),
                None => (None, "there is no such team in this workspace"),
            },
            Target::Teammate(name) => person(directory.teammate_called(name), us),
            Target::ContactOwner => match owner {
                Some(id) => person(directory.teammate(id), us),
                None => (None, "the contact has no owner"),
            },
        };
        let verdict = match (&found, &chosen) {
            (_, Some(_)) => Verdict::NotNeeded,
            (Some(_), None) => Verdict::TakesOver,
            (None, None) => Verdict::PassedOver,
        };
        trace.0.push(Tried {
            name: format!("hand off to {}", called(target)),
            verdict,
            why: if chosen.is_some() {
                "an earlier one can take it"
            } else {
                why
            }
            .to_owned(),
            facts: Vec::new(),
        });
        chosen = chosen.or(found);
    }
    chosen
}

/// A target without the name or address of a person: traces end in logs.
fn called(target: &Target) -> String {
    match target {
        Target::Team(_) | Target::ContactOwner => target.to_string(),
        Target::Teammate(_) => "a named teammate".to_owned(),
    }
}

fn person(
    teammate: Option<&crate::domain::directory::Teammate>,
    us: &AdminId,
) -> (Option<Assignee>, &'static str) {
    match teammate {
        None => (None, "there is no such teammate in this workspace"),
        Some(teammate) if teammate.id == *us => (None, "that is the agent itself"),
        Some(teammate) if !teammate.has_inbox_seat => (None, "no inbox seat"),
        Some(teammate) if teammate.away => (None, "away"),
        Some(teammate) => (
            Some(Assignee::Admin(teammate.id.clone())),
            "has a seat and is not away",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::directory::{Team, Teammate};

    fn desk() -> Directory {
        let teammate = |id: &str, name: &str, seat, away| Teammate {
            id: AdminId::try_from(id).unwrap(),
            name: name.to_owned(),
            email: format!("{}@acme.example", name.to_lowercase()),
            has_inbox_seat: seat,
            away,
        };
        let team = |id: &str, name: &str| Team::new(id.try_into().unwrap(), name, Vec::new());
        Directory {
            teammates: vec![
                teammate("1", "Ada", true, false),
                teammate("2", "Ben", true, true),
                teammate("3", "Cleo", false, false),
                teammate("9", "Nexora", true, false),
            ],
            teams: vec![team("101", "Support")],
            ..Directory::default()
        }
    }

    fn chosen(chain: &[&str], owner: Option<&str>) -> String {
        let chain: Vec<Target> = chain
            .iter()
            .map(|text| Target::try_from((*text).to_owned()).unwrap())
            .collect();
        let owner = owner.map(|id| AdminId::try_from(id).unwrap());
        let us = AdminId::try_from("9").unwrap();
        let mut trace = Trace::default();
        let chosen = choose(&chain, owner.as_ref(), &desk(), &us, &mut trace);
        let why: Vec<_> = trace
            .0
            .iter()
            .map(|tried| format!("{}: {}", tried.name, tried.why))
            .collect();
        format!(
            "{} — {}",
            chosen.map_or("nobody".to_owned(), |chosen| chosen.to_string()),
            why.join("; ")
        )
    }

    #[test]
    fn the_first_who_can_take_it_gets_it() {
        let table = [
            chosen(&["contact.owner", "team:Support"], Some("1")),
            chosen(&["contact.owner", "team:Support"], Some("2")),
            chosen(&["contact.owner", "teammate:Cleo", "team:Support"], None),
            chosen(&["teammate:ada@acme.example"], None),
            chosen(&["teammate:Nexora", "team:Night desk"], None),
        ];
        insta::assert_snapshot!(table.join("\n"), @"
        teammate 1 — hand off to contact.owner: has a seat and is not away; hand off to team:Support: an earlier one can take it
        team 101 — hand off to contact.owner: away; hand off to team:Support: a team
        team 101 — hand off to contact.owner: the contact has no owner; hand off to a named teammate: no inbox seat; hand off to team:Support: a team
        teammate 1 — hand off to a named teammate: has a seat and is not away
        nobody — hand off to a named teammate: that is the agent itself; hand off to team:Night desk: there is no such team in this workspace
        ");
    }
}
