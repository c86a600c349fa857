//! Conversations that were, as a search finds them: without their parts, and only to be looked at.

use jiff::Timestamp;

use crate::domain::transcript::Transcript;
use crate::id::ConversationId;

/// The most conversations Intercom gives a page.
pub const PER_PAGE: u8 = 150;

/// Times from one up to another, without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: Timestamp,
    /// The first that is not in it any more.
    pub until: Timestamp,
}

impl Span {
    /// Whether a time is in it.
    #[must_use]
    pub fn contains(&self, time: Timestamp) -> bool {
        self.from <= time && time < self.until
    }
}

/// A conversation that was. Its state, its assignee, its tags and its attributes are as they are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// When it began.
    pub created_at: Timestamp,
    /// When a visitor first wrote in it; none when nobody did.
    pub asked_at: Option<Timestamp>,
    /// What is known of it, with the message it began with and no other.
    pub transcript: Transcript,
}

/// A conversation that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Illegible {
    /// Which, if that can be read.
    pub id: Option<ConversationId>,
    /// Where it differs from what Intercom documents. Never a value.
    pub path: String,
}

/// One page of conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastPage {
    /// In Intercom's order, which nothing promises.
    pub conversations: Vec<Result<Past, Illegible>>,
    /// What asks for the next page; none after the last one.
    pub next: Option<String>,
    /// How many there are on all pages, by Intercom's count.
    pub total: u64,
}
