use super::{Desk, Draft, Item};
use crate::conversation::part::Author;
use crate::conversation::{REDACTED, Rating, Status};
use crate::refusal::Refusal;

impl Desk<'_> {
    pub(crate) fn admin_closes(
        &mut self,
        conversation_id: &str,
        admin_id: &str,
        body: Option<String>,
    ) -> Result<String, Refusal> {
        let now = self.now;
        let author = self.seated(admin_id)?;
        let conversation = self.workspace.conversation_mut(conversation_id)?;
        conversation.status = Status::Closed;
        conversation.snoozed_until = None;
        conversation.statistics.closed(admin_id, now);
        if body.is_some() {
            self.admin_was_visible(conversation_id)?;
        }
        self.tell(
            "close",
            "conversation.admin.closed",
            conversation_id,
            author,
            body,
        )
    }

    /// Opens what is closed. What is snoozed is unsnoozed by it.
    pub(crate) fn admin_opens(
        &mut self,
        conversation_id: &str,
        admin_id: &str,
    ) -> Result<String, Refusal> {
        let author = self.seated(admin_id)?;
        let conversation = self.workspace.conversation_mut(conversation_id)?;
        match conversation.status {
            Status::Snoozed => return self.admin_unsnoozes(conversation_id, admin_id),
            Status::Closed => conversation.statistics.reopened(),
            Status::Open => {}
        }
        conversation.status = Status::Open;
        self.tell(
            "open",
            "conversation.admin.opened",
            conversation_id,
            author,
            None,
        )
    }

    /// A contact may rate what is closed, or what somebody has answered, and change their mind.
    pub(crate) fn contact_rates(
        &mut self,
        conversation_id: &str,
        contact_id: &str,
        score: u8,
        remark: &str,
    ) -> Result<String, Refusal> {
        let now = self.now;
        if !(1..=5).contains(&score) {
            return Err(Refusal::invalid("rating", "A rating is from 1 to 5"));
        }
        let author = Author::contact(self.workspace.contact(contact_id)?);
        let conversation = self.workspace.conversation_mut(conversation_id)?;
        if conversation.contact_id != contact_id {
            return Err(Refusal::not_found("User Not Found"));
        }
        if !conversation.is_rateable() {
            return Err(Refusal::invalid(
                "rating",
                "Nobody has answered in this conversation yet",
            ));
        }
        let asked_at = conversation.rating.take().map(|before| before.created_at);
        conversation.rating = Some(Rating {
            score,
            remark: remark.to_owned(),
            created_at: asked_at.unwrap_or(now),
            updated_at: Some(now),
            admin_id: conversation.admin_assignee.clone(),
        });
        self.tell(
            "conversation_rating_changed",
            "conversation.rating.added",
            conversation_id,
            author,
            None,
        )
    }

    /// A redacted part keeps its id and loses its words.
    pub(crate) fn redact_part(
        &mut self,
        conversation_id: &str,
        part_id: &str,
    ) -> Result<(), Refusal> {
        let now = self.now;
        let conversation = self
            .workspace
            .conversation_mut(conversation_id)
            .map_err(|_| nothing_to_redact())?;
        let part = conversation
            .parts
            .iter_mut()
            .find(|part| part.id == part_id)
            .ok_or_else(nothing_to_redact)?;
        part.redacted = true;
        part.body = Some(REDACTED.to_owned());
        part.updated_at = now;
        conversation.updated_at = now;
        self.notify("conversation_part.redacted", conversation_id, Some(part_id));
        Ok(())
    }

    pub(crate) fn redact_source(
        &mut self,
        conversation_id: &str,
        source_id: &str,
    ) -> Result<(), Refusal> {
        let now = self.now;
        let conversation = self
            .workspace
            .conversation_mut(conversation_id)
            .map_err(|_| nothing_to_redact())?;
        if conversation.source.id != source_id {
            return Err(nothing_to_redact());
        }
        conversation.source.redacted = true;
        conversation.source.body = REDACTED.to_owned();
        conversation.updated_at = now;
        self.notify("conversation_part.redacted", conversation_id, None);
        Ok(())
    }

    pub(crate) fn delete_conversation(&mut self, conversation_id: &str) -> Result<(), Refusal> {
        self.workspace.conversation(conversation_id)?;
        self.workspace
            .conversations
            .retain(|conversation| conversation.id != conversation_id);
        let item = Item::DeletedConversation {
            id: conversation_id.to_owned(),
        };
        self.emit("conversation.deleted", item);
        Ok(())
    }

    pub(crate) fn set_away(
        &mut self,
        admin_id: &str,
        away: bool,
        reassign: bool,
        reason: Option<i64>,
    ) -> Result<(), Refusal> {
        let known = |id: i64| {
            self.workspace
                .away_reasons
                .iter()
                .any(|reason| reason.id == id)
        };
        if reason.is_some_and(|id| !known(id)) {
            return Err(Refusal::invalid(
                "away_status_reason_id",
                "Away status reason is deleted",
            ));
        }
        let admin = self.workspace.admin_mut(admin_id)?;
        admin.away = away;
        admin.away_reassign = away && reassign;
        admin.away_status_reason_id = reason.filter(|_| away);
        let item = Item::Admin {
            id: admin_id.to_owned(),
        };
        self.emit("admin.away_mode_updated", item);
        Ok(())
    }

    pub(super) fn tell(
        &mut self,
        part_type: &'static str,
        topic: &'static str,
        conversation_id: &str,
        author: Author,
        body: Option<String>,
    ) -> Result<String, Refusal> {
        let part = self.write(
            conversation_id,
            Draft::new(part_type, author).with_body(body),
        )?;
        self.notify(topic, conversation_id, Some(&part));
        Ok(part)
    }
}

fn nothing_to_redact() -> Refusal {
    Refusal::new(
        404,
        "conversation_part_or_message_not_found",
        "Conversation part or message not found",
    )
}
