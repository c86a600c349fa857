use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Desk, Draft};
use crate::refusal::Refusal;

impl Desk<'_> {
    /// Writes all or nothing. Every attribute makes a part of its own, and Intercom names Fin its author.
    pub(crate) fn write_conversation_attributes(
        &mut self,
        conversation_id: &str,
        values: &Map<String, Value>,
    ) -> Result<(), Refusal> {
        self.workspace.conversation(conversation_id)?;
        self.check_conversation_attributes(values)?;
        for (name, value) in values {
            let conversation = self.workspace.conversation_mut(conversation_id)?;
            let previous = conversation
                .custom_attributes
                .insert(name.clone(), value.clone());
            self.note_writer("conversation", conversation_id, name);
            let mut change =
                json!({ "attribute": { "name": name }, "value": { "name": words(value) } });
            if let Some(previous) = previous {
                change["value"]["previous"] = json!(words(&previous));
            }
            let mut draft = Draft::new("conversation_attribute_updated_by_admin", self.bot());
            draft.event_details = change;
            self.write(conversation_id, draft)?;
        }
        Ok(())
    }

    fn check_conversation_attributes(&self, values: &Map<String, Value>) -> Result<(), Refusal> {
        let live = || {
            self.workspace
                .conversation_attributes
                .iter()
                .filter(|attribute| !attribute.archived)
        };
        let mut seen = std::collections::BTreeSet::new();
        if let Some(twice) = live().find(|attribute| !seen.insert(&attribute.name)) {
            let message = format!(
                "Multiple conversation attributes are named '{}'",
                twice.name
            );
            return Err(Refusal::invalid("custom_attributes", message));
        }
        for (name, value) in values {
            let attribute = live().find(|attribute| &attribute.name == name);
            let attribute = attribute.ok_or_else(|| unknown(name))?;
            attribute
                .accepts(value)
                .map_err(|message| Refusal::invalid("custom_attributes", message))?;
        }
        Ok(())
    }

    pub(crate) fn write_contact_attributes(
        &mut self,
        contact_id: &str,
        values: &Map<String, Value>,
    ) -> Result<(), Refusal> {
        self.check_data_attributes("contact", values)?;
        let contact = self.workspace.contact_mut(contact_id)?;
        merge(&mut contact.custom_attributes, values);
        for name in values.keys() {
            self.note_writer("contact", contact_id, name);
        }
        Ok(())
    }

    pub(crate) fn write_company_attributes(
        &mut self,
        company_id: &str,
        values: &Map<String, Value>,
    ) -> Result<(), Refusal> {
        self.check_data_attributes("company", values)?;
        let company = self.workspace.company_mut(company_id)?;
        merge(&mut company.custom_attributes, values);
        for name in values.keys() {
            self.note_writer("company", company_id, name);
        }
        Ok(())
    }

    fn note_writer(&mut self, kind: &str, id: &str, name: &str) {
        let by_app = self.token.is_some();
        self.workspace.by_apps.wrote((kind, id), name, by_app);
    }

    pub(crate) fn check_data_attributes(
        &self,
        model: &str,
        values: &Map<String, Value>,
    ) -> Result<(), Refusal> {
        for (name, value) in values {
            let mut known = self.workspace.data_attributes.iter();
            let attribute =
                known.find(|known| known.model == model && &known.name == name && !known.archived);
            let attribute = attribute.ok_or_else(|| unknown(name))?;
            attribute
                .accepts(value)
                .map_err(|message| Refusal::invalid("custom_attributes", message))?;
        }
        Ok(())
    }
}

/// Attributes that are not sent are left alone; null removes one.
fn merge(attributes: &mut BTreeMap<String, Value>, values: &Map<String, Value>) {
    attributes.extend(
        values
            .iter()
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    attributes.retain(|_, value| !value.is_null());
}

fn unknown(name: &str) -> Refusal {
    Refusal::invalid(
        "custom_attributes",
        format!("Custom attribute '{name}' does not exist"),
    )
}

fn words(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
