use serde_json::{Value, json};

use crate::conversation_attribute::{AttributeOption, ConversationAttribute};
use crate::data_attribute::DataAttribute;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::rest::call::Call;
use crate::state::{ids, uuid_like};

const DATA_TYPES: [&str; 6] = ["string", "integer", "float", "boolean", "datetime", "date"];
const CONVERSATION_TYPES: [&str; 8] = [
    "string",
    "integer",
    "list",
    "decimal",
    "boolean",
    "datetime",
    "relationship",
    "files",
];

pub(crate) fn list_data(desk: &Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let model = call.query("model");
    if model == Some("conversation") {
        let message =
            "model=conversation is no longer supported. Use GET /conversations/attributes instead";
        return Err(Refusal::new(422, "parameter_invalid", message));
    }
    let archived = call.query("include_archived") == Some("true");
    let attributes = desk.workspace.data_attributes.iter();
    let found = attributes.filter(|attribute| {
        model.is_none_or(|model| attribute.model == model) && (archived || !attribute.archived)
    });
    Ok(json!({ "type": "list", "data": found.map(DataAttribute::json).collect::<Vec<_>>() }))
}

pub(crate) fn create_data(desk: &mut Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let name = call.required("name")?;
    let model = call
        .text("model")
        .filter(|model| matches!(model.as_str(), "contact" | "company"));
    let model = model.ok_or_else(|| {
        Refusal::new(
            400,
            "parameter_invalid",
            "The Data Attribute model field must be either contact or company",
        )
    })?;
    let refuse = |message: String| Err(Refusal::new(400, "parameter_invalid", message));
    if !name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '$' | '€' | '£' | '¥'))
    {
        return refuse(
            "Your name for this attribute must only contain alphanumeric characters, currency symbols, and hyphens".to_owned(),
        );
    }
    if let Some(other) = desk
        .workspace
        .data_attributes
        .iter()
        .find(|attribute| attribute.name == name)
    {
        let people = |model: &str| {
            if model == "contact" {
                "people"
            } else {
                "company"
            }
        };
        return refuse(format!(
            "You already have '{name}' in your {} data. To save this as new {} data, use a different name.",
            people(&other.model),
            people(&model),
        ));
    }
    let data_type = call.required("data_type")?;
    let options = options(call)?;
    let data_type = match data_type.as_str() {
        "options" if options.len() < 2 => {
            return refuse("A list needs at least two options".to_owned());
        }
        "options" => "string".to_owned(),
        known if DATA_TYPES.contains(&known) => data_type,
        _ => return refuse("Data Type isn't an option".to_owned()),
    };
    let attribute = DataAttribute {
        id: desk.workspace.allot(ids::ATTRIBUTE),
        model,
        name,
        data_type,
        description: call.text("description").unwrap_or_default(),
        options,
        archived: false,
        created_at: desk.now,
    };
    let answer = attribute.json();
    desk.workspace.data_attributes.push(attribute);
    Ok(answer)
}

pub(crate) fn update_data(desk: &mut Desk<'_>, id: &str, call: &Call) -> Result<Value, Refusal> {
    let options = options(call)?;
    let attribute = desk
        .workspace
        .data_attributes
        .iter_mut()
        .find(|attribute| attribute.id.to_string() == id);
    let attribute = attribute.ok_or_else(|| {
        Refusal::new(
            404,
            "field_not_found",
            "We couldn't find that data attribute to update",
        )
    })?;
    if !options.is_empty() {
        attribute.options = options;
    }
    attribute.archived = call.flag("archived").unwrap_or(attribute.archived);
    if let Some(description) = call.text("description") {
        attribute.description = description;
    }
    Ok(attribute.json())
}

fn options(call: &Call) -> Result<Vec<String>, Refusal> {
    let Some(options) = call.body.get("options") else {
        return Ok(Vec::new());
    };
    let options = options
        .as_array()
        .ok_or_else(|| Refusal::invalid("options", "Options isn't an array"))?;
    Ok(options
        .iter()
        .filter_map(|option| option["value"].as_str())
        .map(str::to_owned)
        .collect())
}

pub(crate) fn list_conversation(desk: &Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let archived = call.query("include_archived") == Some("true");
    let found = desk
        .workspace
        .conversation_attributes
        .iter()
        .filter(|attribute| archived || !attribute.archived);
    Ok(
        json!({ "type": "list", "data": found.map(ConversationAttribute::json).collect::<Vec<_>>() }),
    )
}

