//! The morning: what waited until people are back goes to them.
//!
//! ```text
//! due ─▶ still closed ─▶ a row at the next opening, then the record ─▶ over, and nothing was read
//!   └──▶ open ─▶ claim ─▶ read ─┬─ a teammate has dealt with it since ─▶ over
//!                               ├─ whoever gets it now is closed ─▶ later, as above
//!                               └─ it waits ─▶ note ▶ [release] ▶ assign ▶ read back ▶ [open] ▶ end
//! ```
//!
//! The time of the reminder is when somebody comes to look, and no more: hours change, zones, holidays, and a worker may come a day
//! late. Whether people are there is asked of the hours as they are now. The visitor was told at night, so nobody says anything.

use jiff::{Timestamp, Zoned};

use super::change::Change;
use super::effect::{Effect, Stop};
use super::guard::Guard;
use super::machine::{Fetching, Phase, Then, Turn};
use super::plan::Plan;
use crate::domain::assignee::Assignee;
use crate::domain::config::Target;
use crate::domain::conversation::{Errand, HandOver, Record, Step, StepKind};
use crate::domain::hand_off::known::What;
use crate::domain::hand_off::night::{Other, Others};
use crate::domain::hand_off::{Candidate, Known, Night, chain, choose};
use crate::domain::html::Link;
use crate::domain::office_hours::Opening;
use crate::domain::outcome::Outcome;
use crate::domain::part::Voice;
use crate::domain::queued::{Place, Queued, Tier};
use crate::domain::reminder::Reminder;
use crate::domain::routing::{Fact, Mode, Then as RuleThen};
use crate::domain::stamp::Stamp;
use crate::domain::transcript::{Line, Transcript};

impl Turn {
    /// What a conversation waits for people with; none where it does not wait for them.
    pub(super) fn waiting(&self) -> Option<(Reminder, Queued)> {
        let reminder = self.record.reminder?;
        Some((reminder, reminder.queued()?))
    }

    /// Whether this hand-off is what a record has waited for.
    pub(super) fn is_awaited(record: &Record, plan: &Plan) -> bool {
        let since = record.reminder.filter(|it| it.queued().is_some());
        let since = since.map(|reminder| reminder.since);
        let hand_over = plan.hand_over.as_ref();
        since.is_some() && hand_over.and_then(|it| it.waiting_since) == since
    }

    /// Everybody who may get what waited: those the rule of the record names, those of `out_of_hours`, then the default.
    pub(super) fn follow_up_chain(&self) -> Vec<Candidate> {
        let config = &self.brief.config;
        let to = match self.rule_of_record().map(|rule| &rule.then) {
            Some(RuleThen::HandOff(to)) => Some(to),
            Some(RuleThen::Agent(_) | RuleThen::LeaveTo(_)) | None => None,
        };
        let mut all = chain(to, &config.hand_off.default);
        let night = config.out_of_hours.iter();
        let follow_up = night.flat_map(|night| night.follow_up.targets());
        let follow_up = follow_up.map(|target| Candidate {
            target: target.clone(),
            even_if_away: false,
        });
        // The default is the last one.
        let before = all.len() - 1;
        all.splice(before..before, follow_up);
        all
    }

    /// Until when everybody is closed who may get what waits; none as soon as one of them may be there. Before the conversation
    /// is read nobody knows which person it is, nor who is away: persons have the office's hours, and behind a team comes nobody.
    fn closed_until(&self, now: Timestamp) -> Option<Zoned> {
        if self.goes_at_once() || !Guard::HoursAreLive.holds() {
            return None;
        }
        let mut first: Option<Zoned> = None;
        for candidate in self.follow_up_chain() {
            let team = match &candidate.target {
                Target::Team(name) => match self.brief.directory.team_called(name) {
                    Some(team) => Some(Assignee::Team(team.id.clone())),
                    None => continue,
                },
                Target::Teammate(_)
                | Target::ContactOwner
                | Target::ContactAttribute(_)
                | Target::CompanyAttribute(_) => None,
            };
            let opens = self.closed(team.as_ref().unwrap_or(&Assignee::Nobody), now)?;
            if first.as_ref().is_none_or(|first| opens < *first) {
                first = Some(opens);
            }
            if team.is_some() {
                break;
            }
        }
        first
    }

