//! `GET /conversations/{id}?display_as=plaintext`.

use serde::Deserialize;

use super::attributes::Attributes;
use super::company::Company;
use crate::domain::bot::{Bot, Resolution};
use crate::domain::transcript::Transcript;
use crate::domain::wire::{PartItem, PartList, RatingBeside, SourceItem};
use crate::id::{AdminId, ContactId, ConversationId, TeamId, or_nobody};

/// A conversation with its parts.
#[derive(Debug, Deserialize)]
pub(crate) struct Conversation {
    id: ConversationId,
    created_at: i64,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    waiting_since: Option<i64>,
    #[serde(default)]
    snoozed_until: Option<i64>,
    #[serde(default, deserialize_with = "or_nobody")]
    admin_assignee_id: Option<AdminId>,
    #[serde(default, deserialize_with = "or_nobody")]
    team_assignee_id: Option<TeamId>,
    #[serde(default)]
    contacts: Option<Contacts>,
    #[serde(default)]
    company: Option<Company>,
    #[serde(default)]
    source: Option<SourceItem>,
    #[serde(default)]
    ai_agent_participated: Option<bool>,
    #[serde(default)]
    ai_agent: Option<AiAgent>,
    #[serde(default)]
    custom_attributes: Option<Attributes>,
    #[serde(default)]
    tags: Option<Tags>,
    #[serde(default)]
    conversation_rating: Option<RatingBeside>,
    #[serde(default)]
    conversation_parts: Option<PartList>,
}

#[derive(Debug, Deserialize)]
struct Contacts {
    #[serde(default)]
    contacts: Option<Vec<Contact>>,
}

#[derive(Debug, Deserialize)]
struct Contact {
    #[serde(default, deserialize_with = "or_nobody")]
    id: Option<ContactId>,
}

#[derive(Debug, Deserialize)]
struct AiAgent {
    #[serde(default)]
    resolution_state: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Tags {
    #[serde(default)]
    tags: Option<Vec<Tag>>,
}

#[derive(Debug, Deserialize)]
struct Tag {
    #[serde(default)]
    name: Option<String>,
}

impl Conversation {
    fn resolution(&self) -> Resolution {
        let agent = self.ai_agent.as_ref();
        Resolution::read(agent.and_then(|agent| agent.resolution_state.as_deref()))
    }

    /// A state of Fin's that is newer than this code. Only what looks like a state: it goes into logs.
    pub(crate) fn unknown_state(&self) -> Option<String> {
        let Resolution::Unknown(state) = self.resolution() else {
            return None;
        };
        let plain = state.len() <= 64
            && state
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        Some(if plain {
            state
        } else {
            "unlike any".to_owned()
        })
    }
}

impl From<Conversation> for Transcript {
    fn from(conversation: Conversation) -> Self {
        let resolution = conversation.resolution();
        let contacts = conversation.contacts.and_then(|list| list.contacts);
        let tags = conversation.tags.and_then(|list| list.tags);
        let parts = conversation
            .conversation_parts
            .and_then(|list| list.conversation_parts);

        let (mut url, mut channel) = (None, None);
        let mut lines: Vec<_> = parts
            .into_iter()
            .flatten()
            .map(PartItem::into_line)
            .collect();
        if let Some(mut source) = conversation.source {
            url = source.url.take();
            channel = source.kind.take();
            lines.push(source.into_line(conversation.created_at));
        }
        lines.sort_by(|a, b| a.part.stamp.cmp(&b.part.stamp));

        Self {
            id: conversation.id,
            state: conversation.state.unwrap_or_default(),
            admin: conversation.admin_assignee_id,
            team: conversation.team_assignee_id,
            contact: contacts
                .into_iter()
                .flatten()
                .next()
                .and_then(|contact| contact.id),
            company: conversation.company.and_then(Company::known),
            url: url.filter(|url| !url.is_empty()),
            channel: channel.unwrap_or_default(),
            bot: Bot::of(
                conversation.ai_agent_participated.unwrap_or(false),
                &resolution,
                &lines,
            ),
            waiting_since: conversation.waiting_since.filter(|at| *at > 0),
            snoozed_until: conversation.snoozed_until.filter(|at| *at > 0),
            attributes: conversation.custom_attributes.unwrap_or_default().into(),
            tags: tags
                .into_iter()
                .flatten()
                .filter_map(|tag| tag.name)
                .collect(),
            rated: conversation
                .conversation_rating
                .and_then(|rating| rating.read()),
            lines,
        }
    }
}

#[cfg(test)]
mod bots;
#[cfg(test)]
mod tests;
