//! The conversation at Intercom.

use std::sync::Arc;

use crate::domain::assignee::Assignee;
use crate::domain::bot::Bot;
use crate::domain::part::{Author, Part};
use crate::domain::stamp::Stamp;
use crate::domain::transcript::{Line, Transcript};
use crate::id::{AdminId, PartId, TeamId};
use crate::ports::intercom::Post;

/// When the world begins, in Unix seconds.
pub(super) const BEGINNING: i64 = 1_767_254_400;

/// The teammate the agent speaks as.
pub(super) fn us() -> AdminId {
    "9".try_into().unwrap()
}

fn ada() -> AdminId {
    "1".try_into().unwrap()
}

/// The team that takes over.
pub(super) fn support() -> TeamId {
    "101".try_into().unwrap()
}

/// The team that comes next.
pub(super) fn escalations() -> TeamId {
    "102".try_into().unwrap()
}

/// What the visitor is told when nobody has come.
pub(super) const LATE: &str = "It takes longer today.";

/// What they are told when those who get it are closed.
pub(super) const CLOSED: &str = "We are back";

/// What they are told when they write again.
pub(super) const AGAIN: &str = "We have noted it.";

/// What they are asked for until then.
pub(super) const FIELD: &str = "Please tell us your";

/// What they say if they have it.
const GIVEN: &str = "ORD-1234";

/// A set of parts, by their places in the inbox.
pub(super) type Parts = u32;

/// What a part is, in the model's own words: the laws are told by them, and not by what the machine makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Deed {
    /// The visitor wrote.
    Asked,
    /// The visitor wrote, and gave what they were asked for.
    Gave,
    /// A teammate wrote to the visitor.
    Spoke,
    /// A teammate left a plain note.
    Noted,
    /// A teammate took the conversation without a word.
    Took,
    /// A teammate gave it to the agent.
    GaveBack,
    /// A teammate closed it.
    Closed,
    /// A teammate put it out of the open inbox.
    PutAside,
    /// A teammate put it back there.
    TookOut,
    /// The agent answered these parts.
    Answered(Parts),
    /// The agent said that a person takes over.
    SaidFarewell,
    /// The agent told the team.
    LeftNote,
    /// The agent gave it to the team.
    Assigned,
    /// The agent took its own teammate off it.
    Released,
    /// The agent asked for what people will need.
    AskedField,
    /// The agent said when people are back.
    Queued,
    /// The agent said that it was noted.
    SaidAgain,
    /// The agent put it out of the open inbox until then.
    Snoozed(i64),
    /// The agent put it back there.
    Opened,
    /// Its time out of the open inbox was over.
    Woke,
    /// The agent said that nobody has come yet.
    SaidLate,
    /// The agent told the team that nobody has come.
    Nudged,
    /// The agent gave it to those who come next.
    Escalated,
}

/// Who has it at Intercom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Admin {
    Nobody,
    Us,
    Ada,
}

/// Where it stands at Intercom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum State {
    Open,
    Closed,
    /// Out of the open inbox until then.
    Snoozed(i64),
}

/// A part, and what was true after it.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) deed: Deed,
    pub(super) at: i64,
    pub(super) line: Arc<Line>,
    pub(super) admin: Admin,
    /// The team it is with; none is 0.
    pub(super) team: u8,
    pub(super) state: State,
}

/// The conversation, oldest part first. Nothing is ever taken out.
#[derive(Debug, Clone, Default)]
pub(super) struct Inbox {
    pub(super) entries: Vec<Entry>,
    /// The parts whose text was removed.
    pub(super) redacted: Parts,
    /// Whether a note, a text or an assignment of a teammate wakes what is snoozed.
    pub(super) wakes: bool,
}

