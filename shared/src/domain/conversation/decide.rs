//! From a record and an event to a record and what to do.

use super::event::Event;
use super::ownership::raise;
use super::record::Record;
use crate::domain::assignee::Assignee;
use crate::domain::part::Command;
use crate::domain::stamp::Stamp;
use crate::domain::turn::guard::Guard;
use crate::id::AdminId;

/// Where the agent sits: what an event must be compared with.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'d> {
    /// The teammate the agent speaks as.
    pub us: &'d AdminId,
}

/// What asked for a turn. Two deliveries of one cause ask for one turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A part: the visitor's, or one that gave the conversation to the agent.
    Part(Stamp),
    /// The notification itself.
    Notification,
}

/// What to do about an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Ask for a turn.
    RequestTurn(Cause),
}

/// The decision on one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The record after it.
    pub record: Record,
    /// What to do once the record is written.
    pub actions: Vec<Action>,
}

/// Decides. Total, pure, and level-triggered: the same event on the resulting record changes nothing and
/// asks for the same turn, so that a crash between the write and the request loses nothing.
#[must_use]
pub fn decide(record: &Record, event: &Event, desk: Desk<'_>) -> Decision {
    let mut next = record.clone();
    // It counts whoever has the conversation and even once it is gone, so that it may come at any time.
    if let Event::Rated(rating) = event {
        next.rate(*rating);
    }
    if record.deleted {
        return Decision {
            record: next,
            actions: Vec::new(),
        };
    }
    let mut cause = None;
    // Whether a turn is asked for even if nothing is known to wait: it may have been written before we saw anything.
    let mut look = false;
    // Whether a turn is asked for because a bot has what waits, and may have given up.
    let mut look_at_bot = false;
    // Whether a teammate commanded something, which is confirmed whoever has the conversation.
    let mut commanded = false;
    // Only people move the epoch, and only with news.
    let moved = match event {
        Event::VisitorWrote(part) => {
            raise(&mut next.seen, part);
            cause = Some(Cause::Part(part.clone()));
            false
        }
        Event::TeammateWrote(part) => raise(&mut next.ownership.spoken, part),
        Event::Assigned { by, to } => {
            let moved = next.ownership.assign(by, to);
            if is_us(to, desk) {
                look = true;
                give_back(&mut next, by);
                cause = Some(Cause::Part(by.clone()));
            } else if *to == Assignee::Nobody {
                cause = Some(Cause::Part(by.clone()));
            }
            moved
        }
        Event::BotSpoke(part) => {
            look_at_bot = true;
            cause = Some(Cause::Part(part.clone()));
            false
        }
        Event::Closed(part) => raise(&mut next.ownership.closed, part),
        Event::Dealt(part) => next.withdraw(part),
        Event::Commanded(part, command) => {
            commanded = true;
            raise(&mut next.commanded, part);
            cause = Some(Cause::Part(part.clone()));
            match command {
                Command::Stop => raise(&mut next.ownership.stopped, part),
                Command::Resume => {
                    look = true;
                    give_back(&mut next, part)
                }
                Command::HandOff => {
                    raise(&mut next.ordered, part);
                    false
                }
                Command::Summary | Command::Unknown => false,
            }
        }
        Event::Echo { part, deed } => {
            if let Some(to) = &deed.assigned {
                next.ownership.assign(part, to);
            }
            if Guard::EchoConfirms.holds() && !record.is_own(&part.id) {
                next.confirm(part, deed);
                next.owns(&part.id);
            }
            false
        }
        Event::Stirred => {
            look = true;
            cause = Some(Cause::Notification);
            false
        }
        Event::Deleted => {
            next = Record {
                deleted: true,
                version: record.version,
                epoch: record.epoch,
                // It was there all the same, and stays counted.
                ended: record.ended.clone(),
                rule: record.rule,
                rated: record.rated,
                ..Record::default()
            };
            true
        }
        Event::Rated(_) | Event::Redacted(_) | Event::Other(_) => false,
    };
    if moved {
        next.epoch += 1;
    }
    let due = if look {
        next.may_act(desk.us)
    } else if look_at_bot {
        next.is_left_to_bot(desk.us)
    } else {
        next.is_due(desk.us)
    };
    let actions = cause
        .filter(|_| due || (commanded && next.owes_confirmation()))
        .filter(|_| Guard::LevelTriggered.holds() || next != *record)
        .map(Action::RequestTurn)
        .into_iter()
        .collect();
    Decision {
        record: next,
        actions,
    }
}

/// Notes that the conversation was given to the agent, which may answer as often as at the beginning; whether it was news.
fn give_back(record: &mut Record, by: &Stamp) -> bool {
    let news = raise(&mut record.ownership.returned, by);
    if news {
        record.turns = 0;
    }
    news
}

fn is_us(assignee: &Assignee, desk: Desk<'_>) -> bool {
    matches!(assignee, Assignee::Admin(id) if id == desk.us)
}
