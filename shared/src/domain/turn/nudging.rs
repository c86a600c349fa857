//! What was handed over and nobody picked up: whoever comes next gets it, and the visitor is told once.
//!
//! ```text
//! handed over ─▶ within the time ─▶ due ─▶ claim ─▶ read ─┬─ somebody was there ─▶ over
//!                    ▲                                    ├─ they are closed by now ─▶ later
//!                    │                                    └─ nobody ─▶ [text] ▶ note ▶ [release] ▶ assign ▶ read back
//!                    └──────────────────── as long as somebody is left to get it ◀──────────────────┘
//! ```
//!
//! Here alone the agent acts in a conversation that is somebody else's, because it gave it to them. So each of these steps looks
//! whether a person has done anything since: a word, a note, an assignment, a close. What Intercom does by itself inside the
//! team that has it, is nobody's doing.

use jiff::Timestamp;

use super::change::Change;
use super::effect::Effect;
use super::guard::Guard;
use super::machine::{Fetching, Reading, Turn};
use super::plan::Plan;
use crate::domain::assignee::Assignee;
use crate::domain::config::Texts;
use crate::domain::conversation::ownership::Holder;
use crate::domain::conversation::{HandOver, Record, StepKind};
use crate::domain::digest::Digest;
use crate::domain::hand_off::{Candidate, Reason, chain, choose};
use crate::domain::html::Html;
use crate::domain::office_hours::Opening;
use crate::domain::outcome::Outcome;
use crate::domain::part::{Part, Voice};
use crate::domain::reminder::{Purpose, Reminder};
use crate::domain::routing::{Mode, Rule, Source, Then as RuleThen};
use crate::domain::stamp::Stamp;

/// How long a hand-off may have taken from its assignment to its end, in seconds: a worker that died in between, and the next.
const TAKEN: i64 = 600;

impl Plan {
    /// Whether it gives on what nobody picked up.
    pub(super) fn is_nudge(&self) -> bool {
        let reason = self.hand_over.as_ref().map(|hand_over| &hand_over.reason);
        reason == Some(&Reason::NotPickedUp)
    }
}

impl Turn {
    /// When it is looked at whether somebody has picked up what was handed over; none where nobody is to come after them.
    pub(super) fn reminder_of_pick_up(
        &self,
        hand_over: &HandOver,
        now: Timestamp,
    ) -> Option<Reminder> {
        let (since, rung) = match (&hand_over.reason, self.pick_up_due()) {
            (Reason::NotPickedUp, None) => return None,
            (Reason::NotPickedUp, Some((since, rung))) => (since, rung.saturating_add(1)),
            (_, _) => (now.as_second(), 1),
        };
        let is_last = rung > 1 && self.rungs().len() <= usize::from(rung);
        if is_last || hand_over.to == Assignee::Nobody {
            return None;
        }
        Some(Reminder {
            at: self.after_their_time(&hand_over.to, now)?,
            since,
            purpose: Purpose::PickUp { rung },
        })
    }

    /// Since when a hand-off waits, and how many have had it.
    fn pick_up_due(&self) -> Option<(i64, u8)> {
        match self.record.reminder? {
            Reminder {
                since,
                purpose: Purpose::PickUp { rung },
                ..
            } => Some((since, rung)),
            _ => None,
        }
    }

    /// When somebody who got it had their time, while they are there; none if they never are, or nobody waits for it.
    fn after_their_time(&self, to: &Assignee, now: Timestamp) -> Option<i64> {
        let pick_up = self.brief.config.hand_off.pick_up.as_ref()?;
        let from = match self.opening_of(to, now) {
            Opening::Now | Opening::Unknown => now.as_second(),
            Opening::At(opens) => opens.timestamp().as_second(),
            Opening::Never => return None,
        };
        Some(from + pick_up.within.seconds())
    }

