//! What a workspace has, held against what its configuration names.

use std::collections::BTreeSet;
use std::fmt;

use super::attribute::{Form, Takes};
use super::catalog::{Attribute, Catalog, Named, Reading};
use super::config::Config;
use super::directory::Directory;
use super::names::{Kind, Mention, Names, Place};
use super::office_hours::Zone;

/// People, teams and everything else, as they were read.
#[derive(Debug, Clone, Copy)]
pub struct Inventory<'i> {
    /// Teammates and teams.
    pub directory: &'i Directory,
    /// The rest.
    pub catalog: &'i Catalog,
}

/// What a name leads to in the workspace as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought<'i> {
    /// To this one, by its id and its name.
    One(&'i str, &'i str),
    /// To as many as this.
    Several(usize),
    /// To none. Those are the names there are.
    None(Vec<&'i str>),
    /// It cannot be said: the list may not be read, or is too long to be read whole.
    Unknown,
}

/// Everything of a kind, each by its id and its name.
struct Everything<'i> {
    all: Vec<(&'i str, &'i str)>,
    /// Whether what is not among it does not exist.
    is_whole: bool,
}

/// Something an admin should know, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A name leads to nothing.
    Missing {
        /// The name.
        mention: Mention,
        /// The names there are.
        known: Vec<String>,
    },
    /// What a name meant is called something else now.
    Renamed {
        /// The name.
        mention: Mention,
        /// What it is called now.
        now: String,
    },
    /// What a name meant is gone, and nothing else has the name.
    Gone {
        /// The name.
        mention: Mention,
    },
    /// The name means another one than when the configuration was published.
    Replaced {
        /// The name.
        mention: Mention,
    },
    /// A name leads to several.
    Ambiguous {
        /// The name.
        mention: Mention,
        /// How many.
        count: usize,
    },
    /// An attribute that is to be written cannot be.
    NotWritable {
        /// The name.
        mention: Mention,
        /// Why, with what to do.
        why: Unwritable,
    },
    /// Two attributes of conversations have one name, and Intercom refuses every write because of it.
    Twins {
        /// Their name.
        name: String,
    },
    /// A schedule is named, and schedules may not be read.
    Unseen {
        /// The name.
        mention: Mention,
        /// The HTTP status.
        status: u16,
        /// Intercom's code.
        code: String,
    },
    /// A schedule is in a time zone that the database of time zones does not have.
    NoZone {
        /// The name.
        mention: Mention,
        /// The zone, as Intercom calls it.
        zone: String,
    },
    /// A list may not be read.
    Unreadable {
        /// What of.
        list: List,
        /// The HTTP status.
        status: u16,
        /// Intercom's code.
        code: String,
    },
}

/// Why an attribute cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unwritable {
    /// It is of this type, and does not take what is written: a text, say.
    Type(String, &'static str),
    /// It is a list without this option.
    NoOption(String),
    /// It is a list, and what visitors say is to be written into it.
    OnlyOptions,
    /// Intercom lets nobody write it by the API.
    Closed,
    /// It does not exist, and Intercom declined to create it.
    NotCreated {
        /// The HTTP status.
        status: u16,
        /// Intercom's code.
        code: String,
        /// As what it was to be created; a tag is none of these.
        form: Option<Form>,
    },
}

/// A list of the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Segments.
    Segments,
    /// Tags.
    Tags,
    /// Attributes of contacts.
    ContactAttributes,
    /// Attributes of companies.
    CompanyAttributes,
    /// Attributes of conversations.
    ConversationAttributes,
    /// Schedules of office hours.
    OfficeHours,
}

impl List {
    /// The permission of the Developer Hub that lets an app read it. Office hours also take a plan.
    #[must_use]
    pub const fn permission(self) -> &'static str {
        match self {
            Self::Segments | Self::ContactAttributes | Self::CompanyAttributes => {
                "Read and list users and companies"
            }
            Self::Tags => "Read tags",
            Self::ConversationAttributes => "Read conversations",
            Self::OfficeHours => "Read and write office hours",
        }
    }
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Segments => "segments",
            Self::Tags => "tags",
            Self::ContactAttributes => "contact attributes",
            Self::CompanyAttributes => "company attributes",
            Self::ConversationAttributes => "conversation attributes",
            Self::OfficeHours => "office hours",
        })
    }
}

