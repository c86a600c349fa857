//! Attributes of contacts and companies over REST, and contacts that are merged or archived.

use reqwest::Method;
use serde_json::{Value, json};
use simulator::{Contact, DataAttribute};

use crate::world::{TOKEN, World};

async fn told(world: &World, path: &str, values: Value) -> String {
    let body = json!({ "custom_attributes": values });
    let (status, answer) = world.call(Method::PUT, path, body).await;
    match answer["errors"][0]["code"].as_str() {
        Some(code) => format!("{status} {code}"),
        None => format!("{status} {}", answer["custom_attributes"]),
    }
}

async fn with_types() -> World {
    let world = World::new().await;
    for (name, data_type, options) in [
        ("Stage", "string", vec!["Lead", "MQL"]),
        ("Seats", "integer", vec![]),
        ("Score", "float", vec![]),
        ("VIP", "boolean", vec![]),
    ] {
        let options = options.into_iter().map(str::to_owned).collect();
        world.acme.add_data_attribute(DataAttribute {
            data_type: data_type.to_owned(),
            options,
            ..DataAttribute::contact(name)
        });
    }
    world
}

#[tokio::test]
async fn every_type_takes_its_own_values_and_a_refusal_writes_nothing() {
    let world = with_types().await;
    let contact = format!("/contacts/{}", world.ana);
    let values = [
        json!({ "Stage": "MQL" }),
        json!({ "Stage": "SQL" }),
        json!({ "Seats": 5 }),
        json!({ "Seats": 2.5 }),
        json!({ "Seats": "5" }),
        json!({ "Score": 2.5 }),
        json!({ "VIP": true }),
        json!({ "VIP": "true" }),
        json!({ "language": "x".repeat(256) }),
        json!({ "VIP": null, "Nowhere": 1 }),
        json!({ "VIP": null }),
    ];
    let mut lines = Vec::new();
    for values in values {
        lines.push(told(&world, &contact, values).await);
    }
    insta::assert_snapshot!(lines.join("\n"), @r#"
    200 {"Stage":"MQL"}
    400 parameter_invalid
    200 {"Seats":5,"Stage":"MQL"}
    400 parameter_invalid
    400 parameter_invalid
    200 {"Score":2.5,"Seats":5,"Stage":"MQL"}
    200 {"Score":2.5,"Seats":5,"Stage":"MQL","VIP":true}
    400 parameter_invalid
    400 parameter_invalid
    400 parameter_invalid
    200 {"Score":2.5,"Seats":5,"Stage":"MQL"}
    "#);
    let company = format!("/companies/{}", world.shop);
    assert_eq!(
        told(&world, &company, json!({ "tier": "gold" })).await,
        r#"200 {"tier":"gold"}"#
    );
    let unknown = told(&world, "/companies/shop-1", json!({ "tier": "gold" })).await;
    assert_eq!(unknown, "404 company_not_found");
}

#[tokio::test]
async fn a_lead_is_merged_into_a_user_and_answers_with_a_link_from_then_on() {
    let world = with_types().await;
    let lead = world.acme.add_contact(Contact {
        email: Some("ana@shop.example".to_owned()),
        custom_attributes: [("Stage".to_owned(), json!("MQL"))].into(),
        ..Contact::lead()
    });
    let conversation = world.acme.visitor(&lead).starts("Hello", None).unwrap();
    let stranger = world.acme.add_contact(Contact::lead());
    for (from, into) in [(&stranger, &world.ana), (&world.ana, &lead)] {
        let (status, answer) = world
            .post("/contacts/merge", json!({ "from": from, "into": into }))
            .await;
        assert_eq!(
            (status, &answer["errors"][0]["code"]),
            (400, &json!("invalid_merge"))
        );
    }
    let merge = json!({ "from": lead, "into": world.ana });
    let (status, answer) = world.post("/contacts/merge", merge).await;
    assert_eq!(status, 200);
    assert_eq!(answer["custom_attributes"]["Stage"], "MQL");
    let read = world.read(&conversation);
    assert_eq!(read["contacts"]["contacts"][0]["id"], json!(world.ana));
    let gone = told(&world, &format!("/contacts/{lead}"), json!({ "VIP": true })).await;
    assert_eq!(gone, "410 contact_merged");
    for path in [
        format!("/contacts/{lead}"),
        format!("/contacts/{lead}/companies"),
    ] {
        let sent = world.send(Method::GET, &path, Value::Null, TOKEN).await;
        let response = sent.unwrap();
        let link = response.headers().get("link").unwrap().to_str().unwrap();
        assert_eq!(
            link,
            format!("</contacts/{}>; rel=\"canonical\"", world.ana)
        );
    }
}

#[tokio::test]
async fn an_archived_contact_is_not_there_until_it_is_brought_back() {
    let world = with_types().await;
    let contact = format!("/contacts/{}", world.ana);
    let (_, answer) = world.post(&format!("{contact}/archive"), json!({})).await;
    assert_eq!(answer["archived"], json!(true));
    assert_eq!(
        told(&world, &contact, json!({ "VIP": true })).await,
        "404 not_found"
    );
    let (_, answer) = world.post(&format!("{contact}/unarchive"), json!({})).await;
    assert_eq!(answer["archived"], json!(false));
    assert_eq!(
        told(&world, &contact, json!({ "VIP": true })).await,
        r#"200 {"VIP":true}"#
    );
}