    /// When those who have it are there: a team by its hours, a person by the office's.
    pub(super) fn opening_of(&self, to: &Assignee, now: Timestamp) -> Opening {
        let team = match to {
            Assignee::Team(id) => Some(id.as_str()),
            Assignee::Admin(_) | Assignee::Bot | Assignee::Nobody => None,
        };
        let hours = &self.brief.config.office_hours;
        hours.next_opening(team, &self.brief.directory, now)
    }

    /// The time to pick it up is over.
    pub(super) fn nobody_came(&mut self, reminder: Reminder, now: Timestamp) -> Effect {
        if self.brief.config.hand_off.pick_up.is_none() {
            return self.forget_reminder(now);
        }
        if !self.is_unpicked(&self.record, None) {
            self.trace
                .note("picked up", "somebody has been there since");
            return self.forget_reminder(now);
        }
        let has_it = self.transcript().assignee();
        match self.opening_of(&has_it, now) {
            Opening::Now | Opening::Unknown => self.next_rung(now),
            Opening::At(opens) => {
                self.trace
                    .note("picked up", "those who have it are closed by now");
                // They get the whole time once more, and not again each time they open: they may never be open for so long.
                let within = self.brief.config.hand_off.pick_up.as_ref();
                let within = within.map_or(0, |pick_up| pick_up.within.seconds());
                let at = if reminder.at > reminder.since + within {
                    Some(opens.timestamp().as_second())
                } else {
                    self.after_their_time(&has_it, now)
                };
                let change = Change {
                    reminder: Some(at.map(|at| Reminder { at, ..reminder })),
                    step: Some(None),
                    ..Change::default()
                };
                self.end(change, Outcome::NothingToCover, now)
            }
            Opening::Never => self.forget_reminder(now),
        }
    }

    /// Chooses who gets it next. Where nobody is left, those who have it are reminded.
    pub(super) fn next_rung(&mut self, now: Timestamp) -> Effect {
        let cover = self.record.covered.clone().or_else(|| self.newest());
        let (Some((since, rung)), Some(cover)) = (self.pick_up_due(), cover) else {
            return self.forget_reminder(now);
        };
        let had: Vec<_> = self.handed().map(|(_, to)| to.clone()).collect();
        let has_it = self.transcript().assignee();
        let mut to = Assignee::Nobody;
        let mut tried = Vec::new();
        for candidate in self.rungs().iter().skip(usize::from(rung)) {
            let (found, trace) = match choose(std::slice::from_ref(candidate), &self.scene(now)) {
                Ok(chosen) => chosen,
                Err(source) => return self.fetch(source, Fetching::NextRung),
            };
            let Some(found) = found else {
                tried.extend(trace.0);
                continue;
            };
            if found != has_it && !had.contains(&found) {
                tried.extend(trace.0);
                to = found;
                break;
            }
        }
        let is_told = rung == 1 && self.may_tell(&cover);
        if is_told && self.lacks_language_for(self.late_texts()) {
            return self.fetch(Source::Contact, Fetching::NextRung);
        }
        self.trace.0.extend(tried);
        self.trace
            .note("picked up", "nobody has been there in time");
        let hand_over = HandOver {
            to,
            reason: Reason::NotPickedUp,
            intent: None,
            confidence: None,
            waiting_since: Some(since),
        };
        let kind = if is_told {
            StepKind::Farewell
        } else {
            StepKind::Note
        };
        self.reading(Reading::Again(Plan {
            hand_over: Some(hand_over),
            ..Plan::new(kind, cover)
        }))
    }

    /// Everybody who may get it, in order: those the hand-off named, then those that come after them.
    fn rungs(&self) -> Vec<Candidate> {
        let config = &self.brief.config;
        let to = match self.rule_of_record().map(|rule| &rule.then) {
            Some(RuleThen::HandOff(to)) => Some(to),
            Some(RuleThen::Agent(_) | RuleThen::LeaveTo(_)) | None => None,
        };
        let then = config.hand_off.pick_up.iter();
        let then = then.flat_map(|pick_up| pick_up.to.targets());
        let then = then.map(|target| Candidate {
            target: target.clone(),
            even_if_away: false,
        });
        let mut rungs = chain(to, &config.hand_off.default);
        rungs.extend(then);
        rungs
    }

