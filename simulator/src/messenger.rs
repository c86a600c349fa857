use crate::html;
use crate::intercom::Intercom;
use crate::refusal::Refusal;

/// A person in the Messenger.
pub struct Visitor {
    intercom: Intercom,
    workspace_id: String,
    contact_id: String,
}

impl Visitor {
    pub(crate) fn new(intercom: Intercom, workspace_id: String, contact_id: String) -> Self {
        Self {
            intercom,
            workspace_id,
            contact_id,
        }
    }

    /// Starts a conversation on a page and returns its id.
    ///
    /// # Errors
    ///
    /// When there is no such contact.
    pub fn starts(&self, text: &str, page_url: Option<&str>) -> Result<String, Refusal> {
        self.intercom.act(&self.workspace_id, |desk| {
            desk.contact_starts(&self.contact_id, text, page_url)
        })
    }

    /// Answers the welcome of a workspace's bot, which then is the conversation's source, and returns its id.
    ///
    /// # Errors
    ///
    /// When there is no such contact.
    pub fn answers_a_welcome(&self, welcome: &str, text: &str) -> Result<String, Refusal> {
        self.intercom.act(&self.workspace_id, |desk| {
            desk.contact_answers_a_welcome(&self.contact_id, welcome, text)
        })
    }

    /// Writes in a conversation, which opens it when it was closed or snoozed, and returns the part's id.
    ///
    /// # Errors
    ///
    /// When the conversation is not theirs.
    pub fn replies(&self, conversation_id: &str, text: &str) -> Result<String, Refusal> {
        let body = html::from_text(text);
        self.intercom.act(&self.workspace_id, |desk| {
            desk.contact_replies(conversation_id, &self.contact_id, body, None)
        })
    }

    /// Presses a quick-reply button and returns the part's id.
    ///
    /// # Errors
    ///
    /// When the conversation is not theirs.
    pub fn chooses(
        &self,
        conversation_id: &str,
        text: &str,
        uuid: &str,
    ) -> Result<String, Refusal> {
        let body = html::from_text(text);
        self.intercom.act(&self.workspace_id, |desk| {
            desk.contact_replies(conversation_id, &self.contact_id, body, Some(uuid))
        })
    }

    /// Rates a conversation from 1 to 5, or changes what they gave it, and returns the part's id.
    ///
    /// # Errors
    ///
    /// When the conversation is not theirs, or it is open and nobody has answered yet, or there is no such score.
    pub fn rates(&self, conversation_id: &str, score: u8, remark: &str) -> Result<String, Refusal> {
        self.intercom.act(&self.workspace_id, |desk| {
            desk.contact_rates(conversation_id, &self.contact_id, score, remark)
        })
    }
}
