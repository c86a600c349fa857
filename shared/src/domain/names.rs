//! What the configuration names, and what its names meant when it was published.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::attribute::{Content, Takes};
use super::config::{Attributes, Config, Target};
use super::office_hours::{Chosen, Hours};
use super::routing::fact::ABSENT;
use super::routing::{Afterwards, Condition, Fact, Wanted};

/// What a name is a name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A teammate, by e-mail address, name or id.
    Teammate,
    /// A team.
    Team,
    /// A segment.
    Segment,
    /// A tag.
    Tag,
    /// An attribute of contacts.
    ContactAttribute,
    /// An attribute of companies.
    CompanyAttribute,
    /// An attribute of conversations.
    ConversationAttribute,
    /// A schedule of office hours, by name or id.
    Schedule,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Teammate => "teammate",
            Self::Team => "team",
            Self::Segment => "segment",
            Self::Tag => "tag",
            Self::ContactAttribute => "contact attribute",
            Self::CompanyAttribute => "company attribute",
            Self::ConversationAttribute => "conversation attribute",
            Self::Schedule => "schedule of office hours",
        })
    }
}

/// A name in a configuration, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The place in the file.
    pub place: Place,
    /// Of what.
    pub kind: Kind,
    /// As it is written.
    pub name: String,
    /// Whether the agent writes to it, and does not only look at it.
    pub written: bool,
}

/// A place in a configuration where something of the workspace is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `agent.teammate`
    AgentTeammate,
    /// `office_hours.default`
    OfficeHoursDefault,
    /// `office_hours.teams`
    OfficeHoursTeams,
    /// `office_hours.schedules`
    OfficeHoursSchedules,
    /// `agent.tag`
    AgentTag,
    /// In a rule.
    Rule {
        /// The rule's name.
        name: String,
        /// `when`, `to` or `cover`.
        key: &'static str,
    },
    /// `hand_off.default`
    HandOffDefault,
    /// `hand_off.pick_up.to`
    PickUp,
    /// `out_of_hours.follow_up`
    FollowUp,
    /// `attributes.conversation`
    ConversationAttributes,
    /// `attributes.contact`
    ContactAttributes,
    /// `attributes.company`
    CompanyAttributes,
    /// `tags`
    Tags,
    /// `trace.show`
    TraceShow,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AgentTeammate => f.write_str("agent.teammate"),
            Self::OfficeHoursDefault => f.write_str("office_hours.default"),
            Self::OfficeHoursTeams => f.write_str("office_hours.teams"),
            Self::OfficeHoursSchedules => f.write_str("office_hours.schedules"),
            Self::AgentTag => f.write_str("agent.tag"),
            Self::Rule { name, key } => write!(f, "rule “{name}” ({key})"),
            Self::HandOffDefault => f.write_str("hand_off.default"),
            Self::PickUp => f.write_str("hand_off.pick_up.to"),
            Self::FollowUp => f.write_str("out_of_hours.follow_up"),
            Self::ConversationAttributes => f.write_str("attributes.conversation"),
            Self::ContactAttributes => f.write_str("attributes.contact"),
            Self::CompanyAttributes => f.write_str("attributes.company"),
            Self::Tags => f.write_str("tags"),
            Self::TraceShow => f.write_str("trace.show"),
        }
    }
}

/// What a name meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Meant {
    kind: Kind,
    name: String,
    id: String,
    /// What an attribute takes that is written, as it was last read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    takes: Option<Takes>,
}

/// What each name of the configuration meant when it was published. So what was renamed since is found again, and told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Names(Vec<Meant>);

impl Names {
    /// The id of what a name meant.
    #[must_use]
    pub fn meant(&self, kind: Kind, name: &str) -> Option<&str> {
        let is = |meant: &&Meant| meant.kind == kind && meant.name == name;
        self.0.iter().find(is).map(|meant| meant.id.as_str())
    }

    /// The names that meant this.
    pub fn of<'n>(&'n self, kind: Kind, id: &'n str) -> impl Iterator<Item = &'n str> {
        let is = move |meant: &&Meant| meant.kind == kind && meant.id == id;
        self.0.iter().filter(is).map(|meant| meant.name.as_str())
    }

