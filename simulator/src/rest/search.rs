mod field;
mod query;

use serde_json::{Value, json};

use super::contacts;
use super::conversations::{listed, place};
use super::pages::Wanted;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::rest::call::Call;
use crate::rest::search::query::Query;

/// Most recently changed first; the parts are left out.
pub(crate) fn search_conversations(desk: &Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let query = Query::read(call.body.get("query"), field::CONVERSATION)?;
    let found = desk.workspace.conversations.iter().filter(|conversation| {
        let item = conversation.list_item(desk.workspace, false);
        query.matches(&|name| field::of_conversation(&item, name))
    });
    Ok(listed(
        desk,
        &Wanted::from_body(call, 20)?.cut(found.collect(), place),
    ))
}

pub(crate) fn search_contacts(desk: &Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let workspace = &*desk.workspace;
    let query = Query::read(call.body.get("query"), field::CONTACT)?;
    let found = workspace.contacts.iter().filter(|contact| {
        let item = contact.json(workspace);
        query.matches(&|name| match name {
            "segment_id" => json!(contact.segment_ids),
            name => field::at(&item, name),
        })
    });
    let page = Wanted::from_body(call, 50)?.cut(found.collect(), contacts::place);
    let data: Vec<Value> = page
        .entries
        .iter()
        .map(|contact| contact.json(workspace))
        .collect();
    Ok(json!({ "type": "list", "data": data, "total_count": page.total, "pages": page.pages }))
}
