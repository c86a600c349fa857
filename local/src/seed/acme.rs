//! A tea subscription in Europe, with Nexora at work.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use simulator::{
    Admin, Company, Contact, ConversationAttribute, DataAttribute, Intercom, NewWorkspace, Region,
    Team, Workspace,
};

use super::{RECIPES, Shop, TOKEN, WORKSPACE, publish, segments};

/// The shop.
pub const ACME: Shop = Shop {
    id: WORKSPACE,
    look: "tea",
    config: concat!(
        include_str!("../../seed/acme.yaml"),
        include_str!("../../seed/night.yaml"),
    ),
    plans: &["Free", "Team", "Enterprise"],
    segments: &["New visitors", "Free plan", "Champions"],
    pages: &[
        "https://www.acmetea.example/shop/green-teas",
        "https://www.acmetea.example/account/delivery",
        "https://www.acmetea.example/pricing",
        "https://www.acmetea.example/legal/terms",
        "https://www.acmetea.example/careers",
    ],
    recipes: RECIPES,
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

    describe(&acme);
    let company = |name: &str, plan: &str, attributes: &[(&str, Value)]| {
        acme.add_company(Company {
            plan: Some(plan.to_owned()),
            custom_attributes: values(attributes),
            ..Company::new(name)
        })
    };
    let csm = json!("cleo@acmetea.example");
    let (ruiz, lindt, orbit) = (
        company("Ruiz Design", "Free", &[]),
        company("Lindt & Sohn", "Team", &[("Seats", json!(12))]),
        company(
            "Orbit Rail",
            "Enterprise",
            &[("Seats", json!(240)), ("CSM", csm)],
        ),
    );
    let contact = |name: &str, email: &str, company: &str, segment: usize| Contact {
        company_ids: vec![company.to_owned()],
        segment_ids: vec![segments[segment].clone()],
        ..Contact::user(name, email)
    };
    acme.add_contact(contact("Ana Ruiz", "ana@ruiz.example", &ruiz, 1));
    acme.add_contact(Contact {
        custom_attributes: values(&[("Boxes a month", json!(6))]),
        ..contact("Jonas Lindt", "jonas@lindt.example", &lindt, 2)
    });
    acme.add_contact(Contact {
        owner_id: Some(cleo),
        ..contact("Priya Nair", "priya@orbit.example", &orbit, 0)
    });
    publish(
        &acme,
        "https://help.acmetea.example/en/articles",
        include_str!("../../seed/articles.json"),
    );
    acme
}

/// The attributes that the shop keeps about people, companies and conversations.
fn describe(acme: &Workspace) {
    acme.add_data_attribute(DataAttribute::company("CSM"));
    let numbers = [
        DataAttribute::company("Seats"),
        DataAttribute::contact("Boxes a month"),
    ];
    for attribute in numbers {
        acme.add_data_attribute(DataAttribute {
            data_type: "integer".to_owned(),
            ..attribute
        });
    }
    acme.add_conversation_attribute(ConversationAttribute::new("Order number", "string"));
}

fn values(attributes: &[(&str, Value)]) -> BTreeMap<String, Value> {
    let attributes = attributes.iter().cloned();
    attributes
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
