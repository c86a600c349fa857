use super::{QUESTION, desk, plays};
use harness::shop::{ANA, JONAS, PRIYA};
use insta::assert_snapshot;
use simulator::{Company, Contact};

#[tokio::test(flavor = "multi_thread")]
async fn the_agent_is_first_for_the_free_plan_only() {
    let desk = desk("free-tier.yaml").await;
    let plans = ["Free", "Enterprise"].map(|plan| {
        desk.acme.add_company(Company {
            plan: Some(plan.to_owned()),
            ..Company::new(format!("Vik {plan}"))
        })
    });
    desk.acme.add_contact(Contact {
        language_override: Some("de".to_owned()),
        ..Contact::user("Nora Vik", "nora@vik.example")
    });
    let [free, _] = &plans;
    desk.acme.add_contact(Contact {
        company_ids: vec![free.clone()],
        ..Contact::user("Olga Vik", "olga@vik.example")
    });
    let told = [
        plays(&desk, ANA, "/shop/green-teas", QUESTION).await,
        plays(&desk, JONAS, "/shop/green-teas", QUESTION).await,
        plays(&desk, PRIYA, "/shop/green-teas", QUESTION).await,
        // Of no company, and of a Free one that the conversation names.
        plays(&desk, "Nora Vik", "/shop/green-teas", "Bring me a person please").await,
        plays(&desk, "Olga Vik", "/shop/green-teas", QUESTION).await,
    ];
    assert_snapshot!(told.join("\n\n"));
}
