//! Which workspace a request of the page is about.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde::Deserialize;
use shared::id::WorkspaceId;
use simulator::Workspace;

use super::Page;
use super::refusal::Refusal;
use crate::seed::{SHOPS, Shop};

/// One workspace of the demo: `?workspace=ID`, or the first one.
pub struct Room {
    /// The page.
    pub page: Page,
    /// What the demo knows of it.
    pub shop: &'static Shop,
    /// It, at the simulated Intercom.
    pub workspace: Workspace,
    /// Its id, as we know it.
    pub id: WorkspaceId,
}

#[derive(Deserialize)]
struct Asked {
    workspace: Option<String>,
}

impl FromRequestParts<Page> for Room {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, page: &Page) -> Result<Self, Refusal> {
        let asked = Query::<Asked>::try_from_uri(&parts.uri);
        let asked = asked.ok().and_then(|Query(asked)| asked.workspace);
        let shop = match asked {
            None => Some(SHOPS[0]),
            Some(id) => SHOPS.into_iter().find(|shop| shop.id == id),
        };
        let shop = shop.ok_or(Refusal::NoSuchWorkspace)?;
        let workspace = page.intercom.workspace(shop.id);
        Ok(Self {
            page: page.clone(),
            shop,
            workspace: workspace.ok_or(Refusal::NoSuchWorkspace)?,
            id: shop.workspace_id(),
        })
    }
}
