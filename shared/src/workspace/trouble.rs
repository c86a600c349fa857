//! What can go wrong on the way of a turn without ending it.

use crate::ports::intercom;

/// What went wrong on the way. It is entered when it happens, and the turn goes on as far as it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The agent gave no answer.
    AgentGaveUp,
    /// An attribute of the conversation, its contact or its company could not be set.
    AttributesFailed,
    /// The conversation could not be tagged.
    TagFailed,
    /// A message or an assignment was sent, and whether Intercom took it is unknown.
    FateUnknown,
    /// Intercom no longer accepts the workspace's token.
    GrantRefused,
    /// Intercom failed otherwise.
    IntercomFailed,
}

impl Trouble {
    /// A stable name, for logs and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AgentGaveUp => "agent_gave_up",
            Self::AttributesFailed => "attributes_failed",
            Self::TagFailed => "tag_failed",
            Self::FateUnknown => "fate_unknown",
            Self::GrantRefused => "grant_refused",
            Self::IntercomFailed => "intercom_failed",
        }
    }

    /// What it is when a read failed, which changes nothing at Intercom.
    pub(super) const fn of_a_read(error: &intercom::Error) -> Self {
        match error {
            intercom::Error::Unauthorized => Self::GrantRefused,
            _ => Self::IntercomFailed,
        }
    }

    /// What it is when a post failed.
    pub(super) const fn of_a_post(error: &intercom::Error) -> Self {
        match error {
            intercom::Error::Unknown(_) | intercom::Error::Unreadable { .. } => Self::FateUnknown,
            _ => Self::of_a_read(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_post_can_have_an_unknown_fate() {
        let errors = [
            intercom::Error::Unauthorized,
            intercom::Error::NotFound,
            intercom::Error::NotSent("".into()),
            intercom::Error::Unknown("".into()),
        ];
        let lines = errors.map(|error| {
            let [read, post] = [Trouble::of_a_read(&error), Trouble::of_a_post(&error)];
            format!("{error}: {}, {}", read.name(), post.name())
        });
        insta::assert_snapshot!(lines.join("\n"), @"
        Intercom no longer accepts this workspace's token: grant_refused, grant_refused
        Intercom has no such object: intercom_failed, intercom_failed
        Intercom could not be reached: intercom_failed, intercom_failed
        whether Intercom took the request is unknown: intercom_failed, fate_unknown
        ");
    }
}