pub(crate) fn create_conversation(desk: &mut Desk<'_>, call: &Call) -> Result<Value, Refusal> {
    let name = call
        .required("name")
        .map_err(|_| unprocessable("name is required"))?;
    let data_type = call
        .required("data_type")
        .map_err(|_| unprocessable("data_type is required"))?;
    if !CONVERSATION_TYPES.contains(&data_type.as_str()) {
        let allowed = CONVERSATION_TYPES.join(", ");
        return Err(unprocessable(&format!(
            "data_type '{data_type}' is not valid. Allowed types: {allowed}"
        )));
    }
    let mut existing = desk.workspace.conversation_attributes.iter();
    if existing.any(|attribute| attribute.name == name && !attribute.archived) {
        return Err(unprocessable(&format!(
            "An attribute named '{name}' already exists"
        )));
    }
    let labels = call.body["options"].as_array().into_iter().flatten();
    let labels: Vec<String> = labels
        .filter_map(|option| option["label"].as_str())
        .map(str::to_owned)
        .collect();
    if data_type == "list" && labels.len() < 2 {
        return Err(unprocessable(
            "A list attribute must have at least 2 active options",
        ));
    }
    let options = labels
        .into_iter()
        .map(|label| new_option(desk, label))
        .collect();
    let attribute = ConversationAttribute {
        id: desk.workspace.allot(ids::ATTRIBUTE),
        description: call.text("description").unwrap_or_default(),
        options,
        created_at: desk.now,
        updated_at: desk.now,
        ..ConversationAttribute::new(name, data_type)
    };
    let answer = attribute.json();
    desk.workspace.conversation_attributes.push(attribute);
    Ok(answer)
}

pub(crate) fn find_conversation(desk: &mut Desk<'_>, id: &str) -> Result<Value, Refusal> {
    conversation_attribute(desk, id).map(|attribute| attribute.json())
}

pub(crate) fn update_conversation(
    desk: &mut Desk<'_>,
    id: &str,
    call: &Call,
) -> Result<Value, Refusal> {
    let now = desk.now;
    let attribute = conversation_attribute(desk, id)?;
    if let Some(name) = call.text("name") {
        attribute.name = name;
    }
    if let Some(description) = call.text("description") {
        attribute.description = description;
    }
    attribute.updated_at = now;
    Ok(attribute.json())
}

pub(crate) fn archive_conversation(desk: &mut Desk<'_>, id: &str) -> Result<Value, Refusal> {
    let now = desk.now;
    let attribute = conversation_attribute(desk, id)?;
    attribute.archived = true;
    attribute.updated_at = now;
    Ok(attribute.json())
}

pub(crate) fn add_option(desk: &mut Desk<'_>, id: &str, call: &Call) -> Result<Value, Refusal> {
    list_attribute(desk, id)?;
    let option = new_option(desk, label(call)?);
    let now = desk.now;
    let attribute = list_attribute(desk, id)?;
    attribute.options.push(option);
    attribute.updated_at = now;
    Ok(attribute.json())
}

pub(crate) fn rename_option(
    desk: &mut Desk<'_>,
    id: &str,
    option: &str,
    call: &Call,
) -> Result<Value, Refusal> {
    let attribute = list_attribute(desk, id)?;
    let option = attribute
        .options
        .iter_mut()
        .find(|known| known.id == option)
        .ok_or_else(option_not_found)?;
    option.label = label(call)?;
    Ok(attribute.json())
}

pub(crate) fn archive_option(
    desk: &mut Desk<'_>,
    id: &str,
    option: &str,
) -> Result<Value, Refusal> {
    let attribute = list_attribute(desk, id)?;
    let active = attribute
        .options
        .iter()
        .filter(|known| !known.archived)
        .count();
    let option = attribute
        .options
        .iter_mut()
        .find(|known| known.id == option)
        .ok_or_else(option_not_found)?;
    if active <= 2 {
        return Err(unprocessable(
            "A list attribute must have at least 2 active options",
        ));
    }
    option.archived = true;
    Ok(attribute.json())
}

fn conversation_attribute<'a>(
    desk: &'a mut Desk<'_>,
    id: &str,
) -> Result<&'a mut ConversationAttribute, Refusal> {
    let found = desk
        .workspace
        .conversation_attributes
        .iter_mut()
        .find(|attribute| attribute.id.to_string() == id);
    found.ok_or_else(|| {
        Refusal::new(
            404,
            "conversation_attribute_not_found",
            "Conversation attribute not found",
        )
    })
}

fn list_attribute<'a>(
    desk: &'a mut Desk<'_>,
    id: &str,
) -> Result<&'a mut ConversationAttribute, Refusal> {
    let attribute = conversation_attribute(desk, id)?;
    if attribute.data_type == "list" {
        Ok(attribute)
    } else {
        Err(unprocessable(
            "Options can only be managed on list attributes",
        ))
    }
}

fn new_option(desk: &mut Desk<'_>, label: String) -> AttributeOption {
    AttributeOption {
        id: uuid_like(desk.workspace.allot(ids::OPTION)),
        label,
        archived: false,
    }
}

fn label(call: &Call) -> Result<String, Refusal> {
    match call.body.get("label") {
        Some(Value::String(label)) => Ok(label.clone()),
        Some(_) => Err(unprocessable("label must be a string")),
        None => Err(unprocessable("label is required")),
    }
}

fn option_not_found() -> Refusal {
    Refusal::new(
        404,
        "conversation_attribute_not_found",
        "List option not found",
    )
}

fn unprocessable(message: &str) -> Refusal {
    Refusal::new(422, "parameter_invalid", message)
}
