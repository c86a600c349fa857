//! Intercom, for one workspace: the handle holds the grant, so no call names either.

use async_trait::async_trait;
use jiff::Timestamp;

use super::knowledge::Knowledge;
use crate::domain::assignee::Assignee;
use crate::domain::attribute::{Object, Value};
use crate::domain::catalog::{Catalog, Exception, Reading};
use crate::domain::directory::Directory;
use crate::domain::html::Html;
use crate::domain::routing::Contact;
use crate::domain::transcript::{Company, Transcript};
use crate::domain::waiting::{Page, Window};
use crate::id::{AdminId, ContactId, ConversationId, PartId, TagId};

/// What went wrong, by what a caller does about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The grant is dead: revoked, uninstalled, or the workspace is suspended. Only this workspace stops.
    #[error("Intercom no longer accepts this workspace's token")]
    Unauthorized,
    /// The thing does not exist, or no longer.
    #[error("Intercom has no such object")]
    NotFound,
    /// Intercom understood and declined; the same request will be declined again.
    #[error("Intercom refused the request with {status} ({code})")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The first `code` of the `error.list`.
        code: String,
    },
    /// Too many requests. Nothing was done.
    #[error("Intercom's rate limit is used up until {until}")]
    RateLimited {
        /// When the window ends, by `X-RateLimit-Reset`.
        until: Timestamp,
    },
    /// The request did not reach Intercom, or it would not begin with it now. Nothing was done.
    #[error("Intercom could not be reached")]
    NotSent(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The request was sent and no answer came, or a 5xx: it may have been done.
    #[error("whether Intercom took the request is unknown")]
    Unknown(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The answer could not be read. The text names the place, never a value.
    #[error("Intercom's answer differs from what it documents at {path}")]
    Unreadable {
        /// The path in the answer.
        path: String,
    },
}

impl Error {
    /// The status and the code with which Intercom understood a request and declined it; none when it did not get so far.
    #[must_use]
    pub fn declined(&self) -> Option<(u16, &str)> {
        match self {
            Self::Refused { status, code } => Some((*status, code)),
            Self::Unauthorized => Some((401, "unauthorized")),
            Self::NotFound => Some((404, "not_found")),
            Self::RateLimited { .. }
            | Self::NotSent(_)
            | Self::Unknown(_)
            | Self::Unreadable { .. } => None,
        }
    }
}

/// What the answers so far say of the rate limit, for whoever keeps the app's allowance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pressure {
    /// How many calls the app has in a window.
    pub limit: Option<u32>,
    /// Until when whoever is not waited for should not call: little is left. Said once for each window.
    pub hold: Option<Timestamp>,
}

/// Something posted into a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Post {
    /// A text the visitor sees.
    Reply(Html),
    /// A text only the team sees.
    Note(Html),
    /// An assignment.
    Assign(Assignee),
    /// Out of the open inbox until then.
    Snooze(Timestamp),
    /// Back into it.
    Open,
}

/// One workspace at Intercom, seen from the agent's seat.
///
/// Reads may be repeated freely. After [`Error::Unknown`] of a write, look before writing again: Intercom has
/// no idempotency keys.
#[async_trait]
pub trait Intercom: Knowledge {
    /// Asks whether Intercom takes this grant at all: `GET /me`, for which no permission is needed.
    ///
    /// # Errors
    ///
    /// See [`Error`]. [`Error::Unauthorized`] means that the grant has ended, [`Error::Refused`] with status 403 that
    /// it is of no use at the moment: the workspace is suspended, say.
    async fn greet(&self) -> Result<(), Error>;

    /// What the answers so far say of the rate limit. A handle that sees none says nothing.
    fn pressure(&self) -> Pressure {
        Pressure::default()
    }

    /// Reads a conversation with its newest parts (Intercom gives at most 500), as plain text.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when it was deleted.
    async fn conversation(&self, id: &ConversationId) -> Result<Transcript, Error>;

    /// One page of the open conversations in which a visitor waits and which have changed in a time, without their parts.
    /// `after` is what the page before says is next. A search may lag behind what [`Intercom::conversation`] shows.
    ///
    /// # Errors
    ///
    /// See [`Error`]. A conversation that cannot be read is part of the answer.
    async fn waiting(&self, window: &Window, after: Option<&str>) -> Result<Page, Error>;

    /// Posts as the teammate `by`; the part that came of it, where the answer shows it.
    ///
    /// # Errors
    ///
    /// See [`Error`]: what was surely not done, and what may have been.
    async fn post(
        &self,
        id: &ConversationId,
        by: &AdminId,
        post: &Post,
    ) -> Result<Option<PartId>, Error>;

    /// Sets custom attributes of a conversation, a contact or a company, and nothing else of it. Doing it twice is doing it
    /// once. A contact that was merged is followed to the one it was merged into.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] for an attribute the workspace does not have, or a value it does not take: then none of them is
    /// set. [`Error::NotFound`] for an object that was deleted or archived.
    async fn set_attributes(
        &self,
        object: &Object,
        attributes: &[(String, Value)],
    ) -> Result<(), Error>;

    /// The tag of this name, created if the workspace has none. Doing it twice is doing it once.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] or [`Error::Unauthorized`] without the permission for it.
    async fn tag_called(&self, name: &str) -> Result<TagId, Error>;

    /// Puts a tag on a conversation as the teammate `by`. Doing it twice is doing it once.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when the tag or the conversation was deleted; else as [`Intercom::tag_called`].
    async fn tag(&self, id: &ConversationId, by: &AdminId, tag: &TagId) -> Result<(), Error>;

    /// Reads a contact.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] when it was merged or deleted.
    async fn contact(&self, id: &ContactId) -> Result<Contact, Error>;

    /// The names of a contact's segments.
    ///
    /// # Errors
    ///
    /// As [`Intercom::contact`].
    async fn segments(&self, id: &ContactId) -> Result<Vec<String>, Error>;

    /// The names of a contact's tags.
    ///
    /// # Errors
    ///
    /// As [`Intercom::contact`].
    async fn tags(&self, id: &ContactId) -> Result<Vec<String>, Error>;

    /// A contact's companies.
    ///
    /// # Errors
    ///
    /// As [`Intercom::contact`].
    async fn companies(&self, id: &ContactId) -> Result<Vec<Company>, Error>;

    /// The workspace's teammates and teams, with who is away now. Two calls.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    async fn directory(&self) -> Result<Directory, Error>;

    /// What else the workspace has. Six calls. A list that may not be read is part of the answer.
    ///
    /// # Errors
    ///
    /// See [`Error`]; never that a call was refused.
    async fn catalog(&self) -> Result<Catalog, Error>;

    /// The dates on which a schedule of office hours does not hold, by its id. That they may not be read is an answer.
    ///
    /// # Errors
    ///
    /// See [`Error`]; never that the call was refused.
    async fn exceptions(&self, schedule: &str) -> Result<Reading<Exception>, Error>;
}
