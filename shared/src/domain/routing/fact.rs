//! The facts a rule may use, by the names people write.

use std::fmt;

use super::facts::Source;

/// A fact's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// `url.path`: the page the conversation started on.
    UrlPath,
    /// `url.host`: its site.
    UrlHost,
    /// `channel`: `conversation` for the Messenger, `email` …
    Channel,
    /// `bot`: how far Intercom's own AI agent is in it.
    Bot,
    /// `conversation.tag`
    ConversationTag,
    /// `conversation.attribute.NAME`
    ConversationAttribute(String),
    /// `contact.role`: `user` or `lead`.
    ContactRole,
    /// `contact.segment`, by the segment's name.
    ContactSegment,
    /// `contact.owner`: the account owner's id; `absent` without one.
    ContactOwner,
    /// `contact.attribute.NAME`
    ContactAttribute(String),
    /// `company.plan`, by the plan's name.
    CompanyPlan,
    /// `company.attribute.NAME`
    CompanyAttribute(String),
    /// `team.available`, by the team's name: at least one member has a seat and is not away.
    TeamAvailable,
}

/// What is written for a fact that has no value.
pub const ABSENT: &str = "absent";

impl Fact {
    /// Every name that takes no attribute, for messages.
    pub const NAMES: &[&str] = &[
        "url.path",
        "url.host",
        "channel",
        "bot",
        "conversation.tag",
        "conversation.attribute.NAME",
        "contact.role",
        "contact.segment",
        "contact.owner",
        "contact.attribute.NAME",
        "company.plan",
        "company.attribute.NAME",
        "team.available",
    ];

    /// The fact people call `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let attribute = |prefix: &str| {
            name.strip_prefix(prefix)
                .filter(|attribute| !attribute.is_empty())
                .map(str::to_owned)
        };
        Some(match name {
            "url.path" => Self::UrlPath,
            "url.host" => Self::UrlHost,
            "channel" => Self::Channel,
            "bot" => Self::Bot,
            "conversation.tag" => Self::ConversationTag,
            "contact.role" => Self::ContactRole,
            "contact.segment" => Self::ContactSegment,
            "contact.owner" => Self::ContactOwner,
            "company.plan" => Self::CompanyPlan,
            "team.available" => Self::TeamAvailable,
            _ => {
                return attribute("conversation.attribute.")
                    .map(Self::ConversationAttribute)
                    .or_else(|| attribute("contact.attribute.").map(Self::ContactAttribute))
                    .or_else(|| attribute("company.attribute.").map(Self::CompanyAttribute));
            }
        })
    }

    /// The sources it must be asked from, beyond the conversation itself.
    #[must_use]
    pub const fn source(&self) -> Option<Source> {
        match self {
            Self::UrlPath
            | Self::UrlHost
            | Self::Channel
            | Self::Bot
            | Self::ConversationTag
            | Self::ConversationAttribute(_) => None,
            Self::ContactRole | Self::ContactOwner | Self::ContactAttribute(_) => {
                Some(Source::Contact)
            }
            Self::ContactSegment => Some(Source::Segments),
            Self::CompanyPlan | Self::CompanyAttribute(_) => Some(Source::Companies),
            Self::TeamAvailable => Some(Source::Teammates),
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UrlPath => f.write_str("url.path"),
            Self::UrlHost => f.write_str("url.host"),
            Self::Channel => f.write_str("channel"),
            Self::Bot => f.write_str("bot"),
            Self::ConversationTag => f.write_str("conversation.tag"),
            Self::ConversationAttribute(name) => write!(f, "conversation.attribute.{name}"),
            Self::ContactRole => f.write_str("contact.role"),
            Self::ContactSegment => f.write_str("contact.segment"),
            Self::ContactOwner => f.write_str("contact.owner"),
            Self::ContactAttribute(name) => write!(f, "contact.attribute.{name}"),
            Self::CompanyPlan => f.write_str("company.plan"),
            Self::CompanyAttribute(name) => write!(f, "company.attribute.{name}"),
            Self::TeamAvailable => f.write_str("team.available"),
        }
    }
}
