use crate::desk::BotPart;
use crate::html;
use crate::intercom::Intercom;
use crate::refusal::Refusal;

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

    /// Fin gives up: `resolution_state` becomes `escalated`, without a part or a notification.
    ///
    /// # Errors
    ///
    /// When there is no such conversation.
    pub fn fin_escalates(&self, conversation_id: &str) -> Result<(), Refusal> {
        self.intercom.act(&self.workspace_id, |desk| {
            desk.fin_escalates(conversation_id)
        })
    }

    fn says(&self, conversation_id: &str, what: BotPart, text: &str) -> Result<String, Refusal> {
        let body = html::from_text(text);
        self.intercom.act(&self.workspace_id, |desk| {
            desk.bot_says(conversation_id, what, &body)
        })
    }
}
