use std::time::Duration;

use serde_json::{Map, Value};

use crate::desk::BotPart;
use crate::html;
use crate::intercom::Intercom;
use crate::refusal::Refusal;

/// What Fin comes to: `ai_agent.resolution_state` from API version 2.15 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// The visitor went away after an answer.
    Assumed,
    /// The visitor said that it helped.
    Confirmed,
    /// A person is needed.
    Escalated,
    /// The visitor said that it did not help.
    NegativeFeedback,
    /// A procedure ends with a person.
    ProcedureHandoff,
}

impl Resolution {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Assumed => "assumed_resolution",
            Self::Confirmed => "confirmed_resolution",
            Self::Escalated => "escalated",
            Self::NegativeFeedback => "negative_feedback",
            Self::ProcedureHandoff => "procedure_handoff",
        }
    }
}

/// The workspace's own bots. All of them write as `{type: "bot", name: "Fin"}`; only the flags of a part
/// tell whether Fin wrote it.
pub struct Operator {
    intercom: Intercom,
    workspace_id: String,
}

impl Operator {
    pub(crate) fn new(intercom: Intercom, workspace_id: String) -> Self {
        Self {
            intercom,
            workspace_id,
        }
    }

    /// The Messenger's boilerplate: both AI flags false, `ai_agent_participated` stays false.
    ///
    /// # Errors
    ///
    /// When there is no such conversation.
    pub fn sends_boilerplate(&self, conversation_id: &str, text: &str) -> Result<String, Refusal> {
        self.says(conversation_id, BotPart::Boilerplate, text)
    }

    /// A comment sent by a workflow: both AI flags false.
    ///
    /// # Errors
    ///
    /// When there is no such conversation.
    pub fn says_by_workflow(&self, conversation_id: &str, text: &str) -> Result<String, Refusal> {
        self.says(conversation_id, BotPart::Workflow, text)
    }

    /// Fin answers: both AI flags true, and the conversation has an `ai_agent`.
    ///
    /// # Errors
    ///
    /// When there is no such conversation.
    pub fn fin_answers(&self, conversation_id: &str, text: &str) -> Result<String, Refusal> {
        self.says(conversation_id, BotPart::FinAnswer, text)
    }

    /// Fin says something that is no answer: `is_ai_answer` is false.
    ///
    /// # Errors
    ///
    /// When there is no such conversation.
    pub fn fin_comments(&self, conversation_id: &str, text: &str) -> Result<String, Refusal> {
        self.says(conversation_id, BotPart::FinComment, text)
    }

    /// Fin takes the conversation and has not said anything yet: it takes part, without a state.
    ///
    /// # Errors
    ///
    /// When there is no such conversation.
    pub fn fin_joins(&self, conversation_id: &str) -> Result<(), Refusal> {
        self.intercom
            .act(&self.workspace_id, |desk| desk.fin_joins(conversation_id))
    }

    /// Fin gives up: `resolution_state` becomes `escalated`, without a part or a notification.
    ///
    /// # Errors
    ///
    /// When there is no such conversation.
    pub fn fin_escalates(&self, conversation_id: &str) -> Result<(), Refusal> {
        self.fin_comes_to(conversation_id, Resolution::Escalated, Duration::ZERO)
    }

    /// Fin comes to a state after a while, without a part or a notification.
    ///
    /// # Errors
    ///
    /// When there is no such conversation.
    pub fn fin_comes_to(
        &self,
        conversation_id: &str,
        state: Resolution,
        after: Duration,
    ) -> Result<(), Refusal> {
        let after = after.as_secs().try_into().unwrap_or(i64::MAX);
        self.intercom.act(&self.workspace_id, |desk| {
            desk.fin_comes_to(conversation_id, state.as_str(), after)
        })
    }

    /// A workflow, or a form the visitor filled in, writes an attribute of the conversation.
    ///
    /// # Errors
    ///
    /// When there is no such conversation or attribute, or the attribute does not take the value.
    pub fn writes_attribute(
        &self,
        conversation_id: &str,
        name: &str,
        value: impl Into<Value>,
    ) -> Result<(), Refusal> {
        let values = Map::from_iter([(name.to_owned(), value.into())]);
        self.intercom.act(&self.workspace_id, |desk| {
            desk.write_conversation_attributes(conversation_id, &values)
        })
    }

    fn says(&self, conversation_id: &str, what: BotPart, text: &str) -> Result<String, Refusal> {
        let body = html::from_text(text);
        self.intercom.act(&self.workspace_id, |desk| {
            desk.bot_says(conversation_id, what, &body)
        })
    }
}
