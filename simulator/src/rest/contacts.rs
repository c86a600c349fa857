use serde_json::{Value, json};

use super::pages::{Wanted, only_page};
use crate::contact::Contact;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::rest::call::Call;
use crate::segment::Segment;
use crate::state::ids;

pub(crate) fn list(desk: &Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let all: Vec<&Contact> = desk.workspace.contacts.iter().collect();
    let page = Wanted::from_query(call, 50)?.cut(all, place);
    let data: Vec<Value> = page
        .entries
        .iter()
        .map(|contact| contact.json(desk.workspace))
        .collect();
    Ok(json!({ "type": "list", "data": data, "total_count": page.total, "pages": page.pages }))
}

/// The one added last comes first.
pub(super) fn place(contact: &&Contact) -> (i64, String) {
    (contact.created_at, contact.id.clone())
}

pub(crate) fn find(desk: &Desk<'_>, id: &str) -> Result<Value, Refusal> {
    desk.workspace
        .contact(id)
        .map(|contact| contact.json(desk.workspace))
}

pub(crate) fn create(desk: &mut Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let email = call.text("email");
    let external_id = call.text("external_id");
    let role = call.text("role");
    if email.is_none() && external_id.is_none() && role.is_none() {
        return Err(Refusal::missing("email"));
    }
    let role = role.unwrap_or_else(|| "user".to_owned());
    let taken = desk.workspace.contacts.iter().find(|contact| {
        let same =
            |mine: &Option<String>, theirs: &Option<String>| mine.is_some() && mine == theirs;
        contact.role == role
            && (same(&email, &contact.email) || same(&external_id, &contact.external_id))
    });
    if let Some(contact) = taken {
        let message = format!(
            "A contact matching those details already exists with id={}",
            contact.id
        );
        return Err(Refusal::new(409, "conflict", message));
    }
    if let Some(values) = call.object("custom_attributes")? {
        desk.check_data_attributes("contact", values)?;
    }
    let id = desk.workspace.allot_hex(ids::CONTACT, desk.now);
    let contact = Contact {
        id: id.clone(),
        role,
        created_at: desk.now,
        updated_at: desk.now,
        ..Contact::lead()
    };
    desk.workspace.contacts.push(contact);
    update(desk, &id, call)
}

pub(crate) fn update(desk: &mut Desk<'_>, id: &str, call: &Call) -> Result<Value, Refusal> {
    desk.workspace.contact(id)?;
    if let Some(owner) = call.text("owner_id") {
        desk.workspace.admin(&owner)?;
    }
    if let Some(values) = call.object("custom_attributes")? {
        desk.write_contact_attributes(id, values)?;
    }
    let now = desk.now;
    let contact = desk.workspace.contact_mut(id)?;
    let fields = [
        ("external_id", &mut contact.external_id),
        ("email", &mut contact.email),
        ("phone", &mut contact.phone),
        ("name", &mut contact.name),
        ("owner_id", &mut contact.owner_id),
        ("language_override", &mut contact.language_override),
    ];
    for (name, field) in fields {
        if call.body.get(name).is_some() {
            *field = call.text(name);
        }
    }
    if let Some(role) = call.text("role") {
        contact.role = role;
    }
    contact.updated_at = now;
    find(desk, id)
}

pub(crate) fn all_segments(desk: &Desk<'_>) -> Result<Value, Refusal> {
    let segments: Vec<Value> = desk.workspace.segments.iter().map(Segment::json).collect();
    Ok(json!({ "type": "segment.list", "segments": segments }))
}

pub(crate) fn segments(desk: &Desk<'_>, id: &str) -> Result<Value, Refusal> {
    let contact = desk.workspace.contact(id)?;
    Ok(json!({ "type": "list", "data": desk.workspace.segments_of(&contact.segment_ids) }))
}

/// The schema calls the key `companies`, Intercom's example and its answers `data`.
pub(crate) fn companies(desk: &Desk<'_>, id: &str) -> Result<Value, Refusal> {
    let workspace = &*desk.workspace;
    let ids = workspace.contact(id)?.company_ids.iter();
    let companies: Vec<Value> = ids
        .filter_map(|id| Some(workspace.company(id).ok()?.json(workspace)))
        .collect();
    Ok(json!({
        "type": "list",
        "total_count": companies.len(),
        "pages": only_page(companies.len(), 50),
        "data": companies,
    }))
}

pub(crate) fn tags(desk: &Desk<'_>, id: &str) -> Result<Value, Refusal> {
    let contact = desk.workspace.contact(id)?;
    Ok(json!({ "type": "list", "data": desk.workspace.tags_of(&contact.tag_ids) }))
}
