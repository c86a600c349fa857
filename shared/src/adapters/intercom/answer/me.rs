//! `GET /me`.

use serde::Deserialize;

use super::super::me;
use super::name::plain;
use crate::id::{AdminId, WorkspaceId};
use crate::ports::registry::Region;

/// The admin who authorised, and the workspace.
#[derive(Debug, Deserialize)]
pub(crate) struct Me {
    id: AdminId,
    app: App,
}

#[derive(Debug, Deserialize)]
struct App {
    id_code: WorkspaceId,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    region: Option<String>,
    #[serde(default)]
    timezone: Option<String>,
}

impl From<Me> for me::Me {
    fn from(me: Me) -> Self {
        Self {
            admin: me.id,
            workspace: me.app.id_code,
            name: plain(me.app.name),
            region: match me.app.region.as_deref() {
                Some("US") => Some(Region::Us),
                Some("EU") => Some(Region::Eu),
                Some("AU") => Some(Region::Au),
                _ => None,
            },
            time_zone: me.app.timezone.filter(|zone| !zone.is_empty()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_names_its_workspace_and_region() {
        let me: Me = serde_json::from_str(
            r#"{"type":"admin","id":"1295","email":"ada@acme.example","name":"Ada","email_verified":true,
                "avatar":{"type":"avatar","image_url":null},"app":{"type":"app","id_code":"xyz789","name":"Acme",
                "region":"EU","timezone":"Europe/Dublin","created_at":1671465577,"identity_verification":false}}"#,
        )
        .unwrap();
        insta::assert_debug_snapshot!(me::Me::from(me), @r#"
        Me {
            admin: 1295,
            workspace: xyz789,
            name: "Acme",
            region: Some(
                Eu,
            ),
            time_zone: Some(
                "Europe/Dublin",
            ),
        }
        "#);
    }

    #[test]
    fn a_region_newer_than_this_code_is_as_good_as_none() {
        let me: Me = serde_json::from_str(
            r#"{"id":1,"app":{"id_code":"xyz789","region":"JP","timezone":""}}"#,
        )
        .unwrap();
        insta::assert_debug_snapshot!(me::Me::from(me), @r#"
        Me {
            admin: 1,
            workspace: xyz789,
            name: "",
            region: None,
            time_zone: None,
        }
        "#);
    }
}
