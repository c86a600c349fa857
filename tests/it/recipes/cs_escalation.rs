use super::{address, desk, told};
use harness::Desk;
use harness::shop::{JONAS, PRIYA};
use insta::assert_snapshot;
use serde_json::json;
use simulator::{Company, Contact};

const PERSON: &str = "I want to talk to a person";

/// What happens, and which of these companies have the flag then.
async fn plays(desk: &Desk, visitor: &str, text: &str, companies: &[&str]) -> String {
    let before = desk.calls().len();
    let talk = desk.asks(visitor, &address("/account/delivery"), text);
    talk.settled().await;
    let flags = companies.iter().map(|id| {
        let attributes = desk.acme.company_attributes(id).unwrap();
        attributes.get("CS escalation").map_or("–".to_owned(), ToString::to_string)
    });
    let flags: Vec<_> = flags.collect();
    format!("{}\n  flags: {}", told(desk, &talk, text, before), flags.join(", "))
}

/// Somebody of a company on each of these plans; the companies' ids.
fn joins(desk: &Desk, name: &str, plans: &[&str]) -> Vec<String> {
    let companies = plans.iter().map(|plan| {
        desk.acme.add_company(Company {
            plan: Some((*plan).to_owned()),
            ..Company::new(format!("{name}, {plan}"))
        })
    });
    let companies: Vec<_> = companies.collect();
    desk.acme.add_contact(Contact {
        company_ids: companies.clone(),
        ..Contact::user(name, "someone@else.example")
    });
    companies
}

#[tokio::test(flavor = "multi_thread")]
async fn the_flag_is_set_once_cleared_by_people_and_set_again_by_the_next_escalation() {
    let desk = desk("cs-escalation.yaml").await;
    let orbit = joins(&desk, "Oda Berg", &["Enterprise"]);
    let orbit: Vec<_> = orbit.iter().map(String::as_str).collect();
    let mut all = vec![
        plays(&desk, "Oda Berg", "How do I brew green tea?", &orbit).await,
        plays(&desk, "Oda Berg", PERSON, &orbit).await,
        // The flag is there: it is compared, and not written.
        plays(&desk, "Oda Berg", PERSON, &orbit).await,
    ];
    desk.acme.set_company_attribute(orbit[0], "CS escalation", &json!(false)).unwrap();
    all.push(plays(&desk, "Oda Berg", "How do I brew green tea?", &orbit).await);
    all.push(plays(&desk, "Oda Berg", PERSON, &orbit).await);
    assert_snapshot!(all.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_company_the_conversation_names_counts_and_no_other_plan_does() {
    let desk = desk("cs-escalation.yaml").await;
    let two = joins(&desk, "Nora Vik", &["Enterprise", "Enterprise"]);
    let two: Vec<_> = two.iter().map(String::as_str).collect();
    let told = [
        plays(&desk, "Nora Vik", PERSON, &two).await,
        plays(&desk, JONAS, PERSON, &two).await,
        plays(&desk, PRIYA, PERSON, &two).await,
    ];
    assert_snapshot!(told.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_companies_the_one_on_the_higher_plan_gets_it_where_the_conversation_names_none() {
    let desk = desk("cs-escalation.yaml").await;
    let two = joins(&desk, "Nora Vik", &["Free", "Enterprise"]);
    let contacts = desk.acme.view().contacts;
    let nora = contacts.iter().find(|it| it.name.as_deref() == Some("Nora Vik")).unwrap();
    desk.acme.set_companies(&nora.id, &[]).unwrap();
    let talk = desk.asks("Nora Vik", &address("/shop"), "How do I brew green tea?");
    talk.settled().await;
    desk.acme.set_companies(&nora.id, &two).unwrap();
    let before = desk.calls().len();
    talk.says(PERSON);
    talk.settled().await;
    let flags = two.iter().map(|id| {
        let attributes = desk.acme.company_attributes(id).unwrap();
        attributes.get("CS escalation").cloned()
    });
    assert_eq!(flags.collect::<Vec<_>>(), [None, Some(json!(true))]);
    let calls = desk.calls().split_off(before);
    let asked = calls.iter().filter(|call| *call == "GET /contacts/{id}/companies");
    assert_eq!(asked.count(), 1, "{calls:?}");
}
