//! Everything rules are asked about: one conversation at one moment.

use jiff::Timestamp;

use super::fact::{ABSENT, Fact};
use super::facts::{Facts, Source};
use super::page::Page;
use super::phrase;
use super::wanted::Wanted;
use crate::domain::assignee::Assignee;
use crate::domain::config::Config;
use crate::domain::directory::Directory;
use crate::domain::locale::speaks;
use crate::domain::stamp::Stamp;
use crate::domain::trace::FactUsed;
use crate::domain::transcript::{Company, Transcript};
use crate::id::AdminId;

/// One conversation at one moment, with what was fetched about it.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'s> {
    /// The rules.
    pub config: &'s Config,
    /// What was fetched.
    pub facts: &'s Facts,
    /// The conversation.
    pub transcript: &'s Transcript,
    /// What waits for an answer is newer than this.
    pub horizon: Option<&'s Stamp>,
    /// The teammate the agent speaks as.
    pub us: &'s AdminId,
    /// Teammates and teams as they were last read, for their names. Who is there is fetched.
    pub directory: &'s Directory,
    /// The moment.
    pub now: Timestamp,
}

impl<'s> Scene<'s> {
    /// The values of a fact; none when it is absent.
    ///
    /// # Errors
    ///
    /// The source that must be asked first.
    pub fn values(&self, fact: &Fact) -> Result<Vec<String>, Source> {
        let Self {
            facts, transcript, ..
        } = self;
        let page = || transcript.url.as_deref().and_then(Page::read);
        let one = |value: Option<String>| value.into_iter().collect();
        let contact = || facts.contact.get(Source::Contact);
        Ok(match fact {
            Fact::UrlPath => one(page().map(|page| page.path)),
            Fact::UrlHost => one(page().map(|page| page.host)),
            Fact::Channel => one(Some(transcript.channel.clone()).filter(|it| !it.is_empty())),
            Fact::Bot => one(Some(transcript.bot.as_str().to_owned())),
            Fact::Locale => one(contact()?.and_then(|contact| contact.locale.clone())),
            Fact::TextMatches => self.written().map(str::to_owned).collect(),
            Fact::ConversationTag => transcript.tags.clone(),
            Fact::ConversationAssignee => self.assignee(),
            Fact::ConversationAttribute(name) => attribute(&transcript.attributes, name),
            Fact::ContactRole => one(contact()?
                .map(|contact| contact.role.clone())
                .filter(|role| !role.is_empty())),
            Fact::ContactAttribute(name) => {
                contact()?.map_or_else(Vec::new, |contact| attribute(&contact.attributes, name))
            }
            Fact::ContactOwner => {
                let owner = contact()?.and_then(|contact| contact.owner.as_ref());
                one(owner.map(ToString::to_string))
            }
            Fact::ContactSegment => {
                let segments = facts.segments.get(Source::Segments)?;
                segments.cloned().unwrap_or_default()
            }
            Fact::ContactTag => facts.tags.get(Source::Tags)?.cloned().unwrap_or_default(),
            Fact::CompanyPlan => one(self.company()?.and_then(|company| company.plan.clone())),
            Fact::CompanySegment => self.of_company(|company| company.segments.as_ref())?,
            Fact::CompanyTag => self.of_company(|company| company.tags.as_ref())?,
            Fact::CompanyAttribute(name) => self
                .company()?
                .map_or_else(Vec::new, |company| attribute(&company.attributes, name)),
            Fact::TeamAvailable => self.available()?,
            Fact::OfficeOpen => self.open(),
            Fact::ScheduleOpen => {
                let hours = &self.config.office_hours;
                let open = hours.open_schedules(self.directory, self.now);
                open.into_iter().map(str::to_owned).collect()
            }
            // Not known yet: no rule can be written that looks at it.
            Fact::Intent | Fact::Outcome | Fact::Reason => Vec::new(),
        })
    }

