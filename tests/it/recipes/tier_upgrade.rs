use super::{address, desk, told};
use harness::Desk;
use insta::assert_snapshot;
use serde_json::json;
use simulator::{Company, Contact};

/// Somebody of a company on this plan that a teammate looks after.
fn joins(desk: &Desk, name: &str, plan: &str) -> String {
    let company = desk.acme.add_company(Company {
        plan: Some(plan.to_owned()),
        custom_attributes: [("CSM".to_owned(), json!("cleo@acmetea.example"))].into(),
        ..Company::new(format!("{name}'s"))
    });
    desk.acme.add_contact(Contact {
        company_ids: vec![company.clone()],
        ..Contact::user(name, "someone@else.example")
    });
    company
}

async fn plays(desk: &Desk, visitor: &str, text: &str, company: &str) -> String {
    let before = desk.calls().len();
    let talk = desk.asks(visitor, &address("/pricing"), text);
    talk.settled().await;
    let attributes = desk.acme.company_attributes(company).unwrap();
    let interest = attributes.get("Upgrade interest").map_or("–".to_owned(), ToString::to_string);
    format!("{}\n  interest: {interest}", told(desk, &talk, text, before))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_more_goes_to_the_csm_and_the_company_says_so() {
    let desk = desk("tier-upgrade.yaml").await;
    let (free, team, top) = (
        joins(&desk, "Fay Free", "Free"),
        joins(&desk, "Tom Team", "Team"),
        joins(&desk, "Eva Top", "Enterprise"),
    );
    let all = [
        plays(&desk, "Fay Free", "Can we upgrade?", &free).await,
        // The bigger interest comes first, also over the smaller one.
        plays(&desk, "Fay Free", "Can we upgrade to the enterprise plan?", &free).await,
        plays(&desk, "Fay Free", "Do you have single sign-on?", &free).await,
        plays(&desk, "Tom Team", "We need more seats", &team).await,
        plays(&desk, "Eva Top", "We need more seats", &top).await,
    ];
    assert_snapshot!(all.join("\n\n"));
}
