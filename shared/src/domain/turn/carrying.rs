//! Carrying a plan out: intend, post, go on.

use jiff::Timestamp;

use super::change::Change;
use super::effect::{Effect, Failure, Stop};
use super::guard::Guard;
use super::machine::{Phase, Reading, Then, Turn, Waiting};
use super::marking::After;
use super::plan::Plan;
use super::{budget, settling};
use crate::domain::assignee::Assignee;
use crate::domain::conversation::{Step, StepKind};
use crate::domain::digest::Digest;
use crate::domain::hand_off::{Note, Reason};
use crate::domain::outcome::Outcome;
use crate::id::PartId;
use crate::ports::intercom::Post;

impl Turn {
    /// Writes down what is about to be posted. The write fails when anybody else wrote since the last reading.
    pub(super) fn intend(&mut self, plan: Plan, now: Timestamp) -> Effect {
        let plan = self.worded(plan, now);
        match plan.kind {
            StepKind::Queue if plan.text.is_none() => return self.queued_silently(plan, now),
            StepKind::Snooze if !self.is_to_be_snoozed(&plan, now) => {
                return self.finish_snoozed(&plan, now);
            }
            _ => {}
        }
        let change = Change::intend(self.intent(&plan, now));
        if Guard::IntentFirst.holds() {
            self.save(change, Then::Post(plan))
        } else {
            self.post(plan, now)
        }
    }

    pub(super) fn intent(&self, plan: &Plan, now: Timestamp) -> Step {
        let words = match self.content(plan, now) {
            Post::Reply(html) | Post::Note(html) => Digest::of_words(html.as_str()),
            Post::Assign(to) => Digest::of([to.to_string().as_str()]),
            Post::Snooze(_) | Post::Open => Digest::of([settling::name(plan.kind)]),
        };
        Step {
            kind: plan.kind,
            cover: plan.cover.clone(),
            attempt: plan.attempt,
            since: now.as_second(),
            after: self
                .transcript()
                .lines
                .last()
                .map(|line| line.part.stamp.clone()),
            unsent: false,
            done: false,
            words,
            hand_over: plan.hand_over.clone(),
            gist: plan.gist,
        }
    }

    pub(super) fn post(&mut self, plan: Plan, now: Timestamp) -> Effect {
        let post = self.content(&plan, now);
        self.phase = Phase::Posting(plan);
        Effect::Post(Box::new(post))
    }

    /// What a step posts. Apart from the texts for the visitor, everything can be made again from a reading.
    fn content(&self, plan: &Plan, now: Timestamp) -> Post {
        let transcript = self.transcript();
        match (plan.kind, &plan.hand_over) {
            (StepKind::Note, Some(hand_over)) if plan.is_nudge() => {
                Post::Note(self.nudge(hand_over))
            }
            (StepKind::Note, Some(hand_over)) => {
                let config = &self.brief.config;
                let night = self.night(plan, now);
                let told = self.without_words_of_the_night(&transcript);
                let note = Note {
                    transcript: &told,
                    hand_over,
                    summary: self.found.summary.as_deref(),
                    us: &self.brief.us,
                    language: config.hand_off.note.language,
                    captured: &config.captures.found_in(&transcript, &self.brief.us),
                    facts: &self.known(plan, now),
                    night: night.as_ref(),
                    trace: config.hand_off.note.why.then_some(&self.trace),
                };
                Post::Note(note.html())
            }
            (StepKind::Assign, Some(hand_over)) => Post::Assign(hand_over.to.clone()),
            (StepKind::Unassign, _) => Post::Assign(Assignee::Nobody),
            (StepKind::Snooze, _) => {
                let until = self.snoozed_until(plan, now);
                Post::Snooze(until.unwrap_or_else(|| Self::a_moment_ahead(now)))
            }
            (StepKind::Open, _) => Post::Open,
            (StepKind::Reply | StepKind::Farewell | StepKind::Ask | StepKind::Queue, _) => {
                Post::Reply(plan.text.clone().unwrap_or_default())
            }
            (StepKind::Confirm, _) => Post::Note(self.confirmation(&plan.cover)),
            (StepKind::Draft | StepKind::Note | StepKind::Assign, _) => {
                Post::Note(plan.text.clone().unwrap_or_default())
            }
        }
    }

