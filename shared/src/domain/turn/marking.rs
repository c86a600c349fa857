//! Marks of the agent's part in a conversation: attributes and a tag, for the customer's workflows and reports.
//!
//! They follow what was posted and never stop a turn. What is on the conversation already is not written again, so that
//! a mark that was lost with a crash comes with the next answer.

use jiff::Timestamp;

use super::effect::Effect;
use super::machine::{Phase, Turn};
use super::plan::Plan;
use crate::domain::config::{Finding, Involvement};
use crate::domain::conversation::StepKind;
use crate::domain::ending::Ending;

impl Turn {
    /// Marks the conversation with what was posted last: attributes first, then the tag.
    pub(super) fn mark(&mut self, plan: Plan, now: Timestamp) -> Effect {
        let (outcome, involvement) = match plan.kind {
            StepKind::Reply => ("answered", Involvement::Active),
            StepKind::Draft => ("drafted", Involvement::Drafting),
            StepKind::Farewell | StepKind::Note | StepKind::Unassign | StepKind::Assign => {
                ("handed_off", Involvement::HandedOff)
            }
            // What a teammate is told changes nothing about the conversation.
            StepKind::Confirm => return self.marked(&plan, now),
        };
        let handed = plan
            .hand_over
            .as_ref()
            .and_then(|hand_over| hand_over.intent.as_deref());
        let intent = handed.or(self.found.intent.as_deref());
        let changed = self.changed(|finding| match finding {
            Finding::Intent => intent,
            Finding::Outcome => Some(outcome),
            Finding::State => Some(involvement.as_str()),
        });
        if changed.is_empty() {
            return self.tag(plan, now);
        }
        self.phase = Phase::SettingAttributes(plan);
        Effect::SetAttributes(changed)
    }

    /// Puts the configured tag on the conversation, unless it is there.
    pub(super) fn tag(&mut self, plan: Plan, now: Timestamp) -> Effect {
        let tag = self.brief.config.agent.tag.clone();
        let missing = tag.filter(|tag| !self.transcript().is_tagged(tag.trim()));
        match missing {
            Some(tag) => {
                self.phase = Phase::Tagging(plan);
                Effect::Tag(tag.trim().to_owned())
            }
            None => self.marked(&plan, now),
        }
    }

    /// What is to be set where the agent took part and leaves the conversation now. A conversation it never took part
    /// in gets no mark.
    pub(super) fn marks_of_leaving(&self) -> Vec<(String, String)> {
        let transcript = self.transcript();
        let mut changed = self.changed(|finding| match finding {
            Finding::State => Some(Involvement::Left.as_str()),
            Finding::Intent | Finding::Outcome => None,
        });
        changed.retain(|(name, _)| transcript.attribute(name).is_some());
        changed
    }

    /// What is to be set where it is found that a conversation has ended.
    pub(super) fn marks_of_ending(&self, ending: Ending) -> Vec<(String, String)> {
        let outcome = match ending {
            Ending::Confirmed | Ending::Assumed => "resolved",
            Ending::TakenOver => "taken_over",
            Ending::Abandoned => "abandoned",
            Ending::HandedOff | Ending::LeftToBot => return Vec::new(),
        };
        let state = (ending == Ending::TakenOver).then_some(Involvement::TakenOver.as_str());
        self.changed(|finding| match finding {
            Finding::Outcome => Some(outcome),
            Finding::State => state,
            Finding::Intent => None,
        })
    }

    /// The attributes that get another value than they have.
    fn changed<'v>(&self, value: impl Fn(Finding) -> Option<&'v str>) -> Vec<(String, String)> {
        let transcript = self.transcript();
        let wanted = self.brief.config.attributes.conversation.iter();
        wanted
            .filter_map(|(name, finding)| {
                let value = value(*finding)?;
                let is_new = transcript.attribute(name) != Some(value);
                is_new.then(|| (name.clone(), value.to_owned()))
            })
            .collect()
    }
}
