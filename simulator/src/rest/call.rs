use std::collections::BTreeMap;

use http::Request;
use serde_json::{Map, Value};

use crate::refusal::Refusal;

/// A request as the endpoints read it.
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) path: String,
    query: BTreeMap<String, String>,
    pub(crate) body: Value,
}

impl Call {
    pub(crate) fn read(request: &Request<Vec<u8>>) -> Result<Self, Refusal> {
        let body = match request.body().as_slice() {
            [] => Value::Null,
            json => serde_json::from_slice(json)
                .map_err(|_| Refusal::new(400, "bad_request", "invalid JSON"))?,
        };
        let query = request.uri().query().unwrap_or_default();
        Ok(Self {
            method: request.method().to_string(),
            path: request.uri().path().to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
            body,
        })
    }

    pub(crate) fn only_reads(&self) -> bool {
        self.method == "GET" || self.path.ends_with("/search")
    }

    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    pub(crate) fn wants_plain_text(&self) -> bool {
        self.query("display_as") == Some("plaintext")
    }

    /// A text field. Ids come as strings or as numbers, and Intercom takes both.
    pub(crate) fn text(&self, field: &str) -> Option<String> {
        match self.body.get(field)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    pub(crate) fn required(&self, field: &str) -> Result<String, Refusal> {
        self.text(field)
            .filter(|text| !text.trim().is_empty())
            .ok_or_else(|| Refusal::missing(field))
    }

    pub(crate) fn integer(&self, field: &str) -> Option<i64> {
        let value = self.body.get(field)?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }

    pub(crate) fn flag(&self, field: &str) -> Option<bool> {
        self.body.get(field)?.as_bool()
    }

    pub(crate) fn object(&self, field: &str) -> Result<Option<&Map<String, Value>>, Refusal> {
        match self.body.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(map)) => Ok(Some(map)),
            Some(_) => Err(Refusal::invalid(field, format!("{field} must be a hash"))),
        }
    }
}
