//! One workspace's configuration, as people write it. Unknown keys are errors.

pub mod flaw;
pub mod hand_off_note;
pub mod intent;
pub mod key_path;
pub mod lasting;
pub mod out_of_hours;
pub mod outcomes;
pub mod pick_up;
pub mod say;
#[cfg(feature = "schema")]
pub(crate) mod schema;
pub mod target;
pub mod texts;
pub mod tracing;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::attribute::{Content, Upshot};
use crate::domain::capture::Captures;
use crate::domain::office_hours::OfficeHours;
use crate::domain::routing::{Afterwards, Mode, Rule};

pub use flaw::Flaw;
pub use hand_off_note::HandOffNote;
pub use intent::Intent;
pub use key_path::KeyPath;
pub use out_of_hours::{NightSay, OutOfHours};
pub use outcomes::Outcomes;
pub use pick_up::PickUp;
pub use say::{RuleSay, Say, Wording};
pub use target::Target;
pub use texts::Texts;
pub use tracing::Tracing;

/// The configuration of one workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The version of the language: 1.
    pub version: u8,
    /// Whether the agent is silent in the whole workspace.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// Who speaks, and how.
    pub agent: Agent,
    /// How the plan of a contact with several companies is chosen.
    #[serde(default)]
    pub companies: Companies,
    /// Intents, each by a few phrases visitors use.
    #[serde(default)]
    pub intents: BTreeMap<String, Intent>,
    /// What is picked up from the visitor's words.
    #[serde(default, skip_serializing_if = "is_default")]
    pub captures: Captures,
    /// When the workspace and its teams are there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub office_hours: OfficeHours,
    /// Tried in order; the first that matches wins.
    pub rules: Vec<Rule>,
    /// When and to whom the agent hands over.
    pub hand_off: HandOff,
    /// What the agent does while people are closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_of_hours: Option<OutOfHours>,
    /// What is written to Intercom's attributes.
    #[serde(default)]
    pub attributes: Attributes,
    /// The tags a conversation gets, each with when it gets it. None is taken away.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, Afterwards>,
    /// When a conversation counts as ended.
    #[serde(default, skip_serializing_if = "is_default")]
    pub outcomes: Outcomes,
    /// What of the workspace's data may stand in traces.
    #[serde(default, skip_serializing_if = "is_default")]
    pub trace: Tracing,
}

/// The agent's seat and manner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// The tag a conversation gets when the agent takes part in it; none without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
}

/// What the agent thinks with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Brain {
    /// The workspace's own Help Center articles.
    #[default]
    Articles,
}

/// What the agent may do on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Companies {
    /// Plans from the lowest to the highest; the company with the highest one counts.
    #[serde(default)]
    pub tiers: Vec<String>,
}

/// When and to whom the agent hands over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HandOff {
    /// Who gets a conversation no rule sends elsewhere. A team: its inbox waits for whoever comes.
    pub default: Target,
    /// What makes the agent hand over.
    #[serde(default)]
    pub when: Triggers,
    /// What the visitor is told, or `none`.
    #[serde(default, deserialize_with = "say::or_none")]
    #[cfg_attr(feature = "schema", schemars(with = "schema::OrNone<Say>"))]
    pub say: Say,
    /// What is added to the note for the team.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: HandOffNote,
    /// What becomes of it when nobody picks it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pick_up: Option<PickUp>,
}

/// What makes the agent hand over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

// Never NaN: `Config::flaws` refuses values outside 0 to 1.
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

/// What is not used is not stored: older functions, which do not know it, read the rest.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

const fn yes() -> bool {
    true
}

/// What is written to Intercom's attributes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Attributes {
    /// A conversation attribute's name, and what goes into it.
    #[serde(default)]
    pub conversation: BTreeMap<String, Content>,
    /// The same of the contact.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub contact: BTreeMap<String, Content>,
    /// The same of the company that counts: the conversation's own, else the one `companies` picks.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub company: BTreeMap<String, Content>,
}

/// What the agent can write into an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The intent that was recognised.
    Intent,
    /// What the agent's part came to; see [`Upshot`].
    Outcome,
    /// Whose the conversation is, as far as the agent goes; see [`Involvement`].
    State,
}

/// How the agent takes part in a conversation, for workflows to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Involvement {
    /// It answers the visitor.
    Active,
    /// It leaves its answers to the team as notes.
    Drafting,
    /// It gave the conversation to people.
    HandedOff,
    /// People are needed, and it answers what it can until they are back.
    Queued,
    /// It took part, and a person took the conversation over.
    TakenOver,
    /// It took part, and by now a rule leaves the conversation to somebody else.
    Left,
}

impl Involvement {
    /// The value the attribute gets.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Drafting => "drafting",
            Self::HandedOff => "handed_off",
            Self::Queued => "queued",
            Self::TakenOver => "taken_over",
            Self::Left => "left",
        }
    }
}

impl Finding {
    /// Every value it can have under a configuration.
    #[must_use]
    pub fn values(self, config: &Config) -> Vec<String> {
        match self {
            Self::Intent => config.intents.keys().cloned().collect(),
            Self::Outcome => {
                use Upshot::{
                    Abandoned, Answered, Drafted, HandedOff, Queued, Resolved, TakenOver,
                };
                let queued = config.out_of_hours.as_ref().map(|_| Queued);
                let drafted = drafts(config).then_some(Drafted);
                let values = [Answered, HandedOff, Resolved, TakenOver, Abandoned];
                let values = values.into_iter().chain(drafted).chain(queued);
                values.map(|value| value.as_str().to_owned()).collect()
            }
            Self::State => {
                use Involvement::{Active, Drafting, HandedOff, Left, Queued, TakenOver};
                let queued = config.out_of_hours.as_ref().map(|_| Queued);
                let drafting = drafts(config).then_some(Drafting);
                let values = [Active, HandedOff, TakenOver, Left];
                let values = values.into_iter().chain(drafting).chain(queued);
                values.map(|value| value.as_str().to_owned()).collect()
            }
        }
    }
}

/// Whether the agent leaves notes instead of answers anywhere.
fn drafts(config: &Config) -> bool {
    let by_rule = config.rules.iter().map(|rule| rule.then.mode());
    let by_intent = config.intents.values().map(|intent| intent.mode);
    by_rule
        .chain(by_intent)
        .any(|mode| mode == Some(Mode::Draft))
}

impl Config {
    /// Whether it lets the agent be silent where `rule` routed a conversation; with none, in the whole workspace.
    #[must_use]
    pub fn is_paused(&self, rule: Option<&str>) -> bool {
        let pauses = |name: &str| {
            let mut rules = self.rules.iter();
            rules.any(|rule| rule.paused && rule.name == name)
        };
        self.paused || rule.is_some_and(pauses)
    }

    /// Whether it pauses a rule.
    #[must_use]
    pub fn pauses_a_rule(&self) -> bool {
        self.rules.iter().any(|rule| rule.paused)
    }
}