impl<'i> Inventory<'i> {
    /// What a name leads to now, by itself and not by what it meant once.
    #[must_use]
    pub fn seek(&self, kind: Kind, name: &str) -> Sought<'i> {
        let Everything { all, is_whole } = self.everything(kind);
        let is = |id: &str, called: &str| match kind {
            Kind::Teammate => called == name || id == name || self.is_address_of(name, id),
            Kind::Team | Kind::Schedule => called == name || id == name,
            _ => called == name,
        };
        let mut found = all.iter().filter(|(id, called)| is(id, called));
        match (found.next(), found.count()) {
            (Some((id, name)), 0) => Sought::One(id, name),
            (Some(_), more) => Sought::Several(more + 1),
            // That something is not in a list says nothing if the list is not whole.
            (None, _) if !is_whole => Sought::Unknown,
            (None, _) => Sought::None(all.into_iter().map(|(_, name)| name).collect()),
        }
    }

    fn is_address_of(&self, email: &str, teammate: &str) -> bool {
        let mut teammates = self.directory.teammates.iter();
        teammates.any(|it| it.id.as_str() == teammate && it.email.eq_ignore_ascii_case(email))
    }

    /// Everything of a kind.
    fn everything(&self, kind: Kind) -> Everything<'i> {
        let Self { directory, catalog } = *self;
        let named = |list: &'i Reading<Named>| Everything {
            all: list.iter().map(|it| (&*it.id, &*it.name)).collect(),
            is_whole: list.is_whole(),
        };
        let attributes = |list: &'i Reading<Attribute>| Everything {
            all: list.iter().map(|it| (&*it.id, &*it.name)).collect(),
            is_whole: list.is_whole(),
        };
        let (teammates, teams) = (&directory.teammates, &directory.teams);
        match kind {
            Kind::Teammate => Everything {
                all: teammates
                    .iter()
                    .map(|it| (it.id.as_str(), &*it.name))
                    .collect(),
                is_whole: true,
            },
            Kind::Team => Everything {
                all: teams.iter().map(|it| (it.id.as_str(), &*it.name)).collect(),
                is_whole: true,
            },
            Kind::Segment => named(&catalog.segments),
            Kind::Tag => named(&catalog.tags),
            Kind::ContactAttribute => attributes(&catalog.contact_attributes),
            Kind::CompanyAttribute => attributes(&catalog.company_attributes),
            Kind::ConversationAttribute => attributes(&catalog.conversation_attributes),
            Kind::Schedule => Everything {
                all: catalog
                    .office_hours
                    .iter()
                    .map(|it| (&*it.id, &*it.name))
                    .collect(),
                is_whole: catalog.office_hours.is_whole(),
            },
        }
    }

    /// What the names of a configuration meant before; of those that meant nothing yet, what they mean now. With what the
    /// attributes take that are written.
    #[must_use]
    pub fn names(&self, config: &Config, before: &Names) -> Names {
        let mut names = Names::default();
        let mut written = Vec::new();
        for Mention {
            kind,
            name,
            written: is_written,
            ..
        } in config.mentions()
        {
            match (before.meant(kind, &name), self.seek(kind, &name)) {
                (Some(id), _) | (None, Sought::One(id, _)) => names.keep(kind, &name, id),
                (None, _) => {}
            }
            if is_written {
                written.push((kind, name));
            }
        }
        for (kind, name) in written {
            // Values are written by name, so that the attribute of that name tells, whatever the name meant once.
            let now = self.attribute(kind, &name).map(Takes::from);
            if let Some(takes) = now.or_else(|| before.takes(kind, &name).cloned()) {
                names.keep_takes(kind, &name, takes);
            }
        }
        names
    }

    /// Everything about a configuration's names that an admin should know, in the order of the file; then what could
    /// not be read. `before`: what the names meant when it was published.
    #[must_use]
    pub fn findings(&self, config: &Config, before: &Names) -> Vec<Finding> {
        let names = config
            .mentions()
            .into_iter()
            .filter_map(|mention| self.finding(mention, config, before));
        let mut findings: Vec<_> = names.chain(self.twins()).collect();
        // It is told where it matters.
        let is_told = findings
            .iter()
            .any(|it| matches!(it, Finding::Unseen { .. }));
        findings.extend(self.unreadable().filter(|finding| {
            let of_hours = matches!(
                finding,
                Finding::Unreadable {
                    list: List::OfficeHours,
                    ..
                }
            );
            !(is_told && of_hours)
        }));
        findings
    }

    fn finding(&self, mention: Mention, config: &Config, before: &Names) -> Option<Finding> {
        let meant = before.meant(mention.kind, &mention.name);
        match self.seek(mention.kind, &mention.name) {
            Sought::One(id, _) if meant.is_some_and(|meant| meant != id) => {
                Some(Finding::Replaced { mention })
            }
            Sought::One(id, _) if mention.kind == Kind::Schedule => {
                let zone = &self
                    .catalog
                    .office_hours
                    .iter()
                    .find(|it| it.id == id)?
                    .zone;
                Zone::called(zone).is_none().then(|| Finding::NoZone {
                    zone: zone.clone(),
                    mention,
                })
            }
            Sought::One(..) => {
                let why = self.unwritable(&mention, config)?;
                Some(Finding::NotWritable { mention, why })
            }
            // It is among the twins, which are worse.
            Sought::Several(_) if mention.kind == Kind::ConversationAttribute => None,
            Sought::Several(count) => Some(Finding::Ambiguous { mention, count }),
            Sought::None(known) => Some(match meant {
                None => Finding::Missing {
                    known: known.into_iter().map(str::to_owned).collect(),
                    mention,
                },
                Some(id) => match self.name_of(mention.kind, id) {
                    Some(now) => Finding::Renamed {
                        now: now.to_owned(),
                        mention,
                    },
                    None => Finding::Gone { mention },
                },
            }),
            Sought::Unknown if mention.kind == Kind::Schedule => {
                let (status, code) = self.catalog.office_hours.refusal()?;
                let code = code.to_owned();
                Some(Finding::Unseen {
                    mention,
                    status,
                    code,
                })
            }
            Sought::Unknown => None,
        }
    }

    /// The ids of the schedules that a configuration names, by what they are called now or were when it was published.
    #[must_use]
    pub fn schedules(&self, config: &Config) -> Vec<String> {
        let mentions = config.mentions().into_iter();
        let named = mentions.filter(|mention| mention.kind == Kind::Schedule);
        let ids = named.filter_map(|mention| match self.seek(mention.kind, &mention.name) {
            Sought::One(id, _) => Some(id),
            _ => self.directory.names.meant(mention.kind, &mention.name),
        });
        let ids: BTreeSet<_> = ids.map(str::to_owned).collect();
        ids.into_iter().collect()
    }

    fn unwritable(&self, mention: &Mention, config: &Config) -> Option<Unwritable> {
        if !mention.written {
            return None;
        }
        let content = config.attributes.of(mention.kind)?.get(&mention.name)?;
        let attribute = self.attribute(mention.kind, &mention.name)?;
        content.refusal(&Takes::from(attribute), config)
    }

    /// The attribute of this name.
    fn attribute(&self, kind: Kind, name: &str) -> Option<&'i Attribute> {
        let catalog = self.catalog;
        let list = match kind {
            Kind::ConversationAttribute => &catalog.conversation_attributes,
            Kind::ContactAttribute => &catalog.contact_attributes,
            Kind::CompanyAttribute => &catalog.company_attributes,
            Kind::Teammate | Kind::Team | Kind::Segment | Kind::Tag | Kind::Schedule => {
                return None;
            }
        };
        list.iter().find(|attribute| attribute.name == name)
    }

    fn name_of(&self, kind: Kind, id: &str) -> Option<&'i str> {
        let all = self.everything(kind).all.into_iter();
        all.filter(|(its, _)| *its == id)
            .map(|(_, name)| name)
            .next()
    }

    fn twins(&self) -> Vec<Finding> {
        let mut names: Vec<_> = self
            .catalog
            .conversation_attributes
            .iter()
            .map(|attribute| attribute.name.as_str())
            .collect();
        names.sort_unstable();
        let mut twins: Vec<_> = names
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .map(|pair| pair[0].to_owned())
            .collect();
        twins.dedup();
        let twins = twins.into_iter();
        twins.map(|name| Finding::Twins { name }).collect()
    }

    fn unreadable(&self) -> impl Iterator<Item = Finding> {
        let Catalog {
            segments,
            tags,
            contact_attributes,
            company_attributes,
            conversation_attributes,
            office_hours,
        } = self.catalog;
        [
            (List::Segments, segments.refusal()),
            (List::Tags, tags.refusal()),
            (List::ContactAttributes, contact_attributes.refusal()),
            (List::CompanyAttributes, company_attributes.refusal()),
            (
                List::ConversationAttributes,
                conversation_attributes.refusal(),
            ),
            (List::OfficeHours, office_hours.refusal()),
        ]
        .into_iter()
        .filter_map(|(list, refusal)| {
            let (status, code) = refusal?;
            Some(Finding::Unreadable {
                list,
                status,
                code: code.to_owned(),
            })
        })
    }
}

