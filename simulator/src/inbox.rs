use crate::desk::{Assignee, Desk};
use crate::html;
use crate::intercom::Intercom;
use crate::refusal::Refusal;

/// A teammate in the Inbox. What they do is not an app's doing: their parts carry no `app_package_code`.
///
/// Every action answers with the new part's id, or with the refusal the Inbox would show: no such
/// conversation, no such teammate or team, no inbox seat.
pub struct Teammate {
    intercom: Intercom,
    workspace_id: String,
    admin_id: String,
}

impl Teammate {
    pub(crate) fn new(intercom: Intercom, workspace_id: String, admin_id: String) -> Self {
        Self {
            intercom,
            workspace_id,
            admin_id,
        }
    }

    /// Writes to the visitor.
    ///
    /// # Errors
    ///
    /// See [`Teammate`].
    pub fn replies(&self, conversation_id: &str, text: &str) -> Result<String, Refusal> {
        self.act(|desk, me| desk.admin_replies(conversation_id, me, html::from_text(text)))
    }

    /// Writes to the visitor and assigns in one step: one part of type `assignment` that has a body.
    ///
    /// # Errors
    ///
    /// See [`Teammate`].
    pub fn replies_and_assigns(
        &self,
        conversation_id: &str,
        text: &str,
        to: &Assignee,
    ) -> Result<String, Refusal> {
        self.act(|desk, me| {
            desk.admin_assigns(conversation_id, me, to, Some(html::from_text(text)))
        })
    }

    /// Writes a note, which the visitor does not see.
    ///
    /// # Errors
    ///
    /// See [`Teammate`].
    pub fn notes(&self, conversation_id: &str, text: &str) -> Result<String, Refusal> {
        self.act(|desk, me| desk.admin_notes(conversation_id, me, html::from_text(text)))
    }

    /// Assigns the conversation, which opens it when it was closed.
    ///
    /// # Errors
    ///
    /// See [`Teammate`].
    pub fn assigns(&self, conversation_id: &str, to: &Assignee) -> Result<String, Refusal> {
        self.act(|desk, me| desk.admin_assigns(conversation_id, me, to, None))
    }

    /// Closes the conversation.
    ///
    /// # Errors
    ///
    /// See [`Teammate`].
    pub fn closes(&self, conversation_id: &str) -> Result<String, Refusal> {
        self.act(|desk, me| desk.admin_closes(conversation_id, me, None))
    }

    /// Writes to the visitor and closes in one step: one part of type `close` that has a body.
    ///
    /// # Errors
    ///
    /// See [`Teammate`].
    pub fn replies_and_closes(&self, conversation_id: &str, text: &str) -> Result<String, Refusal> {
        self.act(|desk, me| desk.admin_closes(conversation_id, me, Some(html::from_text(text))))
    }

    /// Opens a closed conversation, or ends a snooze.
    ///
    /// # Errors
    ///
    /// See [`Teammate`].
    pub fn opens(&self, conversation_id: &str) -> Result<String, Refusal> {
        self.act(|desk, me| desk.admin_opens(conversation_id, me))
    }

    /// Snoozes until a time in Unix seconds. A message, a note, an assignment wake it before, and at that time it wakes by itself.
    ///
    /// # Errors
    ///
    /// See [`Teammate`]; and when that time has passed.
    pub fn snoozes(&self, conversation_id: &str, until: i64) -> Result<String, Refusal> {
        self.act(|desk, me| desk.admin_snoozes(conversation_id, me, until))
    }

    /// Ends a snooze.
    ///
    /// # Errors
    ///
    /// See [`Teammate`].
    pub fn unsnoozes(&self, conversation_id: &str) -> Result<String, Refusal> {
        self.act(|desk, me| desk.admin_unsnoozes(conversation_id, me))
    }

    /// Redacts a part: it keeps its id and reads "This message was deleted".
    ///
    /// # Errors
    ///
    /// See [`Teammate`].
    pub fn redacts(&self, conversation_id: &str, part_id: &str) -> Result<(), Refusal> {
        self.act(|desk, _| desk.redact_part(conversation_id, part_id))
    }

    /// Deletes a conversation for good.
    ///
    /// # Errors
    ///
    /// See [`Teammate`].
    pub fn deletes(&self, conversation_id: &str) -> Result<(), Refusal> {
        self.act(|desk, _| desk.delete_conversation(conversation_id))
    }

    /// Tags a conversation, with a tag that need not exist yet, and returns the tag's id.
    ///
    /// # Errors
    ///
    /// See [`Teammate`].
    pub fn tags(&self, conversation_id: &str, name: &str) -> Result<String, Refusal> {
        self.act(|desk, me| {
            let tag = desk.put_tag(name, None)?;
            desk.tag_conversation(conversation_id, &tag.id, me)?;
            Ok(tag.id)
        })
    }

    /// Switches away mode.
    ///
    /// # Errors
    ///
    /// See [`Teammate`].
    pub fn goes_away(&self, away: bool) -> Result<(), Refusal> {
        self.act(|desk, me| desk.set_away(me, away, false, None))
    }

    fn act<T>(&self, act: impl FnOnce(&mut Desk<'_>, &str) -> T) -> T {
        self.intercom
            .act(&self.workspace_id, |desk| act(desk, &self.admin_id))
    }
}
