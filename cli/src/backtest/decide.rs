//! What a configuration would have decided. The one place that asks the rules.

use serde::{Deserialize, Serialize};
use shared::adapters::intercom::Past;
use shared::domain::config::Config;
use shared::domain::directory::Directory;
use shared::domain::routing::{Facts, Route, Rule, Scene, Source, route};
use shared::domain::trace::FactUsed;
use shared::id::AdminId;

use super::surface::Surface;

/// The fact that depends on what the visitor wrote.
pub(crate) const WORDS: &str = "text.matches";

/// The fact that depends on who was there.
pub(crate) const PRESENCE: &str = "team.available";

/// A configuration, and whom it finds in the workspace.
#[derive(Debug)]
pub(crate) struct Side {
    pub(crate) config: Config,
    /// The teammate it speaks as.
    pub(crate) us: AdminId,
    /// Teammates, teams, and the schedules of office hours that it names.
    pub(crate) directory: Directory,
    /// Whether these schedules may be read.
    pub(crate) knows_hours: bool,
}

/// A rule, and where it sends what it matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) rule: String,
    pub(crate) surface: Surface,
}

/// What was decided, and what was looked at for it, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) place: Place,
    pub(crate) facts: Vec<FactUsed>,
}

impl Decision {
    /// Whether a fact was looked at.
    pub(crate) fn looked_at(&self, name: &str) -> bool {
        self.facts.iter().any(|fact| fact.name == name)
    }
}

impl Side {
    /// Where the rules send what they match, in their order.
    pub(crate) fn places(&self) -> Vec<Place> {
        let rules = self.config.rules.iter();
        rules
            .map(|rule| Place {
                rule: rule.name.clone(),
                surface: surface(rule),
            })
            .collect()
    }

    /// Decides by what is known, at the moment the visitor first wrote; what has to be asked first, if that is not enough.
    pub(crate) fn decide(&self, past: &Past, facts: &Facts) -> Result<Decision, Source> {
        let scene = Scene {
            config: &self.config,
            facts,
            transcript: &past.transcript,
            // Nothing was answered yet.
            horizon: None,
            us: &self.us,
            directory: &self.directory,
            now: past.asked_at.unwrap_or(past.created_at),
        };
        match route(&scene) {
            Route::Ask(source) => Err(source),
            Route::To { rule, then, trace } => {
                let mut facts: Vec<FactUsed> = Vec::new();
                for fact in trace.0.into_iter().flat_map(|tried| tried.facts) {
                    if !facts.contains(&fact) {
                        facts.push(fact);
                    }
                }
                let mut rules = self.config.rules.iter();
                let surface = match rules.find(|it| it.name == rule) {
                    Some(rule) => surface(rule),
                    None => Surface::of(&then),
                };
                Ok(Decision {
                    place: Place { rule, surface },
                    facts,
                })
            }
        }
    }
}

/// Where a rule sends what it matches; to nobody the agent speaks to, while it is paused.
const fn surface(rule: &Rule) -> Surface {
    if rule.paused {
        Surface::Paused
    } else {
        Surface::of(&rule.then)
    }
}
