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
        }
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("name", &self.name)
            .field("client_id", &self.client_id)
            .field("redirect_urls", &self.redirect_urls)
            .finish_non_exhaustive()
    }
}
