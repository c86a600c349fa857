use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::fin::BotPart;
use super::{Desk, Draft};
use crate::conversation::part::Author;
use crate::conversation::statistics::Statistics;
use crate::conversation::{Conversation, SYSTEM_ATTRIBUTES, Source, Status};
use crate::html;
use crate::refusal::Refusal;
use crate::state::ids;

impl Desk<'_> {
    pub(crate) fn contact_starts(
        &mut self,
        contact_id: &str,
        text: &str,
        url: Option<&str>,
    ) -> Result<String, Refusal> {
        let author = Author::contact(self.workspace.contact(contact_id)?);
        let id = self.begin(contact_id, author, html::from_text(text), url)?;
        self.notify("conversation.user.created", &id, None);
        self.run_workflows(&id)?;
        Ok(id)
    }

    /// A bot has welcomed a visitor, who then writes: the welcome is the source, and the question a part. Intercom names
    /// no page for what a bot began.
    pub(crate) fn contact_answers_a_welcome(
        &mut self,
        contact_id: &str,
        welcome: &str,
        text: &str,
    ) -> Result<String, Refusal> {
        let contact = Author::contact(self.workspace.contact(contact_id)?);
        let bot = self.bot();
        let id = self.begin(contact_id, bot, html::from_text(welcome), None)?;
        let body = Some(html::from_text(text));
        self.write(&id, Draft::new("comment", contact).with_body(body))?;
        self.notify("conversation.user.created", &id, None);
        self.run_workflows(&id)?;
        Ok(id)
    }

    fn begin(
        &mut self,
        contact_id: &str,
        author: Author,
        body: String,
        url: Option<&str>,
    ) -> Result<String, Refusal> {
        let company_id = self
            .workspace
            .contact(contact_id)?
            .company_ids
            .first()
            .cloned();
        let id = self.workspace.allot_digits(ids::CONVERSATION);
        let source = Source {
            id: self.workspace.allot_digits(ids::SOURCE),
            body,
            author,
            url: url.map(str::to_owned),
            redacted: false,
            channel: None,
            delivered_as: None,
            attachments: Vec::new(),
        };
        let mut statistics = Statistics::default();
        statistics.contact_replied(self.now);
        self.workspace.conversations.push(Conversation {
            id: id.clone(),
            created_at: self.now,
            updated_at: self.now,
            title: None,
            status: Status::Open,
            snoozed_until: None,
            waiting_since: Some(self.now),
            read: false,
            admin_assignee: None,
            team_assignee: None,
            source,
            contact_id: contact_id.to_owned(),
            company_id,
            teammates: Vec::new(),
            tags: Vec::new(),
            custom_attributes: system_attributes(),
            rating: None,
            statistics,
            parts: Vec::new(),
            fin: None,
        });
        self.workspace.contact_mut(contact_id)?.last_replied_at = Some(self.now);
        Ok(id)
    }

    /// What the customer's own workflows do with a new conversation.
    fn run_workflows(&mut self, id: &str) -> Result<(), Refusal> {
        if self.is_out_of_office() {
            self.says_out_of_office(id)?;
        } else if self.workspace.workflows.boilerplate {
            let text = format!(
                "<p>{} will reply as soon as they can.</p>",
                self.workspace.name
            );
            self.bot_says(id, BotPart::Boilerplate, &text)?;
        }
        if let Some(assignee) = self.workspace.workflows.assign_new_to.clone() {
            let workflow = self.bot();
            self.assign(id, workflow, &assignee, None)?;
        }
        Ok(())
    }

    /// A message of the contact; on a closed or snoozed conversation it is the part that opens it.
    pub(crate) fn contact_replies(
        &mut self,
        conversation_id: &str,
        contact_id: &str,
        body: String,
        quick_reply: Option<&str>,
    ) -> Result<String, Refusal> {
        let now = self.now;
        let author = Author::contact(self.workspace.contact(contact_id)?);
        let conversation = self.workspace.conversation_mut(conversation_id)?;
        if conversation.contact_id != contact_id {
            return Err(Refusal::not_found("User Not Found"));
        }
        let before = std::mem::replace(&mut conversation.status, Status::Open);
        conversation.snoozed_until = None;
        conversation.waiting_since.get_or_insert(now);
        conversation.read = false;
        conversation.statistics.contact_replied(now);
        if before == Status::Closed {
            conversation.statistics.reopened();
        }
        let part_type = if before == Status::Open {
            "comment"
        } else {
            "open"
        };
        let mut draft = Draft::new(part_type, author).with_body(Some(body));
        if let Some(uuid) = quick_reply {
            draft.metadata = json!({ "quick_reply_uuid": uuid });
        }
        let part = self.write(conversation_id, draft)?;
        self.workspace.contact_mut(contact_id)?.last_replied_at = Some(now);
        self.notify("conversation.user.replied", conversation_id, Some(&part));
        self.says_out_of_office(conversation_id)?;
        Ok(part)
    }

    /// A visible reply. It wakes a snoozed conversation and leaves a closed one closed.
    pub(crate) fn admin_replies(
        &mut self,
        conversation_id: &str,
        admin_id: &str,
        body: String,
    ) -> Result<String, Refusal> {
        let author = self.seated(admin_id)?;
        self.wake(conversation_id)?;
        self.admin_was_visible(conversation_id)?;
        let part = self.write(
            conversation_id,
            Draft::new("comment", author).with_body(Some(body)),
        )?;
        self.notify("conversation.admin.replied", conversation_id, Some(&part));
        Ok(part)
    }

    pub(crate) fn admin_offers(
        &mut self,
        conversation_id: &str,
        admin_id: &str,
        options: &Value,
    ) -> Result<String, Refusal> {
        let author = self.seated(admin_id)?;
        self.wake(conversation_id)?;
        self.admin_was_visible(conversation_id)?;
        let mut draft = Draft::new("quick_reply", author);
        draft.metadata = json!({ "quick_reply_options": options });
        let part = self.write(conversation_id, draft)?;
        self.notify("conversation.admin.replied", conversation_id, Some(&part));
        Ok(part)
    }

    /// A note. It wakes a snoozed conversation too, leaves a closed one closed, and the visitor keeps waiting.
    pub(crate) fn admin_notes(
        &mut self,
        conversation_id: &str,
        admin_id: &str,
        body: String,
    ) -> Result<String, Refusal> {
        let author = self.seated(admin_id)?;
        let part_type = if self.wake(conversation_id)? {
            "note_and_unsnooze"
        } else {
            "note"
        };
        let part = self.write(
            conversation_id,
            Draft::new(part_type, author).with_body(Some(body)),
        )?;
        self.notify("conversation.admin.noted", conversation_id, Some(&part));
        Ok(part)
    }

    pub(super) fn admin_was_visible(&mut self, conversation_id: &str) -> Result<(), Refusal> {
        let now = self.now;
        let conversation = self.workspace.conversation_mut(conversation_id)?;
        let waiting_since = conversation.waiting_since.take();
        conversation.statistics.admin_replied(waiting_since, now);
        Ok(())
    }
}

fn system_attributes() -> BTreeMap<String, Value> {
    SYSTEM_ATTRIBUTES
        .map(|key| (key.to_owned(), json!(false)))
        .into()
}
