//! Choosing who takes over, and beginning the hand-off.

use jiff::Timestamp;

use super::change::Change;
use super::effect::{Effect, Failure, Stop};
use super::machine::{Fetching, Reading, Then, Turn};
use super::plan::Plan;
use crate::domain::assignee::Assignee;
use crate::domain::config::{Target, Texts, Wording};
use crate::domain::conversation::{HandOver, StepKind};
use crate::domain::hand_off::{Candidate, Reason, chain, choose};
use crate::domain::html::Html;
use crate::domain::office_hours::{Listener, Opening};
use crate::domain::outcome::Outcome;
use crate::domain::routing::rule::ToPeople;
use crate::domain::routing::{Fetched, Mode, Source};
use crate::domain::stamp::Stamp;

/// A hand-off whose receiver is not known yet.
#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct Choice {
    pub(super) reason: Reason,
    pub(super) chain: Vec<Candidate>,
    /// Whether it goes to them at once though they are closed.
    pub(super) even_if_closed: bool,
    cover: Stamp,
}

impl Turn {
    /// Hands over to the default.
    pub(super) fn hand_over(&mut self, reason: Reason, cover: Stamp, now: Timestamp) -> Effect {
        self.choose(reason, None, cover, now)
    }

    pub(super) fn choose(
        &mut self,
        reason: Reason,
        to: Option<&ToPeople>,
        cover: Stamp,
        now: Timestamp,
    ) -> Effect {
        let chain = chain(to, &self.brief.config.hand_off.default);
        let choice = Choice {
            reason,
            chain,
            even_if_closed: to.is_some_and(|to| to.even_if_closed),
            cover,
        };
        self.chosen(choice, now)
    }

    /// Chooses, once the facts are there: the rules say whether the visitor is told, a person must be looked up to see
    /// whether they are away, an owner to be known, a language to be spoken.
    pub(super) fn chosen(&mut self, choice: Choice, now: Timestamp) -> Effect {
        let mode = match self.mode {
            Some(mode) => mode,
            None => match self.mode_by_rules(now) {
                Ok((mode, rule)) => {
                    if rule.is_some() || self.given_to_us() {
                        self.routed(rule);
                    }
                    mode
                }
                Err(source) => return self.fetch(source, Fetching::Choosing(choice)),
            },
        };
        self.mode = Some(mode);
        if mode == Mode::Observe && choice.reason != Reason::Ordered {
            let why = format!("it would hand over: {}", choice.reason);
            self.trace.note("observed", why);
            return self.leave(Outcome::Observed, now);
        }
        let (to, trace) = match choose(&choice.chain, &self.scene(now)) {
            Ok(chosen) => chosen,
            Err(source) => return self.fetch(source, Fetching::Choosing(choice)),
        };
        let mut to = to;
        let mut opens = to.as_ref().and_then(|to| self.waits_for(&choice, to, now));
        if opens.is_some() {
            // They are told when those are back who will get it then.
            let (follows_up, _) = match choose(&self.follow_up_chain(), &self.scene(now)) {
                Ok(chosen) => chosen,
                Err(source) => return self.fetch(source, Fetching::Choosing(choice)),
            };
            opens = follows_up
                .as_ref()
                .and_then(|to| self.waits_for(&choice, to, now));
            to = follows_up.or(to);
        }
        let lacks = to.as_ref().is_some_and(|to| match opens {
            Some(_) => self.lacks_contact_at_night(to, now),
            None => mode == Mode::Reply && self.lacks_contact_for_a_farewell(to, now),
        });
        if lacks {
            return self.fetch(Source::Contact, Fetching::Choosing(choice));
        }
        self.trace.0.extend(trace.0);
        let Some(to) = to else {
            // Nothing was said to the visitor yet, so nothing is promised that cannot be kept.
            let stop = Stop::Failed(Failure::NoReceiver);
            return self.save(Change::release(), Then::Stop(stop));
        };
        let transcript = self.transcript();
        let oldest = || {
            let unanswered =
                transcript.unanswered(self.answered_up_to(&self.record), &self.brief.us);
            unanswered.map(|line| line.part.stamp.at).min()
        };
        let hand_over = HandOver {
            to,
            reason: choice.reason,
            intent: self.found.intent.clone(),
            confidence: self.found.confidence,
            waiting_since: self.waits_since(transcript.waiting_since.or_else(oldest)),
        };
        let kind = match (mode, opens) {
            (Mode::Reply, Some(opens)) => self.begins_to_wait(&hand_over.to, &opens),
            (Mode::Reply, None) => StepKind::Farewell,
            (Mode::Draft | Mode::Observe, _) => StepKind::Note,
        };
        let plan = Plan {
            hand_over: Some(hand_over),
            ..Plan::new(kind, choice.cover)
        };
        self.reading(Reading::Again(plan))
    }

