//! Who gets the conversation: the first of a chain who can take it.

use crate::domain::assignee::Assignee;
use crate::domain::config::Target;
use crate::domain::directory::Teammate;
use crate::domain::routing::rule::ToPeople;
use crate::domain::routing::{Fact, Scene, Source};
use crate::domain::trace::{Trace, Tried, Verdict};
use crate::id::AdminId;

/// One of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Candidate {
    /// Who.
    pub target: Target,
    /// Whether they get it even when they are away.
    pub even_if_away: bool,
}

/// The first choice, those who cover for it, then the default. The default is a team, so that there is no dead end.
#[must_use]
pub fn chain(to: Option<&ToPeople>, default: &Target) -> Vec<Candidate> {
    let present = |target: &Target| Candidate {
        target: target.clone(),
        even_if_away: false,
    };
    let first = to.map(|to| Candidate {
        target: to.to.clone(),
        even_if_away: to.even_if_away,
    });
    let cover = to.into_iter().flat_map(|to| to.cover.targets());
    let rest = cover.chain([default]).map(present);
    first.into_iter().chain(rest).collect()
}

/// Chooses the first who exists and can take it now, and says why the others could not. A person who is away or has no
/// seat is passed over; a team is never, because its own balancing and inbox wait for its members. `None` if nobody of
/// the chain exists in this workspace.
///
/// # Errors
///
/// The source that must be asked first. Who comes after the one that is chosen is not looked up.
pub fn choose(chain: &[Candidate], scene: &Scene<'_>) -> Result<(Option<Assignee>, Trace), Source> {
    let mut chosen = None;
    let mut trace = Trace::default();
    for candidate in chain {
        let (verdict, why) = if chosen.is_some() {
            (Verdict::NotNeeded, "an earlier one can take it")
        } else {
            let (found, why) = look_up(candidate, scene)?;
            chosen = found;
            let verdict = match chosen {
                Some(_) => Verdict::TakesOver,
                None => Verdict::PassedOver,
            };
            (verdict, why)
        };
        trace.0.push(Tried {
            name: format!("hand off to {}", called(&candidate.target)),
            verdict,
            why: why.to_owned(),
            facts: Vec::new(),
        });
    }
    Ok((chosen, trace))
}

type Found = (Option<Assignee>, &'static str);

fn look_up(candidate: &Candidate, scene: &Scene<'_>) -> Result<Found, Source> {
    let called = match &candidate.target {
        Target::Team(name) => {
            let team = scene.directory.team_called(name);
            return Ok(match team {
                Some(team) => (Some(Assignee::Team(team.id.clone())), "a team"),
                None => (None, "there is no such team in this workspace"),
            });
        }
        Target::Teammate(name) => Ok(name.clone()),
        Target::ContactOwner => named(scene, Fact::ContactOwner)?.ok_or("the contact has no owner"),
        Target::ContactAttribute(name) => named(scene, Fact::ContactAttribute(name.clone()))?
            .ok_or("the contact's attribute names nobody"),
        Target::CompanyAttribute(name) => named(scene, Fact::CompanyAttribute(name.clone()))?
            .ok_or("the company's attribute names nobody"),
    };
    let called = match called {
        Ok(called) => called,
        Err(why) => return Ok((None, why)),
    };
    // Where nobody can say who is there, nobody is taken for present.
    let Some(people) = scene.facts.directory.get(Source::Teammates)? else {
        return Ok((None, "who is there cannot be read"));
    };
    Ok(person(people.teammate_called(&called), candidate, scene.us))
}

/// Whom a fact names: the only value it has.
fn named(scene: &Scene<'_>, fact: Fact) -> Result<Option<String>, Source> {
    let values = scene.values(&fact)?.into_iter();
    Ok(values
        .map(|value| value.trim().to_owned())
        .find(|value| !value.is_empty()))
}

fn person(teammate: Option<&Teammate>, candidate: &Candidate, us: &AdminId) -> Found {
    let Some(teammate) = teammate else {
        return (None, "there is no such teammate in this workspace");
    };
    let them = Some(Assignee::Admin(teammate.id.clone()));
    match teammate {
        teammate if teammate.id == *us => (None, "that is the agent itself"),
        teammate if !teammate.has_inbox_seat => (None, "no inbox seat"),
        teammate if teammate.away && candidate.even_if_away => {
            (them, "away, and the rule says that they get it even so")
        }
        teammate if teammate.away => (None, "away"),
        _ => (them, "has a seat and is not away"),
    }
}

/// A target without the name or address of a person: traces end in logs.
fn called(target: &Target) -> String {
    match target {
        Target::Team(_)
        | Target::ContactOwner
        | Target::ContactAttribute(_)
        | Target::CompanyAttribute(_) => target.to_string(),
        Target::Teammate(_) => "a named teammate".to_owned(),
    }
}

#[cfg(test)]
mod tests;
