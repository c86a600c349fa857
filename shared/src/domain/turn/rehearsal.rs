//! What a turn would do, without doing it: the same machine, fed with what is known, as far as that goes. Nobody is asked
//! and nothing is posted.

use jiff::Timestamp;

use super::effect::{self, Effect, Input, Stop};
use super::machine::{Brief, Fetching, Phase, Turn};
use crate::domain::config::RuleSay;
use crate::domain::conversation::{HandOver, Record, StepKind};
use crate::domain::hand_off::choose;
use crate::domain::outcome::Outcome;
use crate::domain::routing::rule::{Rule, Surface, Then};
use crate::domain::routing::{Fact, Facts, Fetched, Route, Scene, Source, route};
use crate::domain::trace::{Trace, Verdict};
use crate::domain::transcript::Transcript;

/// What came of a rehearsal.
#[derive(Debug, Clone, PartialEq)]
pub struct Rehearsal {
    /// How far it came.
    pub end: End,
    /// Why.
    pub trace: Trace,
}

/// How far a rehearsal came.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// The agent is asked. What it says, and what follows from that, is not known.
    Asks,
    /// People get the conversation.
    HandsOver(HandOver),
    /// It waits until they are back. Whether the visitor is asked for something first.
    Waits(HandOver, bool),
    /// The turn is over.
    Stops(Stop),
    /// Something has to be known first.
    Lacks(Lack),
}

/// What a rehearsal had to know, and nobody told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// Where a turn asks for it.
    pub source: Source,
    /// The rule that looks at it; none when it is for choosing who takes over.
    pub rule: Option<String>,
    /// The facts that are missing, by their names.
    pub facts: Vec<String>,
}

/// Rehearses a turn of a conversation nothing was noted of yet, at `now`. Of `facts`, what was not fetched is not known.
#[must_use]
pub fn rehearse(brief: Brief, transcript: &Transcript, facts: &Facts, now: Timestamp) -> Rehearsal {
    let mut turn = Turn::new(brief);
    let mut input = Input::Begin;
    let end = loop {
        input = match turn.step(input, now) {
            Effect::Load => Input::Loaded(Some(Box::new(told_everything(transcript)))),
            Effect::Save(record, _) => Input::Saved(record.version + 1),
            Effect::Read => Input::Read(Ok(Box::new(transcript.clone()))),
            Effect::Fetch(source, _) => match known(facts, source) {
                Some(facts) => Input::Fetched(facts),
                // In whatever words and by whichever clock the visitor is told, it ends in the same way.
                None if is_for_words(&turn, now) => {
                    Input::Fetched(effect::Facts::Unavailable(source))
                }
                None => break End::Lacks(lack(&mut turn, source, now)),
            },
            Effect::Ask(..) => break End::Asks,
            // The first of a hand-off: an answer is posted only after the agent was asked.
            Effect::Post(_) => {
                let step = turn.record.step.as_ref();
                let kind = step.map(|step| step.kind);
                break match (kind, step.and_then(|step| step.hand_over.clone())) {
                    (Some(StepKind::Ask | StepKind::Queue | StepKind::Snooze), Some(it)) => {
                        End::Waits(it, kind == Some(StepKind::Ask))
                    }
                    (_, Some(hand_over)) => End::HandsOver(hand_over),
                    (_, None) => End::Stops(Stop::Outcome(Outcome::NothingToCover)),
                };
            }
            Effect::LookAtSwitch => Input::Switch(turn.brief.switch.clone()),
            Effect::SetAttributes(..) => Input::AttributesSet,
            Effect::Tag(_) => Input::Tagged,
            Effect::Remind(..) => Input::Reminded,
            Effect::Request(..) => Input::Requested,
            Effect::Wait(_) => Input::Waited,
            Effect::Stop(stop) => break End::Stops(stop),
        };
    };
    Rehearsal {
        end,
        trace: turn.trace,
    }
}

/// A record of which nothing is known but that teammates wait for no note: what they are answered decides nothing.
fn told_everything(transcript: &Transcript) -> Record {
    let parts = transcript.lines.iter().map(|line| &line.part);
    let commands = parts.filter(|part| part.command.is_some());
    Record {
        confirmed: commands.map(|part| part.stamp.clone()).max(),
        ..Record::default()
    }
}

/// Whether what is fetched decides nothing but the words the visitor is told: who gets the conversation is known without it.
fn is_for_words(turn: &Turn, now: Timestamp) -> bool {
    let Phase::Fetching {
        then: Fetching::Choosing(choice),
        ..
    } = &turn.phase
    else {
        return false;
    };
    turn.mode.is_some() && choose(&choice.chain, &turn.scene(now)).is_ok()
}

/// What a source would answer; none where that is not known.
fn known(facts: &Facts, source: Source) -> Option<effect::Facts> {
    fn told<T: Clone>(
        fetched: &Fetched<T>,
        source: Source,
        facts: fn(T) -> effect::Facts,
    ) -> Option<effect::Facts> {
        match fetched {
            Fetched::NotYet => None,
            Fetched::Have(value) => Some(facts(value.clone())),
            Fetched::Unavailable => Some(effect::Facts::Unavailable(source)),
        }
    }
    match source {
        Source::Contact => told(&facts.contact, source, effect::Facts::Contact),
        Source::Tags => told(&facts.tags, source, effect::Facts::Tags),
        Source::Segments => told(&facts.segments, source, effect::Facts::Segments),
        Source::Companies => told(&facts.companies, source, effect::Facts::Companies),
        Source::Teammates => told(&facts.directory, source, effect::Facts::Directory),
    }
}

/// Finds the rule that asks for the source, and puts the rules before it into the trace.
fn lack(turn: &mut Turn, source: Source, now: Timestamp) -> Lack {
    let config = turn.brief.config.clone();
    // Every beginning of the rules, with an end of its own: the first one that asks does so for its last rule.
    let mut tried = (*config).clone();
    let mut before = Trace::default();
    for (nth, rule) in config.rules.iter().enumerate() {
        tried.rules.truncate(nth);
        tried.rules.extend([rule.clone(), everything_else()]);
        let scene = Scene {
            config: &tried,
            ..turn.scene(now)
        };
        match route(&scene) {
            Route::To { trace, .. } => before = trace,
            Route::Ask(_) => {
                before
                    .0
                    .retain(|tried| tried.verdict == Verdict::NotMatched);
                turn.trace.0.extend(before.0);
                let leaves = rule.when.iter().flat_map(|when| when.leaves());
                let needs = |fact: &&Fact| fact.source() == Some(source);
                let mut facts: Vec<_> = leaves
                    .map(|(fact, _)| fact)
                    .filter(needs)
                    .map(Fact::to_string)
                    .collect();
                facts.dedup();
                return Lack {
                    source,
                    rule: Some(rule.name.clone()),
                    facts,
                };
            }
        }
    }
    Lack {
        source,
        rule: None,
        facts: Vec::new(),
    }
}

fn everything_else() -> Rule {
    Rule {
        name: String::new(),
        when: None,
        rollout: None,
        paused: false,
        then: Then::LeaveTo(Surface::Nobody),
        say: RuleSay::default(),
    }
}