    /// The default receiver, if it is a team of this workspace.
    pub(super) fn default_team(&self) -> Option<Assignee> {
        let Target::Team(name) = &self.brief.config.hand_off.default else {
            return None;
        };
        let team = self.brief.directory.team_called(name)?;
        Some(Assignee::Team(team.id.clone()))
    }

    /// What a trace may call a receiver: a team by its name, a person by an id.
    pub(super) fn called(&self, to: &Assignee) -> String {
        match to {
            Assignee::Team(id) => self.brief.directory.team(id).map(|team| team.name.clone()),
            Assignee::Admin(_) | Assignee::Bot | Assignee::Nobody => None,
        }
        .unwrap_or_else(|| to.to_string())
    }

    /// The texts of this conversation: those of the rule that routed it, in this turn or in an earlier one.
    pub(super) fn wording(&self) -> Wording<'_> {
        let routed = self.record.rule.filter(|_| !self.given_to_us());
        self.brief.config.wording(routed)
    }

    /// What the visitor is told, if the configuration tells them anything: by the hours of the team that gets the
    /// conversation; for a person, by the office's.
    fn farewell(&self, to: &Assignee, now: Timestamp) -> Option<Html> {
        let opening = self.opening_of(to, now);
        let text = self.wording().farewell(self.listener(), &opening, now)?;
        let mut html = Html::default();
        html.paragraphs(&text);
        Some(html)
    }

    /// The plan with the farewell's words as they are true now; with its next step, where there is nothing to say.
    pub(super) fn worded(&self, plan: Plan, now: Timestamp) -> Plan {
        match (plan.kind, &plan.hand_over) {
            (StepKind::Farewell, Some(_)) if plan.is_nudge() => match self.late_words() {
                Some(text) => Plan {
                    text: Some(text),
                    ..plan
                },
                None => plan.at(StepKind::Note),
            },
            (StepKind::Farewell, Some(hand_over)) => match self.farewell(&hand_over.to, now) {
                Some(text) => Plan {
                    text: Some(text),
                    ..plan
                },
                None => plan.at(StepKind::Note),
            },
            (StepKind::Ask | StepKind::Queue, _) => self.worded_at_night(plan, now),
            _ => plan,
        }
    }

    /// A text in the visitor's language, as far as it is known.
    pub(super) fn in_their_language<'t>(&'t self, texts: &'t Texts) -> Option<&'t str> {
        texts.for_locale(self.locale())
    }

    /// The visitor's language, as far as it is known.
    pub(super) fn locale(&self) -> &str {
        let contact = self.facts.contact.have();
        let locale = contact.and_then(|contact| contact.locale.as_deref());
        locale.unwrap_or_default()
    }

    /// To whom a time is told: the visitor, as far as they are known.
    pub(super) fn listener(&self) -> Listener<'_> {
        let contact = self.facts.contact.have();
        Listener {
            locale: self.locale(),
            country: contact.and_then(|contact| contact.country.as_deref()),
        }
    }

    /// Whether the visitor's language must be asked for, to choose one of several texts.
    pub(super) fn lacks_language_for(&self, texts: &Texts) -> bool {
        !texts.is_one() && self.facts.contact == Fetched::NotYet
    }

    /// Whether the visitor must be known to be told who takes over: their language chooses one of several texts, and where they
    /// are, the clock they are told an opening by.
    pub(super) fn lacks_contact_for_a_farewell(&self, to: &Assignee, now: Timestamp) -> bool {
        let Wording { open, closed, .. } = self.wording();
        let tells_time = || closed.texts().any(|text| text.contains("{opens}"));
        let is_closed = || matches!(self.opening_of(to, now), Opening::At(_));
        [open, closed]
            .into_iter()
            .any(|texts| self.lacks_language_for(texts))
            || self.facts.contact == Fetched::NotYet && tells_time() && is_closed()
    }

    fn lacks_contact_of(&self, plan: &Plan, now: Timestamp) -> bool {
        match (&plan.hand_over, plan.kind) {
            (_, StepKind::Farewell) if plan.is_nudge() => self.lacks_language_for_late_words(),
            (Some(hand_over), StepKind::Farewell) => {
                self.lacks_contact_for_a_farewell(&hand_over.to, now)
            }
            (Some(hand_over), StepKind::Ask | StepKind::Queue) => {
                self.lacks_contact_at_night(&hand_over.to, now)
            }
            (_, _) => false,
        }
    }

    /// Takes a step that is owed and surely did not happen.
    pub(super) fn owed(&mut self, plan: Plan, now: Timestamp) -> Effect {
        if self.lacks_contact_of(&plan, now) {
            return self.fetch(Source::Contact, Fetching::Again(plan));
        }
        self.unless_paused(plan, now)
    }

    /// Tries a step of a plan again, after another look.
    pub(super) fn again(&mut self, plan: Plan, now: Timestamp) -> Effect {
        if self.lacks_contact_of(&plan, now) {
            return self.fetch(Source::Contact, Fetching::Again(plan));
        }
        self.reading(Reading::Again(plan))
    }
}
