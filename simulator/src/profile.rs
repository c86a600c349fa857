//! What the customer's own back office changes about a contact.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::company::Company;
use crate::refusal::Refusal;
use crate::state::{WorkspaceState, ids};
use crate::workspace::Workspace;

impl Workspace {
    /// Puts a contact on a plan: that of their first company, which is made if they have none.
    ///
    /// # Errors
    ///
    /// When there is no such contact.
    pub fn set_plan(&self, contact_id: &str, plan: &str) -> Result<(), Refusal> {
        self.fill(|workspace, now| {
            let contact = contact(workspace, contact_id)?;
            let name = contact
                .name
                .clone()
                .unwrap_or_else(|| "A company".to_owned());
            let company_id = match contact.company_ids.first() {
                Some(id) => id.clone(),
                None => {
                    let id = workspace.allot_hex(ids::COMPANY, now);
                    let company_id = id.clone();
                    workspace.companies.push(Company {
                        id: id.clone(),
                        company_id,
                        created_at: now,
                        ..Company::new(name)
                    });
                    self::contact(workspace, contact_id)?
                        .company_ids
                        .push(id.clone());
                    id
                }
            };
            let company = workspace
                .companies
                .iter_mut()
                .find(|company| company.id == company_id);
            if let Some(company) = company {
                company.plan = Some(plan.to_owned());
                company.updated_at = now;
            }
            Ok(())
        })
    }

    /// Puts a contact into one segment, by its name, and out of every other.
    ///
    /// # Errors
    ///
    /// When there is no such contact or segment.
    pub fn set_segment(&self, contact_id: &str, segment: &str) -> Result<(), Refusal> {
        self.fill(|workspace, now| {
            let found = workspace
                .segments
                .iter()
                .find(|known| known.name == segment);
            let id = found
                .map(|segment| segment.id.clone())
                .ok_or_else(|| Refusal::not_found("Segment"))?;
            let contact = contact(workspace, contact_id)?;
            contact.segment_ids = vec![id];
            contact.updated_at = now;
            Ok(())
        })
    }

    /// Writes a contact's attribute; null takes it away. Whether such an attribute exists is the back office's business.
    ///
    /// # Errors
    ///
    /// When there is no such contact.
    pub fn set_contact_attribute(
        &self,
        contact_id: &str,
        name: &str,
        value: &Value,
    ) -> Result<(), Refusal> {
        self.fill(|workspace, now| {
            let contact = contact(workspace, contact_id)?;
            set(&mut contact.custom_attributes, name, value);
            contact.updated_at = now;
            workspace
                .by_apps
                .wrote(("contact", contact_id), name, false);
            Ok(())
        })
    }

    /// The same of a company, by Intercom's id.
    ///
    /// # Errors
    ///
    /// When there is no such company.
    pub fn set_company_attribute(
        &self,
        company_id: &str,
        name: &str,
        value: &Value,
    ) -> Result<(), Refusal> {
        self.fill(|workspace, now| {
            let company = workspace.company_mut(company_id)?;
            set(&mut company.custom_attributes, name, value);
            company.updated_at = now;
            workspace
                .by_apps
                .wrote(("company", company_id), name, false);
            Ok(())
        })
    }

    /// A company's attributes, by Intercom's id.
    ///
    /// # Errors
    ///
    /// When there is no such company.
    pub fn company_attributes(&self, company_id: &str) -> Result<BTreeMap<String, Value>, Refusal> {
        self.fill(|workspace, _| Ok(workspace.company(company_id)?.custom_attributes.clone()))
    }

    /// Has a contact belong to these companies alone, by Intercom's ids. A conversation that has begun goes on to name the company
    /// it began with, or none.
    ///
    /// # Errors
    ///
    /// When there is no such contact or company.
    pub fn set_companies(&self, contact_id: &str, companies: &[String]) -> Result<(), Refusal> {
        self.fill(|workspace, now| {
            for company in companies {
                workspace.company(company)?;
            }
            let contact = contact(workspace, contact_id)?;
            contact.company_ids = companies.to_vec();
            contact.updated_at = now;
            Ok(())
        })
    }

    /// Archives a contact, or brings it back.
    ///
    /// # Errors
    ///
    /// When there is no such contact.
    pub fn archive(&self, contact_id: &str, archived: bool) -> Result<(), Refusal> {
        self.fill(|workspace, _| {
            contact(workspace, contact_id)?.archived = archived;
            Ok(())
        })
    }
}

fn set(attributes: &mut BTreeMap<String, Value>, name: &str, value: &Value) {
    if value.is_null() {
        attributes.remove(name);
    } else {
        attributes.insert(name.to_owned(), value.clone());
    }
}

fn contact<'w>(
    workspace: &'w mut WorkspaceState,
    id: &str,
) -> Result<&'w mut crate::contact::Contact, Refusal> {
    let found = workspace
        .contacts
        .iter_mut()
        .find(|contact| contact.id == id);
    found.ok_or_else(|| Refusal::not_found("Contact"))
}
