//! The template as data. Its functions (`!Sub`, `!GetAtt` …) are read as their arguments, and what depends on
//! `WorkspaceCredentials` as it is with one of its values.

use std::collections::BTreeMap;

use serde_json::Value;

/// The template as it is written.
pub(crate) const fn text() -> &'static str {
    include_str!("../../../template.yaml")
}

/// The template's resources.
pub(crate) struct Document(BTreeMap<String, Value>);

/// With which credentials functions reach rows and tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum WorkspaceCredentials {
    Shared,
    Vended,
}

/// The condition that holds where they are vended.
const VENDS: &str = "VendsCredentials";

impl WorkspaceCredentials {
    /// What stays of a value: of `!If [VendsCredentials, …, …]` one of both, and nothing of what then is no value.
    fn chosen(self, value: Value) -> Option<Value> {
        match value {
            Value::Array(items) if items.first().is_some_and(|first| first == VENDS) => {
                let [_, vended, shared] = <[Value; 3]>::try_from(items).unwrap();
                self.chosen(if self == Self::Vended { vended } else { shared })
            }
            Value::Array(items) => {
                let items = items.into_iter().filter_map(|item| self.chosen(item));
                Some(items.collect())
            }
            Value::Object(entries) => {
                let chosen = |(name, value)| Some((name, self.chosen(value)?));
                Some(Value::Object(
                    entries.into_iter().filter_map(chosen).collect(),
                ))
            }
            Value::String(text) if text == "AWS::NoValue" => None,
            value => Some(value),
        }
    }
}

impl Document {
    /// As it is deployed when nobody says otherwise.
    pub(crate) fn read() -> Self {
        Self::with(WorkspaceCredentials::Shared)
    }

    pub(crate) fn with(credentials: WorkspaceCredentials) -> Self {
        // `N` is a type of DynamoDB's, and not YAML 1.1's short for `no`.
        let options = serde_saphyr::options! { strict_booleans: true };
        let mut template: BTreeMap<String, Value> =
            serde_saphyr::from_str_with_options(text(), options).unwrap();
        let resources = credentials.chosen(template.remove("Resources").unwrap());
        let mut resources: BTreeMap<String, Value> =
            serde_json::from_value(resources.unwrap()).unwrap();
        resources.retain(|_, resource| {
            credentials == WorkspaceCredentials::Vended || resource["Condition"] != VENDS
        });
        Self(resources)
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
