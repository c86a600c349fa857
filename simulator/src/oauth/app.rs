use std::fmt;

use serde::{Deserialize, Serialize};

/// An app as its developer registered it.
#[derive(Clone, Serialize, Deserialize)]
pub struct App {
    /// As the page shows it on which an admin authorises the app.
    pub name: String,
    /// Names the app in every request.
    pub client_id: String,
    /// With it the app proves that it is the one to get a token.
    pub client_secret: String,
    /// Where an admin may be sent back to; the first is the default.
    pub redirect_urls: Vec<String>,
    /// Where it wants to hear that it was removed from a workspace; nowhere unless set.
    #[serde(default)]
    pub uninstall_url: Option<String>,
    /// Whether what is posted there is signed, as one integration reads it. Intercom documents no signature.
    #[serde(default = "signs")]
    pub signs_uninstall: bool,
}

const fn signs() -> bool {
    true
}

impl App {
    /// An app named after its client id.
    pub fn new<T: Into<String>>(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        redirect_urls: impl IntoIterator<Item = T>,
    ) -> Self {
        let client_id = client_id.into();
        Self {
            name: client_id.clone(),
            client_id,
            client_secret: client_secret.into(),
            redirect_urls: redirect_urls.into_iter().map(Into::into).collect(),
            uninstall_url: None,
            signs_uninstall: signs(),
        }
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("name", &self.name)
            .field("client_id", &self.client_id)
            .field("redirect_urls", &self.redirect_urls)
            .field("uninstall_url", &self.uninstall_url)
            .field("signs_uninstall", &self.signs_uninstall)
            .finish_non_exhaustive()
    }
}