    /// Until when somebody is closed. Who never opens, or whose hours cannot be read, keeps nobody waiting for ever.
    fn closed(&self, to: &Assignee, now: Timestamp) -> Option<Zoned> {
        match self.opening_of(to, now) {
            Opening::At(opens) => Some(opens),
            Opening::Now | Opening::Never | Opening::Unknown => None,
        }
    }

    /// The place of a reminder among what waits; none where nothing waits for people to open.
    pub(super) fn place_of(&self, reminder: &Reminder) -> Option<Place> {
        let queued = reminder.queued()?;
        let first = self.follow_up_chain().into_iter().find_map(|candidate| {
            match &candidate.target {
                Target::Team(name) => {
                    let team = self.brief.directory.team_called(name)?;
                    Some(Some(team.id.clone()))
                }
                // It waits for a person.
                _ => Some(None),
            }
        });
        Some(Place {
            tier: queued.tier,
            since: reminder.since,
            team: first.flatten(),
        })
    }

    /// Where a turn comes for what waits, and all are closed: when it comes again, written before anything is claimed or read. A
    /// step that is open is another matter: it may have happened.
    pub(super) fn still_closed(&mut self, record: &Record, now: Timestamp) -> Option<Effect> {
        if record.step.is_some() {
            return None;
        }
        record.reminder?.queued()?;
        self.counted = record.counted();
        self.record = record.clone();
        let opens = self.closed_until(now)?;
        Some(self.wait_until(&opens, Change::default(), now))
    }

    /// Whether what waits is to be looked at in this turn: people are back, or its time has come.
    pub(super) fn is_awaited_now(&self, reminder: &Reminder, now: Timestamp) -> bool {
        reminder.is_due(now) || self.closed_until(now).is_none()
    }

    /// Whether this turn hands over what waited; if so, does.
    pub(super) fn morning(&mut self, now: Timestamp) -> Option<Effect> {
        let sees_to = matches!(self.brief.errand, Errand::Due | Errand::HandOver(_));
        let (reminder, queued) = self.waiting().filter(|_| sees_to)?;
        if self.record.is_ordered() || self.closed_until(now).is_some() {
            return None;
        }
        Some(self.wake(reminder, queued, now))
    }

    /// Nothing else is to be done in a conversation that waits, and its time has come.
    pub(super) fn waits_on(&mut self, now: Timestamp) -> Effect {
        if !self.holder_is_us() {
            let record = self.record.clone();
            self.note_holder(&record);
            let change = Change {
                reminder: Some(None),
                step: Some(None),
                ..Change::default()
            };
            return self.end(change, Outcome::NotOurs, now);
        }
        match (self.closed_until(now), self.waiting()) {
            (Some(opens), _) => self.wait_until(&opens, Change::release_with(None), now),
            (None, Some((reminder, queued))) => self.wake(reminder, queued, now),
            (None, None) => self.forget_reminder(now),
        }
    }

    /// Goes on with a hand-off of the morning, once a fact is there.
    pub(super) fn open_again(&mut self, now: Timestamp) -> Effect {
        match self.waiting() {
            Some((reminder, queued)) => self.wake(reminder, queued, now),
            None => self.look(now),
        }
    }

