//! Marks of the agent's part in a conversation: attributes and tags, for the customer's workflows, segments and reports.
//!
//! They follow what was posted and never stop a turn. What is there already is not written again, so that a mark that was lost
//! with a crash comes with the next answer.

use jiff::Timestamp;

use super::budget;
use super::effect::Effect;
use super::machine::{Fetching, Phase, Turn};
use super::plan::Plan;
use crate::domain::attribute::{self, Content, Mark, Object, Part, Upshot, Value};
use crate::domain::config::{Finding, Involvement};
use crate::domain::conversation::StepKind;
use crate::domain::ending::Ending;
use crate::domain::routing::{Fetched, Source};

/// What a conversation is marked after.
#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) enum After {
    /// A step that was posted.
    Step(Plan),
    /// The silence by which it has ended.
    Ending(Ending),
}

impl After {
    /// What it came to, and how the agent takes part from now on, as far as that changes. None where nothing is marked.
    fn came_to(&self) -> Option<(Upshot, Option<Involvement>)> {
        Some(match self {
            // What it was marked with when it was handed over stays: it is the same hand-off.
            Self::Step(plan) if plan.is_nudge() => return None,
            Self::Step(plan) => match plan.kind {
                StepKind::Reply => (Upshot::Answered, Some(Involvement::Active)),
                StepKind::Draft => (Upshot::Drafted, Some(Involvement::Drafting)),
                StepKind::Farewell | StepKind::Note | StepKind::Unassign | StepKind::Assign => {
                    (Upshot::HandedOff, Some(Involvement::HandedOff))
                }
                // What a teammate is told changes nothing about the conversation.
                StepKind::Confirm | StepKind::Snooze | StepKind::Open => return None,
                StepKind::Ask | StepKind::Queue => (Upshot::Queued, Some(Involvement::Queued)),
            },
            Self::Ending(Ending::Confirmed | Ending::Assumed) => (Upshot::Resolved, None),
            Self::Ending(Ending::Abandoned) => (Upshot::Abandoned, None),
            Self::Ending(Ending::TakenOver) => (Upshot::TakenOver, Some(Involvement::TakenOver)),
            // They were marked when they came about.
            Self::Ending(Ending::HandedOff | Ending::LeftToBot) => return None,
        })
    }

    const fn plan(&self) -> Option<&Plan> {
        match self {
            Self::Step(plan) => Some(plan),
            Self::Ending(_) => None,
        }
    }
}

impl Turn {
    /// Marks the conversation: attributes of its own, its contact's and its company's, then tags.
    pub(super) fn mark(&mut self, after: After, now: Timestamp) -> Effect {
        let Some((upshot, state)) = after.came_to() else {
            return self.all_marked(after, now);
        };
        // Whatever the agent answers meanwhile, people are still needed.
        let (upshot, state) = match (upshot, self.waiting()) {
            (Upshot::Answered, Some(_)) => (Upshot::Queued, Some(Involvement::Queued)),
            (upshot, _) => (upshot, state),
        };
        let captured = self.captured();
        let hand_over = after.plan().and_then(|plan| plan.hand_over.as_ref());
        let handed = hand_over.and_then(|hand_over| hand_over.intent.as_deref());
        let part = Part {
            intent: handed.or(self.found.intent.as_deref()),
            was_asked: after.plan().is_some(),
            upshot: Some(upshot),
            state,
            // It comes with the hand-off itself.
            reason: hand_over
                .filter(|_| upshot == Upshot::HandedOff)
                .map(|hand_over| &hand_over.reason),
            captured: &captured,
        };
        loop {
            match attribute::due(&self.scene(now), &part, &self.lost) {
                Ok(marks) => {
                    self.note_marks(&marks);
                    return self.mark_next(after, marks, now);
                }
                Err(source) if self.remaining(now) >= budget::MARKING => {
                    return self.fetch(source, Fetching::Marking(after));
                }
                Err(source) => self.lost.push(source),
            }
        }
    }

