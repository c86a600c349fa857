//! Asking the agent, and what its answer leads to. The agent says; the decision is made here.

use std::time::Duration;

use jiff::Timestamp;

use super::budget;
use super::effect::Effect;
use super::guard::Guard;
use super::machine::{Fetching, Phase, Reading, Turn};
use super::plan::Plan;
use crate::domain::answer::{Answer, Gist, Intent, Question, Said, Speaker};
use crate::domain::assignee::Assignee;
use crate::domain::conversation::StepKind;
use crate::domain::digest::Digest;
use crate::domain::hand_off::Reason;
use crate::domain::html::Html;
use crate::domain::office_hours::Opening;
use crate::domain::outcome::Outcome;
use crate::domain::part::Voice;
use crate::domain::routing::{Mode, Source};

impl Turn {
    pub(super) fn ask(&mut self, now: Timestamp) -> Effect {
        let Some(cover) = self.cover.clone() else {
            return self.finish(None, Outcome::NothingToCover, now);
        };
        if let Some(effect) = self.given_what_was_asked(&cover, now) {
            return effect;
        }
        let limit = self.brief.config.agent.limits.turns;
        // Who was asked what they want a person for gets one, and the agent says no more.
        if self.record.turns >= limit && !self.has_asked_back() {
            let given = self.record.turns;
            self.trace.note(
                "limits.turns",
                format!("the agent has answered {given} of {limit} times"),
            );
            return match self.mode {
                Some(Mode::Draft | Mode::Observe) => self.leave(
                    Outcome::LeftAlone {
                        rule: "limits.turns".to_owned(),
                    },
                    now,
                ),
                _ => self.hand_over(Reason::TurnLimit, cover, now),
            };
        }
        let left = self.remaining(now).checked_sub(budget::RESERVE);
        let Some(budget) = left.filter(|left| left.as_secs() >= 1) else {
            return self.later(
                Duration::from_secs(1),
                "too little time is left for the agent",
            );
        };
        self.phase = Phase::Asking;
        Effect::Ask(Box::new(self.question(now)), budget.min(budget::AGENT))
    }

    pub(super) fn question(&self, now: Timestamp) -> Question {
        let transcript = self.transcript();
        let us = &self.brief.us;
        let horizon = self.answered_up_to(&self.record);
        let said = transcript
            .lines
            .iter()
            .filter(|line| line.part.is_visible() && !line.part.redacted);
        let config = &self.brief.config;
        Question {
            discussion: said
                .filter_map(|line| {
                    let by = match line.part.voice(us) {
                        Voice::Visitor => Speaker::Visitor,
                        Voice::Us => Speaker::Agent,
                        Voice::Teammate(_) => Speaker::Teammate,
                        Voice::Bot => Speaker::Bot,
                        Voice::System => return None,
                    };
                    // What came after a first attempt is not this one's to answer: whichever of the two arrives covers the same.
                    let stamp = Some(&line.part.stamp);
                    let due = stamp <= self.cover.as_ref() || !Guard::SameQuestion.holds();
                    let unanswered = by == Speaker::Visitor && stamp > horizon && due;
                    Some(Said {
                        by,
                        text: line.text.clone(),
                        unanswered,
                    })
                })
                .collect(),
            guidance: self.guidance(now),
            intents: config
                .intents
                .iter()
                .map(|(name, intent)| Intent {
                    name: name.clone(),
                    phrases: intent.phrases.clone(),
                })
                .collect(),
            summary_in: config.hand_off.note.language,
        }
    }

    /// How the agent should speak: at night, also as `out_of_hours` says.
    fn guidance(&self, now: Timestamp) -> String {
        let config = &self.brief.config;
        let by_day = &config.agent.guidance;
        let night = config.out_of_hours.as_ref();
        match night.map(|night| &night.guidance) {
            Some(at_night) if !at_night.trim().is_empty() && self.is_night(now) => {
                let both = [by_day.as_str(), at_night];
                let both = both.into_iter().filter(|text| !text.trim().is_empty());
                both.collect::<Vec<_>>().join("\n\n")
            }
            Some(_) | None => by_day.clone(),
        }
    }

