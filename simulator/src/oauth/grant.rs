use serde::{Deserialize, Serialize};

use crate::admin::Admin;
use crate::refusal::Refusal;
use crate::state::WorkspaceState;

/// What is behind a token that an app got for a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) client_id: String,
    /// Who authorised the app.
    pub(crate) admin_id: String,
}

impl WorkspaceState {
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

    /// Ends every token of the app that this one belongs to. Those that nobody authorised count as one app's.
    pub(crate) fn uninstall(&mut self, token: &str) {
        match self.grants.get(token).cloned() {
            None => self.tokens.clear(),
            Some(uninstalled) => self
                .grants
                .retain(|_, grant| grant.client_id != uninstalled.client_id),
        }
    }

    /// Ends every token of every app.
    pub(crate) fn revoke_tokens(&mut self) {
        self.tokens.clear();
        self.grants.clear();
    }
}