    /// What the visitor said that an attribute takes; looked for where one does.
    fn captured(&self) -> Vec<(String, String)> {
        let config = &self.brief.config;
        let attributes = &config.attributes;
        let all = [
            &attributes.conversation,
            &attributes.contact,
            &attributes.company,
        ];
        let mut contents = all.into_iter().flat_map(|contents| contents.values());
        if contents.any(|content| matches!(content, Content::Capture(_))) {
            config
                .captures
                .found_in(self.read_transcript(), &self.brief.us)
        } else {
            Vec::new()
        }
    }

    /// Writes the first of what is left to write; when nothing or no time is left, goes on to what follows the step.
    pub(super) fn mark_next(&mut self, after: After, rest: Vec<Mark>, now: Timestamp) -> Effect {
        let mut rest = rest.into_iter();
        let next = rest.next().filter(|_| self.remaining(now) >= budget::MARK);
        let effect = match next {
            None => return self.all_marked(after, now),
            Some(Mark::Set(object, values)) => {
                self.count_as_set(&object, &values);
                Effect::SetAttributes(object, values)
            }
            Some(Mark::Tag(name)) => Effect::Tag(name),
        };
        let rest = rest.collect();
        self.phase = Phase::Marking { after, rest };
        effect
    }

    fn all_marked(&mut self, after: After, now: Timestamp) -> Effect {
        match after {
            After::Step(plan) => self.marked(&plan, now),
            After::Ending(ending) => self.conclude(ending, now),
        }
    }

    /// What is written in a turn is not written again in the same one: contacts and companies are read once.
    fn count_as_set(&mut self, object: &Object, values: &[(String, Value)]) {
        let has = match object {
            // It is read again before anything else is done with it.
            Object::Conversation(_) => None,
            Object::Contact(_) => match &mut self.facts.contact {
                Fetched::Have(contact) => Some(&mut contact.attributes),
                Fetched::NotYet | Fetched::Unavailable => None,
            },
            Object::Company(id) => match &mut self.facts.companies {
                Fetched::Have(companies) => companies
                    .iter_mut()
                    .find(|company| company.id == *id)
                    .map(|company| &mut company.attributes),
                Fetched::NotYet | Fetched::Unavailable => None,
            },
        };
        if let Some(has) = has {
            for (name, value) in values {
                has.retain(|(known, _)| known != name);
                has.push((name.clone(), value.to_string()));
            }
        }
    }

    /// Notes what is written beyond the conversation, by name: a value may be anything.
    fn note_marks(&mut self, marks: &[Mark]) {
        for mark in marks {
            let Mark::Set(object @ (Object::Contact(_) | Object::Company(_)), values) = mark else {
                continue;
            };
            let names: Vec<_> = values.iter().map(|(name, _)| format!("“{name}”")).collect();
            let what = format!("sets {} of the {object}", names.join(", "));
            self.trace.note("attributes", what);
        }
        if !self.lost.is_empty() {
            let calls: Vec<_> = self.lost.iter().copied().map(Source::call).collect();
            let what = format!(
                "what depends on {} is left for another time",
                calls.join(", ")
            );
            self.trace.note("attributes", what);
        }
    }

    /// What is to be set where the agent took part and leaves the conversation now. A conversation it never took part
    /// in gets no mark.
    pub(super) fn marks_of_leaving(&self) -> Option<(Object, Vec<(String, Value)>)> {
        let transcript = self.read_transcript();
        let left = Value::from(Involvement::Left.as_str());
        let attributes = &self.brief.config.attributes.conversation;
        let states = attributes.iter().filter(|(name, content)| {
            let is_state = **content == Content::Finding(Finding::State);
            let has = transcript.attribute(name);
            is_state && has.is_some_and(|has| !left.is(has))
        });
        let values: Vec<_> = states
            .map(|(name, _)| (name.clone(), left.clone()))
            .collect();
        (!values.is_empty()).then(|| (Object::Conversation(transcript.id.clone()), values))
    }
}
