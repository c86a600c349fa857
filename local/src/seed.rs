//! The demo's workspace: a tea subscription with a Help Center, three plans and a few people.

use serde::Deserialize;
use simulator::{
    Admin, Article, Company, Contact, ConversationAttribute, Intercom, NewWorkspace, Segment, Team,
    Workspace,
};

/// The workspace's id, `app_id` in notifications.
pub const WORKSPACE: &str = "acmetea1";
/// The access token the simulated Intercom gave the app.
pub const TOKEN: &str = "dG9rOmxvY2FsLW9ubHk=";
/// The client secret of the app, with which the simulated Intercom signs.
pub const CLIENT_SECRET: &str = "local-only-client-secret";
/// Its configuration.
pub const CONFIG: &str = include_str!("../seed/acme.yaml");

/// The plans a visitor can be on, lowest first.
pub const PLANS: &[&str] = &["Free", "Team", "Enterprise"];
/// The segments a visitor can be in.
pub const SEGMENTS: &[&str] = &["New visitors", "Free plan", "Champions"];
/// Pages of the site, one for each rule of the configuration.
pub const PAGES: &[&str] = &[
    "https://www.acmetea.example/shop/green-teas",
    "https://www.acmetea.example/account/delivery",
    "https://www.acmetea.example/pricing",
    "https://www.acmetea.example/legal/terms",
    "https://www.acmetea.example/careers",
];
/// What a newcomer may try first.
pub const SUGGESTIONS: &[&str] = &[
    "How do I change my delivery address?",
    "What is the capital of France?",
    "I want to talk to a person",
];

#[derive(Deserialize)]
struct SeedArticle {
    title: String,
    slug: String,
    body: String,
}

/// Fills an empty Intercom with the demo's workspace.
pub fn plant(intercom: &Intercom) -> Workspace {
    plant_as(intercom, WORKSPACE, TOKEN)
}

/// Adds the demo's workspace under another id and token. Everything in it has the same ids as in any other.
pub fn plant_as(intercom: &Intercom, id: &str, token: &str) -> Workspace {
    let acme = intercom.add_workspace(NewWorkspace {
        name: "Acme Tea".to_owned(),
        region: "EU".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        ..NewWorkspace::new(id, token)
    });
    let ada = acme.add_admin(Admin::new("Ada Okafor", "ada@acmetea.example"));
    let ben = acme.add_admin(Admin::new("Ben Sato", "ben@acmetea.example"));
    let cleo = acme.add_admin(Admin::new("Cleo Marin", "cleo@acmetea.example"));
    let nexora = acme.add_admin(Admin::new("Nexora", "nexora@acmetea.example"));
    acme.authorised_by(&nexora);
    acme.add_team(Team::new("Support", [&ada, &ben].map(String::as_str)));
    acme.add_team(Team::new("Success", [cleo.as_str()]));
    let segments: Vec<_> = SEGMENTS
        .iter()
        .map(|name| acme.add_segment(Segment::new(*name)))
        .collect();

    let company = |name: &str, plan: &str| {
        acme.add_company(Company {
            plan: Some(plan.to_owned()),
            ..Company::new(name)
        })
    };
    let (ruiz, lindt, orbit) = (
        company("Ruiz Design", "Free"),
        company("Lindt & Sohn", "Team"),
        company("Orbit Rail", "Enterprise"),
    );
    let contact =
        |name: &str, email: &str, company: &str, segment: usize, owner: Option<&String>| {
            acme.add_contact(Contact {
                company_ids: vec![company.to_owned()],
                segment_ids: vec![segments[segment].clone()],
                owner_id: owner.cloned(),
                ..Contact::user(name, email)
            });
        };
    contact("Ana Ruiz", "ana@ruiz.example", &ruiz, 1, None);
    contact("Jonas Lindt", "jonas@lindt.example", &lindt, 2, None);
    contact("Priya Nair", "priya@orbit.example", &orbit, 0, Some(&cleo));

    for name in ["Nexora intent", "Nexora outcome"] {
        acme.add_conversation_attribute(ConversationAttribute::new(name, "string"));
    }
    let articles: Vec<SeedArticle> = serde_json::from_str(include_str!("../seed/articles.json"))
        .expect("the seed is checked by a test");
    for article in articles {
        let url = format!("https://help.acmetea.example/en/articles/{}", article.slug);
        acme.add_article(Article::published(article.title, article.body, url));
    }
    // The Messenger says something by itself in every new conversation, as real ones do.
    acme.send_boilerplate(true);
    acme
}