    pub(super) fn posted(
        &mut self,
        plan: Plan,
        posted: Result<Option<PartId>, Failure>,
        now: Timestamp,
    ) -> Effect {
        match posted {
            Ok(part) => self.happened(plan, part, now),
            Err(Failure::Unknown) if Guard::UnknownIsLookedFor.holds() => self.wait_to_settle(0),
            // The conversation is gone, or whom the assignment names: a reading tells.
            Err(Failure::NotFound) => {
                self.record.step = self.not_done(&plan);
                self.reading(Reading::Missed(plan))
            }
            Err(Failure::RateLimited(until)) => self.rate_limited(plan, until, now),
            // Nobody waits for it.
            Err(Failure::NotSent | Failure::Unknown) if plan.kind == StepKind::Snooze => {
                self.without(plan, now)
            }
            Err(
                failure @ (Failure::NotSent
                | Failure::Unauthorized
                | Failure::NoReceiver
                | Failure::Unknown),
            ) => self.unsent(&plan, Stop::Failed(failure)),
            Err(Failure::Refused) => self.refused(plan, now),
        }
    }

    /// The step happened: go on to the next one, or to the end.
    pub(super) fn happened(&mut self, plan: Plan, part: Option<PartId>, now: Timestamp) -> Effect {
        // A snooze comes after the attributes.
        let next = self.next_step(&plan, now);
        if let Some(next) = next.filter(|next| *next != StepKind::Snooze) {
            let confirmed = self.confirmed_by(&plan);
            let plan = plan.at(next);
            let step = self.intent(&plan, now);
            let change = Change {
                done: true,
                own: part,
                confirmed,
                step: Some(Some(step)),
                ..Change::default()
            };
            return self.save(change, Then::Post(plan));
        }
        // The end's own write follows; until then a crash finds the open step and looks for it.
        self.mark(After::Step(Plan { made: part, ..plan }), now)
    }

    pub(super) fn marked(&mut self, plan: &Plan, now: Timestamp) -> Effect {
        if self.next_step(plan, now) == Some(StepKind::Snooze) {
            return self.snooze(plan, now);
        }
        match plan.kind {
            StepKind::Reply => self.finish_step(plan, Outcome::Replied, now),
            StepKind::Draft => self.finish_step(plan, Outcome::Drafted, now),
            StepKind::Confirm => self.confirmed(plan, now),
            StepKind::Ask | StepKind::Queue | StepKind::Snooze => self.finish_snoozed(plan, now),
            StepKind::Farewell | StepKind::Note | StepKind::Unassign | StepKind::Assign => {
                self.reading(Reading::Back(plan.clone()))
            }
            StepKind::Open => self.given(plan, now),
        }
    }

    /// Reads back that a person or team really has it. Whoever has it by now may keep it: a colleague who was quicker, a
    /// team a workflow prefers. Only nobody and ourselves are not people.
    pub(super) fn read_back(&mut self, mut plan: Plan, now: Timestamp) -> Effect {
        let Some(hand_over) = plan.hand_over.as_ref() else {
            return self.dropped(Change::default(), now);
        };
        let stays = hand_over.to == Assignee::Nobody;
        if stays || self.somebody_has_it() || !Guard::ReadBack.holds() {
            if plan.kind == StepKind::Assign && self.is_to_be_opened(&self.record) {
                return self.open(plan, now);
            }
            return self.given(&plan, now);
        }
        let assignee = self.transcript().assignee();
        self.trace.note(
            "read back",
            format!(
                "the assignment to {} did not take: it is with {assignee}",
                hand_over.to
            ),
        );
        if plan.attempt >= budget::ASSIGNMENTS {
            return self.undone("the assignment is undone each time; a workflow may be at work");
        }
        plan.attempt += 1;
        if self.transcript().admin.as_ref() == Some(&self.brief.us) {
            // A conversation can hold a teammate and a team at once; as long as the agent's is one, it is the agent's.
            plan.kind = StepKind::Unassign;
        }
        if !self.permits(&self.record, &plan) {
            return self.dropped(self.taken_meanwhile(&plan, now), now);
        }
        self.intend(plan, now)
    }

