//! What a configuration would have decided. The one place that asks the rules.

use serde::{Deserialize, Serialize};
use shared::adapters::intercom::Past;
use shared::domain::config::Config;
use shared::domain::routing::{Facts, Route, Source, route};
use shared::domain::trace::FactUsed;
use shared::id::AdminId;

use super::surface::Surface;

/// The fact that depends on who was there.
pub(crate) const PRESENCE: &str = "team.available";

/// A configuration, and the teammate it speaks as.
#[derive(Debug)]
pub(crate) struct Side {
    pub(crate) config: Config,
    pub(crate) us: AdminId,
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
    /// Whether it depends on who was there.
    pub(crate) fn looked_at_presence(&self) -> bool {
        self.facts.iter().any(|fact| fact.name == PRESENCE)
    }
}

impl Side {
    /// Where the rules send what they match, in their order.
    pub(crate) fn places(&self) -> Vec<Place> {
        let rules = self.config.rules.iter();
        rules
            .map(|rule| Place {
                rule: rule.name.clone(),
                surface: Surface::of(&rule.then),
            })
            .collect()
    }

    /// Decides by what is known; what has to be asked first, if that is not enough.
    pub(crate) fn decide(&self, past: &Past, facts: &Facts) -> Result<Decision, Source> {
        match route(&self.config, facts, &past.transcript, &self.us) {
            Route::Ask(source) => Err(source),
            Route::To { rule, then, trace } => {
                let mut facts: Vec<FactUsed> = Vec::new();
                for fact in trace.0.into_iter().flat_map(|tried| tried.facts) {
                    if !facts.contains(&fact) {
                        facts.push(fact);
                    }
                }
                let surface = Surface::of(&then);
                Ok(Decision {
                    place: Place { rule, surface },
                    facts,
                })
            }
        }
    }
}