    /// What the visitor wrote and nobody answered yet.
    fn written(&self) -> impl Iterator<Item = &'s str> {
        let unanswered = self.transcript.unanswered(self.horizon, self.us);
        unanswered.map(|line| line.text.as_str())
    }

    /// Who has it, in every way it may be written.
    fn assignee(&self) -> Vec<String> {
        match self.transcript.assignee() {
            Assignee::Nobody => vec!["nobody".to_owned()],
            Assignee::Bot => vec!["bot".to_owned()],
            Assignee::Team(id) => {
                let team = self.directory.team(&id);
                let names = team
                    .into_iter()
                    .flat_map(|team| self.directory.names_of(team));
                names
                    .chain([id.as_str()])
                    .map(|name| format!("team:{name}"))
                    .collect()
            }
            Assignee::Admin(id) => {
                let teammate = self.directory.teammate(&id);
                let names = teammate.into_iter().flat_map(|it| [&*it.name, &*it.email]);
                names
                    .chain([id.as_str()])
                    .map(|name| format!("teammate:{name}"))
                    .collect()
            }
        }
    }

    /// The company that counts: the one the conversation names, else the one with the highest tier; among equals the
    /// one with the smallest id, so that it is never chance.
    ///
    /// # Errors
    ///
    /// The source that must be asked first.
    pub fn company(&self) -> Result<Option<&'s Company>, Source> {
        if let Some(company) = &self.transcript.company {
            return Ok(Some(company));
        }
        let tiers = &self.config.companies.tiers;
        let tier = |company: &Company| {
            let plan = company.plan.as_ref();
            plan.and_then(|plan| tiers.iter().position(|tier| tier == plan))
        };
        let companies = self.facts.companies.get(Source::Companies)?;
        Ok(companies.and_then(|companies| {
            companies
                .iter()
                .max_by(|a, b| tier(a).cmp(&tier(b)).then_with(|| b.id.cmp(&a.id)))
        }))
    }

    /// A list of the company that counts. A conversation may name its company without its lists; the contact's has them.
    fn of_company(
        &self,
        list: impl Fn(&Company) -> Option<&Vec<String>>,
    ) -> Result<Vec<String>, Source> {
        let Some(company) = self.company()? else {
            return Ok(Vec::new());
        };
        if let Some(found) = list(company) {
            return Ok(found.clone());
        }
        let companies = self.facts.companies.get(Source::Companies)?;
        let same = companies
            .into_iter()
            .flatten()
            .find(|other| other.id == company.id);
        Ok(same.and_then(list).cloned().unwrap_or_default())
    }

    /// The names of the teams in which somebody can take a conversation now: their hours are open, and somebody has a
    /// seat and is not away. Hours that cannot be read close no team; its people do.
    fn available(&self) -> Result<Vec<String>, Source> {
        let Some(directory) = self.facts.directory.get(Source::Teammates)? else {
            return Ok(Vec::new());
        };
        let teams = directory.teams.iter().filter(|team| {
            let somebody = directory.available_in(team, self.us).next().is_some();
            somebody && self.is_open(Some(&team.name)) != Some(false)
        });
        let names = teams.flat_map(|team| directory.names_of(team));
        Ok(names.map(str::to_owned).collect())
    }

    /// Whether the office is open, and the names of the teams that are. Absent where that cannot be read.
    fn open(&self) -> Vec<String> {
        let office = self.is_open(None).map(|open| open.to_string());
        let teams = self.directory.teams.iter();
        let names = teams.flat_map(|team| self.directory.names_of(team));
        let open = names.filter(|name| self.is_open(Some(name)) == Some(true));
        office.into_iter().chain(open.map(str::to_owned)).collect()
    }

    fn is_open(&self, team: Option<&str>) -> Option<bool> {
        let hours = &self.config.office_hours;
        hours.is_open(team, self.directory, self.now)
    }

    /// A fact as a trace shows it.
    #[must_use]
    pub fn shown(&self, fact: &Fact, wanted: &Wanted, values: &[String]) -> FactUsed {
        let origin = match fact {
            Fact::UrlPath | Fact::UrlHost => "conversation.source.url",
            Fact::Channel => "conversation.source.type",
            Fact::Bot => "conversation.ai_agent",
            Fact::TextMatches => "conversation.source and conversation_parts",
            Fact::ConversationTag => "conversation.tags",
            Fact::ConversationAssignee => "conversation.admin_assignee_id and team_assignee_id",
            Fact::ConversationAttribute(_) => "conversation.custom_attributes",
            Fact::CompanyPlan | Fact::CompanyAttribute(_) if self.transcript.company.is_some() => {
                "conversation.company"
            }
            Fact::OfficeOpen | Fact::ScheduleOpen => "office_hours",
            Fact::Intent | Fact::Outcome | Fact::Reason => "the agent's part",
            Fact::Locale
            | Fact::ContactRole
            | Fact::ContactOwner
            | Fact::ContactAttribute(_)
            | Fact::ContactSegment
            | Fact::ContactTag
            | Fact::CompanyPlan
            | Fact::CompanySegment
            | Fact::CompanyTag
            | Fact::CompanyAttribute(_)
            | Fact::TeamAvailable => fact.source().map_or("", Source::call),
        };
        let value = match fact {
            // What a visitor wrote is in no trace; that a phrase of the rule is in it may be.
            Fact::TextMatches => {
                let texts = wanted.texts().iter();
                let found: Vec<_> = texts
                    .filter(|text| values.iter().any(|value| phrase::is_in(text, value)))
                    .map(String::as_str)
                    .collect();
                match found.as_slice() {
                    [] => "none of the phrases".to_owned(),
                    found => found.join(", "),
                }
            }
            _ if values.is_empty() => ABSENT.to_owned(),
            // Of many teams, those the rule is about.
            Fact::TeamAvailable | Fact::OfficeOpen | Fact::ScheduleOpen => {
                let texts = wanted.texts();
                let mut about = values
                    .iter()
                    .filter(|value| texts.contains(value) || Fact::TRUTH.contains(&value.as_str()));
                match about.next() {
                    Some(first) => about.fold(first.clone(), |all, next| all + ", " + next),
                    None => "another team".to_owned(),
                }
            }
            // A name or an address may be a person's.
            Fact::ConversationAssignee => self.transcript.assignee().to_string(),
            // An attribute may hold anything, also what must not be logged.
            fact if fact.is_attribute() && !self.config.trace.shows(fact) => "present".to_owned(),
            // Some sites have who is logged in among the parts of an address.
            Fact::UrlPath => values.iter().map(|path| without_addresses(path)).collect(),
            _ => values.join(", "),
        };
        FactUsed {
            name: fact.to_string(),
            value,
            origin: origin.to_owned(),
        }
    }
}

