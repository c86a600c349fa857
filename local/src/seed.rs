//! The demo's workspaces: two shops that share nothing but ids.

mod acme;
mod harbour;
mod recipes;

use serde::Deserialize;
use shared::id::WorkspaceId;
use simulator::{Article, ConversationAttribute, Intercom, Segment, Workspace};

pub use acme::{ACME, plant_as};
pub use harbour::HARBOUR;
pub use recipes::{RECIPES, Recipe};

/// A workspace of the demo, and what the page offers for it.
pub struct Shop {
    /// The workspace's id, `app_id` in notifications.
    pub id: &'static str,
    /// What its Messenger looks like.
    pub look: &'static str,
    /// Its configuration, or one to start with.
    pub config: &'static str,
    /// The plans a visitor can be on, lowest first.
    pub plans: &'static [&'static str],
    /// The segments a visitor can be in.
    pub segments: &'static [&'static str],
    /// Pages of its site, one for each rule of the configuration.
    pub pages: &'static [&'static str],
    /// Configurations a newcomer may try.
    pub recipes: &'static [Recipe],
    /// What a newcomer may try first.
    pub suggestions: &'static [&'static str],
    /// Fills it.
    pub plant: fn(&Intercom) -> Workspace,
}

impl Shop {
    /// The workspace's id.
    #[must_use]
    pub fn workspace_id(&self) -> WorkspaceId {
        WorkspaceId::try_from(self.id).expect("the shops' ids are ids")
    }
}

/// Every shop. The first one has Nexora from the beginning.
pub const SHOPS: [&Shop; 2] = [&ACME, &HARBOUR];

/// The id of the first workspace, `app_id` in notifications.
pub const WORKSPACE: &str = "acmetea1";
/// The access token the simulated Intercom gave the app there.
pub const TOKEN: &str = "dG9rOmxvY2FsLW9ubHk=";
/// What names the app at the simulated Intercom.
pub const CLIENT_ID: &str = "nexora-on-one-machine";
/// The client secret of the app, with which the simulated Intercom signs.
pub const CLIENT_SECRET: &str = "local-only-client-secret";
/// The first workspace's configuration, but for when people are there: what tests begin with, at whatever hour.
pub const CONFIG: &str = include_str!("../seed/acme.yaml");

#[derive(Deserialize)]
struct SeedArticle {
    title: String,
    slug: String,
    body: String,
}

/// Fills an empty Intercom with the first workspace.
pub fn plant(intercom: &Intercom) -> Workspace {
    (ACME.plant)(intercom)
}

/// The ids of a shop's segments, in their order.
fn segments(workspace: &Workspace, shop: &Shop) -> Vec<String> {
    let names = shop.segments.iter();
    names
        .map(|name| workspace.add_segment(Segment::new(*name)))
        .collect()
}

/// Publishes a Help Center, and what every workspace of the demo has.
fn publish(workspace: &Workspace, help_center: &str, articles: &str) {
    for name in ["Nexora intent", "Nexora outcome"] {
        workspace.add_conversation_attribute(ConversationAttribute::new(name, "string"));
    }
    let articles: Vec<SeedArticle> =
        serde_json::from_str(articles).expect("the seeds are checked by a test");
    for article in articles {
        let url = format!("{help_center}/{}", article.slug);
        workspace.add_article(Article::published(article.title, article.body, url));
    }
    // The Messenger says something by itself in every new conversation, as real ones do.
    workspace.send_boilerplate(true);
}
