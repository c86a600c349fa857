use super::{PLAYED, address, desk, told};
use harness::Desk;
use harness::shop::{ANA, JONAS, PRIYA};
use insta::assert_snapshot;
use serde_json::json;
use local::seed;
use simulator::{Contact, DataAttribute, Fault, FaultKind, Intercom};

const PRICING: &str = "What does the team plan cost?";

fn id(desk: &Desk, name: &str) -> String {
    let contacts = desk.acme.view().contacts;
    let mut found = contacts.into_iter().filter(|it| it.name.as_deref() == Some(name));
    found.next().unwrap().id
}

/// What happens, and the contact's stage then.
async fn plays(desk: &Desk, visitor: &str, text: &str) -> String {
    let before = desk.calls().len();
    let talk = desk.asks(visitor, &address("/pricing"), text);
    talk.settled().await;
    let told = told(desk, &talk, text, before);
    format!("{told}\n  {visitor}: {}", stage(desk, visitor))
}

fn stage(desk: &Desk, name: &str) -> String {
    let contacts = desk.acme.view().contacts;
    let mut found = contacts.iter().filter(|it| it.name.as_deref() == Some(name));
    let attributes = &found.next().unwrap().custom_attributes;
    attributes.get("Lead stage").map_or("–".to_owned(), ToString::to_string)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stage_moves_forward_once_and_never_back() {
    let desk = desk("mql.yaml").await;
    desk.acme.set_contact_attribute(&id(&desk, JONAS), "Lead stage", &json!("SQL")).unwrap();
    let all = [
        plays(&desk, ANA, "How do I brew green tea?").await,
        plays(&desk, ANA, PRICING).await,
        // The second conversation finds the stage.
        plays(&desk, ANA, "Can I get a demo?").await,
        // Further already.
        plays(&desk, JONAS, PRICING).await,
    ];
    assert_snapshot!(all.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_a_stage_back_sees_it_set_by_the_next_question_alone() {
    let desk = desk("mql.yaml").await;
    plays(&desk, ANA, PRICING).await;
    desk.acme.set_contact_attribute(&id(&desk, ANA), "Lead stage", &json!(null)).unwrap();
    plays(&desk, ANA, "How do I brew green tea?").await;
    assert_eq!(stage(&desk, ANA), "–");
    plays(&desk, ANA, PRICING).await;
    assert_eq!(stage(&desk, ANA), "\"MQL\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merged_contact_is_followed_and_an_archived_one_costs_nobody_an_answer() {
    let desk = desk("mql.yaml").await;
    desk.acme.add_contact(Contact {
        name: Some("Visitor".to_owned()),
        ..Contact::lead()
    });
    // The contact is merged into Priya's between the turn's reading and its writing.
    let merged = Fault::new(FaultKind::MergedInto(id(&desk, PRIYA)));
    let lead = id(&desk, "Visitor");
    desk.breaks(merged.on_method("PUT").on_path_suffix(&lead).times(1));
    let mut all = vec![plays(&desk, "Visitor", PRICING).await];
    assert_eq!(stage(&desk, PRIYA), "\"MQL\"");
    desk.acme.archive(&lead, true).unwrap();
    all.push(plays(&desk, "Visitor", PRICING).await);
    assert_snapshot!(all.join("\n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stage_that_cannot_be_written_is_told_by_its_name_and_keeps_nobody_waiting() {
    let desk = desk("mql.yaml").await;
    let refused = Fault::new(FaultKind::RefuseWith {
        status: 400,
        code: "parameter_invalid".to_owned(),
        message: "MQL is not allowed".to_owned(),
    });
    desk.breaks(refused.on_method("PUT").on_path_suffix(&id(&desk, ANA)));
    let told = plays(&desk, ANA, PRICING).await;
    assert!(told.contains("tag MQL") && told.ends_with(": –"), "{told}");
    let entries = desk.entries();
    let trouble = entries.iter().find(|entry| entry.name == "attributes_failed").unwrap();
    assert_eq!(
        trouble.what,
        "the contact attribute “Lead stage”: Intercom refused the request with 400 (parameter_invalid)"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_attribute_does_not_take_is_not_sent_and_no_value_is_told() {
    let (_, yaml) = PLAYED.iter().find(|(file, _)| *file == "mql.yaml").unwrap();
    // A canary for each way a value goes: refused before it is sent, refused by Intercom, written.
    let yaml = yaml.replace(
        "  contact:\n",
        "  conversation: { Order number: { capture: order number } }\n  contact:\n    Refused: { set: marzipan-one, when: { intent: pricing } }\n    Interest: { set: marzipan-two, when: { intent: pricing } }\n",
    ) + "\ncaptures: { order number: { pattern: 'marzipan-[a-z]+' } }\n";
    let plant = |intercom: &Intercom| {
        seed::plant(intercom).add_data_attribute(DataAttribute {
            options: vec!["Lead".to_owned(), "Customer".to_owned()],
            ..DataAttribute::contact("Lead stage")
        });
    };
    let desk = Desk::of(plant, &[(seed::WORKSPACE, seed::TOKEN, &yaml)]).await;
    let refused = Fault::new(FaultKind::RefuseWith {
        status: 400,
        code: "parameter_invalid".to_owned(),
        message: "marzipan-one is not allowed".to_owned(),
    });
    // Both together, then the first of them alone.
    desk.breaks(refused.on_method("PUT").on_path_suffix(&id(&desk, ANA)).times(2));
    let text = "What does the team plan cost? I have marzipan-three.";
    plays(&desk, ANA, text).await;
    let contacts = desk.acme.view().contacts;
    let ana = contacts.iter().find(|it| it.name.as_deref() == Some(ANA)).unwrap();
    assert_eq!(format!("{:?}", ana.custom_attributes), r#"{"Refused": String("marzipan-one")}"#);
    let entries = desk.entries();
    let failed = entries.iter().filter(|entry| entry.name == "attributes_failed");
    let failed: Vec<_> = failed.map(|entry| entry.what.as_str()).collect();
    assert_snapshot!(failed.join("\n"), @"
    the contact attribute “Lead stage”: it does not take this value; see `nexora doctor`
    the contact attribute “Interest”: Intercom refused the request with 400 (parameter_invalid)
    ");
    let told = format!("{entries:?}");
    assert!(!told.contains("marzipan"), "a value of an attribute was told");
}