    /// Remembers what a name means.
    pub fn keep(&mut self, kind: Kind, name: &str, id: &str) {
        self.0
            .retain(|meant| meant.kind != kind || meant.name != name);
        self.0.push(Meant {
            kind,
            name: name.to_owned(),
            id: id.to_owned(),
            takes: None,
        });
    }

    /// What the attribute of this name takes, as it was last read; none where that is not known.
    #[must_use]
    pub fn takes(&self, kind: Kind, name: &str) -> Option<&Takes> {
        let is = |meant: &&Meant| meant.kind == kind && meant.name == name;
        self.0.iter().find(is)?.takes.as_ref()
    }

    /// Remembers what an attribute takes, if its name means anything.
    pub fn keep_takes(&mut self, kind: Kind, name: &str, takes: Takes) {
        let is = |meant: &&mut Meant| meant.kind == kind && meant.name == name;
        if let Some(meant) = self.0.iter_mut().find(is) {
            meant.takes = Some(takes);
        }
    }
}

impl Attributes {
    /// The attributes of a kind, and what goes into each.
    #[must_use]
    pub const fn of(&self, kind: Kind) -> Option<&BTreeMap<String, Content>> {
        match kind {
            Kind::ConversationAttribute => Some(&self.conversation),
            Kind::ContactAttribute => Some(&self.contact),
            Kind::CompanyAttribute => Some(&self.company),
            Kind::Teammate | Kind::Team | Kind::Segment | Kind::Tag | Kind::Schedule => None,
        }
    }
}

impl Config {
    /// Everything of the workspace that this configuration names, in the order of the file, each once a place.
    #[must_use]
    pub fn mentions(&self) -> Vec<Mention> {
        let mut found = Vec::new();
        let mut mention = |place, kind, name: &str, written| {
            let mention = Mention {
                place,
                kind,
                name: name.to_owned(),
                written,
            };
            if !found.contains(&mention) {
                found.push(mention);
            }
        };
        mention(
            Place::AgentTeammate,
            Kind::Teammate,
            &self.agent.teammate,
            false,
        );
        if let Some(tag) = &self.agent.tag {
            mention(Place::AgentTag, Kind::Tag, tag.trim(), true);
        }
        let hours = &self.office_hours;
        let theirs = |chosen| Chosen::here(chosen)?.schedule();
        if let Some(name) = hours.default.as_ref().and_then(theirs) {
            mention(Place::OfficeHoursDefault, Kind::Schedule, name, false);
        }
        for (team, hours) in &hours.teams {
            mention(Place::OfficeHoursTeams, Kind::Team, team, false);
            if let Some(name) = theirs(hours) {
                mention(Place::OfficeHoursTeams, Kind::Schedule, name, false);
            }
        }
        for name in hours.schedules.values().filter_map(Hours::schedule) {
            mention(Place::OfficeHoursSchedules, Kind::Schedule, name, false);
        }
        for rule in &self.rules {
            let at = |key| Place::Rule {
                name: rule.name.clone(),
                key,
            };
            let facts = rule.when.iter().flat_map(Condition::leaves);
            for (kind, name) in facts.flat_map(|(fact, wanted)| named(fact, wanted)) {
                mention(at("when"), kind, name, false);
            }
            for (key, target) in rule.then.targets() {
                if let Some((kind, name)) = target.name() {
                    mention(at(key), kind, name, false);
                }
            }
        }
        if let Some((kind, name)) = self.hand_off.default.name() {
            mention(Place::HandOffDefault, kind, name, false);
        }
        let next = self.hand_off.pick_up.iter();
        for target in next.flat_map(|pick_up| pick_up.to.targets()) {
            if let Some((kind, name)) = target.name() {
                mention(Place::PickUp, kind, name, false);
            }
        }
        let night = self.out_of_hours.iter();
        for target in night.flat_map(|night| night.follow_up.targets()) {
            if let Some((kind, name)) = target.name() {
                mention(Place::FollowUp, kind, name, false);
            }
        }
        let written = [
            (Place::ConversationAttributes, Kind::ConversationAttribute),
            (Place::ContactAttributes, Kind::ContactAttribute),
            (Place::CompanyAttributes, Kind::CompanyAttribute),
        ];
        for (place, kind) in written {
            for (attribute, content) in self.attributes.of(kind).into_iter().flatten() {
                mention(place.clone(), kind, attribute, true);
                let settings = match content {
                    Content::Set(settings) => settings.as_slice(),
                    Content::Finding(_) | Content::Capture(_) => &[],
                };
                for Afterwards(when) in settings.iter().map(|setting| &setting.when) {
                    let facts = when.leaves().into_iter();
                    for (kind, name) in facts.flat_map(|(fact, wanted)| named(fact, wanted)) {
                        mention(place.clone(), kind, name, false);
                    }
                }
            }
        }
        for (tag, Afterwards(when)) in &self.tags {
            mention(Place::Tags, Kind::Tag, tag.trim(), true);
            let facts = when.leaves().into_iter();
            for (kind, name) in facts.flat_map(|(fact, wanted)| named(fact, wanted)) {
                mention(Place::Tags, kind, name, false);
            }
        }
        for shown in &self.trace.show {
            if let Some((kind, name)) = attribute(shown.fact()) {
                mention(Place::TraceShow, kind, name, false);
            }
        }
        found
    }
}

