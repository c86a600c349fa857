use serde_json::Value;

/// What conversations can be searched by. A name that ends in a dot stands for all below it.
pub(crate) const CONVERSATION: &[&str] = &[
    "id",
    "created_at",
    "updated_at",
    "source.type",
    "source.id",
    "source.delivered_as",
    "source.subject",
    "source.body",
    "source.author.id",
    "source.author.type",
    "source.author.name",
    "source.author.email",
    "source.url",
    "contact_ids",
    "teammate_ids",
    "admin_assignee_id",
    "team_assignee_id",
    "open",
    "read",
    "state",
    "waiting_since",
    "snoozed_until",
    "tag_ids",
    "priority",
    "statistics.",
    "ai_agent_participated",
    "ai_agent.resolution_state",
    "ai_agent.last_answer_type",
    "ai_agent.source_type",
    "custom_attributes.",
];

/// What contacts can be searched by.
pub(crate) const CONTACT: &[&str] = &[
    "id",
    "role",
    "name",
    "email",
    "phone",
    "external_id",
    "owner_id",
    "created_at",
    "updated_at",
    "last_seen_at",
    "last_replied_at",
    "segment_id",
    "custom_attributes.",
];

/// The value or the values that a conversation has for a field.
pub(crate) fn of_conversation(item: &Value, name: &str) -> Value {
    let ids = |list: &Value| {
        list.as_array()
            .into_iter()
            .flatten()
            .map(|entry| entry["id"].clone())
            .collect()
    };
    match name {
        "contact_ids" => Value::Array(ids(&item["contacts"]["contacts"])),
        "teammate_ids" => Value::Array(ids(&item["teammates"]["teammates"])),
        "tag_ids" => Value::Array(ids(&item["tags"]["tags"])),
        // The body is searched word by word.
        "source.body" => {
            let text = crate::html::to_text(item["source"]["body"].as_str().unwrap_or_default());
            text.split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .collect()
        }
        name => at(item, name),
    }
}

/// The value at a dotted path. An attribute's name may have dots or spaces of its own.
pub(crate) fn at(item: &Value, name: &str) -> Value {
    if let Some(attribute) = name.strip_prefix("custom_attributes.") {
        return item["custom_attributes"][attribute].clone();
    }
    name.split('.').fold(item, |value, key| &value[key]).clone()
}
