//! The facts known so far, and where each came from.

use super::fact::{ABSENT, Fact};
use super::page::Page;
use crate::domain::directory::Directory;
use crate::domain::trace::FactUsed;
use crate::domain::transcript::{Company, Transcript};
use crate::id::AdminId;

/// Where facts are fetched from, one call to Intercom each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The contact.
    Contact,
    /// The contact's segments.
    Segments,
    /// The contact's companies.
    Companies,
    /// The teammates, with who is away.
    Teammates,
}

/// A contact, as far as rules look at it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// `user` or `lead`.
    pub role: String,
    /// The account owner.
    pub owner: Option<AdminId>,
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
    /// The contact's companies.
    pub companies: Fetched<Vec<Company>>,
    /// Teammates and teams, with who is away now.
    pub directory: Fetched<Directory>,
}

/// What a fact is compared with: its values, or the source that must be asked first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Its values; none when it is absent.
    Values(Vec<String>),
    /// Ask this first.
    Ask(Source),
}

impl<T> Fetched<T> {
    /// What was fetched; `Err` when it was not asked for yet.
    fn get(&self) -> Result<Option<&T>, ()> {
        match self {
            Self::NotYet => Err(()),
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
    /// The values of `fact` in `transcript`, or the source to ask first.
    #[must_use]
    pub fn of(
        &self,
        fact: &Fact,
        transcript: &Transcript,
        tiers: &[String],
        us: &AdminId,
    ) -> Known {
        let page = || transcript.url.as_deref().and_then(Page::read);
        let values = match fact {
            Fact::UrlPath => Ok(page().map(|page| page.path).into_iter().collect()),
            Fact::UrlHost => Ok(page().map(|page| page.host).into_iter().collect()),
            Fact::Channel => Ok(vec![transcript.channel.clone()]),
            Fact::Bot => Ok(vec![transcript.bot.as_str().to_owned()]),
            Fact::ConversationTag => Ok(transcript.tags.clone()),
            Fact::ConversationAttribute(name) => Ok(attribute(&transcript.attributes, name)),
            Fact::ContactRole => self
                .contact
                .get()
                .map(|contact| contact.map(|c| c.role.clone()).into_iter().collect()),
            Fact::ContactAttribute(name) => self
                .contact
                .get()
                .map(|contact| contact.map_or_else(Vec::new, |c| attribute(&c.attributes, name))),
            Fact::ContactOwner => self.contact.get().map(|contact| {
                let owner = contact.and_then(|contact| contact.owner.as_ref());
                owner.map(ToString::to_string).into_iter().collect()
            }),
            Fact::ContactSegment => self
                .segments
                .get()
                .map(|segments| segments.cloned().unwrap_or_default()),
            Fact::CompanyPlan => self.company(transcript, tiers).map(|company| {
                company
                    .and_then(|company| company.plan.clone())
                    .into_iter()
                    .collect()
            }),
            Fact::CompanyAttribute(name) => self.company(transcript, tiers).map(|company| {
                company.map_or_else(Vec::new, |company| attribute(&company.attributes, name))
            }),
            Fact::TeamAvailable => self.directory.get().map(|directory| {
                directory.map_or_else(Vec::new, |directory| {
                    let has_somebody =
                        |team: &&_| directory.available_in(team, us).next().is_some();
                    directory
                        .teams
                        .iter()
                        .filter(has_somebody)
                        .flat_map(|team| directory.names_of(team))
                        .map(str::to_owned)
                        .collect()
                })
            }),
        };
        match (values, fact.source()) {
            (Ok(values), _) => Known::Values(values),
            (Err(()), Some(source)) => Known::Ask(source),
            (Err(()), None) => Known::Values(Vec::new()),
        }
    }

    /// The company that counts: the one the conversation names, else the one with the highest tier; among equals the
    /// one with the smallest id, so that it is never chance.
    fn company<'f>(
        &'f self,
        transcript: &'f Transcript,
        tiers: &[String],
    ) -> Result<Option<&'f Company>, ()> {
        if transcript.company.is_some() {
            return Ok(transcript.company.as_ref());
        }
        let companies = self.companies.get()?;
        let tier = |company: &Company| {
            let plan = company.plan.as_ref();
            plan.and_then(|plan| tiers.iter().position(|tier| tier == plan))
        };
        Ok(companies.and_then(|companies| {
            companies
                .iter()
                .max_by(|a, b| tier(a).cmp(&tier(b)).then_with(|| b.id.cmp(&a.id)))
        }))
    }

    /// A fact as a trace shows it.
    #[must_use]
    pub fn shown(&self, fact: &Fact, values: &[String], transcript: &Transcript) -> FactUsed {
        let origin = match fact {
            Fact::UrlPath | Fact::UrlHost => "conversation.source.url",
            Fact::Channel => "conversation.source.type",
            Fact::Bot => "conversation.ai_agent",
            Fact::ConversationTag => "conversation.tags",
            Fact::ConversationAttribute(_) => "conversation.custom_attributes",
            Fact::ContactRole | Fact::ContactOwner | Fact::ContactAttribute(_) => {
                "GET /contacts/{id}"
            }
            Fact::ContactSegment => "GET /contacts/{id}/segments",
            Fact::CompanyPlan | Fact::CompanyAttribute(_) if transcript.company.is_some() => {
                "conversation.company"
            }
            Fact::CompanyPlan | Fact::CompanyAttribute(_) => "GET /contacts/{id}/companies",
            Fact::TeamAvailable => "GET /admins",
        };
        let value = match fact {
            _ if values.is_empty() => ABSENT.to_owned(),
            // An attribute may hold anything, also what must not be logged.
            Fact::ConversationAttribute(_)
            | Fact::ContactAttribute(_)
            | Fact::CompanyAttribute(_) => "present".to_owned(),
            _ => values.join(", "),
        };
        FactUsed {
            name: fact.to_string(),
            value,
            origin: origin.to_owned(),
        }
    }
}

fn attribute(attributes: &[(String, String)], name: &str) -> Vec<String> {
    attributes
        .iter()
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.clone())
        .collect()
}