    /// Whether nobody would come: the team that has the conversation is closed, or the one that would get it, by default.
    fn is_night(&self, now: Timestamp) -> bool {
        let with = self.transcript().team.clone().map(Assignee::Team);
        let to = with.or_else(|| self.default_team());
        let to = to.unwrap_or(Assignee::Nobody);
        !matches!(self.opening_of(&to, now), Opening::Now | Opening::Unknown)
    }

    pub(super) fn gave_up(&mut self, why: Reason, now: Timestamp) -> Effect {
        self.trace
            .note("agent", format!("it gave no answer: {why}"));
        let why = if self.has_asked_back() {
            Reason::AskedForPerson
        } else {
            why
        };
        match self.cover.clone() {
            Some(_) if self.mode == Some(Mode::Observe) => self.leave(Outcome::Observed, now),
            Some(cover) => self.hand_over(why, cover, now),
            None => self.finish(None, Outcome::NothingToCover, now),
        }
    }

    pub(super) fn answered(&mut self, answer: Answer, now: Timestamp) -> Effect {
        self.found.summary.clone_from(&answer.summary);
        if let Some(intent) = &answer.intent {
            self.found.intent = Some(intent.name.clone());
            self.found.confidence = Some(intent.confidence);
        }
        let intent = answer.intent.as_ref().map_or("none".to_owned(), |intent| {
            format!("{} ({} %)", intent.name, intent.confidence)
        });
        self.trace.note(
            "agent",
            format!(
                "confidence {} %, intent {intent}, {} sources",
                answer.confidence,
                answer.sources.len()
            ),
        );
        self.judge(answer, now)
    }

    /// Decides what becomes of the agent's answer.
    pub(super) fn judge(&mut self, answer: Answer, now: Timestamp) -> Effect {
        let Some(cover) = self.cover.clone() else {
            return self.finish(None, Outcome::NothingToCover, now);
        };
        let mode = self.mode_of(&answer);
        let clarifies = self.clarifies(&answer, mode);
        if clarifies && self.lacks_language_for(self.wording().clarify) {
            return self.fetch(Source::Contact, Fetching::Answering(Box::new(answer)));
        }
        let verdict = self.verdict(&answer, mode);
        let asks_back = clarifies && verdict.is_ok();
        let is_told = mode == Mode::Reply && verdict.is_ok() && self.is_unsure(&answer);
        if is_told && !asks_back && self.lacks_language_for(self.wording().unknown) {
            return self.fetch(Source::Contact, Fetching::Answering(Box::new(answer)));
        }
        if mode != Mode::Reply && self.is_with_us() {
            // It was given to the agent, so nobody else looks at it: people get what it may not answer, without a word.
            let by_intent = || {
                answer
                    .intent
                    .map_or(Reason::Unsure, |it| Reason::Intent(it.name))
            };
            self.mode = Some(Mode::Draft);
            return self.hand_over(verdict.err().unwrap_or_else(by_intent), cover, now);
        }
        if mode == Mode::Observe {
            let would = match verdict {
                Ok(Some(_)) if self.is_unsure(&answer) => {
                    "it would say that it does not know".to_owned()
                }
                Ok(Some(_)) => "it would answer".to_owned(),
                Ok(None) => "it would say nothing".to_owned(),
                Err(reason) => format!("it would hand over: {reason}"),
            };
            self.trace.note("observed", would);
            return self.leave(Outcome::Observed, now);
        }
        if asks_back {
            let why =
                "the visitor wants a person and has not said what for, so they are asked once";
            self.trace.note("clarify", why);
        }
        let gist = match answer.gist {
            _ if asks_back || self.is_unsure(&answer) => Gist::AsksBack,
            // Whoever says goodbye before the agent has said anything was not helped by it.
            Gist::Closes if self.record.gist.is_none() => Gist::AsksBack,
            gist => gist,
        };
        // Where the visitor is to see nothing, they are not told of a hand-off either.
        self.mode = Some(mode);
        match verdict {
            Err(reason) => self.hand_over(reason, cover, now),
            Ok(None) => {
                self.trace
                    .note("agent", "it has nothing to suggest to the team");
                self.leave(
                    Outcome::LeftAlone {
                        rule: "nothing to suggest".to_owned(),
                    },
                    now,
                )
            }
            Ok(Some(text)) => {
                let kind = match mode {
                    Mode::Draft | Mode::Observe => StepKind::Draft,
                    Mode::Reply => StepKind::Reply,
                };
                // A second attempt follows a first one that settling did not find.
                let before = self.record.step.clone().map(Box::new);
                let attempt = before.as_ref().map_or(1, |step| step.attempt + 1);
                let gist = (kind == StepKind::Reply).then_some(gist);
                let plan = Plan {
                    attempt,
                    text: Some(text),
                    gist,
                    before,
                    ..Plan::new(kind, cover)
                };
                if Guard::ReadAgain.holds() {
                    self.reading(Reading::Again(plan))
                } else {
                    self.unless_paused(plan, now)
                }
            }
        }
    }

