//! The template as data. Its functions (`!Sub`, `!GetAtt` …) are read as their arguments.

use std::collections::BTreeMap;

use serde_json::Value;

/// The template as it is written.
pub(crate) const fn text() -> &'static str {
    include_str!("../../../template.yaml")
}

/// The template's resources.
pub(crate) struct Document(BTreeMap<String, Value>);

impl Document {
    pub(crate) fn read() -> Self {
        // `N` is a type of DynamoDB's, and not YAML 1.1's short for `no`.
        let options = serde_saphyr::options! { strict_booleans: true };
        let mut template: BTreeMap<String, Value> =
            serde_saphyr::from_str_with_options(text(), options).unwrap();
        Self(serde_json::from_value(template.remove("Resources").unwrap()).unwrap())
    }

    /// The properties of all resources of a type.
    pub(crate) fn of_type(&self, kind: &str) -> impl Iterator<Item = (&str, &Value)> {
        self.0
            .iter()
            .filter(move |(_, resource)| resource["Type"] == kind)
            .map(|(id, resource)| (id.as_str(), &resource["Properties"]))
    }

    pub(crate) fn properties(&self, id: &str) -> &Value {
        let resource = self.0.get(id);
        &resource.unwrap_or_else(|| panic!("the template has no {id}"))["Properties"]
    }
}
