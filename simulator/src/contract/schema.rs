use serde_json::{Value, json};

/// OpenAPI 3.0 writes `nullable: true` where JSON Schema has a type `null`, and writes it beside a `$ref`
/// too, where JSON Schema ignores it.
pub(crate) fn into_draft_4(value: &mut Value) {
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(into_draft_4),
        Value::Object(fields) => {
            // Examples are data: one may well have a field called `nullable`.
            fields.retain(|key, _| !matches!(key.as_str(), "example" | "examples"));
            fields.values_mut().for_each(into_draft_4);
            if fields.get("nullable") == Some(&Value::Bool(true)) {
                fields.remove("nullable");
                let schema = value.take();
                *value = json!({ "anyOf": [schema, { "type": "null" }] });
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::into_draft_4;

    #[test]
    fn nullable_beside_a_reference_still_means_or_null() {
        let mut schema =
            json!({ "properties": { "company": { "$ref": "#/company", "nullable": true } } });
        into_draft_4(&mut schema);
        assert_eq!(
            schema,
            json!({ "properties": { "company": { "anyOf": [{ "$ref": "#/company" }, { "type": "null" }] } } }),
        );
    }
}
