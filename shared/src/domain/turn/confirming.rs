//! Answering what teammates command in notes: with a note, once, whoever has the conversation.
//!
//! The record knows the newest command and up to which one they are confirmed; which ones lie between is read from the
//! conversation. A confirmation is a step as the others are: intended, posted, looked for after a crash. It comes before anything
//! else of the turn, so that whoever commanded reads first what is to come. An order to hand over is confirmed by the
//! hand-off's own note, unless other commands wait with it.

use jiff::Timestamp;

use super::budget;
use super::change::Change;
use super::effect::{Effect, Stop};
use super::machine::{Phase, Reading, Then, Turn};
use super::plan::Plan;
use crate::domain::attribute::Content;
use crate::domain::command::Command;
use crate::domain::config::Finding;
use crate::domain::confirmation::{Confirmation, Given};
use crate::domain::conversation::ownership::raise;
use crate::domain::conversation::{Errand, Event, Record, StepKind};
use crate::domain::digest::Digest;
use crate::domain::hand_off::{Language, Reason};
use crate::domain::html::Html;
use crate::domain::outcome::Outcome;
use crate::domain::stamp::Stamp;
use crate::domain::story::Story;
use crate::domain::transcript::Transcript;
use crate::id::AdminId;

impl Turn {
    /// Confirms what teammates commanded; none where nothing waits for it but a hand-off's own note.
    pub(super) fn confirm(&mut self, now: Timestamp) -> Option<Effect> {
        if !self.record.owes_confirmation() {
            return None;
        }
        let newest = self.record.commanded.clone()?;
        if !self.read_transcript().shows(&newest.id) {
            if matches!(self.brief.errand, Errand::HandOver(_)) {
                return None;
            }
            if now.as_second() < newest.at + budget::SETTLED.as_secs().cast_signed() {
                let why = "a teammate's command does not show yet";
                return Some(self.later(self.moments(), why));
            }
        }
        let transcript = self.transcript();
        let given = given(&transcript, &self.brief.us, &self.record);
        let Some(last) = given.last() else {
            // Its note was removed, or never shows.
            raise(&mut self.record.confirmed, &newest);
            return None;
        };
        if self.is_about_to_hand_over() && given.iter().all(|it| it.command == Command::HandOff) {
            return None;
        }
        let plan = Plan::new(StepKind::Confirm, last.by.clone());
        Some(self.prepare(plan, now))
    }

    /// Whether a hand-off follows that a teammate ordered.
    fn is_about_to_hand_over(&self) -> bool {
        self.record.is_ordered() && self.holder_is_us()
    }

    /// Asks the agent for a summary where one is wanted. A paused agent is not asked, nor is one that has no time.
    pub(super) fn prepare(&mut self, plan: Plan, now: Timestamp) -> Effect {
        let transcript = self.transcript();
        let given = given(&transcript, &self.brief.us, &self.record);
        let wanted = given
            .iter()
            .any(|it| it.command == Command::Summary && *it.by <= plan.cover);
        let answers = matches!(
            self.brief.errand,
            Errand::Answer | Errand::Due | Errand::Look
        );
        let asks = wanted && !self.is_paused(None) && answers;
        let left = self.remaining(now).checked_sub(budget::RESERVE);
        match left.filter(|left| asks && left.as_secs() >= 1) {
            Some(left) => {
                let mut question = self.question(now);
                // Nobody is answered with what comes of it.
                for said in &mut question.discussion {
                    said.unanswered = false;
                }
                self.phase = Phase::Summarising(plan);
                Effect::Ask(Box::new(question), left.min(budget::AGENT))
            }
            None => self.unless_paused(plan, now),
        }
    }

    /// The agent may have thought for a while, so the conversation is read again.
    pub(super) fn summarised(&mut self, plan: Plan, summary: Option<String>) -> Effect {
        if summary.is_none() {
            let why = "it gave no summary; the conversation's own words are quoted";
            self.trace.note("agent", why);
        }
        self.found.summary = summary;
        self.reading(Reading::Again(plan))
    }