impl<T> Reading<T> {
    fn refusal(&self) -> Option<(u16, &str)> {
        match self {
            Self::NotYet | Self::Listed(_) => None,
            Self::Refused { status, code } => Some((*status, code)),
        }
    }
}

impl Finding {
    /// Whether it is about this name.
    #[must_use]
    pub fn is_about(&self, named: &Mention) -> bool {
        match self {
            Self::Missing { mention, .. }
            | Self::Renamed { mention, .. }
            | Self::Gone { mention }
            | Self::Replaced { mention }
            | Self::Ambiguous { mention, .. }
            | Self::NotWritable { mention, .. }
            | Self::Unseen { mention, .. }
            | Self::NoZone { mention, .. } => mention == named,
            Self::Twins { .. } | Self::Unreadable { .. } => false,
        }
    }

    /// A stable name, for logs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "missing",
            Self::Renamed { .. } => "renamed",
            Self::Gone { .. } => "gone",
            Self::Replaced { .. } => "replaced",
            Self::Ambiguous { .. } => "ambiguous",
            Self::NotWritable { .. } => "not_writable",
            Self::Twins { .. } => "twins",
            Self::Unseen { .. } => "unseen",
            Self::NoZone { .. } => "no_zone",
            Self::Unreadable { .. } => "unreadable",
        }
    }

    /// Where in the configuration it is about, if it is about a place. Names may be people's; this is none.
    #[must_use]
    pub const fn place(&self) -> Option<&Place> {
        match self {
            Self::Missing { mention, .. }
            | Self::Renamed { mention, .. }
            | Self::Gone { mention }
            | Self::Replaced { mention }
            | Self::Ambiguous { mention, .. }
            | Self::NotWritable { mention, .. }
            | Self::Unseen { mention, .. }
            | Self::NoZone { mention, .. } => Some(&mention.place),
            Self::Twins { .. } | Self::Unreadable { .. } => None,
        }
    }

    /// Whether something the configuration relies on does not work.
    #[must_use]
    pub const fn is_trouble(&self) -> bool {
        !matches!(self, Self::Unreadable { .. })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { mention, known } => {
                write!(f, "{mention}, and the workspace has none of that name")?;
                if known.is_empty() {
                    write!(f, ", nor any other")
                } else {
                    write!(f, "; it has {}", listed(known))
                }
            }
            Self::Renamed { mention, now } => write!(
                f,
                "{mention}, which is called “{now}” now; write the new name"
            ),
            Self::Gone { mention } => write!(
                f,
                "{mention}, which was deleted; write another one, or take it out"
            ),
            Self::Replaced { mention } => write!(
                f,
                "{mention}, and that is another one now than when the configuration was published; publish it again if it is meant"
            ),
            Self::Ambiguous { mention, count } => write!(
                f,
                "{mention}, and the workspace has {count} of that name; rename all but one in Intercom, or write the id where one may stand"
            ),
            Self::NotWritable {
                mention,
                why: Unwritable::NotCreated { status, code, .. },
            } if mention.kind == Kind::Tag => write!(
                f,
                "{mention}, which does not exist and could not be created ({status}, {code}): create it in Settings → Tags, or give the app the permission “Write tags”"
            ),
            Self::NotWritable { mention, why } => {
                write!(f, "{mention}, {why}")?;
                match why {
                    Unwritable::NoOption(_) => write!(f, "; add it in {}", mention.kind.settings()),
                    Unwritable::NotCreated { form, .. } => write!(
                        f,
                        ": create it as {} in {}, or give the app the permission “Write data attributes”",
                        form.as_ref()
                            .map_or_else(|| "a text".to_owned(), ToString::to_string),
                        mention.kind.settings()
                    ),
                    Unwritable::Type(..) | Unwritable::OnlyOptions | Unwritable::Closed => Ok(()),
                }
            }
            Self::Twins { name } => write!(
                f,
                "two conversation attributes are called “{name}”, and Intercom refuses to set any attribute until one is renamed or archived (Settings → Conversation data)"
            ),
            Self::Unseen {
                mention,
                status,
                code,
            } => write!(
                f,
                "{mention}, and no schedule can be read ({status}, {code}): give the app the permission “{}” or, on a plan without schedules, write `zone` and `open` instead of `from`",
                List::OfficeHours.permission()
            ),
            Self::NoZone { mention, zone } => write!(
                f,
                "{mention}, which is in the time zone “{zone}”, and there is none of that name; choose another zone in Intercom, or write `zone` and `open` instead of `from`"
            ),
            Self::Unreadable { list, status, code } => {
                write!(
                    f,
                    "{list} cannot be read ({status}, {code}): the app has no permission “{}”",
                    list.permission()
                )?;
                match list {
                    List::OfficeHours => f.write_str(", or the plan has no such list"),
                    _ => Ok(()),
                }
            }
        }
    }
}

