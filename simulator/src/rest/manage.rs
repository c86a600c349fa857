use serde_json::Value;

use super::conversations;
use crate::desk::{Desk, into_assignee};
use crate::html;
use crate::refusal::Refusal;
use crate::rest::call::Call;

/// `POST /conversations/{id}/parts`: assign, close, open, snooze.
pub(crate) fn manage(desk: &mut Desk<'_>, id: &str, call: &Call) -> Result<Value, Refusal> {
    desk.workspace.conversation(id)?;
    let message_type = call.required("message_type")?;
    let admin_id = call.required("admin_id")?;
    let body = call
        .text("body")
        .filter(|body| !body.is_empty())
        .map(|body| html::from_api(&body));
    match message_type.as_str() {
        "assignment" => {
            let assignee = into_assignee(&call.required("type")?, call.required("assignee_id")?)?;
            desk.admin_assigns(id, &admin_id, &assignee, body)?;
        }
        "close" => {
            if call.required("type")? != "admin" {
                return Err(Refusal::invalid("type", "type must be admin"));
            }
            desk.admin_closes(id, &admin_id, body)?;
        }
        "open" => {
            desk.admin_opens(id, &admin_id)?;
        }
        "snoozed" => {
            let until = call
                .integer("snoozed_until")
                .ok_or_else(|| Refusal::missing("snoozed_until"))?;
            desk.admin_snoozes(id, &admin_id, until)?;
        }
        _ => {
            let message = "message_type must be one of assignment, close, open or snoozed";
            return Err(Refusal::invalid("message_type", message));
        }
    }
    conversations::find(desk, id, call)
}