    /// The note that answers every command up to `newest` that is not confirmed.
    pub(super) fn confirmation(&self, newest: &Stamp) -> Html {
        let transcript = self.transcript();
        let us = &self.brief.us;
        let mut given = given(&transcript, us, &self.record);
        given.retain(|given| given.by <= newest);
        let unanswered = transcript.unanswered(self.answered_up_to(&self.record), us);
        let oldest = unanswered.map(|line| line.part.stamp.at).min();
        let mut attributes = self.brief.config.attributes.conversation.iter();
        let intent = attributes.find_map(|(name, content)| match content {
            Content::Finding(Finding::Intent) => transcript.attribute(name),
            Content::Finding(_) | Content::Capture(_) | Content::Set(_) => None,
        });
        let confirmation = Confirmation {
            given: &given,
            record: &self.record,
            story: Story {
                transcript: &transcript,
                summary: self.found.summary.as_deref(),
                phrases: Language::En.phrases(),
                us,
            },
            directory: &self.brief.directory,
            hands_over: self.is_about_to_hand_over(),
            is_paused: self.is_paused(None),
            intent,
            waiting_since: transcript.waiting_since.or(oldest),
        };
        confirmation.html()
    }

    /// Whether a confirmation may still be posted: its commands are not confirmed by now, and one of them still shows.
    pub(super) fn may_confirm(&self, record: &Record, newest: &Stamp) -> bool {
        let transcript = self.transcript();
        let given = given(&transcript, &self.brief.us, record);
        !record.deleted && given.iter().any(|given| given.by <= newest)
    }

    /// A confirmation was posted, or cannot be: goes on with what waits, and comes again where there is too little time.
    pub(super) fn confirmed(&mut self, plan: &Plan, now: Timestamp) -> Effect {
        let transcript = self.transcript();
        let given = given(&transcript, &self.brief.us, &self.record);
        let given = given.iter().filter(|given| *given.by <= plan.cover);
        let commands: Vec<_> = given.map(|given| given.command).collect();
        let names: Vec<_> = commands.iter().map(|command| command.name()).collect();
        self.trace.note("commanded", names.join(", "));
        // Where the note says that there is nothing to hand over, nothing is handed over later.
        let in_vain = commands.contains(&Command::HandOff) && !self.is_about_to_hand_over();
        let mut change = Change {
            own: plan.made.clone(),
            confirmed: Some(plan.cover.clone()),
            obeyed: in_vain.then(|| plan.cover.clone()),
            step: Some(None),
            ..Change::default()
        };
        let mut after = self.record.clone();
        change.apply(&mut after);
        let is_due = self.due_in(&after, now).is_some();
        let more = is_due || after.deserves_a_look(&self.brief.us);
        if more && self.remaining(now) >= budget::ANOTHER {
            return self.save(change, Then::GoOn(Outcome::Confirmed));
        }
        change.lease = Some(None);
        let then = if is_due {
            Self::comes_again()
        } else if more {
            Then::AskAgain(Outcome::Confirmed)
        } else {
            Then::Stop(Stop::Outcome(Outcome::Confirmed))
        };
        self.save(change, then)
    }

    /// Asks for another turn: too little time is left for what a teammate waits for, and perhaps nothing else asks for one.
    pub(super) fn ask_again(&mut self, outcome: Outcome) -> Effect {
        let commanded = self.record.commanded.as_ref();
        let commanded = commanded.map_or("", |stamp| stamp.id.as_str());
        let worker = self.brief.worker.to_string();
        self.phase = Phase::AskingAgain(outcome);
        Effect::Request(
            Errand::Answer,
            Digest::of(["commanded", commanded, &worker]),
        )
    }

    /// The orders that a hand-off's own note has confirmed: those before which nothing else waits for a confirmation.
    pub(super) fn confirmed_by(&self, plan: &Plan) -> Option<Stamp> {
        let ordered = plan.hand_over.as_ref()?.reason == Reason::Ordered;
        if plan.kind != StepKind::Note || !ordered {
            return None;
        }
        let transcript = self.transcript();
        let given = given(&transcript, &self.brief.us, &self.record);
        let orders = given
            .iter()
            .take_while(|given| given.command == Command::HandOff);
        orders.map(|given| given.by.clone()).last()
    }
}

/// The commands of a reading that are not confirmed, oldest first.
fn given<'t>(transcript: &'t Transcript, us: &AdminId, record: &Record) -> Vec<Given<'t>> {
    let mut given: Vec<_> = transcript
        .lines
        .iter()
        // Whoever removed the note waits for no answer.
        .filter(|line| !line.part.redacted)
        .flat_map(|line| {
            let events = Event::of(&line.part, us);
            events.into_iter().filter_map(move |event| match event {
                Event::Commanded(_, command) => Some(Given {
                    by: &line.part.stamp,
                    command,
                    text: &line.text,
                }),
                _ => None,
            })
        })
        .filter(|given| Some(given.by) > record.confirmed.as_ref())
        .collect();
    given.sort_by_key(|given| given.by);
    given
}
