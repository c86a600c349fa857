//! What needs a person while people are closed: the visitor is told when they are back, and it waits until then.
//!
//! ```text
//! a person is needed ─▶ closed? ─┬─ [question] ───────────────────────────────▶ end: it waits
//!                                └─ [text] ▶ attributes ▶ [snooze] ───────────▶ end: it waits
//! they write again ─┬─ the agent knows: answer ▶ attributes ▶ [snooze] ───────▶ end: it goes on waiting
//!                   └─ a person is needed again: as above, and once told, a shorter text, or none
//! ```
//!
//! That it waits is one line of the record, its reminder, which names the time when people are back; whoever comes then asks the
//! hours themselves. The same steps serve as in a hand-off: intended, posted, looked for after a crash. The snooze is the last
//! of them, because whatever else is done may wake a conversation.

use jiff::{Timestamp, Zoned};

use super::change::Change;
use super::effect::Effect;
use super::guard::Guard;
use super::handing_over::Choice;
use super::machine::{Then, Turn};
use super::marking::After;
use super::plan::Plan;
use crate::domain::assignee::Assignee;
use crate::domain::config::OutOfHours;
use crate::domain::conversation::{Errand, HandOver, Record, StepKind};
use crate::domain::digest::Digest;
use crate::domain::html::Html;
use crate::domain::night::{NightWording, Waits};
use crate::domain::office_hours::Opening;
use crate::domain::outcome::Outcome;
use crate::domain::part::Voice;
use crate::domain::queued::{Queued, Short, Tier};
use crate::domain::reminder::{Purpose, Reminder};
use crate::domain::routing::{Fetched, Mode};
use crate::id::AdminId;

/// For how long something is snoozed at least, in seconds: until a time that is still to come when Intercom reads it.
const SNOOZED: i64 = 60;

impl Plan {
    /// Whether with it the conversation waits until people are open.
    pub(super) const fn queues(&self) -> bool {
        self.hand_over.is_some()
            && matches!(
                self.kind,
                StepKind::Ask | StepKind::Queue | StepKind::Snooze
            )
    }
}

impl Turn {
    /// What the configuration says of closed hours.
    pub(super) fn out_of_hours(&self) -> Option<&OutOfHours> {
        self.brief.config.out_of_hours.as_ref()
    }

    /// When those open who are to get it, if it waits for them: they are closed, it is known until when, and nobody wants it done
    /// at once. What is broken does not wait, nor what the visitor is to know nothing of.
    pub(super) fn waits_for(
        &self,
        choice: &Choice,
        to: &Assignee,
        now: Timestamp,
    ) -> Option<Zoned> {
        let waits = self.out_of_hours().is_some()
            && self.mode == Some(Mode::Reply)
            && !choice.even_if_closed
            && !matches!(self.brief.errand, Errand::HandOver(_));
        let waits = waits && !choice.reason.cannot_wait();
        match self.opening_of(to, now) {
            Opening::At(opens) if waits => Some(opens),
            Opening::At(_) | Opening::Now | Opening::Never | Opening::Unknown => None,
        }
    }

    /// Notes until when it waits, and what comes first: a question, or the text.
    pub(super) fn begins_to_wait(&mut self, to: &Assignee, opens: &Zoned) -> StepKind {
        let who = match to {
            Assignee::Team(_) => self.called(to),
            Assignee::Admin(_) | Assignee::Bot | Assignee::Nobody => "the office".to_owned(),
        };
        let when = opens.strftime("%Y-%m-%d %H:%M %Z");
        let why = format!("it waits until {when}, when {who} opens");
        self.trace.note("out of hours", why);
        if self.field_to_ask().is_some() {
            StepKind::Ask
        } else {
            StepKind::Queue
        }
    }

    /// Since when the visitor waits, by what is known of a conversation that waits already.
    pub(super) fn waits_since(&self, since: Option<i64>) -> Option<i64> {
        let known = self.waiting().map(|(reminder, _)| reminder.since);
        since.into_iter().chain(known).min()
    }

