use serde_json::Value;

use super::conversations;
use crate::desk::Desk;
use crate::html;
use crate::refusal::Refusal;
use crate::rest::call::Call;

pub(crate) fn reply(desk: &mut Desk<'_>, id: &str, call: &Call) -> Result<Value, Refusal> {
    let message_type = call.required("message_type")?;
    match call.required("type")?.as_str() {
        "admin" => {
            admin_replies(desk, id, &message_type, call)?;
            conversations::find(desk, id, call)
        }
        "user" => contact_replies(desk, id, &message_type, call),
        _ => Err(Refusal::invalid(
            "type",
            "type must be either admin or user",
        )),
    }
}

fn admin_replies(
    desk: &mut Desk<'_>,
    id: &str,
    message_type: &str,
    call: &Call,
) -> Result<String, Refusal> {
    desk.workspace.conversation(id)?;
    let admin_id = call.required("admin_id")?;
    match message_type {
        "comment" => desk.admin_replies(id, &admin_id, html::from_api(&call.required("body")?)),
        "note" => desk.admin_notes(id, &admin_id, html::from_api(&call.required("body")?)),
        "quick_reply" => desk.admin_offers(id, &admin_id, options(call)?),
        _ => Err(Refusal::invalid(
            "message_type",
            "message_type must be one of comment, note or quick_reply",
        )),
    }
}

fn contact_replies(
    desk: &mut Desk<'_>,
    id: &str,
    message_type: &str,
    call: &Call,
) -> Result<Value, Refusal> {
    let contact_id = contact(desk, call)?;
    let id = if id == "last" {
        last_conversation(desk, &contact_id)?
    } else {
        id.to_owned()
    };
    match message_type {
        "comment" => {
            let body = html::from_text(&call.required("body")?);
            desk.contact_replies(&id, &contact_id, body, None)?;
        }
        "quick_reply" => {
            let chosen = &options(call)?[0];
            let text = chosen["text"].as_str().unwrap_or_default();
            desk.contact_replies(
                &id,
                &contact_id,
                html::from_text(text),
                chosen["uuid"].as_str(),
            )?;
        }
        _ => {
            return Err(Refusal::invalid(
                "message_type",
                "message_type must be one of comment or quick_reply",
            ));
        }
    }
    conversations::find(desk, &id, call)
}

/// A contact says who they are in one of three ways.
fn contact(desk: &Desk<'_>, call: &Call) -> Result<String, Refusal> {
    let found = desk.workspace.contacts.iter().find(|contact| {
        call.text("intercom_user_id")
            .is_some_and(|id| contact.id == id)
            || call
                .text("email")
                .is_some_and(|email| contact.email == Some(email))
            || call
                .text("user_id")
                .is_some_and(|id| contact.external_id == Some(id))
    });
    found
        .map(|contact| contact.id.clone())
        .ok_or_else(|| Refusal::not_found("User Not Found"))
}

fn last_conversation(desk: &Desk<'_>, contact_id: &str) -> Result<String, Refusal> {
    let theirs = desk
        .workspace
        .conversations
        .iter()
        .filter(|conversation| conversation.contact_id == contact_id);
    let newest = theirs.max_by_key(conversations::place);
    newest
        .map(|conversation| conversation.id.clone())
        .ok_or_else(|| Refusal::not_found("Resource Not Found"))
}

fn options(call: &Call) -> Result<&Value, Refusal> {
    let options = &call.body["reply_options"];
    let complete = |option: &Value| option["text"].is_string() && option["uuid"].is_string();
    let fits = options
        .as_array()
        .is_some_and(|all| !all.is_empty() && all.iter().all(complete));
    fits.then_some(options).ok_or_else(|| {
        Refusal::invalid("reply_options", "reply_options need a text and a uuid each")
    })
}