impl Target {
    /// What it names; nothing for the contact's owner, who is somebody else each time.
    #[must_use]
    pub fn name(&self) -> Option<(Kind, &str)> {
        match self {
            Self::Team(name) => Some((Kind::Team, name)),
            Self::Teammate(name) => Some((Kind::Teammate, name)),
            Self::ContactAttribute(name) => Some((Kind::ContactAttribute, name)),
            Self::CompanyAttribute(name) => Some((Kind::CompanyAttribute, name)),
            Self::ContactOwner => None,
        }
    }
}

/// The attribute that a fact is, if it is one.
const fn attribute(fact: &Fact) -> Option<(Kind, &str)> {
    match fact {
        Fact::ContactAttribute(name) => Some((Kind::ContactAttribute, name.as_str())),
        Fact::CompanyAttribute(name) => Some((Kind::CompanyAttribute, name.as_str())),
        Fact::ConversationAttribute(name) => Some((Kind::ConversationAttribute, name.as_str())),
        _ => None,
    }
}

/// What a fact that is compared with these values names.
fn named<'f>(fact: &'f Fact, wanted: &'f Wanted) -> Vec<(Kind, &'f str)> {
    let values = wanted.texts().iter().map(String::as_str);
    let named = values.filter(|value| *value != ABSENT);
    let all = |kind| named.clone().map(|value| (kind, value)).collect();
    match fact {
        Fact::ContactSegment | Fact::CompanySegment => all(Kind::Segment),
        Fact::ConversationTag | Fact::ContactTag | Fact::CompanyTag => all(Kind::Tag),
        Fact::TeamAvailable => all(Kind::Team),
        Fact::OfficeOpen => named
            .clone()
            .filter(|value| !Fact::TRUTH.contains(value))
            .map(|value| (Kind::Team, value))
            .collect(),
        Fact::ConversationAssignee => named
            .clone()
            .filter_map(|value| match value.split_once(':')? {
                ("team", name) => Some((Kind::Team, name)),
                ("teammate", name) => Some((Kind::Teammate, name)),
                _ => None,
            })
            .collect(),
        Fact::ContactAttribute(_) | Fact::CompanyAttribute(_) | Fact::ConversationAttribute(_) => {
            attribute(fact).into_iter().collect()
        }
        Fact::UrlPath
        | Fact::UrlHost
        | Fact::Channel
        | Fact::Bot
        | Fact::Locale
        | Fact::TextMatches
        | Fact::ContactRole
        | Fact::ContactOwner
        | Fact::CompanyPlan
        | Fact::ScheduleOpen
        | Fact::Intent
        | Fact::Outcome
        | Fact::Reason => Vec::new(),
    }
}