    /// The words of a question or of the text, as they are true now. Where people are open by now, it is handed over instead; a
    /// question that nobody has to be asked any more is the text.
    pub(super) fn worded_at_night(&self, plan: Plan, now: Timestamp) -> Plan {
        let opens = plan.hand_over.as_ref().and_then(|hand_over| {
            let opening = self.opening_of(&hand_over.to, now);
            let waits =
                self.out_of_hours().is_some() && !matches!(self.brief.errand, Errand::HandOver(_));
            let waits = waits && matches!(opening, Opening::At(_));
            waits.then(|| (hand_over.to.clone(), opening))
        });
        let Some((to, opening)) = opens else {
            return self.worded(plan.at(StepKind::Farewell), now);
        };
        if plan.kind == StepKind::Ask {
            return match self.question_to_ask() {
                Some(text) => Plan {
                    text: Some(text),
                    ..plan
                },
                None => self.worded_at_night(plan.at(StepKind::Queue), now),
            };
        }
        let text = self.words_of_queue(&to, &opening, now);
        Plan { text, ..plan }
    }

    /// What the visitor is told; none where there is nothing to say, or it would be the same as before.
    fn words_of_queue(&self, to: &Assignee, opening: &Opening, now: Timestamp) -> Option<Html> {
        let wording = self.night_wording()?;
        let is_told = self.is_told();
        let text = if is_told {
            wording.again(self.locale())?
        } else {
            let beside = self.intercom_has_told(to, opening);
            let waits = Waits {
                opening,
                now,
                beside,
            };
            wording.queued(self.listener(), waits)?
        };
        let mut html = Html::default();
        html.paragraphs(&text);
        let said = self.record.last_words == Some(Digest::of_words(html.as_str()));
        Some(html).filter(|_| !(is_told && said))
    }

