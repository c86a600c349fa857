//! Leaving a conversation to somebody else because a rule says so: to the team, to nobody, or to Intercom's own bot.
//!
//! What is left to a bot is not forgotten: the bot may give up, and Intercom tells nobody of it. So looks are asked for
//! before the record is written (see [`super::watching`]), and a turn that looks again counts what was left as not
//! answered, unless the bot has answered it and has not given up.

use jiff::Timestamp;

use super::change::Change;
use super::effect::Effect;
use super::machine::{Phase, Turn};
use crate::domain::bot::Bot;
use crate::domain::conversation::{Errand, Record};
use crate::domain::digest::Digest;
use crate::domain::ending::{Ended, Ending};
use crate::domain::outcome::Outcome;
use crate::domain::routing::{Route, Scene, Surface, Then as RuleThen, route};
use crate::domain::stamp::Stamp;
use crate::domain::transcript::Transcript;

/// What is about to be left, and what that comes to.
#[derive(Debug, Clone, PartialEq, Hash)]
pub(super) struct Leaving {
    /// Whether it is left to a bot for as long as the bot does not give up.
    watched: bool,
    /// Whether the rule leaves it to a bot, whatever the bot does.
    to_bot: bool,
    outcome: Outcome,
}

impl Turn {
    /// Leaves what waits to whom the rule says.
    pub(super) fn leave_to(&mut self, to: Surface, rule: String, now: Timestamp) -> Effect {
        let called = match to {
            Surface::Bot => "Resolution Bot / Fin",
            Surface::Team => "the team",
            Surface::Nobody => "nobody",
        };
        self.trace
            .note("left alone", format!("the rule leaves it to {called}"));
        let leaving = Leaving {
            watched: to == Surface::Bot && self.would_pick_up(now),
            to_bot: to == Surface::Bot,
            outcome: Outcome::LeftAlone { rule },
        };
        let Some((object, marks)) = self.marks_of_leaving() else {
            return self.hand_to(leaving, now);
        };
        self.phase = Phase::Leaving(leaving);
        Effect::SetAttributes(object, marks)
    }

    /// The bot has answered what was left to it, and may give up all the same.
    pub(super) fn leave_to_bot_again(&mut self, now: Timestamp) -> Effect {
        let leaving = Leaving {
            watched: self.would_pick_up(now),
            to_bot: true,
            outcome: Outcome::NothingToCover,
        };
        self.hand_to(leaving, now)
    }

    /// Asks for looks where the bot may give the conversation back.
    pub(super) fn hand_to(&mut self, leaving: Leaving, now: Timestamp) -> Effect {
        if !leaving.watched {
            return self.left(leaving, now);
        }
        self.trace.note(
            "looks again",
            "a rule picks it up should Resolution Bot / Fin give up, which Intercom tells nobody",
        );
        self.phase = Phase::Leaving(leaving);
        Effect::Request(Errand::Watch, self.newest_words())
    }

    pub(super) fn left(&mut self, leaving: Leaving, now: Timestamp) -> Effect {
        let newest = self.newest();
        let (left, to_bot) = if leaving.watched {
            (None, newest)
        } else {
            (newest, None)
        };
        let change = Change {
            left,
            to_bot,
            step: Some(None),
            ended: self.left_to_bot(&leaving, now),
            reminder: self.unless_queued(None),
            ..Change::default()
        };
        self.end(change, leaving.outcome, now)
    }

    /// That it is left to a bot is how it ends, if the agent has not answered in it. What a bot says later is left to it as before.
    fn left_to_bot(&self, leaving: &Leaving, now: Timestamp) -> Option<Ended> {
        let known = self.record.ended.as_ref().map(|ended| ended.ending);
        let ends = leaving.to_bot && self.record.gist.is_none();
        (ends && known != Some(Ending::LeftToBot))
            .then(|| Ended::new(Ending::LeftToBot, self.record.rule, now))
    }

    /// Whether the bot has the conversation by the newest reading, and what waits was left to it.
    pub(super) fn is_bots(&self) -> bool {
        let looks = !matches!(self.brief.errand, Errand::HandOver(_));
        looks
            && self.transcript().bot == Bot::Answering
            && self.record.is_left_to_bot(&self.brief.us)
    }

    /// Whether another rule would apply once the bot has given up. Where a rule leaves it to the bot whatever the bot
    /// does, nothing is looked at again. A fact that is not known yet may make the difference.
    fn would_pick_up(&self, now: Timestamp) -> bool {
        let transcript = self.transcript();
        if transcript.bot == Bot::Escalated || self.is_paused(None) {
            return false;
        }
        let given_up = Transcript {
            bot: Bot::Escalated,
            ..(*transcript).clone()
        };
        let scene = Scene {
            transcript: &given_up,
            horizon: self.record.answered(),
            ..self.scene(now)
        };
        match route(&scene) {
            Route::Ask(_) => true,
            Route::To { rule, then, .. } => {
                !matches!(then, RuleThen::LeaveTo(_)) && !self.is_paused(Some(&rule))
            }
        }
    }

    /// What is looked at again: the newest thing the visitor sees. Each is looked at once.
    fn newest_words(&self) -> Digest {
        let transcript = self.transcript();
        let mut parts = transcript.lines.iter().map(|line| &line.part);
        let newest = parts.rfind(|part| part.is_visible());
        Digest::of(["watch", newest.map_or("", |part| part.stamp.id.as_str())])
    }

    /// Up to where the visitor's parts are answered, by the record and the newest reading. What was left to a bot is not
    /// for having been left: only what the bot answered is, as long as it does not give up.
    pub(super) fn answered_up_to<'t>(&'t self, record: &'t Record) -> Option<&'t Stamp> {
        let transcript = self.transcript.as_deref();
        let holds = transcript.filter(|transcript| transcript.bot != Bot::Escalated);
        let by_bot = holds.and_then(|transcript| match self.brief.errand {
            // Who gives a conversation to people because all else failed does not take it from the bot.
            Errand::HandOver(_) => record.bots(),
            Errand::Answer | Errand::Due | Errand::Look | Errand::Watch => {
                transcript.newest_of_bot().min(record.bots())
            }
        });
        record.answered().max(by_bot)
    }
}
