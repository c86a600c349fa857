use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use sha1::{Digest, Sha1};

use crate::oauth::grant::Grant;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::state::{State, uuid_like};

/// Seconds in which a code has to be used.
const LIFETIME: i64 = 600;

/// What a code stands for. It is in the state as long as it may be used.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) workspace_id: String,
    client_id: String,
    admin_id: String,
    made_at: i64,
}

impl Code {
    fn is_alive(&self, now: i64) -> bool {
        now < self.made_at + LIFETIME
    }
}

impl State {
    /// A code for an app to enter a workspace with.
    pub(crate) fn authorise(
        &mut self,
        client_id: &str,
        workspace_id: &str,
        now: i64,
    ) -> Result<String, Refusal> {
        let app = self.apps.get(client_id);
        let app = app.ok_or_else(|| Refusal::not_found("App not found"))?;
        let workspace = self.workspaces.get(workspace_id);
        let workspace = workspace.ok_or_else(|| Refusal::not_found("Workspace not found"))?;
        let made = Code {
            workspace_id: workspace_id.to_owned(),
            client_id: app.client_id.clone(),
            admin_id: workspace.speaker(None)?.id.clone(),
            made_at: now,
        };
        self.codes.retain(|_, code| code.is_alive(now));
        self.authorisations += 1;
        // The 20 bytes of a SHA-1 end in one `=`, as Intercom's codes may.
        let code = URL_SAFE.encode(Sha1::digest(format!("code {}", self.authorisations)));
        self.codes.insert(code.clone(), made);
        Ok(code)
    }

    /// Uses a code up. A code that another app shows, or this one with a wrong secret or in another region, stays good.
    pub(crate) fn redeem(
        &mut self,
        code: &str,
        client_id: &str,
        client_secret: &str,
        region: Option<Region>,
        now: i64,
    ) -> Result<String, Refusal> {
        let app = self.apps.get(client_id);
        if app.is_none_or(|app| app.client_secret != client_secret) {
            return Err(Refusal::new(401, "unauthorized", "Unauthorized Client"));
        }
        let known = self.codes.get(code);
        let known = known.filter(|known| known.client_id == client_id && known.is_alive(now));
        let workspace = known.and_then(|known| self.workspaces.get_mut(&known.workspace_id));
        let workspace = workspace.filter(|workspace| workspace.is_in(region));
        let (Some(known), Some(workspace)) = (known, workspace) else {
            return Err(Refusal::new(401, "unauthorized", "Unauthorized Code"));
        };
        let id = uuid_like(format!("token for {code}")).replace('-', "_");
        let token = URL_SAFE.encode(format!("tok:{id}:1:0"));
        let grant = Grant {
            client_id: client_id.to_owned(),
            admin_id: known.admin_id.clone(),
        };
        workspace.lets_in(token.clone(), grant);
        self.codes.remove(code);
        Ok(token)
    }
}
