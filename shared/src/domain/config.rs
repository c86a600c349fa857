//! One workspace's configuration, as people write it. Unknown keys are errors.

pub mod key_path;
pub mod target;
pub mod texts;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::near::nearest;
use crate::domain::routing::Rule;

pub use key_path::KeyPath;
pub use target::Target;
pub use texts::Texts;

/// The configuration of one workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The version of the language: 1.
    pub version: u8,
    /// Who speaks, and how.
    pub agent: Agent,
    /// How the plan of a contact with several companies is chosen.
    #[serde(default)]
    pub companies: Companies,
    /// Intents, each by a few phrases visitors use.
    #[serde(default)]
    pub intents: BTreeMap<String, Vec<String>>,
    /// Tried in order; the first that matches wins.
    pub rules: Vec<Rule>,
    /// When and to whom the agent hands over.
    pub hand_off: HandOff,
    /// What is written to Intercom's attributes.
    #[serde(default)]
    pub attributes: Attributes,
}

/// The agent's seat and manner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// The teammate it speaks as: an e-mail address, a name or an id. Must have an inbox seat.
    pub teammate: String,
    /// What it thinks with.
    #[serde(default)]
    pub brain: Brain,
    /// How it should speak.
    #[serde(default)]
    pub guidance: String,
    /// What it may do on its own.
    #[serde(default)]
    pub limits: Limits,
}

/// What the agent thinks with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Brain {
    /// The workspace's own Help Center articles.
    #[default]
    Articles,
}

/// What the agent may do on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// How many answers it gives in one conversation before a person takes over.
    pub turns: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { turns: 8 }
    }
}

/// How one company is picked from several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Companies {
    /// Plans from the lowest to the highest; the company with the highest one counts.
    #[serde(default)]
    pub tiers: Vec<String>,
}

/// When and to whom the agent hands over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOff {
    /// Who gets a conversation no rule sends elsewhere. A team: its inbox waits for whoever comes.
    pub default: Target,
    /// What makes the agent hand over.
    #[serde(default)]
    pub when: Triggers,
    /// What the visitor is told.
    #[serde(default)]
    pub say: Say,
}

/// What makes the agent hand over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Triggers {
    /// The visitor asked for a person.
    #[serde(default = "yes")]
    pub asked_for_person: bool,
    /// The agent is less sure than this (0 to 1) that it has the answer, twice in a row.
    #[serde(default)]
    pub confidence_below: f32,
    /// One of these intents was recognised.
    #[serde(default)]
    pub intents: Vec<String>,
}

// Never NaN: `Config::check` refuses values outside 0 to 1.
impl Eq for Triggers {}

impl Default for Triggers {
    fn default() -> Self {
        Self {
            asked_for_person: true,
            confidence_below: 0.0,
            intents: Vec::new(),
        }
    }
}

const fn yes() -> bool {
    true
}

/// What the visitor is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// When the conversation goes to a person. Nothing is said where this is empty.
    pub open: Texts,
    /// When the agent does not know, and offers a person.
    #[serde(default = "Texts::unknown")]
    pub unknown: Texts,
}

impl Default for Say {
    fn default() -> Self {
        Self {
            open: Texts::handing_over(),
            unknown: Texts::unknown(),
        }
    }
}

/// What is written to Intercom's attributes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attributes {
    /// A conversation attribute's name, and what goes into it.
    #[serde(default)]
    pub conversation: BTreeMap<String, Finding>,
}

/// What the agent can write into an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The intent that was recognised.
    Intent,
    /// How the turn ended: `answered`, `drafted` or `handed_off`.
    Outcome,
}

impl Finding {
    /// Every value it can have under a configuration.
    #[must_use]
    pub fn values(self, config: &Config) -> Vec<String> {
        match self {
            Self::Intent => config.intents.keys().cloned().collect(),
            Self::Outcome => {
                let drafts = config.rules.iter().any(|rule| rule.then.is_a_draft());
                let drafted = drafts.then_some("drafted");
                let values = ["answered", "handed_off"].into_iter().chain(drafted);
                values.map(str::to_owned).collect()
            }
        }
    }
}