    /// It is with them: puts it into the open inbox.
    fn open(&mut self, plan: Plan, now: Timestamp) -> Effect {
        let own = plan.made.clone();
        let plan = Plan {
            made: None,
            ..plan.at(StepKind::Open)
        };
        let change = Change {
            done: true,
            own,
            step: Some(Some(self.intent(&plan, now))),
            ..Change::default()
        };
        self.save(change, Then::Post(plan))
    }

    /// Somebody has it: the end of a hand-off.
    pub(super) fn given(&mut self, plan: &Plan, now: Timestamp) -> Effect {
        let Some(hand_over) = &plan.hand_over else {
            return self.dropped(Change::default(), now);
        };
        let to = if hand_over.to == Assignee::Nobody {
            self.transcript().assignee()
        } else {
            hand_over.to.clone()
        };
        let outcome = Outcome::HandedOff {
            to: self.called(&to),
            reason: hand_over.reason.clone(),
        };
        self.finish_step(plan, outcome, now)
    }

    /// Whether a person or a team has the conversation, and not the agent's own teammate.
    pub(super) fn somebody_has_it(&self) -> bool {
        let transcript = self.transcript();
        match (&transcript.admin, &transcript.team) {
            (Some(admin), _) => *admin != self.brief.us,
            (None, team) => team.is_some(),
        }
    }

    fn rate_limited(&mut self, plan: Plan, until: Timestamp, now: Timestamp) -> Effect {
        if let Some(wait) = self.sits_out(until, budget::RESERVE, now) {
            // However the wait ends, whoever looks next need not look for what was surely not done.
            self.record.step = self.not_done(&plan);
            self.phase = Phase::Waiting(Waiting::RateLimit(Box::new(plan)));
            return wait;
        }
        if plan.kind == StepKind::Snooze {
            return self.without(plan, now);
        }
        self.unsent(&plan, Stop::Failed(Failure::RateLimited(until)))
    }

    /// What stays open where the plan's step was surely not done. A hand-off under way owes the step; an answer or a confirmation
    /// is thought of again, unless an earlier attempt may have arrived.
    fn not_done(&self, plan: &Plan) -> Option<Step> {
        if plan.is_answer() || plan.kind == StepKind::Confirm {
            let before = plan.before.as_deref().cloned();
            return before.filter(|_| Guard::FirstAttemptStays.holds());
        }
        self.record.step.clone().map(|step| Step {
            unsent: true,
            ..step
        })
    }

    pub(super) fn unsent(&mut self, plan: &Plan, stop: Stop) -> Effect {
        let step = self.not_done(plan);
        self.save(Change::release_with(step), Then::Stop(stop))
    }

    /// Intercom declined. An answer becomes a hand-off; a step of a hand-off is left out, but for the assignment.
    pub(super) fn refused(&mut self, mut plan: Plan, now: Timestamp) -> Effect {
        self.trace.note(
            "Intercom",
            format!("it refused the {}", settling::name(plan.kind)),
        );
        if plan.is_answer() {
            self.record.step = self.not_done(&plan);
            return self.hand_over(Reason::Refused, plan.cover, now);
        }
        if plan.kind == StepKind::Confirm {
            return self.confirmed(&plan, now);
        }
        if matches!(
            plan.kind,
            StepKind::Ask | StepKind::Queue | StepKind::Snooze
        ) {
            return self.without(plan, now);
        }
        if plan.kind == StepKind::Open {
            return self.given(&plan, now);
        }
        if let Some(next) = self.next_step(&plan, now) {
            return self.intend(plan.at(next), now);
        }
        if plan.kind == StepKind::Note {
            return self.mark(After::Step(plan), now);
        }
        match (self.default_team(), &mut plan.hand_over) {
            (Some(team), Some(hand_over)) if team != hand_over.to => {
                hand_over.to = team;
                self.intend(plan.at(StepKind::Assign), now)
            }
            (_, _) => self.unsent(&plan, Stop::Failed(Failure::NoReceiver)),
        }
    }
}
