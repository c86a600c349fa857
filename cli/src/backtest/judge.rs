//! Deciding about conversations of the past, with facts that are asked for as they are needed.

use shared::adapters::intercom::Past;
use shared::domain::directory::{Directory, Teammate};
use shared::domain::routing::{Facts, Fetched, Source};
use shared::id::ContactId;
use shared::ports::Intercom;
use shared::ports::intercom::Error;

use super::contacts::Contacts;
use super::decide::{Decision, PRESENCE, Side, WORDS};

/// Decides.
pub(crate) struct Judge<'j> {
    pub(crate) intercom: &'j dyn Intercom,
    /// The configuration that is tried.
    pub(crate) after: &'j Side,
    /// The one it is compared with.
    pub(crate) before: Option<&'j Side>,
    pub(crate) contacts: &'j Contacts,
}

/// What was decided about a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judged {
    pub(crate) after: Decision,
    pub(crate) before: Option<Decision>,
    /// Whether it was, and would have been another had everybody been away.
    pub(crate) by_presence: bool,
    /// Whether the visitor's words mattered, and are not known: a search shows the first message only, and it was not theirs.
    pub(crate) unheard: bool,
}

impl Judge<'_> {
    /// Decides about one conversation.
    ///
    /// # Errors
    ///
    /// When Intercom does not answer. A contact that is gone or may not be read has no facts, as in a turn.
    pub(crate) async fn judge(&self, past: &Past) -> Result<Judged, Error> {
        let contact = past.transcript.contact.as_ref();
        // Whoever is about the same contact waits, and finds what is asked here.
        let known = self.contacts.of(contact);
        let mut facts = known.lock().await;
        let after = self.decided(self.after, past, &mut facts).await?;
        let before = match self.before {
            Some(before) => Some(self.decided(before, past, &mut facts).await?),
            None => None,
        };
        let by_presence = after.looked_at(PRESENCE) && {
            facts.directory = Fetched::Have(with(&self.after.directory, true));
            let alone = self.decided(self.after, past, &mut facts).await?;
            alone.place != after.place
        };
        // It is the same for everybody, and would be kept with each.
        facts.directory = Fetched::NotYet;
        Ok(Judged {
            unheard: after.looked_at(WORDS) && past.asked_at != Some(past.created_at),
            after,
            before,
            by_presence,
        })
    }

    async fn decided(
        &self,
        side: &Side,
        past: &Past,
        facts: &mut Facts,
    ) -> Result<Decision, Error> {
        loop {
            match side.decide(past, facts) {
                Ok(decision) => return Ok(decision),
                Err(source) => {
                    let contact = past.transcript.contact.as_ref();
                    self.fetch(source, contact, facts).await?;
                }
            }
        }
    }

    async fn fetch(
        &self,
        source: Source,
        contact: Option<&ContactId>,
        facts: &mut Facts,
    ) -> Result<(), Error> {
        let intercom = self.intercom;
        match (source, contact) {
            (Source::Teammates, _) => {
                // Who is away now says nothing of then.
                facts.directory = Fetched::Have(with(&self.after.directory, false));
            }
            (Source::Contact, contact) => {
                facts.contact = match contact {
                    Some(contact) => known(intercom.contact(contact).await)?,
                    None => Fetched::Unavailable,
                };
            }
            (Source::Segments, contact) => {
                facts.segments = match contact {
                    Some(contact) => known(intercom.segments(contact).await)?,
                    None => Fetched::Unavailable,
                };
            }
            (Source::Tags, contact) => {
                facts.tags = match contact {
                    Some(contact) => known(intercom.tags(contact).await)?,
                    None => Fetched::Unavailable,
                };
            }
            (Source::Companies, contact) => {
                facts.companies = match contact {
                    Some(contact) => known(intercom.companies(contact).await)?,
                    None => Fetched::Unavailable,
                };
            }
        }
        Ok(())
    }
}

/// What was read, or that there is nothing to read. What may be there another time is an error.
fn known<T>(read: Result<T, Error>) -> Result<Fetched<T>, Error> {
    match read {
        Ok(value) => Ok(Fetched::Have(value)),
        Err(Error::NotFound | Error::Refused { .. }) => Ok(Fetched::Unavailable),
        Err(error) => Err(error),
    }
}

/// The people, all of them there or away.
fn with(directory: &Directory, away: bool) -> Directory {
    let teammates = directory.teammates.iter().map(|teammate| Teammate {
        away,
        ..teammate.clone()
    });
    Directory {
        teammates: teammates.collect(),
        ..directory.clone()
    }
}
