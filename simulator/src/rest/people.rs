use serde_json::{Value, json};

use crate::admin::{Admin, AwayReason};
use crate::desk::Desk;
use crate::office_hours::OfficeHoursSchedule;
use crate::refusal::Refusal;
use crate::rest::call::Call;
use crate::team::Team;

pub(crate) fn me(desk: &Desk<'_>) -> Result<Value, Refusal> {
    let workspace = &desk.workspace;
    let mut admin = workspace.speaker(desk.token.as_deref())?.json(workspace);
    admin["avatar"] = json!({ "type": "avatar", "image_url": null });
    admin["email_verified"] = json!(true);
    admin["app"] = json!({
        "type": "app",
        "id_code": workspace.id_code,
        "name": workspace.name,
        "region": workspace.region,
        "timezone": workspace.time_zone,
        "created_at": workspace.created_at,
        "identity_verification": false,
        "secure": false,
    });
    Ok(admin)
}

pub(crate) fn admins(desk: &Desk<'_>) -> Result<Value, Refusal> {
    let admins: Vec<Value> = desk
        .workspace
        .admins
        .iter()
        .map(|admin| admin.json(desk.workspace))
        .collect();
    Ok(json!({ "type": "admin.list", "admins": admins }))
}

pub(crate) fn admin(desk: &Desk<'_>, id: &str) -> Result<Value, Refusal> {
    desk.workspace
        .admin(id)
        .map(|admin: &Admin| admin.json(desk.workspace))
}

pub(crate) fn set_away(desk: &mut Desk<'_>, id: &str, call: &Call) -> Result<Value, Refusal> {
    let away = call
        .flag("away_mode_enabled")
        .ok_or_else(|| Refusal::missing("away_mode_enabled"))?;
    let reassign = call
        .flag("away_mode_reassign")
        .ok_or_else(|| Refusal::missing("away_mode_reassign"))?;
    desk.set_away(id, away, reassign, call.integer("away_status_reason_id"))?;
    admin(desk, id)
}

pub(crate) fn away_status_reasons(desk: &Desk<'_>) -> Result<Value, Refusal> {
    let workspace = &*desk.workspace;
    let data: Vec<Value> = workspace
        .away_reasons
        .iter()
        .map(|reason: &AwayReason| reason.json(workspace))
        .collect();
    Ok(json!({ "type": "list", "data": data }))
}

pub(crate) fn teams(desk: &Desk<'_>) -> Result<Value, Refusal> {
    let teams: Vec<Value> = desk.workspace.teams.iter().map(Team::json).collect();
    Ok(json!({ "type": "team.list", "teams": teams }))
}

pub(crate) fn team(desk: &Desk<'_>, id: &str) -> Result<Value, Refusal> {
    desk.workspace.team(id).map(Team::json)
}

pub(crate) fn schedules(desk: &Desk<'_>) -> Result<Value, Refusal> {
    let data: Vec<Value> = desk
        .workspace
        .schedules
        .iter()
        .map(OfficeHoursSchedule::json)
        .collect();
    Ok(json!({ "type": "office_hours_schedule.list", "data": data }))
}

pub(crate) fn schedule(desk: &Desk<'_>, id: &str) -> Result<Value, Refusal> {
    find_schedule(desk, id).map(OfficeHoursSchedule::json)
}

pub(crate) fn exceptions(desk: &Desk<'_>, id: &str) -> Result<Value, Refusal> {
    find_schedule(desk, id).map(OfficeHoursSchedule::exceptions_json)
}

fn find_schedule<'a>(desk: &'a Desk<'_>, id: &str) -> Result<&'a OfficeHoursSchedule, Refusal> {
    let found = desk
        .workspace
        .schedules
        .iter()
        .find(|schedule| schedule.id == id);
    found.ok_or_else(|| Refusal::not_found("Object not found"))
}
