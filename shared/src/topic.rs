//! The webhook topics we take, from one list.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A topic without a function: counted, answered with 200, never an error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no function takes this topic")]
pub struct UnknownTopic;

macro_rules! topics {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal;)+) => {
        /// A webhook topic with a function, a queue and a template block of its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Topic {
            $($(#[$doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl Topic {
            /// Every topic, in the order of the template.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The topic as Intercom writes it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

topics! {
    /// A visitor began a conversation; the text is in `source`.
    ConversationUserCreated = "conversation.user.created";
    /// A visitor, lead or user wrote again.
    ConversationUserReplied = "conversation.user.replied";
    /// A teammate wrote; also the echo of our own reply, and of some bots'.
    ConversationAdminReplied = "conversation.admin.replied";
    /// The conversation was assigned.
    ConversationAdminAssigned = "conversation.admin.assigned";
    /// Opened and assigned in one action, often carrying the teammate's text.
    ConversationAdminOpenAssigned = "conversation.admin.open.assigned";
    /// Closed, with or without a text.
    ConversationAdminClosed = "conversation.admin.closed";
    /// Opened again, with or without a text.
    ConversationAdminOpened = "conversation.admin.opened";
    /// Snoozed until a time; also the echo of our own snooze.
    ConversationAdminSnoozed = "conversation.admin.snoozed";
    /// Back from a snooze: a teammate ended it, or its time has come.
    ConversationAdminUnsnoozed = "conversation.admin.unsnoozed";
    /// An internal note: a teammate's command, or the echo of ours.
    ConversationAdminNoted = "conversation.admin.noted";
    /// A bot spoke: Fin, a workflow, or the Messenger's boilerplate.
    ConversationOperatorReplied = "conversation.operator.replied";
    /// The visitor rated the conversation, or changed their rating.
    ConversationRatingAdded = "conversation.rating.added";
    /// The conversation is gone.
    ConversationDeleted = "conversation.deleted";
    /// A part lost its text.
    ConversationPartRedacted = "conversation_part.redacted";
    /// A teammate switched to away, or back.
    AdminAwayModeUpdated = "admin.away_mode_updated";
    /// Somebody became a teammate.
    AdminAddedToWorkspace = "admin.added_to_workspace";
    /// Somebody is no longer a teammate.
    AdminRemovedFromWorkspace = "admin.removed_from_workspace";
}

/// What a topic is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A conversation.
    Conversation,
    /// A teammate.
    Teammate,
}

impl Topic {
    /// What it is about.
    #[must_use]
    pub const fn subject(self) -> Subject {
        match self {
            Self::ConversationUserCreated
            | Self::ConversationUserReplied
            | Self::ConversationAdminReplied
            | Self::ConversationAdminAssigned
            | Self::ConversationAdminOpenAssigned
            | Self::ConversationAdminClosed
            | Self::ConversationAdminOpened
            | Self::ConversationAdminSnoozed
            | Self::ConversationAdminUnsnoozed
            | Self::ConversationAdminNoted
            | Self::ConversationOperatorReplied
            | Self::ConversationRatingAdded
            | Self::ConversationDeleted
            | Self::ConversationPartRedacted => Subject::Conversation,
            Self::AdminAwayModeUpdated
            | Self::AdminAddedToWorkspace
            | Self::AdminRemovedFromWorkspace => Subject::Teammate,
        }
    }

    /// The name of the topic's crate, binary and queue: dots and underscores become hyphens.
    #[must_use]
    pub fn function(self) -> String {
        self.as_str().replace(['.', '_'], "-")
    }

    /// The name of the topic's block in `template.yaml`: dots and underscores become capitals.
    #[must_use]
    pub fn logical_id(self) -> String {
        self.as_str()
            .split(['.', '_'])
            .map(|word| {
                let (first, rest) = word.split_at(1);
                first.to_uppercase() + rest
            })
            .collect()
    }
}

impl FromStr for Topic {
    type Err = UnknownTopic;

    fn from_str(name: &str) -> Result<Self, UnknownTopic> {
        Self::ALL
            .iter()
            .copied()
            .find(|topic| topic.as_str() == name)
            .ok_or(UnknownTopic)
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_topic() {
        for &topic in Topic::ALL {
            assert_eq!(topic.as_str().parse(), Ok(topic));
        }
        assert_eq!("conversation.read".parse::<Topic>(), Err(UnknownTopic));
    }

    #[test]
    fn the_other_names_follow_by_rule() {
        let names: Vec<_> = [
            Topic::ConversationAdminOpenAssigned,
            Topic::ConversationPartRedacted,
        ]
        .map(|topic| format!("{} {}", topic.function(), topic.logical_id()))
        .into();
        insta::assert_debug_snapshot!(names, @r#"
        [
            "conversation-admin-open-assigned ConversationAdminOpenAssigned",
            "conversation-part-redacted ConversationPartRedacted",
        ]
        "#);
    }
}