    /// The texts of the night, by the rule that routed the conversation.
    pub(super) fn night_wording(&self) -> Option<NightWording<'_>> {
        let routed = self.record.rule.filter(|_| !self.given_to_us());
        self.brief.config.night_wording(routed)
    }

    /// Whether the visitor knows already that it waits.
    pub(super) fn is_told(&self) -> bool {
        Guard::ToldOnce.holds() && self.waiting().is_some_and(|(_, queued)| queued.told)
    }

    /// Whether Intercom has told them in this night when people are back.
    fn intercom_has_told(&self, to: &Assignee, opening: &Opening) -> bool {
        let Some(night) = self.out_of_hours() else {
            return false;
        };
        let us = &self.brief.us;
        self.read_transcript()
            .told_hours(us, night, |at| self.opening_of(to, at) == *opening)
    }

    /// Whether the visitor must be known to be asked or told anything: their language, their clock, and what Intercom knows of them.
    pub(super) fn lacks_contact_at_night(&self, to: &Assignee, now: Timestamp) -> bool {
        let (Some(wording), Some(night)) = (self.night_wording(), self.out_of_hours()) else {
            return false;
        };
        let needs = if self.is_told() {
            wording.needs_contact_again()
        } else {
            let opening = self.opening_of(to, now);
            !night.capture.is_empty()
                || wording.needs_contact_to_queue(self.intercom_has_told(to, &opening))
        };
        needs && self.facts.contact == Fetched::NotYet
    }

    /// When people are back whom a plan makes it wait for, or for whom it waits already: the earlier time, which was promised first.
    fn opens_for(&self, plan: &Plan, now: Timestamp) -> Option<i64> {
        let known = self.waiting().map(|(reminder, _)| reminder.at);
        let known = known.filter(|at| *at > now.as_second());
        let opens = plan.hand_over.as_ref().and_then(|hand_over| {
            match self.opening_of(&hand_over.to, now) {
                Opening::At(opens) => Some(opens.timestamp().as_second()),
                Opening::Now | Opening::Never | Opening::Unknown => None,
            }
        });
        if plan.hand_over.is_some() && opens.is_none() {
            return None;
        }
        opens.into_iter().chain(known).min()
    }

    /// Until when a plan snoozes the conversation; none where it does not.
    pub(super) fn snoozed_until(&self, plan: &Plan, now: Timestamp) -> Option<Timestamp> {
        if !self.out_of_hours()?.snooze {
            return None;
        }
        let opens = self.opens_for(plan, now)?;
        Timestamp::from_second(opens.max(now.as_second() + SNOOZED)).ok()
    }

    /// Until when it is snoozed at least.
    pub(super) fn a_moment_ahead(now: Timestamp) -> Timestamp {
        Timestamp::from_second(now.as_second() + SNOOZED).unwrap_or(Timestamp::MAX)
    }

    /// Whether a snooze follows what was said, or nothing. A text of ours may have woken the conversation since it was read.
    pub(super) fn is_to_be_snoozed(&self, plan: &Plan, now: Timestamp) -> bool {
        let of_queue = plan.queues() || (plan.kind != StepKind::Ask && self.waiting().is_some());
        let Some(until) = self.snoozed_until(plan, now).filter(|_| of_queue) else {
            return false;
        };
        let has_said = plan.text.is_some();
        self.may_snooze(&self.record, plan) && (has_said || !self.is_snoozed(until))
    }

    /// Whether it is snoozed until then, by the newest reading.
    pub(super) fn is_snoozed(&self, until: Timestamp) -> bool {
        let transcript = self.read_transcript();
        transcript.state == "snoozed"
            && transcript
                .snoozed_until
                .is_some_and(|at| at >= until.as_second())
    }

    /// Whether it may be snoozed: it is ours, and nobody has dealt with it or wants it dealt with at once.
    pub(super) fn may_snooze(&self, record: &Record, plan: &Plan) -> bool {
        record.may_act(&self.brief.us)
            && !record.is_ordered()
            && record.ownership.settled() < Some(&plan.cover)
    }

    /// A step of the night that was refused, or never arrives, or cannot be made now: it goes on without it.
    pub(super) fn without(&mut self, plan: Plan, now: Timestamp) -> Effect {
        match plan.kind {
            StepKind::Ask => self.intend(plan.at(StepKind::Queue), now),
            StepKind::Snooze => self.finish_snoozed(&plan, now),
            _ => self.queued_silently(plan, now),
        }
    }

    /// It waits, and the visitor is told nothing, or nothing more. A step that is still open has not happened by that.
    pub(super) fn queued_silently(&mut self, plan: Plan, now: Timestamp) -> Effect {
        self.record.step = None;
        self.mark(After::Step(Plan { text: None, ..plan }), now)
    }

    /// Whether the visitor was told with this plan that it waits. Who goes on after a crash sees it in the conversation.
    fn tells(&self, plan: &Plan) -> bool {
        let after = self
            .record
            .step
            .as_ref()
            .and_then(|step| step.after.as_ref());
        let mut parts = self.read_transcript().lines.iter().map(|line| &line.part);
        let mut shows = || {
            self.record.step.is_some()
                && parts.any(|part| {
                    let is_ours = part.voice(&self.brief.us) == Voice::Us;
                    is_ours && part.is_visible() && Some(&part.stamp) > after
                })
        };
        let posted = plan.kind == StepKind::Queue && (plan.text.is_some() || plan.made.is_some());
        plan.told || posted || (plan.kind != StepKind::Ask && shows())
    }

    /// The snooze, after everything else.
    pub(super) fn snooze(&mut self, plan: &Plan, now: Timestamp) -> Effect {
        let own = plan.made.clone();
        let next = Plan {
            told: self.tells(plan),
            made: None,
            text: None,
            before: None,
            ..plan.clone().at(StepKind::Snooze)
        };
        let change = Change {
            done: true,
            own,
            step: Some(Some(self.intent(&next, now))),
            ..Change::default()
        };
        self.save(change, Then::Post(next))
    }

    /// The end of what has waited for its snooze.
    pub(super) fn finish_snoozed(&mut self, plan: &Plan, now: Timestamp) -> Effect {
        let outcome = plan
            .hand_over
            .as_ref()
            .map_or(Outcome::Replied, |hand_over| self.waits_as(hand_over));
        self.finish_step(plan, outcome, now)
    }

    /// What it comes to when a conversation waits.
    pub(super) fn waits_as(&self, hand_over: &HandOver) -> Outcome {
        Outcome::Queued {
            to: self.called(&hand_over.to),
            reason: hand_over.reason.clone(),
        }
    }

    /// What the record keeps of a conversation that waits with this plan: of several reasons the first, of several times the
    /// earliest. None where somebody has dealt with it meanwhile.
    pub(super) fn reminder_of_opening(&self, plan: &Plan, now: Timestamp) -> Option<Reminder> {
        let hand_over = plan.hand_over.as_ref()?;
        if !self.may_act_on(plan) {
            return None;
        }
        let intent = hand_over
            .intent
            .as_deref()
            .map(|intent| (Short::of(intent), hand_over.confidence.unwrap_or_default()));
        let tier = self.tier(now);
        let told = self.tells(plan);
        let since = self
            .waits_since(hand_over.waiting_since)
            .unwrap_or(now.as_second());
        let known = self.waiting().and_then(|(reminder, _)| reminder.began());
        let began = known.unwrap_or_else(|| self.newest_when_intended(plan));
        let after = u32::try_from(began.saturating_sub(since)).unwrap_or_default();
        let queued = match self.waiting() {
            None => Queued {
                why: hand_over.reason.name(),
                intent,
                tier,
                told,
                after,
            },
            Some((_, known)) => Queued {
                why: known.why,
                intent: known.intent.or(intent),
                tier: known.tier.min(tier),
                told: told || known.told,
                after,
            },
        };
        let at = self.opens_for(plan, now).unwrap_or(now.as_second());
        Some(Reminder {
            at,
            since,
            purpose: Purpose::Opening(queued),
        })
    }

    /// When the newest part was made that showed when a plan's step was intended: what people did up to then is what it was
    /// decided upon.
    fn newest_when_intended(&self, plan: &Plan) -> i64 {
        let step = self.record.step.as_ref();
        let newest = step
            .and_then(|step| step.after.as_ref())
            .map(|after| after.at);
        let newest = newest.or_else(|| {
            let lines = &self.read_transcript().lines;
            lines.last().map(|line| line.part.stamp.at)
        });
        newest.unwrap_or_default().max(plan.cover.at)
    }

    /// Whether nobody else has answered what a plan covers. What is closed without a word waits all the same, and whether a
    /// teammate meant it, the record finds.
    fn may_act_on(&self, plan: &Plan) -> bool {
        let record = &self.record;
        record.may_act(&self.brief.us) && record.ownership.spoken.as_ref() < Some(&plan.cover)
    }

    /// The tier of the company that counts, as far as it is known without a call.
    fn tier(&self, now: Timestamp) -> Tier {
        let scene = self.scene(now);
        let company = scene.company().ok().flatten();
        let plan = company.and_then(|company| company.plan.as_deref());
        Tier::of(plan, &self.brief.config)
    }
}

impl Change {
    /// The change, where somebody else wrote first: what people have by now does not wait for others to open.
    pub(super) fn unless_taken(self, record: &Record, us: &AdminId) -> Self {
        let has_dealt = record.ownership.spoken.as_ref() >= self.cover.as_ref();
        let reminder = self.reminder.flatten();
        let queues = reminder.is_some_and(|reminder| reminder.queued().is_some());
        let is_over = !record.may_act(us) || (self.cover.is_some() && has_dealt);
        if !queues || !is_over {
            return self;
        }
        Self {
            reminder: Some(None),
            ..self
        }
    }
}
