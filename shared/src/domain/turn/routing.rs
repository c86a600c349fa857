//! Asking the rules, and fetching the facts they need.

use jiff::Timestamp;

use super::effect::{self, Effect};
use super::machine::{Fetching, Phase, Turn};
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::routing::{Fetched, Mode, Route, Source, Surface, Then as RuleThen, route};

impl Turn {
    pub(super) fn route(&mut self, now: Timestamp) -> Effect {
        if self.given_to_us() {
            self.trace.note(
                "who has it",
                "it is assigned to the agent's teammate, so the rules are not asked",
            );
            self.mode = Mode::Reply;
            return self.ask(now);
        }
        let config = self.brief.config.clone();
        let (rule, then) = match route(&config, &self.facts, &self.transcript(), &self.brief.us) {
            Route::Ask(source) => return self.fetch(source, Fetching::Routing),
            Route::To { rule, then, trace } => {
                self.trace.0.extend(trace.0);
                (rule, then)
            }
        };
        match then {
            RuleThen::Agent(to_agent) => {
                self.mode = to_agent.mode;
                self.ask(now)
            }
            RuleThen::HandOff(to) => {
                let cover = self.newest().expect("something is unanswered");
                self.choose(Reason::Rule(rule), Some(to), cover)
            }
            RuleThen::LeaveTo(surface) => {
                let to = match surface {
                    Surface::Bot => "Resolution Bot / Fin",
                    Surface::Team => "the team",
                    Surface::Nobody => "nobody",
                };
                self.trace
                    .note("left alone", format!("the rule leaves it to {to}"));
                self.finish(self.newest(), Outcome::LeftAlone { rule }, now)
            }
        }
    }

    pub(super) fn fetch(&mut self, source: Source, then: Fetching) -> Effect {
        self.phase = Phase::Fetching { source, then };
        Effect::Fetch(source, self.transcript().contact.clone())
    }

    pub(super) fn fetched(
        &mut self,
        source: Source,
        facts: effect::Facts,
        then: Fetching,
        now: Timestamp,
    ) -> Effect {
        match facts {
            effect::Facts::Contact(contact) => self.facts.contact = Fetched::Have(contact),
            effect::Facts::Segments(segments) => self.facts.segments = Fetched::Have(segments),
            effect::Facts::Companies(companies) => self.facts.companies = Fetched::Have(companies),
            effect::Facts::Directory(directory) => self.facts.directory = Fetched::Have(directory),
            effect::Facts::Unavailable(_) => match source {
                Source::Contact => self.facts.contact = Fetched::Unavailable,
                Source::Segments => self.facts.segments = Fetched::Unavailable,
                Source::Companies => self.facts.companies = Fetched::Unavailable,
                Source::Teammates => self.facts.directory = Fetched::Unavailable,
            },
        }
        match then {
            Fetching::Routing => self.route(now),
            Fetching::Choosing(choice) => self.chosen(choice),
        }
    }
}
