//! Asking the rules, and fetching the facts they need.

use jiff::Timestamp;

use super::effect::{self, Effect, Failure};
use super::machine::{Fetching, Phase, Reading, Turn};
use crate::domain::conversation::Errand;
use crate::domain::digest::Digest;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::routing::{Fetched, Mode, Route, Scene, Source, Then as RuleThen, route};

impl Turn {
    pub(super) fn route(&mut self, now: Timestamp) -> Effect {
        if self.is_paused(None) {
            return self.pause(now);
        }
        if self.given_to_us() {
            let why = "it was given to the agent, so the rules are not asked";
            self.trace.note("who has it", why);
            self.routed(None);
            self.mode = Some(Mode::Reply);
            return self.ask(now);
        }
        let (rule, then) = match route(&self.scene(now)) {
            Route::Ask(source) => return self.fetch(source, Fetching::Routing),
            Route::To { rule, then, trace } => {
                self.trace.0.extend(trace.0);
                (rule, then)
            }
        };
        self.routed(Some(rule.clone()));
        if self.is_paused_here() {
            return self.pause(now);
        }
        match then {
            RuleThen::Agent(to_agent) => {
                self.mode = Some(to_agent.mode);
                self.ask(now)
            }
            RuleThen::HandOff(to) => {
                self.mode = Some(Mode::Reply);
                match self.cover.clone() {
                    Some(cover) => self.choose(Reason::Rule(rule), Some(&to), cover, now),
                    None => self.finish(None, Outcome::NothingToCover, now),
                }
            }
            RuleThen::LeaveTo(surface) => self.leave_to(surface, rule, now),
        }
    }

    /// Notes which rule routed the conversation: also for whoever finds a hand-off that this turn leaves open.
    pub(super) fn routed(&mut self, rule: Option<String>) {
        self.record.rule = rule.as_deref().map(|rule| Digest::of([rule]));
        self.rule = rule;
    }

    /// What rules are asked about.
    pub(super) fn scene(&self, now: Timestamp) -> Scene<'_> {
        let directory = self.facts.directory.have();
        Scene {
            config: &self.brief.config,
            facts: &self.facts,
            transcript: self.read_transcript(),
            horizon: self.answered_up_to(&self.record),
            us: &self.brief.us,
            directory: directory.unwrap_or(&self.brief.directory),
            now,
        }
    }

    /// How the agent takes part, by the rules alone, and by which of them; the source to ask first if a fact is missing.
    pub(super) fn mode_by_rules(&self, now: Timestamp) -> Result<(Mode, Option<String>), Source> {
        if self.is_paused(None) {
            return Ok((Mode::Draft, None));
        }
        if self.given_to_us() {
            return Ok((Mode::Reply, None));
        }
        let (rule, then) = match route(&self.scene(now)) {
            Route::Ask(source) => return Err(source),
            Route::To { rule, then, .. } => (rule, then),
        };
        let mode = match then {
            _ if self.is_paused(Some(&rule)) => Mode::Draft,
            RuleThen::Agent(to_agent) => to_agent.mode,
            RuleThen::HandOff(_) => Mode::Reply,
            // Where the agent says nothing by itself, it says nothing when it leaves.
            RuleThen::LeaveTo(_) => Mode::Draft,
        };
        Ok((mode, Some(rule)))
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
            effect::Facts::Tags(tags) => self.facts.tags = Fetched::Have(tags),
            effect::Facts::Unavailable(_) => self.facts.lack(source),
        }
        match then {
            Fetching::Routing => self.route(now),
            Fetching::Choosing(choice) => self.chosen(choice, now),
            Fetching::Answering(answer) => self.judge(*answer, now),
            Fetching::Again(plan) => self.reading(Reading::Again(plan)),
            Fetching::NextRung => self.next_rung(now),
            Fetching::Opening => self.open_again(now),
            Fetching::Marking(after) => self.mark(after, now),
        }
    }

    /// A source that does not answer now is asked again with the next delivery: a rule that needs it must not be passed
    /// over. The last resort goes on without it, and in silence.
    pub(super) fn fetch_failed(
        &mut self,
        source: Source,
        failure: Failure,
        then: Fetching,
        now: Timestamp,
    ) -> Effect {
        if let Fetching::Marking(after) = then {
            // The visitor has the answer, and the team the conversation: what depends on it is left out.
            self.lost.push(source);
            return self.mark(after, now);
        }
        if then == Fetching::Opening && self.knows_who_gets_it(now) {
            // What the note would say of the visitor holds nothing up.
            self.facts.lack(source);
            return self.open_again(now);
        }
        if self.brief.errand == Errand::HandOver(Reason::LastResort) {
            self.mode = self.mode.or(Some(Mode::Draft));
            return self.fetched(source, effect::Facts::Unavailable(source), then, now);
        }
        self.unreadable(failure)
    }
}
