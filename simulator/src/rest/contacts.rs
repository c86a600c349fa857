use serde_json::{Value, json};

use super::pages::{Wanted, only_page};
use crate::contact::Contact;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::rest::call::Call;
use crate::segment::Segment;
use crate::state::ids;

pub(crate) fn list(desk: &Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let all = desk.workspace.contacts.iter();
    let all: Vec<&Contact> = all
        .filter(|contact| !contact.archived && contact.merged_into.is_none())
        .collect();
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
        .present_contact(id)
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
    desk.workspace.present_contact(id)?;
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
    let contact = desk.workspace.present_contact(id)?;
    Ok(json!({ "type": "list", "data": desk.workspace.segments_of(&contact.segment_ids) }))
}

/// The schema calls the key `companies`, Intercom's example and its answers `data`.
pub(crate) fn companies(desk: &Desk<'_>, id: &str) -> Result<Value, Refusal> {
    let workspace = &*desk.workspace;
    let ids = workspace.present_contact(id)?.company_ids.iter();
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
    let contact = desk.workspace.present_contact(id)?;
    Ok(json!({ "type": "list", "data": desk.workspace.tags_of(&contact.tag_ids) }))
}

pub(crate) fn archive(desk: &mut Desk<'_>, id: &str, archived: bool) -> Result<Value, Refusal> {
    if let Some(into) = &desk.workspace.contact(id)?.merged_into {
        return Err(Refusal::merged(into));
    }
    let now = desk.now;
    let contact = desk.workspace.contact_mut(id)?;
    contact.archived = archived;
    contact.updated_at = now;
    Ok(json!({
        "type": "contact",
        "id": contact.id,
        "external_id": contact.external_id,
        "archived": archived,
    }))
}

/// A lead becomes part of a user, who gets its conversations, companies, tags and segments, and what it knows that the user
/// does not.
pub(crate) fn merge(desk: &mut Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let (from, into) = (call.required("from")?, call.required("into")?);
    let lead = desk.workspace.present_contact(&from)?.clone();
    let user = desk.workspace.present_contact(&into)?;
    let invalid = |message: &str| Err(Refusal::new(400, "invalid_merge", message));
    if lead.role != "lead" || user.role != "user" {
        return invalid("Contacts can only be merged from a lead into a user");
    }
    let same = |mine: &Option<String>, theirs: &Option<String>| mine.is_some() && mine == theirs;
    let duplicates = same(&lead.email, &user.email) || same(&lead.phone, &user.phone);
    if !duplicates && call.flag("skip_duplicate_validation") != Some(true) {
        return invalid(
            "Contacts can only be merged when they are duplicates (matching email or phone). Pass skip_duplicate_validation=true to override this check.",
        );
    }
    let now = desk.now;
    desk.workspace.contact_mut(&from)?.merged_into = Some(into.clone());
    let conversations = desk.workspace.conversations.iter_mut();
    for conversation in conversations.filter(|conversation| conversation.contact_id == from) {
        conversation.contact_id.clone_from(&into);
    }
    let user = desk.workspace.contact_mut(&into)?;
    for (mine, theirs) in [
        (&mut user.company_ids, lead.company_ids),
        (&mut user.segment_ids, lead.segment_ids),
        (&mut user.tag_ids, lead.tag_ids),
    ] {
        let new: Vec<_> = theirs.into_iter().filter(|id| !mine.contains(id)).collect();
        mine.extend(new);
    }
    for (name, value) in lead.custom_attributes {
        user.custom_attributes.entry(name).or_insert(value);
    }
    user.updated_at = now;
    find(desk, &into)
}
