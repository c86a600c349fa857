//! The pause switch, and what the configuration itself pauses: what it means for a turn, at its beginning and just before something is said.
//!
//! A pause silences the agent and keeps nobody waiting for it: what nobody has stays in the team's Inbox, and what was
//! given to the agent goes to the default receiver. What people ordered, and a hand-off that has begun, is carried out, without
//! a word to the visitor.

use jiff::Timestamp;

use super::effect::Effect;
use super::machine::{Fetching, Phase, Turn};
use super::plan::Plan;
use crate::domain::conversation::StepKind;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::routing::{Mode, Route, route};
use crate::domain::stamp::Stamp;
use crate::domain::switch::Switch;

/// What an outcome calls the rule by which a paused agent leaves a conversation alone.
const RULE: &str = "paused";

impl Turn {
    /// Whether the agent is silent where `rule` routed a conversation; with none, in the whole workspace.
    pub(super) fn is_paused(&self, rule: Option<&str>) -> bool {
        self.brief.switch.is_paused(rule) || self.brief.config.is_paused(rule)
    }

    /// Whether the agent is silent in this conversation, by the rule that routed it in this turn.
    pub(super) fn is_paused_here(&self) -> bool {
        self.is_paused(self.rule.as_deref())
    }

    fn pauses_some_rule(&self) -> bool {
        !self.brief.switch.is_clear() || self.brief.config.pauses_a_rule()
    }

    /// Leaves the conversation to people, because the agent is paused.
    pub(super) fn pause(&mut self, now: Timestamp) -> Effect {
        let what = match &self.rule {
            Some(rule) if !self.is_paused(None) => format!("the rule “{rule}” is paused"),
            _ => "the agent is paused in this workspace".to_owned(),
        };
        self.trace.note("paused", what);
        match self.cover.clone() {
            // Nobody else would come: it stands in the Inbox of a teammate who says nothing.
            Some(cover) if self.is_with_us() => self.hand_over_in_silence(cover, now),
            _ => {
                let rule = RULE.to_owned();
                self.leave(Outcome::LeftAlone { rule }, now)
            }
        }
    }

    fn hand_over_in_silence(&mut self, cover: Stamp, now: Timestamp) -> Effect {
        self.mode = Some(Mode::Draft);
        self.hand_over(Reason::Paused, cover, now)
    }

    /// Whether the agent's own teammate has the conversation, or somebody gave it back to the agent.
    pub(super) fn is_with_us(&self) -> bool {
        self.given_to_us() || self.transcript().admin.as_ref() == Some(&self.brief.us)
    }

    /// Asks the agent once more for an answer whose text is gone. The rules are asked first where one of them is paused:
    /// which one it was is gone as well.
    pub(super) fn ask_once_more(&mut self, now: Timestamp) -> Effect {
        if self.is_paused(None) {
            self.pause(now)
        } else if self.pauses_some_rule() {
            self.route(now)
        } else {
            self.ask(now)
        }
    }

    /// Looks at the switch before anything is intended that a paused agent does not do: the agent may have thought for a
    /// while, and whoever paused it is looking at the conversation.
    pub(super) fn unless_paused(&mut self, plan: Plan, now: Timestamp) -> Effect {
        match plan.kind {
            // A confirmation is made all the same; it says what is paused.
            StepKind::Reply
            | StepKind::Draft
            | StepKind::Farewell
            | StepKind::Confirm
            | StepKind::Ask
            | StepKind::Queue => {
                self.phase = Phase::LookingAtSwitch(plan);
                Effect::LookAtSwitch
            }
            StepKind::Note
            | StepKind::Unassign
            | StepKind::Assign
            | StepKind::Snooze
            | StepKind::Open => self.intend(plan, now),
        }
    }

    pub(super) fn switch_seen(&mut self, plan: Plan, switch: Switch, now: Timestamp) -> Effect {
        self.brief.switch = switch;
        if plan.kind == StepKind::Confirm {
            return self.intend(plan, now);
        }
        // A step that another delivery began: by which rule, the rules say once more.
        if self.rule.is_none() && self.pauses_some_rule() && !self.given_to_us() {
            match route(&self.scene(now)) {
                Route::Ask(source) => return self.fetch(source, Fetching::Again(plan)),
                Route::To { rule, .. } => self.rule = Some(rule),
            }
        }
        if !self.is_paused_here() {
            return self.intend(plan, now);
        }
        // Nothing is to wait for an agent that is silent: what people are needed for goes to them at once.
        if matches!(
            plan.kind,
            StepKind::Farewell | StepKind::Ask | StepKind::Queue
        ) {
            self.trace
                .note("paused", "the hand-off goes on without a text");
            return self.intend(plan.at(StepKind::Note), now);
        }
        self.cover = Some(plan.cover);
        self.pause(now)
    }
}
