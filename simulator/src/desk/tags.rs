use super::Desk;
use crate::refusal::Refusal;
use crate::state::ids;
use crate::tag::{AppliedTag, Tag};

impl Desk<'_> {
    /// Creates a tag, or finds or renames one; names are compared without their case.
    pub(crate) fn put_tag(&mut self, name: &str, id: Option<&str>) -> Result<Tag, Refusal> {
        let tags = &mut self.workspace.tags;
        if let Some(id) = id {
            let tag = tags
                .iter_mut()
                .find(|tag| tag.id == id)
                .ok_or_else(tag_not_found)?;
            name.clone_into(&mut tag.name);
            return Ok(tag.clone());
        }
        if let Some(tag) = tags.iter().find(|tag| tag.name.eq_ignore_ascii_case(name)) {
            return Ok(tag.clone());
        }
        let tag = Tag {
            id: self.workspace.allot_digits(ids::TAG),
            name: name.to_owned(),
        };
        self.workspace.tags.push(tag.clone());
        Ok(tag)
    }

    pub(crate) fn tag_conversation(
        &mut self,
        conversation_id: &str,
        tag_id: &str,
        admin_id: &str,
    ) -> Result<AppliedTag, Refusal> {
        let now = self.now;
        let admin_id = self.workspace.admin(admin_id)?.id.clone();
        let tag = self.tag(tag_id)?;
        let conversation = self
            .workspace
            .conversation_mut(conversation_id)
            .map_err(|_| conversation_not_found())?;
        if let Some(applied) = conversation
            .tags
            .iter()
            .find(|applied| applied.tag.id == tag_id)
        {
            return Ok(applied.clone());
        }
        let applied = AppliedTag {
            tag,
            applied_at: now,
            admin_id,
        };
        conversation.tags.push(applied.clone());
        conversation.updated_at = now;
        Ok(applied)
    }

    /// Puts a tag on a contact, once.
    pub(crate) fn tag_contact(&mut self, contact_id: &str, tag_id: &str) -> Result<Tag, Refusal> {
        self.workspace.contact(contact_id)?;
        let tag = self.tag(tag_id)?;
        let contact = self.workspace.contact_mut(contact_id)?;
        if !contact.tag_ids.contains(&tag.id) {
            contact.tag_ids.push(tag.id.clone());
        }
        Ok(tag)
    }

    /// Takes a tag off a contact.
    pub(crate) fn untag_contact(&mut self, contact_id: &str, tag_id: &str) -> Result<Tag, Refusal> {
        let tag = self.tag(tag_id)?;
        let contact = self.workspace.contact_mut(contact_id)?;
        if !contact.tag_ids.contains(&tag.id) {
            return Err(tag_not_found());
        }
        contact.tag_ids.retain(|id| *id != tag.id);
        Ok(tag)
    }

    fn tag(&self, id: &str) -> Result<Tag, Refusal> {
        let mut tags = self.workspace.tags.iter();
        let tag = tags.find(|tag| tag.id == id);
        tag.cloned().ok_or_else(tag_not_found)
    }

    pub(crate) fn untag_conversation(
        &mut self,
        conversation_id: &str,
        tag_id: &str,
        admin_id: &str,
    ) -> Result<AppliedTag, Refusal> {
        let now = self.now;
        self.workspace.admin(admin_id)?;
        let conversation = self
            .workspace
            .conversation_mut(conversation_id)
            .map_err(|_| conversation_not_found())?;
        let position = conversation
            .tags
            .iter()
            .position(|applied| applied.tag.id == tag_id);
        let applied = conversation
            .tags
            .remove(position.ok_or_else(tag_not_found)?);
        conversation.updated_at = now;
        Ok(applied)
    }
}

fn tag_not_found() -> Refusal {
    Refusal::new(404, "tag_not_found", "Tag not found")
}

fn conversation_not_found() -> Refusal {
    Refusal::not_found("Conversation not found")
}
