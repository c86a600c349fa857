//! How far Intercom's own AI agent is in a conversation: Fin, which was Resolution Bot.

use crate::domain::part::{Author, Part};
use crate::domain::transcript::Line;

/// How far Intercom's own AI agent is in the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bot {
    /// It has no part in it. Boilerplate of the Messenger, a workflow's text and a welcome are no part.
    Absent,
    /// It is answering, or is about to.
    Answering,
    /// It gave up: escalated, negative feedback, a procedure's hand-off.
    Escalated,
    /// It considers its work done.
    Done,
}

/// `ai_agent.resolution_state`, in both of its enumerations: API versions up to 2.14, and from 2.15 on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// None yet; also where there is no `ai_agent` at all.
    Open,
    /// It gave up.
    Escalated,
    /// It considers its work done.
    Done,
    /// A state newer than this code, in the letters it was read in.
    Unknown(String),
}

impl Resolution {
    /// Reads a state. Case, blanks around it and the sign between two words do not matter.
    #[must_use]
    pub fn read(state: Option<&str>) -> Self {
        let state = state.unwrap_or_default().trim().to_lowercase();
        let state = state.replace([' ', '-'], "_");
        match state.as_str() {
            "" => Self::Open,
            // `routed_to_team` up to 2.14, the others from 2.15 on.
            "escalated" | "negative_feedback" | "procedure_handoff" | "routed_to_team" => {
                Self::Escalated
            }
            // `abandoned` up to 2.14: the visitor went away, and nobody else was asked for.
            "assumed_resolution" | "confirmed_resolution" | "abandoned" => Self::Done,
            _ => Self::Unknown(state),
        }
    }
}

impl Bot {
    /// Reads `ai_agent_participated`, `ai_agent.resolution_state` and the parts, oldest first.
    ///
    /// A state newer than this code says nothing, so that the bot counts as answering where it takes part: rather
    /// silent than two answers. `ai_agent_participated` may lag behind an answer, which is then seen in the parts. What
    /// a bot says before the visitor has asked anything is a welcome.
    #[must_use]
    pub fn of(participated: bool, resolution: &Resolution, lines: &[Line]) -> Self {
        match resolution {
            Resolution::Escalated => return Self::Escalated,
            Resolution::Done => return Self::Done,
            Resolution::Open | Resolution::Unknown(_) => {}
        }
        let mut since_asked = lines
            .iter()
            .map(|line| &line.part)
            .skip_while(|part| !is_of_visitor(part))
            .peekable();
        let asked = since_asked.peek().is_some();
        if asked && (participated || since_asked.any(is_of_bot)) {
            Self::Answering
        } else {
            Self::Absent
        }
    }

    /// The words rules use.
    pub const WORDS: &[&str] = &["absent", "answering", "escalated", "done"];

    /// The word rules use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Answering => "answering",
            Self::Escalated => "escalated",
            Self::Done => "done",
        }
    }
}

fn is_of_visitor(part: &Part) -> bool {
    matches!(part.author, Author::Visitor(_)) && (part.has_body || part.redacted)
}

/// Whether the AI agent itself says this to the visitor. Its name tells nothing: all bots of a workspace share it.
pub(super) fn is_of_bot(part: &Part) -> bool {
    part.from_ai && part.is_visible() && !is_of_visitor(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_newer_than_this_code_is_told_apart_from_none() {
        let unknown = Resolution::Unknown("escalated_to_workflow".to_owned());
        assert_eq!(Resolution::read(Some("Escalated to workflow")), unknown);
        assert_eq!(Resolution::read(Some("  ")), Resolution::Open);
        assert_eq!(Resolution::read(None), Resolution::Open);
    }
}