/// What is wrong with a configuration that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// A language this code does not know.
    #[error("{0} is not known; write `version: 1`")]
    Version(u8),
    /// No rule at all, or a last one with a condition; its place in the list.
    #[error(
        "the last rule must apply to everything else; add one without `when`, for example `- name: Everything else` with `then: {{ agent: {{}} }}`"
    )]
    NoLastRule(Option<usize>),
    /// Two rules of one name: a trace could not tell them apart. The name, and the second one's place in the list.
    #[error("two rules are called “{0}”; give each its own name")]
    SameName(String, usize),
    /// Not a share.
    #[error("write a number from 0 to 1")]
    Confidence,
    /// A hand-off that names an unknown intent: the intent, its place in the list, and which was meant.
    #[error("“{0}” is not among `intents`{meant}; write one of them, or add it there with a few example phrases", meant = or_meant(.2.as_deref()))]
    UnknownIntent(String, usize, Option<String>),
    /// A default that may be nobody.
    #[error(
        "write a team, such as `team:Support`; a person may be away, and a contact may have no owner"
    )]
    VagueDefault,
}

fn or_meant(meant: Option<&str>) -> String {
    meant.map_or_else(String::new, |meant| format!(", did you mean “{meant}”?"))
}

impl Flaw {
    /// The way to what it is about.
    #[must_use]
    pub fn key(&self) -> KeyPath {
        let rules = KeyPath::new("rules");
        let when = KeyPath::new("hand_off").key("when");
        match self {
            Self::Version(_) => KeyPath::new("version"),
            Self::NoLastRule(None) => rules,
            Self::NoLastRule(Some(nth)) => rules.item(*nth),
            Self::SameName(_, nth) => rules.item(*nth).key("name"),
            Self::Confidence => when.key("confidence_below"),
            Self::UnknownIntent(_, nth, _) => when.key("intents").item(*nth),
            Self::VagueDefault => KeyPath::new("hand_off").key("default"),
        }
    }

    /// The ways to all it was concluded from: where one of them cannot be read, nothing can be said.
    #[must_use]
    pub fn parts(&self) -> Vec<KeyPath> {
        match self {
            Self::NoLastRule(_) => vec![KeyPath::new("rules")],
            Self::UnknownIntent(..) => vec![self.key(), KeyPath::new("intents")],
            Self::Version(_) | Self::SameName(..) | Self::Confidence | Self::VagueDefault => {
                vec![self.key()]
            }
        }
    }
}

impl Config {
    /// Finds what a reader of the file could not see key by key, in the order of the file.
    #[must_use]
    pub fn flaws(&self) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        if self.version != 1 {
            flaws.push(Flaw::Version(self.version));
        }
        for (nth, rule) in self.rules.iter().enumerate() {
            let mut earlier = self.rules[..nth].iter();
            if earlier.any(|earlier| earlier.name == rule.name) {
                flaws.push(Flaw::SameName(rule.name.clone(), nth));
            }
        }
        if self.rules.last().is_none_or(|rule| rule.when.is_some()) {
            flaws.push(Flaw::NoLastRule(self.rules.len().checked_sub(1)));
        }
        if !matches!(self.hand_off.default, Target::Team(_)) {
            flaws.push(Flaw::VagueDefault);
        }
        let triggers = &self.hand_off.when;
        if !(0.0..=1.0).contains(&triggers.confidence_below) {
            flaws.push(Flaw::Confidence);
        }
        for (nth, name) in triggers.intents.iter().enumerate() {
            if !self.intents.contains_key(name) {
                let known = self.intents.keys().map(String::as_str);
                let meant = nearest(name, known).map(str::to_owned);
                flaws.push(Flaw::UnknownIntent(name.clone(), nth, meant));
            }
        }
        flaws
    }
}
