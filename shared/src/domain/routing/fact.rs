//! The facts a condition may use, by the names people write.

use std::fmt;

use crate::domain::attribute::Upshot;
use crate::domain::bot::Bot;
use crate::domain::hand_off::Reason;

/// A fact's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Fact {
    /// `url.path`: the page the conversation started on.
    UrlPath,
    /// `url.host`: its site.
    UrlHost,
    /// `channel`: `conversation` for the Messenger, `email` …
    Channel,
    /// `bot`: how far Intercom's own AI agent is in it.
    Bot,
    /// `locale`: the visitor's language, such as `de` or `de-AT`.
    Locale,
    /// `text.matches`: a phrase in what the visitor wrote and nobody answered yet.
    TextMatches,
    /// `conversation.tag`
    ConversationTag,
    /// `conversation.assignee`: `nobody`, `bot`, `team:NAME`, `teammate:NAME`.
    ConversationAssignee,
    /// `conversation.attribute.NAME`
    ConversationAttribute(String),
    /// `contact.role`: `user` or `lead`.
    ContactRole,
    /// `contact.segment`, by the segment's name.
    ContactSegment,
    /// `contact.tag`, by the tag's name.
    ContactTag,
    /// `contact.owner`: the account owner's id; `absent` without one.
    ContactOwner,
    /// `contact.attribute.NAME`
    ContactAttribute(String),
    /// `company.plan`, by the plan's name.
    CompanyPlan,
    /// `company.segment`, by the segment's name.
    CompanySegment,
    /// `company.tag`, by the tag's name.
    CompanyTag,
    /// `company.attribute.NAME`
    CompanyAttribute(String),
    /// `team.available`, by the team's name: its hours are open, and at least one member has a seat and is not away.
    TeamAvailable,
    /// `office.open`: `true` or `false` for the default hours, a team's name for that team's.
    OfficeOpen,
    /// `schedule.open`, by the schedule's name: of `office_hours.schedules`, or of Intercom's that hours are taken from.
    ScheduleOpen,
    /// `intent`: what the agent recognised, by its name. Known when its part is done.
    Intent,
    /// `outcome`: what the agent's part came to. Known when it is done.
    Outcome,
    /// `reason`: why people got the conversation. Known when the agent's part is done; absent where they did not.
    Reason,
}

/// What is written for a fact that has no value.
pub const ABSENT: &str = "absent";

impl Fact {
    /// Every name, for messages and for completion.
    pub const NAMES: &[&str] = &[
        "url.path",
        "url.host",
        "channel",
        "bot",
        "locale",
        "text.matches",
        "conversation.tag",
        "conversation.assignee",
        "conversation.attribute.NAME",
        "contact.role",
        "contact.segment",
        "contact.tag",
        "contact.owner",
        "contact.attribute.NAME",
        "company.plan",
        "company.segment",
        "company.tag",
        "company.attribute.NAME",
        "team.available",
        "office.open",
        "schedule.open",
    ];

    /// The names of what is known only when the agent's part is done.
    pub const RESULTS: &[&str] = &["intent", "outcome", "reason"];

    /// What `office.open` is for the default hours.
    pub const TRUTH: [&str; 2] = ["true", "false"];

    /// The fact people call `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let attribute = |prefix: &str| {
            name.strip_prefix(prefix)
                .filter(|attribute| !attribute.trim().is_empty())
                .map(str::to_owned)
        };
        Some(match name {
            "url.path" => Self::UrlPath,
            "url.host" => Self::UrlHost,
            "channel" => Self::Channel,
            "bot" => Self::Bot,
            "locale" => Self::Locale,
            "text.matches" => Self::TextMatches,
            "conversation.tag" => Self::ConversationTag,
            "conversation.assignee" => Self::ConversationAssignee,
            "contact.role" => Self::ContactRole,
            "contact.segment" => Self::ContactSegment,
            "contact.tag" => Self::ContactTag,
            "contact.owner" => Self::ContactOwner,
            "company.plan" => Self::CompanyPlan,
            "company.segment" => Self::CompanySegment,
            "company.tag" => Self::CompanyTag,
            "team.available" => Self::TeamAvailable,
            "office.open" => Self::OfficeOpen,
            "schedule.open" => Self::ScheduleOpen,
            "intent" => Self::Intent,
            "outcome" => Self::Outcome,
            "reason" => Self::Reason,
            _ => {
                return attribute("conversation.attribute.")
                    .map(Self::ConversationAttribute)
                    .or_else(|| attribute("contact.attribute.").map(Self::ContactAttribute))
                    .or_else(|| attribute("company.attribute.").map(Self::CompanyAttribute));
            }
        })
    }

    /// Whether it is a custom attribute, which may be a number.
    #[must_use]
    pub const fn is_attribute(&self) -> bool {
        matches!(
            self,
            Self::ConversationAttribute(_) | Self::ContactAttribute(_) | Self::CompanyAttribute(_)
        )
    }

    /// Whether it is known only when the agent's part is done.
    #[must_use]
    pub const fn is_result(&self) -> bool {
        matches!(self, Self::Intent | Self::Outcome | Self::Reason)
    }

    /// Every value it has, where there are few; empty where the workspace or the visitor says.
    #[must_use]
    pub const fn words(&self) -> &'static [&'static str] {
        match self {
            Self::Bot => Bot::WORDS,
            Self::ContactRole => &["user", "lead", ABSENT],
            Self::Outcome => Upshot::WORDS,
            Self::Reason => Reason::NAMES,
            _ => &[],
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
            Self::Locale => f.write_str("locale"),
            Self::TextMatches => f.write_str("text.matches"),
            Self::ConversationTag => f.write_str("conversation.tag"),
            Self::ConversationAssignee => f.write_str("conversation.assignee"),
            Self::ConversationAttribute(name) => write!(f, "conversation.attribute.{name}"),
            Self::ContactRole => f.write_str("contact.role"),
            Self::ContactSegment => f.write_str("contact.segment"),
            Self::ContactTag => f.write_str("contact.tag"),
            Self::ContactOwner => f.write_str("contact.owner"),
            Self::ContactAttribute(name) => write!(f, "contact.attribute.{name}"),
            Self::CompanyPlan => f.write_str("company.plan"),
            Self::CompanySegment => f.write_str("company.segment"),
            Self::CompanyTag => f.write_str("company.tag"),
            Self::CompanyAttribute(name) => write!(f, "company.attribute.{name}"),
            Self::TeamAvailable => f.write_str("team.available"),
            Self::OfficeOpen => f.write_str("office.open"),
            Self::ScheduleOpen => f.write_str("schedule.open"),
            Self::Intent => f.write_str("intent"),
            Self::Outcome => f.write_str("outcome"),
            Self::Reason => f.write_str("reason"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_the_name_of_a_fact_and_comes_back() {
        for name in Fact::NAMES.iter().chain(Fact::RESULTS) {
            let fact = Fact::named(name).unwrap_or_else(|| panic!("{name} is no fact"));
            assert_eq!(fact.to_string(), *name);
        }
    }
}