    /// Chooses who gets it, by who is there now, and begins.
    fn wake(&mut self, reminder: Reminder, queued: Queued, now: Timestamp) -> Effect {
        let unanswered = self
            .read_transcript()
            .unanswered(self.answered_up_to(&self.record), &self.brief.us)
            .map(|line| line.part.stamp.clone())
            .max();
        let Some(cover) = self.covers(unanswered.clone()) else {
            return self.forget_reminder(now);
        };
        let (to, trace) = match choose(&self.follow_up_chain(), &self.scene(now)) {
            Ok(chosen) => chosen,
            Err(source) => return self.fetch(source, Fetching::Opening),
        };
        let Some(to) = to else {
            self.trace.0.extend(trace.0);
            let stop = Stop::Failed(super::effect::Failure::NoReceiver);
            return self.save(Change::release(), Then::Stop(stop));
        };
        // All else failed, and the visitor waits for an answer: people get it now.
        let at_once = matches!(self.brief.errand, Errand::HandOver(_)) && unanswered.is_some();
        let waits = self.closed_until_chosen(&to, now).filter(|_| !at_once);
        if let Some(opens) = waits {
            return self.wait_until(&opens, Change::release_with(None), now);
        }
        // Their tier stands in the note, and at night it may not have been known.
        let has_tiers = !self.brief.config.companies.tiers.is_empty();
        let lacks_tier = has_tiers && queued.tier == Tier::NONE;
        if let Err(source) = self.scene(now).values(&Fact::CompanyPlan)
            && lacks_tier
        {
            return self.fetch(source, Fetching::Opening);
        }
        self.trace.0.extend(trace.0);
        self.trace
            .note("opening", "people are back, and it has waited for them");
        self.mode = Some(Mode::Reply);
        let rule = self.rule_of_record().map(|rule| rule.name.as_str());
        let config = &self.brief.config;
        let intent = queued.intent(config);
        let hand_over = HandOver {
            to,
            reason: queued.reason(rule, config),
            intent: intent.map(str::to_owned),
            confidence: queued
                .intent
                .filter(|_| intent.is_some())
                .map(|(_, sure)| sure),
            waiting_since: Some(reminder.since),
        };
        let plan = Plan {
            hand_over: Some(hand_over),
            ..Plan::new(StepKind::Note, cover)
        };
        self.unless_paused(plan, now)
    }

    /// Whether no fact is missing to choose who gets what has waited.
    pub(super) fn knows_who_gets_it(&self, now: Timestamp) -> bool {
        choose(&self.follow_up_chain(), &self.scene(now)).is_ok()
    }

    /// Until when whoever was chosen is closed; none where it goes to them all the same.
    fn closed_until_chosen(&self, to: &Assignee, now: Timestamp) -> Option<Zoned> {
        self.closed(to, now)
            .filter(|_| !self.goes_at_once() && Guard::HoursAreLive.holds())
    }

    /// Whether nobody waits for anybody to open any more, by the configuration as it is now.
    fn goes_at_once(&self) -> bool {
        let config = &self.brief.config;
        let by_rule = match self.rule_of_record().map(|rule| &rule.then) {
            Some(RuleThen::HandOff(to)) => to.even_if_closed,
            Some(RuleThen::Agent(_) | RuleThen::LeaveTo(_)) | None => false,
        };
        by_rule || config.out_of_hours.is_none()
    }

    /// What the hand-off covers: what the visitor wrote since as well.
    fn covers(&self, unanswered: Option<Stamp>) -> Option<Stamp> {
        let known = unanswered.max(self.record.covered.clone());
        known
            .or_else(|| self.newest())
            .or_else(|| self.record.seen.clone())
    }

    /// What still waits at the end of a turn that came for it, and did something else: the row that woke it is gone.
    pub(super) fn goes_on_waiting(&self, change: &Change, then: &Then) -> Option<Reminder> {
        let is_over = matches!(then, Then::Stop(Stop::Outcome(_)) | Then::AskAgain(_));
        if !matches!(self.brief.errand, Errand::Due | Errand::HandOver(_)) || !is_over {
            return None;
        }
        let mut after = self.record.clone();
        change.apply(&mut after);
        after
            .reminder
            .filter(|reminder| reminder.queued().is_some())
    }

    /// Writes when it is looked at again: a row first, then the record, and that only while it still waits.
    fn wait_until(&mut self, opens: &Zoned, change: Change, now: Timestamp) -> Effect {
        let Some((reminder, _)) = self.waiting() else {
            return self.save(change, Then::Stop(Stop::Outcome(Outcome::NothingToCover)));
        };
        let what = format!(
            "all are closed until {}",
            opens.strftime("%Y-%m-%d %H:%M %Z")
        );
        self.trace.note("opening", what);
        let reminder = Reminder {
            at: opens.timestamp().as_second(),
            ..reminder
        };
        if self.record.reminder == Some(reminder) && change == Change::default() {
            self.phase = Phase::Postponing;
            return Effect::Remind(reminder.time(), self.place_of(&reminder));
        }
        let change = Change {
            opens: Some(reminder),
            ..change
        };
        self.remind(
            change,
            Then::Stop(Stop::Outcome(Outcome::NothingToCover)),
            now,
        )
    }

