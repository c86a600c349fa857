use serde_json::{Value, json};

use super::pages::only_page;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::rest::call::Call;

pub(crate) fn list(desk: &Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let workspace = &*desk.workspace;
    let found = workspace.companies.iter().filter(|company| {
        call.query("name").is_none_or(|name| company.name == name)
            && call
                .query("company_id")
                .is_none_or(|id| company.company_id == id)
    });
    let data: Vec<Value> = found.map(|company| company.json(workspace)).collect();
    Ok(
        json!({ "type": "list", "total_count": data.len(), "pages": only_page(data.len(), 50), "data": data }),
    )
}

pub(crate) fn find(desk: &Desk<'_>, id: &str) -> Result<Value, Refusal> {
    desk.workspace
        .company(id)
        .map(|company| company.json(desk.workspace))
}

pub(crate) fn update(desk: &mut Desk<'_>, id: &str, call: &Call) -> Result<Value, Refusal> {
    desk.workspace.company(id)?;
    if let Some(values) = call.object("custom_attributes")? {
        desk.write_company_attributes(id, values)?;
    }
    let now = desk.now;
    let company = desk.workspace.company_mut(id)?;
    for (name, field) in [
        ("name", &mut company.name),
        ("website", &mut company.website),
        ("industry", &mut company.industry),
    ] {
        if let Some(text) = call.text(name) {
            *field = text;
        }
    }
    if let Some(plan) = call.text("plan") {
        company.plan = Some(plan);
    }
    company.size = call.integer("size").unwrap_or(company.size);
    company.monthly_spend = call
        .integer("monthly_spend")
        .unwrap_or(company.monthly_spend);
    company.updated_at = now;
    find(desk, id)
}

pub(crate) fn segments(desk: &Desk<'_>, id: &str) -> Result<Value, Refusal> {
    let company = desk.workspace.company(id)?;
    Ok(json!({ "type": "list", "data": desk.workspace.segments_of(&company.segment_ids) }))
}
