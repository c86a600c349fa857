use super::{QUESTION, desk, plays};
use harness::Desk;
use harness::shop::{ADA, ANA, CLEO, PRIYA};
use insta::assert_snapshot;
use serde_json::json;
use simulator::{Company, Contact};

fn id(desk: &Desk, name: &str) -> String {
    let admins = desk.acme.view().admins;
    let found = admins.into_iter().find(|admin| admin.name == name);
    found.unwrap().id
}

/// Somebody of an Enterprise company whose attribute `CSM` says this.
fn joins(desk: &Desk, name: &str, csm: &str, owner: Option<String>) {
    let company = desk.acme.add_company(Company {
        plan: Some("Enterprise".to_owned()),
        custom_attributes: [("CSM".to_owned(), json!(csm))].into(),
        ..Company::new(format!("{name}'s"))
    });
    desk.acme.add_contact(Contact {
        company_ids: vec![company],
        owner_id: owner,
        ..Contact::user(name, "someone@else.example")
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_then_the_csm_then_the_team() {
    let desk = desk("enterprise-csm.yaml").await;
    joins(&desk, "Without owner", "Ada Okafor", None);
    joins(&desk, "Owned by Ada", "ben@acmetea.example", Some(id(&desk, ADA)));
    joins(&desk, "Nobody's", "Dora, who left", None);
    let shop = "/shop/green-teas";
    let mut told = vec![
        plays(&desk, PRIYA, shop, QUESTION).await,
        plays(&desk, "Without owner", shop, QUESTION).await,
        plays(&desk, "Owned by Ada", shop, QUESTION).await,
        plays(&desk, "Nobody's", shop, QUESTION).await,
    ];
    for name in [CLEO, ADA] {
        desk.acme.teammate(&id(&desk, name)).goes_away(true).unwrap();
    }
    told.push(plays(&desk, PRIYA, shop, QUESTION).await);
    told.push(plays(&desk, "Owned by Ada", shop, QUESTION).await);
    // Not Enterprise.
    told.push(plays(&desk, ANA, shop, QUESTION).await);
    assert_snapshot!(told.join("\n\n"));
}
