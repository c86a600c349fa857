use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::admin::Admin;
use crate::desk::Desk;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::state::WorkspaceState;

/// What is behind a token that an app got for a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) client_id: String,
    /// Who authorised the app.
    pub(crate) admin_id: String,
}

impl WorkspaceState {
    /// Whether the hosts of a region know it; without one, they are every region's.
    pub(crate) fn is_in(&self, region: Option<Region>) -> bool {
        region.is_none_or(|region| self.region == region)
    }

    pub(crate) fn accepts(&self, token: &str) -> bool {
        self.tokens.contains(token) || self.grants.contains_key(token)
    }

    /// The admin that a token speaks for; without one, the admin that would authorise an app now.
    pub(crate) fn speaker(&self, token: Option<&str>) -> Result<&Admin, Refusal> {
        let grant = token.and_then(|token| self.grants.get(token));
        let first = self.admins.first().map(|admin| &admin.id);
        let id = grant
            .map(|grant| &grant.admin_id)
            .or(self.authorised_by.as_ref())
            .or(first)
            .ok_or_else(|| Refusal::not_found("Admin not found"))?;
        self.admin(id)
    }

    pub(crate) fn lets_in(&mut self, token: String, grant: Grant) {
        self.untouched = false;
        self.tokens.remove(&token);
        self.removed.remove(&grant.client_id);
        self.grants.insert(token, grant);
    }

    /// Ends every token of every app.
    pub(crate) fn revoke_tokens(&mut self) {
        self.tokens.clear();
        self.grants.clear();
    }
}

impl Desk<'_> {
    /// Removes an app that was authorised here.
    pub(crate) fn uninstalls(&mut self, client_id: &str) -> Result<(), Refusal> {
        let before = self.workspace.grants.len();
        self.workspace
            .grants
            .retain(|_, grant| grant.client_id != client_id);
        if self.workspace.grants.len() == before {
            return Err(Refusal::not_found("App is not installed"));
        }
        self.workspace.removed.insert(client_id.to_owned());
        self.removed.push(client_id.to_owned());
        Ok(())
    }

    /// `POST /auth/uninstall`: removes the app whose token it is. Tokens that nobody authorised count as one
    /// app's, whose name is not known.
    pub(crate) fn uninstalls_itself(&mut self) -> Result<Value, Refusal> {
        let grant = self
            .token
            .as_ref()
            .and_then(|token| self.workspace.grants.get(token));
        match grant.map(|grant| grant.client_id.clone()) {
            Some(client_id) => self.uninstalls(&client_id)?,
            None => self.workspace.tokens.clear(),
        }
        Ok(json!({}))
    }
}
