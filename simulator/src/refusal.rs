use serde_json::{Value, json};

/// Intercom's "no": what an `error.list` carries.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{status} {code}: {message}")]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Intercom's error code, for instance `action_forbidden`.
    pub code: String,
    /// The sentence beside it.
    pub message: String,
    /// The request field at fault, when one is.
    pub field: Option<String>,
    /// The contact that is there instead: the `Link` of a 410.
    pub canonical: Option<String>,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.into(),
            field: None,
            canonical: None,
        }
    }

    /// 410 `contact_merged`, for a contact that was merged into this one.
    pub(crate) fn merged(into: &str) -> Self {
        let message =
            "This contact has been merged. See the 'Link' header for the canonical contact.";
        Self {
            canonical: Some(into.to_owned()),
            ..Self::new(410, "contact_merged", message)
        }
    }

    pub(crate) fn missing(field: &str) -> Self {
        Self {
            field: Some(field.to_owned()),
            ..Self::new(400, "parameter_missing", format!("{field} is missing"))
        }
    }

    pub(crate) fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self {
            field: Some(field.to_owned()),
            ..Self::new(400, "parameter_invalid", message)
        }
    }

    pub(crate) fn not_found(message: &str) -> Self {
        Self::new(404, "not_found", message)
    }

    pub(crate) fn json(&self, request_id: &str) -> Value {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(field) = &self.field {
            error["field"] = json!(field);
        }
        json!({ "type": "error.list", "request_id": request_id, "errors": [error] })
    }
}
