//! A bicycle shop in Australia that has never heard of Nexora.

use simulator::{Admin, Company, Contact, Intercom, NewWorkspace, Region, Team, Workspace};

use super::{Shop, publish, segments};

/// The shop.
pub const HARBOUR: Shop = Shop {
    id: "harbour1",
    look: "bikes",
    config: include_str!("../../seed/harbour.yaml"),
    plans: &["Casual", "Member", "Fleet"],
    segments: &["New riders", "Members", "Fleet customers"],
    pages: &[
        "https://www.harbourbikes.example/workshop",
        "https://www.harbourbikes.example/rentals/weekend",
        "https://www.harbourbikes.example/membership",
        "https://www.harbourbikes.example/recall/brake-levers",
    ],
    recipes: &[],
    suggestions: &[
        "How long does a full service take?",
        "What is the capital of France?",
        "I want to talk to a person",
    ],
    plant,
};

/// Fills the workspace. Its teammates, teams, conversations and articles have ids that Acme's have too: ids are unique
/// only inside a workspace.
fn plant(intercom: &Intercom) -> Workspace {
    let harbour = intercom.add_workspace(NewWorkspace {
        name: "Harbour Bikes".to_owned(),
        region: Region::Au,
        time_zone: "Australia/Sydney".to_owned(),
        ..NewWorkspace::without_apps(HARBOUR.id)
    });
    let admin = |name: &str, mail: &str| {
        let email = format!("{mail}@harbourbikes.example");
        harbour.add_admin(Admin::new(name, email))
    };
    let (zoe, mia) = (admin("Zoe Kelly", "zoe"), admin("Mia Tran", "mia"));
    let jack = admin("Jack Doyle", "jack");
    admin("Pedal", "pedal");
    harbour.authorised_by(&zoe);
    harbour.add_team(Team::new("Front desk", [&zoe, &mia].map(String::as_str)));
    harbour.add_team(Team::new("Workshop", [jack.as_str()]));
    let segments = segments(&harbour, &HARBOUR);

    let visitor = |name: &str, email: &str, company: &str, plan: usize, owner: Option<&String>| {
        let company = harbour.add_company(Company {
            plan: Some(HARBOUR.plans[plan].to_owned()),
            ..Company::new(company)
        });
        harbour.add_contact(Contact {
            company_ids: vec![company],
            segment_ids: vec![segments[plan].clone()],
            owner_id: owner.cloned(),
            ..Contact::user(name, email)
        });
    };
    visitor(
        "Tom Baker",
        "tom@baker.example",
        "Baker & Daughters",
        0,
        None,
    );
    visitor("Lena Fox", "lena@fox.example", "Fox & Field", 1, None);
    visitor(
        "Omar Haddad",
        "omar@quay.example",
        "Quay Couriers",
        2,
        Some(&mia),
    );
    publish(
        &harbour,
        "https://help.harbourbikes.example/en/articles",
        include_str!("../../seed/harbour.json"),
    );
    harbour
}
