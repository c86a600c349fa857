use serde_json::Value;

use super::{
    articles, attributes, companies, contacts, conversations, manage, people, reply, search, tags,
};
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::rest::call::Call;

/// None for a path the simulator does not have.
pub(crate) fn route(desk: &mut Desk<'_>, call: &Call) -> Option<Result<Value, Refusal>> {
    let segments: Vec<&str> = call.path.trim_matches('/').split('/').collect();
    let answer = match (call.method.as_str(), segments.as_slice()) {
        ("GET", ["me"]) => people::me(desk),
        ("GET", ["admins"]) => people::admins(desk),
        ("GET", ["admins", id]) => people::admin(desk, id),
        ("PUT", ["admins", id, "away"]) => people::set_away(desk, id, call),
        ("GET", ["away_status_reasons"]) => people::away_status_reasons(desk),
        ("GET", ["teams"]) => people::teams(desk),
        ("GET", ["teams", id]) => people::team(desk, id),
        ("GET", ["office_hours_schedules"]) => people::schedules(desk),
        ("GET", ["office_hours_schedules", id]) => people::schedule(desk, id),
        ("GET", ["office_hours_schedules", id, "office_hours_exceptions"]) => {
            people::exceptions(desk, id)
        }
        ("POST", ["auth", "uninstall"]) => desk.uninstalls_itself(),

        ("GET", ["segments"]) => contacts::all_segments(desk),
        ("GET", ["contacts"]) => contacts::list(desk, call),
        ("POST", ["contacts"]) => contacts::create(desk, call),
        ("POST", ["contacts", "search"]) => search::search_contacts(desk, call),
        ("POST", ["contacts", "merge"]) => contacts::merge(desk, call),
        ("POST", ["contacts", id, "archive"]) => contacts::archive(desk, id, true),
        ("POST", ["contacts", id, "unarchive"]) => contacts::archive(desk, id, false),
        ("GET", ["contacts", id]) => contacts::find(desk, id),
        ("PUT", ["contacts", id]) => contacts::update(desk, id, call),
        ("GET", ["contacts", id, "segments"]) => contacts::segments(desk, id),
        ("GET", ["contacts", id, "companies"]) => contacts::companies(desk, id),
        ("GET", ["contacts", id, "tags"]) => contacts::tags(desk, id),
        ("POST", ["contacts", id, "tags"]) => tags::attach_to_contact(desk, id, call),
        ("DELETE", ["contacts", id, "tags", tag]) => tags::detach_from_contact(desk, id, tag),
        ("GET", ["companies"]) => companies::list(desk, call),
        ("GET", ["companies", id]) => companies::find(desk, id),
        ("PUT", ["companies", id]) => companies::update(desk, id, call),
        ("GET", ["companies", id, "segments"]) => companies::segments(desk, id),

        ("GET", ["conversations", "attributes"]) => attributes::list_conversation(desk, call),
        ("POST", ["conversations", "attributes"]) => attributes::create_conversation(desk, call),
        ("GET", ["conversations", "attributes", id]) => attributes::find_conversation(desk, id),
        ("PUT", ["conversations", "attributes", id]) => {
            attributes::update_conversation(desk, id, call)
        }
        ("DELETE", ["conversations", "attributes", id]) => {
            attributes::archive_conversation(desk, id)
        }
        ("POST", ["conversations", "attributes", id, "options"]) => {
            attributes::add_option(desk, id, call)
        }
        ("PUT", ["conversations", "attributes", id, "options", option]) => {
            attributes::rename_option(desk, id, option, call)
        }
        ("DELETE", ["conversations", "attributes", id, "options", option]) => {
            attributes::archive_option(desk, id, option)
        }

        ("GET", ["conversations"]) => conversations::list(desk, call),
        ("POST", ["conversations"]) => conversations::create(desk, call),
        ("POST", ["conversations", "search"]) => search::search_conversations(desk, call),
        ("POST", ["conversations", "redact"]) => conversations::redact(desk, call),
        ("GET", ["conversations", id]) => conversations::find(desk, id, call),
        ("PUT", ["conversations", id]) => conversations::update(desk, id, call),
        ("DELETE", ["conversations", id]) => conversations::delete(desk, id),
        ("POST", ["conversations", id, "reply"]) => reply::reply(desk, id, call),
        ("POST", ["conversations", id, "parts"]) => manage::manage(desk, id, call),
        ("POST", ["conversations", id, "tags"]) => tags::attach(desk, id, call),
        ("DELETE", ["conversations", id, "tags", tag]) => tags::detach(desk, id, tag, call),
        ("GET", ["tags"]) => tags::list(desk),
        ("POST", ["tags"]) => tags::put(desk, call),

        ("GET", ["articles"]) => articles::list(desk, call),
        ("GET", ["articles", "search"]) => articles::search(desk, call),
        ("GET", ["articles", id]) => articles::find(desk, id),
        ("GET", ["data_attributes"]) => attributes::list_data(desk, call),
        ("POST", ["data_attributes"]) => attributes::create_data(desk, call),
        ("PUT", ["data_attributes", id]) => attributes::update_data(desk, id, call),
        _ => return None,
    };
    Some(answer)
}
