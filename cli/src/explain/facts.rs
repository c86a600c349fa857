//! `--facts`: what Intercom would answer, as far as somebody says so.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use shared::domain::config::{Config, Target};
use shared::domain::directory::{self, Directory};
use shared::domain::routing::{self, Fact, Fetched};
use shared::domain::transcript;
use shared::id::{AdminId, CompanyId, TeamId};

/// The file. Everything may be left out: it is not known then, and asked for if a rule needs it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactsFile {
    contact: Option<Contact>,
    companies: Option<Vec<Company>>,
    teammates: Option<Vec<Teammate>>,
    teams: Option<Vec<Team>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contact {
    role: Option<String>,
    /// A teammate of the file by name or e-mail address, or an id.
    owner: Option<String>,
    locale: Option<String>,
    segments: Option<Vec<String>>,
    tags: Option<Vec<String>>,
    #[serde(default)]
    attributes: BTreeMap<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Company {
    name: Option<String>,
    plan: Option<String>,
    segments: Option<Vec<String>>,
    tags: Option<Vec<String>>,
    #[serde(default)]
    attributes: BTreeMap<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Teammate {
    id: Option<AdminId>,
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    away: bool,
    #[serde(default = "yes")]
    seat: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Team {
    name: String,
    /// By name. A team without this key has somebody, unless it is away.
    members: Option<Vec<String>>,
    #[serde(default)]
    away: bool,
}

const fn yes() -> bool {
    true
}

/// Somebody the file names without saying who it is.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{place} names “{name}”, who is not among `teammates`; add them there, with `name` and perhaps `away: true`"
)]
pub(super) struct Stranger {
    place: &'static str,
    name: String,
}

/// What a rehearsal is told.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) facts: routing::Facts,
    /// The teams and teammates there are.
    pub(super) directory: Directory,
    /// The teammate the agent speaks as.
    pub(super) us: AdminId,
}

impl FactsFile {
    /// The file as a turn would have read it. The teams that the configuration names are taken to exist.
    pub(super) fn told(self, config: &Config) -> Result<Told, Stranger> {
        let knows_people = self.teammates.is_some() || self.teams.is_some();
        let mut directory = Directory::default();
        for (nth, teammate) in self.teammates.into_iter().flatten().enumerate() {
            let Teammate {
                id,
                name,
                email,
                away,
                seat,
            } = teammate;
            directory.teammates.push(directory::Teammate {
                id: id.unwrap_or_else(|| numbered("teammate", nth)),
                name,
                email,
                has_inbox_seat: seat,
                away,
            });
        }
        for team in self.teams.into_iter().flatten() {
            let members = match team.members {
                Some(names) => members(&directory, names)?,
                None => vec![somebody(&mut directory, team.away)],
            };
            add_team(&mut directory, team.name, members);
        }
        for name in teams_of(config) {
            if directory.team_called(&name).is_none() {
                add_team(&mut directory, name, Vec::new());
            }
        }
        let mut facts = routing::Facts::default();
        if let Some(contact) = self.contact {
            let owner = match contact.owner {
                None => None,
                Some(name) => Some(owner(&directory, name)?),
            };
            if let Some(segments) = contact.segments {
                facts.segments = Fetched::Have(segments);
            }
            if let Some(tags) = contact.tags {
                facts.tags = Fetched::Have(tags);
            }
            facts.contact = Fetched::Have(routing::Contact {
                role: contact.role.unwrap_or_default(),
                owner,
                locale: contact.locale,
                attributes: texts(contact.attributes),
                ..routing::Contact::default()
            });
        }
        if let Some(companies) = self.companies {
            let companies = companies.into_iter().enumerate();
            let companies = companies.map(|(nth, company)| transcript::Company {
                id: CompanyId::try_from(format!("company-{nth}")).expect("it has no space"),
                name: company.name,
                plan: company.plan,
                segments: Some(company.segments.unwrap_or_default()),
                tags: Some(company.tags.unwrap_or_default()),
                attributes: texts(company.attributes),
            });
            facts.companies = Fetched::Have(companies.collect());
        }
        if knows_people {
            facts.directory = Fetched::Have(directory.clone());
        }
        let teammate = &config.agent.teammate;
        let us = match directory.teammate_called(teammate) {
            Some(us) => us.id.clone(),
            // Nobody in the notification is called so; only an id could be.
            None => {
                AdminId::try_from(teammate.as_str()).unwrap_or_else(|_| numbered("the-agent", 0))
            }
        };
        Ok(Told {
            facts,
            directory,
            us,
        })
    }
}

/// The teams a configuration names.
fn teams_of(config: &Config) -> Vec<String> {
    let rules = || config.rules.iter();
    let targets = rules().flat_map(|rule| rule.then.targets().map(|(_, target)| target));
    let next = config.hand_off.pick_up.iter();
    let night = config.out_of_hours.iter();
    let targets = targets
        .chain([&config.hand_off.default])
        .chain(next.flat_map(|pick_up| pick_up.to.targets()))
        .chain(night.flat_map(|night| night.follow_up.targets()));
    let receivers = targets.filter_map(|target| match target {
        Target::Team(name) => Some(name.clone()),
        _ => None,
    });
    let conditions = rules().filter_map(|rule| rule.when.as_ref());
    let leaves = conditions.flat_map(|condition| condition.leaves());
    let available = leaves
        .filter(|(fact, _)| **fact == Fact::TeamAvailable)
        .flat_map(|(_, wanted)| wanted.texts().to_vec());
    receivers.chain(available).collect()
}

fn add_team(directory: &mut Directory, name: String, members: Vec<AdminId>) {
    let nth = directory.teams.len();
    let id = TeamId::try_from(format!("team-{nth}")).expect("it has no space");
    directory
        .teams
        .push(directory::Team::new(id, name, members));
}

/// Whoever is in a team of which it is only known whether somebody is there.
fn somebody(directory: &mut Directory, away: bool) -> AdminId {
    let id = numbered("somebody", directory.teammates.len());
    directory.teammates.push(directory::Teammate {
        id: id.clone(),
        name: String::new(),
        email: String::new(),
        has_inbox_seat: true,
        away,
    });
    id
}

fn members(directory: &Directory, names: Vec<String>) -> Result<Vec<AdminId>, Stranger> {
    let member = |name: String| match directory.teammate_called(&name) {
        Some(teammate) => Ok(teammate.id.clone()),
        None => Err(Stranger {
            place: "teams.members",
            name,
        }),
    };
    names.into_iter().map(member).collect()
}

fn owner(directory: &Directory, name: String) -> Result<AdminId, Stranger> {
    if let Some(teammate) = directory.teammate_called(&name) {
        return Ok(teammate.id.clone());
    }
    let is_id = name.bytes().all(|byte| byte.is_ascii_digit());
    let id = AdminId::try_from(name.clone()).ok().filter(|_| is_id);
    id.ok_or(Stranger {
        place: "contact.owner",
        name,
    })
}

fn numbered(what: &str, nth: usize) -> AdminId {
    AdminId::try_from(format!("{what}-{nth}")).expect("it has no space")
}

/// Attributes as text, as Intercom's are read: lists and mappings are none.
fn texts(attributes: BTreeMap<String, Value>) -> Vec<(String, String)> {
    let text = |value| match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    let attributes = attributes.into_iter();
    attributes
        .filter_map(|(name, value)| Some((name, text(value)?)))
        .collect()
}
