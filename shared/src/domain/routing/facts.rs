//! What was fetched about a conversation so far, each source at most once.

use serde::{Deserialize, Serialize};

use crate::domain::directory::Directory;
use crate::domain::transcript::Company;
use crate::id::AdminId;

/// Where facts are fetched from, one call to Intercom each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The contact.
    Contact,
    /// The contact's segments.
    Segments,
    /// The contact's tags.
    Tags,
    /// The contact's companies.
    Companies,
    /// The teammates, with who is away.
    Teammates,
}

impl Source {
    /// The call it takes, as a trace names where a value came from.
    #[must_use]
    pub const fn call(self) -> &'static str {
        match self {
            Self::Contact => "GET /contacts/{id}",
            Self::Segments => "GET /contacts/{id}/segments",
            Self::Tags => "GET /contacts/{id}/tags",
            Self::Companies => "GET /contacts/{id}/companies",
            Self::Teammates => "GET /admins",
        }
    }
}

/// A contact, as far as rules look at it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// `user` or `lead`.
    pub role: String,
    /// The account owner.
    pub owner: Option<AdminId>,
    /// The language somebody set for them, or else their browser's; such as `de` or `pt-BR`.
    pub locale: Option<String>,
    /// The country Intercom saw them in last, by its English name.
    pub country: Option<String>,
    /// Whether Intercom knows an e-mail address of theirs.
    pub has_email: bool,
    /// Whether it knows a phone number.
    pub has_phone: bool,
    /// Custom attributes, as text.
    pub attributes: Vec<(String, String)>,
}

/// What came of asking a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Fetched<T> {
    /// It was not asked.
    #[default]
    NotYet,
    /// It answered.
    Have(T),
    /// It could not be asked: the contact is gone, or Intercom refused. The facts count as absent.
    Unavailable,
}

/// The facts of one turn. Each source is asked at most once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The contact.
    pub contact: Fetched<Contact>,
    /// Names of the contact's segments.
    pub segments: Fetched<Vec<String>>,
    /// Names of the contact's tags.
    pub tags: Fetched<Vec<String>>,
    /// The contact's companies.
    pub companies: Fetched<Vec<Company>>,
    /// Teammates and teams, with who is away now.
    pub directory: Fetched<Directory>,
}

impl<T> Fetched<T> {
    /// What was fetched; none when the source had nothing.
    ///
    /// # Errors
    ///
    /// `source` when it was not asked yet.
    pub const fn get(&self, source: Source) -> Result<Option<&T>, Source> {
        match self {
            Self::NotYet => Err(source),
            Self::Have(value) => Ok(Some(value)),
            Self::Unavailable => Ok(None),
        }
    }

    /// What was fetched, if it was.
    pub const fn have(&self) -> Option<&T> {
        match self {
            Self::Have(value) => Some(value),
            Self::NotYet | Self::Unavailable => None,
        }
    }
}

impl Facts {
    /// Notes that a source has nothing: what it would have said counts as absent.
    pub fn lack(&mut self, source: Source) {
        match source {
            Source::Contact => self.contact = Fetched::Unavailable,
            Source::Segments => self.segments = Fetched::Unavailable,
            Source::Tags => self.tags = Fetched::Unavailable,
            Source::Companies => self.companies = Fetched::Unavailable,
            Source::Teammates => self.directory = Fetched::Unavailable,
        }
    }
}
