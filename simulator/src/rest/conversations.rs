use serde_json::{Value, json};

use super::pages::{Page, Wanted};
use crate::conversation::Conversation;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::rest::call::Call;

pub(crate) fn list(desk: &Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let page =
        Wanted::from_query(call, 20)?.cut(desk.workspace.conversations.iter().collect(), place);
    Ok(listed(desk, &page))
}

/// The one changed last comes first.
pub(super) fn place(conversation: &&Conversation) -> (i64, String) {
    (conversation.updated_at, conversation.id.clone())
}

pub(super) fn listed(desk: &Desk<'_>, page: &Page<&Conversation>) -> Value {
    let conversations: Vec<Value> = page
        .entries
        .iter()
        .map(|conversation| conversation.list_item(desk.workspace, false))
        .collect();
    json!({
        "type": "conversation.list",
        "pages": page.pages,
        "total_count": page.total,
        "conversations": conversations,
    })
}

pub(crate) fn find(desk: &Desk<'_>, id: &str, call: &Call) -> Result<Value, Refusal> {
    let conversation = desk.workspace.conversation(id)?;
    Ok(conversation.json(desk.workspace, call.wants_plain_text()))
}

/// Answers with a message, not with the conversation.
pub(crate) fn create(desk: &mut Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let from = call
        .body
        .get("from")
        .ok_or_else(|| Refusal::missing("from"))?;
    let contact_id = from["id"]
        .as_str()
        .ok_or_else(|| Refusal::missing("from.id"))?;
    let body = call.required("body")?;
    let id = desk.contact_starts(contact_id, &body, None)?;
    let conversation = desk.workspace.conversation(&id)?;
    Ok(json!({
        "type": "user_message",
        "id": conversation.source.id,
        "created_at": conversation.created_at,
        "body": body,
        "message_type": "inapp",
        "conversation_id": id,
    }))
}

pub(crate) fn update(desk: &mut Desk<'_>, id: &str, call: &Call) -> Result<Value, Refusal> {
    desk.workspace.conversation(id)?;
    if let Some(company) = call.text("company_id") {
        desk.workspace.company(&company)?;
        desk.workspace.conversation_mut(id)?.company_id = Some(company);
    }
    if let Some(values) = call.object("custom_attributes")? {
        desk.write_conversation_attributes(id, values)?;
    }
    let now = desk.now;
    let conversation = desk.workspace.conversation_mut(id)?;
    conversation.read = call.flag("read").unwrap_or(conversation.read);
    if let Some(title) = call.text("title") {
        conversation.title = Some(title);
    }
    conversation.updated_at = now;
    find(desk, id, call)
}

pub(crate) fn delete(desk: &mut Desk<'_>, id: &str) -> Result<Value, Refusal> {
    desk.delete_conversation(id)?;
    Ok(json!({ "id": id, "object": "conversation", "deleted": true }))
}

pub(crate) fn redact(desk: &mut Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let id = call.required("conversation_id")?;
    match call.required("type")?.as_str() {
        "conversation_part" => desk.redact_part(&id, &call.required("conversation_part_id")?)?,
        "source" => desk.redact_source(&id, &call.required("source_id")?)?,
        _ => {
            return Err(Refusal::invalid(
                "type",
                "type must be either conversation_part or source",
            ));
        }
    }
    find(desk, &id, call)
}
