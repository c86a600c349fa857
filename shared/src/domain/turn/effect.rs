//! What a turn wants done, and what came of it.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

use crate::domain::answer::{Answer, Question};
use crate::domain::attribute::{Object, Value};
use crate::domain::conversation::{Errand, Record};
use crate::domain::digest::Digest;
use crate::domain::directory::Directory;
use crate::domain::ending::Tally;
use crate::domain::hand_off::Reason;
use crate::domain::outcome::Outcome;
use crate::domain::queued::Place;
use crate::domain::routing::{Contact, Source};
use crate::domain::switch::Switch;
use crate::domain::transcript::{Company, Transcript};
use crate::id::{ContactId, PartId};
use crate::ports::intercom::Post;

/// The one thing to do next.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read the record: [`Input::Loaded`].
    Load,
    /// Write the record if its version is still the stored one, with what it changes in the counters: [`Input::Saved`] or
    /// [`Input::Conflict`].
    Save(Box<Record>, Tally),
    /// See to it that the conversation is looked at when this time has come, in this place where it waits for people to open:
    /// [`Input::Reminded`].
    Remind(Timestamp, Option<Place>),
    /// Read the conversation: [`Input::Read`].
    Read,
    /// Fetch facts about a contact: [`Input::Fetched`].
    Fetch(Source, Option<ContactId>),
    /// Ask the agent, within this time: [`Input::Answered`] or [`Input::GaveUp`].
    Ask(Box<Question>, Duration),
    /// Read the pause switch: [`Input::Switch`].
    LookAtSwitch,
    /// Post into the conversation: [`Input::Posted`].
    Post(Box<Post>),
    /// Set attributes of an object, one at least: [`Input::AttributesSet`], whatever came of it.
    SetAttributes(Object, Vec<(String, Value)>),
    /// Put the tag of this name on the conversation: [`Input::Tagged`], whatever came of it.
    Tag(String),
    /// Ask for a turn of this conversation, because of this: [`Input::Requested`]. Within five minutes one cause asks once.
    Request(Errand, Digest),
    /// Wait: [`Input::Waited`].
    Wait(Duration),
    /// Nothing more.
    Stop(Stop),
}

impl Effect {
    /// A stable name, under which its time is counted.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Save(..) => "save",
            Self::Remind(..) => "remind",
            Self::Read => "read",
            Self::Fetch(..) => "fetch",
            Self::Ask(..) => "ask",
            Self::LookAtSwitch => "switch",
            Self::Post(_) => "post",
            Self::SetAttributes(..) => "attributes",
            Self::Tag(_) => "tag",
            Self::Request(..) => "request",
            Self::Wait(_) => "wait",
            Self::Stop(_) => "stop",
        }
    }
}

/// How a turn ends.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Stop {
    /// It came to something.
    Outcome(Outcome),
    /// It is too early; the request stays in the queue.
    Later {
        /// For how long.
        after: Duration,
        /// What it waits for.
        why: &'static str,
    },
    /// Intercom does not let us; the request stays in the queue until somebody repairs it.
    Failed(Failure),
}

/// Why a call to Intercom failed, by what the turn does about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Failure {
    /// The token is dead.
    Unauthorized,
    /// The conversation is gone.
    NotFound,
    /// Intercom declined.
    Refused,
    /// Too many requests until then. Surely not done.
    RateLimited(Timestamp),
    /// Surely not done.
    NotSent,
    /// Perhaps done.
    Unknown,
    /// Nobody the configuration names exists in the workspace, or Intercom does not let us give them the conversation.
    NoReceiver,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unauthorized => "the workspace's token is no longer accepted",
            Self::NotFound => "the conversation is gone",
            Self::Refused => "it refused the request",
            Self::RateLimited(_) => "its rate limit is used up",
            Self::NotSent => "it cannot be reached",
            Self::Unknown => "it does not answer",
            Self::NoReceiver => {
                "nobody the configuration names for a hand-off exists in the workspace, or may be given the conversation"
            }
        })
    }
}

/// What was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facts {
    /// A contact.
    Contact(Contact),
    /// The names of its segments.
    Segments(Vec<String>),
    /// The names of its tags.
    Tags(Vec<String>),
    /// Its companies.
    Companies(Vec<Company>),
    /// Teammates and teams.
    Directory(Directory),
    /// There is nothing to be read; the facts are absent.
    Unavailable(Source),
}

impl Input {
    /// Whether a call was refused because the rate limit is used up.
    #[must_use]
    pub const fn is_rate_limited(&self) -> bool {
        matches!(
            self,
            Self::Read(Err(Failure::RateLimited(_)))
                | Self::Posted(Err(Failure::RateLimited(_)))
                | Self::FetchFailed(Failure::RateLimited(_))
        )
    }
}

/// What came of an effect.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The turn begins.
    Begin,
    /// The record, if there is one.
    Loaded(Option<Box<Record>>),
    /// It was written and has this version now.
    Saved(u64),
    /// Somebody wrote first; this is what they wrote.
    Conflict(Option<Box<Record>>),
    /// The conversation, or why it could not be read.
    Read(Result<Box<Transcript>, Failure>),
    /// The reminder is set.
    Reminded,
    /// Facts.
    Fetched(Facts),
    /// The source does not answer now. What it would have said is not known, which is another thing than absent.
    FetchFailed(Failure),
    /// The agent's answer.
    Answered(Box<Answer>),
    /// The agent gave none, for this reason.
    GaveUp(Reason),
    /// What is paused now.
    Switch(Switch),
    /// The part that came of a post, where Intercom's answer showed it; or why there is none.
    Posted(Result<Option<PartId>, Failure>),
    /// Attributes were set, or could not be.
    AttributesSet,
    /// The tag is there, or could not be put there.
    Tagged,
    /// The turn was asked for.
    Requested,
    /// The time is over.
    Waited,
}