    /// How the agent takes part with this answer: by its rule, and no further than its intent allows.
    fn mode_of(&mut self, answer: &Answer) -> Mode {
        let by_rule = self.mode.unwrap_or_default();
        let intents = &self.brief.config.intents;
        let intent = answer.intent.as_ref();
        let allowed =
            intent.and_then(|intent| Some((&intent.name, intents.get(&intent.name)?.mode?)));
        match allowed {
            Some((name, mode)) if mode < by_rule => {
                let why = match mode {
                    Mode::Observe => format!("about “{name}” the agent only looks on"),
                    Mode::Draft | Mode::Reply => format!("about “{name}” the agent only drafts"),
                };
                self.trace.note("mode", why);
                mode
            }
            _ => by_rule,
        }
    }

    /// Whether the agent has no answer it may give.
    fn is_unsure(&self, answer: &Answer) -> bool {
        let least = self.brief.config.hand_off.when.confidence_below * 100.0;
        answer.text.trim().is_empty() || f32::from(answer.confidence) < least
    }

    /// The text to post, none if there is nothing to say, or the reason why a person takes over.
    fn verdict(&self, answer: &Answer, mode: Mode) -> Result<Option<Html>, Reason> {
        let triggers = &self.brief.config.hand_off.when;
        // They were asked what it is about, so whatever they wrote goes to people.
        if self.has_asked_back() {
            return Err(Reason::AskedForPerson);
        }
        if self.clarifies(answer, mode)
            && let Some(html) = self.clarification()
        {
            return Ok(Some(html));
        }
        if answer.wants_person && triggers.asked_for_person {
            return Err(Reason::AskedForPerson);
        }
        if let Some(intent) = answer
            .intent
            .as_ref()
            .filter(|intent| triggers.intents.contains(&intent.name))
        {
            return Err(Reason::Intent(intent.name.clone()));
        }
        let unsure = self.is_unsure(answer);
        let html = match (unsure, mode) {
            (false, Mode::Reply | Mode::Observe) => answer.html(),
            (false, Mode::Draft) => {
                let mut html = Html::default();
                html.heading("Nexora would answer").paragraphs(&answer.text);
                for source in &answer.sources {
                    html.link("Source: ", source);
                }
                html
            }
            (true, Mode::Draft) => return Ok(None),
            (true, Mode::Reply | Mode::Observe) => {
                let unknown = self.wording().unknown;
                let Some(text) = self.in_their_language(unknown) else {
                    return Err(Reason::Unsure);
                };
                let mut html = Html::default();
                html.paragraphs(text);
                html
            }
        };
        // Of an answer it is not sure of, nothing is sent.
        if !unsure && answer.text.chars().count() > Answer::LONGEST {
            return Err(Reason::TooLong);
        }
        if self.record.last_words == Some(Digest::of_words(html.as_str())) {
            return Err(if unsure {
                Reason::Unsure
            } else {
                Reason::Repeating
            });
        }
        Ok(Some(html))
    }
}