impl Inbox {
    pub(super) fn write(&mut self, deed: Deed, at: i64, workflow_undoes: bool) {
        let before = self.entries.last();
        let mut admin = before.map_or(Admin::Nobody, |entry| entry.admin);
        let mut team = before.map_or(0, |entry| entry.team);
        let mut state = before.map_or(State::Open, |entry| entry.state);
        let nth = self.entries.len();
        let to = match deed {
            Deed::Took => Some(Assignee::Admin(ada())),
            Deed::GaveBack => Some(Assignee::Admin(us())),
            Deed::Assigned => Some(Assignee::Team(support())),
            Deed::Escalated => Some(Assignee::Team(escalations())),
            Deed::Released => Some(Assignee::Nobody),
            _ => None,
        };
        match deed {
            Deed::Took => admin = Admin::Ada,
            Deed::GaveBack => admin = Admin::Us,
            // A teammate and a team stand beside one another; an assignment to nobody clears both.
            Deed::Assigned if !workflow_undoes => team = 101,
            Deed::Escalated => team = 102,
            Deed::Released => (admin, team) = (Admin::Nobody, 0),
            _ => {}
        }
        state = match (deed, state) {
            (Deed::Closed, _) => State::Closed,
            (Deed::Snoozed(until), _) => State::Snoozed(until),
            (Deed::PutAside, _) => State::Snoozed(i64::MAX),
            (
                Deed::Asked
                | Deed::Gave
                | Deed::Opened
                | Deed::TookOut
                | Deed::Woke
                | Deed::Took
                | Deed::GaveBack,
                _,
            ) => State::Open,
            (_, State::Snoozed(_)) if self.wakes => State::Open,
            (_, state) => state,
        };
        let (kind, author, text) = match deed {
            Deed::Asked => ("comment", Author::Visitor(None), format!("ask{nth}.")),
            Deed::Gave => (
                "comment",
                Author::Visitor(None),
                format!("ask{nth}. {GIVEN}"),
            ),
            Deed::Spoke => ("comment", Author::Admin(ada()), "I have it.".to_owned()),
            Deed::Noted => ("note", Author::Admin(ada()), "A regular.".to_owned()),
            Deed::Took | Deed::GaveBack => ("assignment", Author::Admin(ada()), String::new()),
            Deed::Closed => ("close", Author::Admin(ada()), String::new()),
            Deed::PutAside => ("snoozed", Author::Admin(ada()), String::new()),
            Deed::TookOut => ("unsnoozed", Author::Admin(ada()), String::new()),
            Deed::Answered(_) | Deed::SaidFarewell | Deed::SaidLate => {
                ("comment", Author::Admin(us()), "Ours.".to_owned())
            }
            Deed::Queued => (
                "comment",
                Author::Admin(us()),
                format!("{CLOSED} at ten past eight."),
            ),
            Deed::AskedField => (
                "comment",
                Author::Admin(us()),
                format!("{FIELD} order number."),
            ),
            Deed::SaidAgain => ("comment", Author::Admin(us()), AGAIN.to_owned()),
            Deed::LeftNote | Deed::Nudged => ("note", Author::Admin(us()), "Ours.".to_owned()),
            Deed::Assigned | Deed::Escalated | Deed::Released => {
                ("assignment", Author::Admin(us()), String::new())
            }
            Deed::Snoozed(_) => ("snoozed", Author::Admin(us()), String::new()),
            Deed::Opened => ("open", Author::Admin(us()), String::new()),
            Deed::Woke => ("timer_unsnooze", Author::Bot, String::new()),
        };
        let id = PartId::try_from((100 + nth).to_string()).unwrap();
        let stamp = match nth {
            0 => Stamp::zero(BEGINNING + at, id),
            _ => Stamp::new(BEGINNING + at, id),
        };
        let part = Part {
            stamp,
            kind: kind.to_owned(),
            author,
            has_body: !text.is_empty(),
            assigned_to: to,
            app_package_code: None,
            from_ai: false,
            redacted: false,
            command: None,
        };
        self.entries.push(Entry {
            deed,
            at,
            line: Arc::new(Line { part, text }),
            admin,
            team,
            state,
        });
    }

    /// The part that was made last.
    pub(super) fn newest(&self) -> &Part {
        &self.entries.last().expect("it began with one").line.part
    }

    /// The visitor's text of the newest part is removed.
    pub(super) fn redact(&mut self, nth: usize) {
        let line = Arc::make_mut(&mut self.entries[nth].line);
        line.part.redacted = true;
        line.text.clear();
        self.redacted |= 1 << nth;
    }