    pub(super) fn rule_of_record(&self) -> Option<&Rule> {
        let routed = self.record.rule?;
        let mut rules = self.brief.config.rules.iter();
        rules.find(|rule| Digest::of([rule.name.as_str()]) == routed)
    }

    /// Whether the visitor is told anything: where the agent only left notes, or nothing was said when it was handed over, they
    /// know of no hand-off, and Intercom goes on counting how long they wait.
    fn may_tell(&self, cover: &Stamp) -> bool {
        let lines = &self.read_transcript().lines;
        let mut ours = lines
            .iter()
            .map(|line| &line.part)
            .filter(|part| part.voice(&self.brief.us) == Voice::Us);
        if !ours.any(|part| part.is_visible() && part.stamp > *cover) {
            return false;
        }
        let speaks = match (self.record.rule, self.rule_of_record()) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(_), Some(rule)) => match &rule.then {
                RuleThen::Agent(agent) => agent.mode == Mode::Reply,
                RuleThen::HandOff(_) => true,
                RuleThen::LeaveTo(_) => false,
            },
        };
        speaks && self.late_texts().locales().next().is_some()
    }

    /// What the visitor is told, in every language.
    fn late_texts(&self) -> &Texts {
        static NOTHING: std::sync::LazyLock<Texts> = std::sync::LazyLock::new(Texts::default);
        let pick_up = self.brief.config.hand_off.pick_up.as_ref();
        pick_up.map_or(&NOTHING, |pick_up| &pick_up.say)
    }

    /// The same, in theirs.
    pub(super) fn late_words(&self) -> Option<Html> {
        let text = self.in_their_language(self.late_texts())?;
        let mut html = Html::default();
        html.paragraphs(text);
        Some(html)
    }

    /// Whether their language must be asked for first.
    pub(super) fn lacks_language_for_late_words(&self) -> bool {
        self.lacks_language_for(self.late_texts())
    }

    /// To whom we gave what is handed over now, oldest first, by the newest reading.
    fn handed(&self) -> impl Iterator<Item = (&Stamp, &Assignee)> {
        let returned = self.record.ownership.returned.as_ref();
        let since = self.pick_up_due().map_or(i64::MAX, |(since, _)| since);
        let parts = self.read_transcript().lines.iter().map(|line| &line.part);
        parts
            .filter(move |part| {
                part.voice(&self.brief.us) == Voice::Us
                    && Some(&part.stamp) > returned
                    && part.stamp.at >= since.saturating_sub(TAKEN)
            })
            .filter_map(|part| Some((&part.stamp, part.assigned_to.as_ref()?)))
            .filter(|(_, to)| **to != Assignee::Nobody)
    }

    /// Whether nobody has dealt with what was handed over: those have it whom we gave it to, or `next`, and no person has done
    /// anything since.
    pub(super) fn is_unpicked(&self, record: &Record, next: Option<&Assignee>) -> bool {
        if !Guard::PickedUp.holds() {
            return true;
        }
        let us = &self.brief.us;
        let transcript = self.read_transcript();
        let first = self.handed().map(|(by, _)| by).min();
        let is_theirs = |part: &Part| {
            // What an app writes into attributes may stand there as a teammate's doing, our own writing included.
            let is_written = part.kind.contains("attribute_updated");
            let is_persons = matches!(part.voice(us), Voice::Teammate(_)) && !is_written;
            is_persons && Some(&part.stamp) > first
        };
        let over = matches!(transcript.state.as_str(), "closed" | "snoozed")
            || record.ownership.closed.as_ref() > first
            || transcript.lines.iter().any(|line| is_theirs(&line.part));
        let had = |to: &Assignee| next == Some(to) || self.handed().any(|(_, had)| had == to);
        !over
            && match record.ownership.holder(us) {
                Holder::Person | Holder::Agent => false,
                Holder::Rules => true,
                Holder::Assigned(Assignee::Admin(admin))
                    if !had(&Assignee::Admin(admin.clone())) =>
                {
                    // Intercom gives what a team has to one of its members. A colleague who was quicker than we is another matter.
                    let them = Some(Assignee::Admin(admin.clone()));
                    let mut parts = transcript.lines.iter().map(|line| &line.part);
                    let by = parts.rfind(|part| part.assigned_to == them);
                    let took = by.is_some_and(|part| matches!(part.voice(us), Voice::Teammate(_)));
                    let team = record.ownership.team.as_ref();
                    let team = team.and_then(|team| team.to.as_ref());
                    !took
                        && team.is_some_and(|id| {
                            let of_it = self.brief.directory.team(id);
                            let members = of_it.map_or(&[][..], |team| team.members.as_slice());
                            let is_member = members.is_empty() || members.contains(&admin);
                            is_member && had(&Assignee::Team(id.clone()))
                        })
                }
                Holder::Assigned(to) => had(&to),
            }
    }

    /// Whether the rest of a hand-off may still be done.
    pub(super) fn goes_on(&self, plan: &Plan) -> bool {
        match &plan.hand_over {
            Some(hand_over) if plan.is_nudge() => {
                self.is_unpicked(&self.record, Some(&hand_over.to))
            }
            _ => self.holder_is_us(),
        }
    }

    /// The step after this one, by who has the conversation. A team gets nothing as long as a person has it beside the team.
    pub(super) fn next_step(&self, plan: &Plan, now: Timestamp) -> Option<StepKind> {
        let next = plan.next_kind()?;
        if next == StepKind::Snooze && !self.is_to_be_snoozed(plan, now) {
            return None;
        }
        let to = plan.hand_over.as_ref().map(|hand_over| &hand_over.to);
        if next != StepKind::Assign || plan.kind != StepKind::Note {
            return Some(next);
        }
        if !plan.is_nudge() {
            let is_ours = self.read_transcript().admin.as_ref() == Some(&self.brief.us);
            let to_team = matches!(to, Some(Assignee::Team(_)));
            let releases = is_ours && to_team && Self::is_awaited(&self.record, plan);
            return Some(if releases { StepKind::Unassign } else { next });
        }
        match to {
            Some(Assignee::Nobody) => None,
            Some(Assignee::Team(_)) if self.read_transcript().admin.is_some() => {
                Some(StepKind::Unassign)
            }
            _ => Some(next),
        }
    }

    /// What the team is told.
    pub(super) fn nudge(&self, hand_over: &HandOver) -> Html {
        let mut html = Html::default();
        html.heading("Nobody has picked this up");
        let since = hand_over
            .waiting_since
            .and_then(|since| Timestamp::from_second(since).ok());
        if let Some(since) = since {
            let since = since.strftime("%Y-%m-%d %H:%M UTC").to_string();
            html.labelled("Waiting since", &since);
        }
        let had: Vec<_> = self
            .handed()
            .filter(|(_, to)| **to != hand_over.to)
            .map(|(_, to)| self.name_of(to))
            .collect();
        if !had.is_empty() {
            html.labelled("Who had it", &had.join(", then "));
        }
        let now = match &hand_over.to {
            Assignee::Nobody => "nobody else is named for it; please look at it".to_owned(),
            to => format!("it goes to {}", self.name_of(to)),
        };
        html.labelled("Now", &now);
        html
    }

    /// Somebody by their name, for the team's eyes.
    fn name_of(&self, to: &Assignee) -> String {
        let people = &self.brief.directory;
        let name = match to {
            Assignee::Team(id) => people.team(id).map(|team| team.name.clone()),
            Assignee::Admin(id) => {
                let mut teammates = people.teammates.iter();
                let found = teammates.find(|teammate| teammate.id == *id);
                found.map(|teammate| teammate.name.clone())
            }
            Assignee::Bot | Assignee::Nobody => None,
        };
        name.unwrap_or_else(|| to.to_string())
    }
}
