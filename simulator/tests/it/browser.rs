use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use url::Url;

/// An admin's browser without JavaScript. It does not follow redirects: there is no app to go to.
pub(crate) struct Browser(Client);

/// What it shows, or where it was sent.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) html: String,
    pub(crate) redirect: Option<Url>,
    url: Url,
}

impl Browser {
    pub(crate) fn new() -> Self {
        let client = Client::builder().no_proxy().redirect(Policy::none());
        Self(client.build().unwrap())
    }

    pub(crate) async fn opens(&self, url: &str, query: &[(&str, &str)]) -> Page {
        Page::read(self.0.get(url).query(query).send().await.unwrap()).await
    }

    /// Sends the page's form.
    pub(crate) async fn presses(&self, page: &Page, button: &str, workspace: &str) -> Page {
        let (_, action) = page.html.split_once("action=\"").unwrap();
        let (action, _) = action.split_once('"').unwrap();
        let action = page
            .url
            .join(&html_escape::decode_html_entities(action))
            .unwrap();
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("workspace_id", workspace)
            .append_pair("decision", button)
            .finish();
        let request = self.0.post(action).body(form);
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        Page::read(request.send().await.unwrap()).await
    }
}

impl Page {
    async fn read(response: Response) -> Self {
        let redirect = response.headers().get(LOCATION);
        Self {
            status: response.status().as_u16(),
            redirect: redirect.map(|to| to.to_str().unwrap().parse().unwrap()),
            url: response.url().clone(),
            html: response.text().await.unwrap(),
        }
    }

    /// One parameter of where the browser was sent.
    pub(crate) fn sent(&self, name: &str) -> Option<String> {
        let mut pairs = self.redirect.as_ref()?.query_pairs();
        let found = pairs.find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned())
    }

    pub(crate) fn heading(&self) -> &str {
        let (_, rest) = self.html.split_once("<h1>").unwrap();
        rest.split_once("</h1>").unwrap().0
    }
}