    /// The oldest `shown` parts, as a reading shows them.
    pub(super) fn read(&self, shown: usize) -> Transcript {
        let shown = &self.entries[..shown];
        let last = shown.last();
        let admin = match last.map(|entry| entry.admin) {
            Some(Admin::Us) => Some(us()),
            Some(Admin::Ada) => Some(ada()),
            Some(Admin::Nobody) | None => None,
        };
        Transcript {
            state: match last.map(|entry| entry.state) {
                Some(State::Closed) => "closed",
                Some(State::Snoozed(_)) => "snoozed",
                Some(State::Open) | None => "open",
            }
            .to_owned(),
            snoozed_until: match last.map(|entry| entry.state) {
                Some(State::Snoozed(until)) => Some(BEGINNING.saturating_add(until)),
                Some(State::Open | State::Closed) | None => None,
            },
            channel: "conversation".to_owned(),
            admin,
            team: match last.map_or(0, |entry| entry.team) {
                0 => None,
                102 => Some(escalations()),
                _ => Some(support()),
            },
            bot: Bot::Absent,
            lines: shown.iter().map(|entry| (*entry.line).clone()).collect(),
            ..Transcript::begun("201".try_into().unwrap())
        }
    }

    /// What a post makes. An answer says which parts it answers, because the model's agent says so.
    pub(super) fn deed_of(&self, post: &Post) -> Deed {
        match post {
            Post::Reply(html) if html.as_str().contains(LATE) => Deed::SaidLate,
            Post::Reply(html) if html.as_str().contains(CLOSED) => Deed::Queued,
            Post::Reply(html) if html.as_str().contains(AGAIN) => Deed::SaidAgain,
            Post::Reply(html) if html.as_str().contains(FIELD) => Deed::AskedField,
            Post::Reply(html) => {
                let asked = |nth: &usize| html.as_str().contains(&format!("ask{nth}."));
                match (0..self.entries.len())
                    .filter(asked)
                    .fold(0, |all, nth| all | 1 << nth)
                {
                    0 => Deed::SaidFarewell,
                    parts => Deed::Answered(parts),
                }
            }
            Post::Note(html) if html.as_str().contains("picked this up") => Deed::Nudged,
            Post::Note(_) => Deed::LeftNote,
            Post::Assign(Assignee::Team(id)) if *id == escalations() => Deed::Escalated,
            Post::Assign(Assignee::Nobody) => Deed::Released,
            Post::Assign(_) => Deed::Assigned,
            Post::Snooze(until) => Deed::Snoozed(until.as_second() - BEGINNING),
            Post::Open => Deed::Opened,
        }
    }

    /// Whether somebody is assigned who is not the agent.
    pub(super) fn is_with_people(&self) -> bool {
        let last = self.entries.last();
        last.is_some_and(|entry| match entry.admin {
            Admin::Ada => true,
            Admin::Us => false,
            Admin::Nobody => entry.team != 0,
        })
    }

    /// The places of the visitor's parts.
    pub(super) fn asked(&self) -> impl Iterator<Item = usize> {
        let deeds = self.entries.iter().map(|entry| entry.deed).enumerate();
        deeds
            .filter(|(_, deed)| matches!(deed, Deed::Asked | Deed::Gave))
            .map(|(nth, _)| nth)
    }

    /// Until when it is out of the open inbox.
    pub(super) fn snoozed(&self) -> Option<i64> {
        match self.entries.last()?.state {
            State::Snoozed(until) => Some(until),
            State::Open | State::Closed => None,
        }
    }

    /// The visitor's newest text of the agent.
    pub(super) fn last_words(&self) -> Option<Deed> {
        let mut deeds = self.entries.iter().map(|entry| entry.deed);
        deeds.rfind(|deed| {
            matches!(
                deed,
                Deed::Answered(_)
                    | Deed::SaidFarewell
                    | Deed::AskedField
                    | Deed::Queued
                    | Deed::SaidAgain
            )
        })
    }
}