impl fmt::Display for Mention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place, kind, name, ..
        } = self;
        write!(f, "{place} names the {kind} “{name}”")
    }
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(data_type, noun @ "text") => write!(
                f,
                "which is of the type {data_type} and takes no {noun}; make it a text or a list, or name another one"
            ),
            Self::Type(data_type, noun) => write!(
                f,
                "which is of the type {data_type} and takes no {noun}; write another value, or name another attribute"
            ),
            Self::NoOption(option) => write!(f, "which is a list without the option “{option}”"),
            Self::OnlyOptions => f.write_str(
                "which is a list, and visitors write what they like; make it a text, or name another one",
            ),
            Self::Closed => f.write_str("which apps may not write; name another one"),
            Self::NotCreated { status, code, .. } => write!(
                f,
                "which does not exist and could not be created ({status}, {code})"
            ),
        }
    }
}

impl Kind {
    /// Where in Intercom an admin finds the attributes of a kind.
    const fn settings(self) -> &'static str {
        match self {
            Self::ContactAttribute => "Settings → People data",
            Self::CompanyAttribute => "Settings → Company data",
            _ => "Settings → Conversation data",
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("a text"),
            Self::List(options) => write!(f, "a list of {}", listed(options)),
            Self::Integer => f.write_str("a whole number"),
            Self::Decimal => f.write_str("a number"),
            Self::Flag => f.write_str("a true or false"),
        }
    }
}

/// Some names of many, for a sentence.
#[must_use]
pub fn listed(names: &[String]) -> String {
    const MOST: usize = 20;
    let shown = names.iter().take(MOST).map(String::as_str);
    let shown = shown.collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(MOST) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests;
