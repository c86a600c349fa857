//! Where the file contradicts Intercom's own examples or what Intercom has been seen to send.

use serde_json::{Value, json};

use crate::contract::ContractError;

enum Mend {
    /// May be null.
    Nullable,
    /// Any value will do.
    Anything,
}

use Mend::{Anything, Nullable};

/// Schema, property, what is mended, and the reason.
const TOLERATED: &[(&str, &str, Mend, &str)] = &[
    (
        "conversation_statistics",
        "time_to_assignment",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "time_to_admin_reply",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "time_to_first_close",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "time_to_last_close",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "median_time_to_reply",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "first_contact_reply_at",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "first_assignment_at",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "first_admin_reply_at",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "first_close_at",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "last_assignment_at",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "last_assignment_admin_reply_at",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "last_contact_reply_at",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "last_admin_reply_at",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "last_close_at",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "last_closed_by_id",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    (
        "conversation_statistics",
        "handling_time",
        Nullable,
        UNTIL_IT_HAPPENS,
    ),
    ("conversation", "custom_attributes", Anything, SYSTEM_KEYS),
    (
        "conversation_list_item",
        "custom_attributes",
        Anything,
        SYSTEM_KEYS,
    ),
    (
        "update_conversation_request",
        "custom_attributes",
        Anything,
        "the API has boolean and decimal attributes",
    ),
    (
        "company",
        "custom_attributes",
        Anything,
        "the API has integer and boolean company attributes",
    ),
    (
        "update_company_request",
        "custom_attributes",
        Anything,
        "the API has integer and boolean company attributes",
    ),
    ("contact", "email", Nullable, "a lead has no e-mail address"),
];

const UNTIL_IT_HAPPENS: &str = "captured payloads have null until it happens";
const SYSTEM_KEYS: &str = "captured payloads have boolean system keys such as \"Copilot used\"";

pub(crate) fn tolerate(document: &mut Value) -> Result<(), ContractError> {
    for (schema, property, mend, _) in TOLERATED {
        let pointer = format!("/components/schemas/{schema}/properties/{property}");
        let found = document
            .pointer_mut(&pointer)
            .ok_or(ContractError::Unfamiliar(pointer))?;
        match mend {
            Nullable => found["nullable"] = json!(true),
            Anything => *found = json!({}),
        }
    }
    Ok(())
}
