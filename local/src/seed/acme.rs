//! A tea subscription in Europe, with Nexora at work.

use simulator::{Admin, Company, Contact, Intercom, NewWorkspace, Region, Team, Workspace};

use super::{Shop, TOKEN, WORKSPACE, publish, segments};

/// The shop.
pub const ACME: Shop = Shop {
    id: WORKSPACE,
    look: "tea",
    config: include_str!("../../seed/acme.yaml"),
    plans: &["Free", "Team", "Enterprise"],
    segments: &["New visitors", "Free plan", "Champions"],
    pages: &[
        "https://www.acmetea.example/shop/green-teas",
        "https://www.acmetea.example/account/delivery",
        "https://www.acmetea.example/pricing",
        "https://www.acmetea.example/legal/terms",
        "https://www.acmetea.example/careers",
    ],
    suggestions: &[
        "How do I change my delivery address?",
        "What is the capital of France?",
        "I want to talk to a person",
    ],
    plant: |intercom| plant_as(intercom, WORKSPACE, TOKEN),
};

/// Adds the shop's workspace under another id and token. Everything in it has the same ids as in any other.
pub fn plant_as(intercom: &Intercom, id: &str, token: &str) -> Workspace {
    let acme = intercom.add_workspace(NewWorkspace {
        name: "Acme Tea".to_owned(),
        region: Region::Eu,
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
    let segments = segments(&acme, &ACME);

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
    publish(
        &acme,
        "https://help.acmetea.example/en/articles",
        include_str!("../../seed/articles.json"),
    );
    acme
}