impl Fact {
    /// The source it must be asked from, beyond the conversation itself.
    #[must_use]
    pub const fn source(&self) -> Option<Source> {
        match self {
            Self::UrlPath
            | Self::UrlHost
            | Self::Channel
            | Self::Bot
            | Self::TextMatches
            | Self::ConversationTag
            | Self::ConversationAssignee
            | Self::ConversationAttribute(_)
            | Self::OfficeOpen
            | Self::ScheduleOpen
            | Self::Intent
            | Self::Outcome
            | Self::Reason => None,
            Self::Locale | Self::ContactRole | Self::ContactOwner | Self::ContactAttribute(_) => {
                Some(Source::Contact)
            }
            Self::ContactSegment => Some(Source::Segments),
            Self::ContactTag => Some(Source::Tags),
            Self::CompanyPlan
            | Self::CompanySegment
            | Self::CompanyTag
            | Self::CompanyAttribute(_) => Some(Source::Companies),
            Self::TeamAvailable => Some(Source::Teammates),
        }
    }
}

/// A path, with a mark in place of what may be an e-mail address.
fn without_addresses(path: &str) -> String {
    let segments = path.split('/');
    let shown = segments.map(|segment| {
        if segment.contains('@') {
            "…"
        } else {
            segment
        }
    });
    shown.collect::<Vec<_>>().join("/")
}

/// Whether a value of a fact is the one that is written.
pub(in crate::domain) fn is(fact: &Fact, value: &str, text: &str) -> bool {
    match fact {
        // The word for a missing page is no pattern for a page of that name.
        Fact::UrlPath | Fact::UrlHost if text == ABSENT => false,
        Fact::UrlPath => Page::path_matches(value, text),
        Fact::UrlHost => Page::host_matches(value, text),
        Fact::TextMatches => phrase::is_in(text, value),
        Fact::Locale => speaks(value, text),
        _ => value == text,
    }
}

fn attribute(attributes: &[(String, String)], name: &str) -> Vec<String> {
    attributes
        .iter()
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.clone())
        .collect()
}
