//! Choosing who takes over, and beginning the hand-off.

use super::change::Change;
use super::effect::{Effect, Failure, Stop};
use super::machine::{Fetching, Reading, Then, Turn};
use super::plan::Plan;
use crate::domain::assignee::Assignee;
use crate::domain::config::Target;
use crate::domain::conversation::{HandOver, StepKind};
use crate::domain::directory::Directory;
use crate::domain::hand_off::{Reason, choose};
use crate::domain::routing::rule::ToPeople;
use crate::domain::routing::{Fetched, Mode, Source};
use crate::domain::stamp::Stamp;

/// A hand-off whose receiver is not known yet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    reason: Reason,
    to: Option<ToPeople>,
    cover: Stamp,
}

impl Choice {
    /// First choice, cover, then the default.
    fn chain(&self, default: &Target) -> Vec<Target> {
        let to = self
            .to
            .iter()
            .flat_map(|to| [Some(&to.to), to.cover.as_ref()])
            .flatten();
        to.chain([default]).cloned().collect()
    }
}

impl Turn {
    /// Hands over to the default.
    pub(super) fn hand_over(&mut self, reason: Reason, cover: Stamp) -> Effect {
        self.choose(reason, None, cover)
    }

    pub(super) fn choose(&mut self, reason: Reason, to: Option<ToPeople>, cover: Stamp) -> Effect {
        self.chosen(Choice { reason, to, cover })
    }

    /// Chooses, once the facts are there: the rules say whether the visitor is told, a person must be looked up to see
    /// whether they are away, an owner to be known.
    pub(super) fn chosen(&mut self, choice: Choice) -> Effect {
        let mode = match self.mode.map_or_else(|| self.mode_by_rules(), Ok) {
            Ok(mode) => mode,
            Err(source) => return self.fetch(source, Fetching::Choosing(choice)),
        };
        self.mode = Some(mode);
        let chain = choice.chain(&self.brief.config.hand_off.default);
        let names_owner = chain.contains(&Target::ContactOwner);
        let names_person = chain
            .iter()
            .any(|target| !matches!(target, Target::Team(_)));
        if names_owner && self.facts.contact == Fetched::NotYet {
            return self.fetch(Source::Contact, Fetching::Choosing(choice));
        }
        if names_person && self.facts.directory == Fetched::NotYet {
            return self.fetch(Source::Teammates, Fetching::Choosing(choice));
        }
        // Where nobody can say who is there, nobody is taken for present: a team is, whose inbox waits.
        let teams_alone;
        let directory = match &self.facts.directory {
            Fetched::Have(directory) => directory,
            Fetched::NotYet => &self.brief.directory,
            Fetched::Unavailable => {
                teams_alone = Directory {
                    teammates: Vec::new(),
                    ..(*self.brief.directory).clone()
                };
                &teams_alone
            }
        };
        let owner = self
            .facts
            .contact
            .have()
            .and_then(|contact| contact.owner.as_ref());
        let Some(to) = choose(&chain, owner, directory, &self.brief.us, &mut self.trace) else {
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
            waiting_since: transcript.waiting_since.or_else(oldest),
        };
        let kind = match mode {
            Mode::Reply if self.farewell().is_some() => StepKind::Farewell,
            Mode::Reply | Mode::Draft => StepKind::Note,
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

    /// What the visitor is told, if the configuration tells them anything.
    pub(super) fn farewell(&self) -> Option<&str> {
        self.brief.config.hand_off.say.open.for_locale("en")
    }
}