    /// Whether people have left again before the first step of what waited for them was made. What has a note is carried out, and what
    /// the visitor was told of just now.
    pub(super) fn has_closed(&self, step: &Step, now: Timestamp) -> bool {
        let plan = Plan::of(step);
        let mut parts = self.read_transcript().lines.iter().map(|line| &line.part);
        let is_told = parts.any(|part| {
            let is_ours = part.voice(&self.brief.us) == Voice::Us;
            is_ours && part.is_visible() && Some(&part.stamp) > step.after.as_ref()
        });
        let is_first = plan.kind == StepKind::Note && !is_told;
        let may_wait = step
            .hand_over
            .as_ref()
            .is_some_and(|hand_over| !hand_over.reason.cannot_wait());
        is_first
            && may_wait
            && Self::is_awaited(&self.record, &plan)
            && self.closed_until(now).is_some()
    }

    /// Whether what was assigned stands in nobody's open inbox: it was snoozed until now, or a workflow has closed it at night.
    /// What a teammate has snoozed or closed waits no more.
    pub(super) fn is_to_be_opened(&self, record: &Record) -> bool {
        let waits = record.reminder.is_some_and(|it| it.queued().is_some());
        Guard::OpenedAgain.holds()
            && waits
            && matches!(self.read_transcript().state.as_str(), "snoozed" | "closed")
    }

    /// What the note says of a night.
    pub(super) fn night(&self, plan: &Plan, now: Timestamp) -> Option<Night> {
        let (reminder, queued) = self.waiting()?;
        let of_it = Self::is_awaited(&self.record, plan);
        of_it.then(|| Night {
            until: reminder.at.min(now.as_second()),
            told: queued.told,
            others: self.others(plan),
        })
    }

    /// A conversation without what the note of a night says by itself: that it waits, what was asked, and what was given for it.
    pub(super) fn without_words_of_the_night(&self, transcript: &Transcript) -> Transcript {
        let config = &self.brief.config;
        let us = &self.brief.us;
        let mut was_asked = false;
        let is_told = |line: &Line| {
            let voice = line.part.voice(us);
            if voice == Voice::Us && line.part.is_visible() {
                was_asked = config.is_said_at_night(&line.text);
                return !was_asked;
            }
            let gives = voice == Voice::Visitor
                && was_asked
                && line.text.chars().count() <= Self::SHORT_ANSWER
                && !config
                    .captures
                    .found_in_lines(std::slice::from_ref(line), us)
                    .is_empty();
            !gives
        };
        let mut lines = transcript.lines.clone();
        lines.retain(is_told);
        Transcript {
            lines,
            ..transcript.clone()
        }
    }

    /// What gives a value in so many characters says nothing else.
    const SHORT_ANSWER: usize = 60;

    /// What else the team is told of.
    fn others(&self, plan: &Plan) -> Option<Others> {
        let config = &self.brief.config;
        let (beside, inbox) = self.brief.beside.as_ref()?;
        if !config.out_of_hours.as_ref()?.digest {
            return None;
        }
        let team = match &plan.hand_over.as_ref()?.to {
            Assignee::Team(id) => self.brief.directory.team(id),
            Assignee::Admin(_) | Assignee::Bot | Assignee::Nobody => None,
        };
        let named = beside.others.iter().map(|other| Other {
            since: other.since,
            tier: other.tier.name(config).map(str::to_owned),
            link: Link {
                title: other.conversation.to_string(),
                url: inbox.address(&other.conversation),
            },
        });
        Some(Others {
            team: team.map(|team| team.name.clone()),
            named: named.collect(),
            more: beside.more,
        })
    }

    /// What a note says is known of the visitor; the tier is known from the night.
    pub(super) fn known(&self, plan: &Plan, now: Timestamp) -> Vec<Known> {
        let mut known = Known::of(&self.scene(now), &self.trace);
        let queued = self
            .waiting()
            .filter(|_| Self::is_awaited(&self.record, plan));
        let tier = queued.and_then(|(_, queued)| queued.tier.name(&self.brief.config));
        if let Some(tier) = tier
            && !known.iter().any(|known| known.what == What::Plan)
        {
            let plan = Known {
                what: What::Plan,
                value: tier.to_owned(),
            };
            known.insert(0, plan);
        }
        known
    }
}
