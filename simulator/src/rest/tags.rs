use serde_json::{Value, json};

use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::rest::call::Call;
use crate::tag::Tag;

pub(crate) fn list(desk: &Desk<'_>) -> Result<Value, Refusal> {
    let data: Vec<Value> = desk.workspace.tags.iter().map(Tag::json).collect();
    Ok(json!({ "type": "list", "data": data }))
}

pub(crate) fn put(desk: &mut Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let name = call
        .required("name")
        .map_err(|_| Refusal::invalid("name", "invalid tag parameters"))?;
    let mut tag = desk.put_tag(&name, call.text("id").as_deref())?.json();
    tag["users"] = json!([]);
    tag["companies"] = json!([]);
    Ok(tag)
}

pub(crate) fn attach_to_contact(
    desk: &mut Desk<'_>,
    contact_id: &str,
    call: &Call,
) -> Result<Value, Refusal> {
    let tag_id = call.required("id")?;
    Ok(desk.tag_contact(contact_id, &tag_id)?.json())
}

pub(crate) fn detach_from_contact(
    desk: &mut Desk<'_>,
    contact_id: &str,
    tag_id: &str,
) -> Result<Value, Refusal> {
    Ok(desk.untag_contact(contact_id, tag_id)?.json())
}

pub(crate) fn attach(
    desk: &mut Desk<'_>,
    conversation_id: &str,
    call: &Call,
) -> Result<Value, Refusal> {
    let (tag_id, admin_id) = (call.required("id")?, call.required("admin_id")?);
    Ok(desk
        .tag_conversation(conversation_id, &tag_id, &admin_id)?
        .json())
}

pub(crate) fn detach(
    desk: &mut Desk<'_>,
    conversation_id: &str,
    tag_id: &str,
    call: &Call,
) -> Result<Value, Refusal> {
    let admin_id = call.required("admin_id")?;
    Ok(desk
        .untag_conversation(conversation_id, tag_id, &admin_id)?
        .json())
}
