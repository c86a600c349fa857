use serde_json::json;
use simulator::{Company, Contact, Tag};

use crate::world::World;

#[tokio::test]
async fn language_and_tags_are_read_as_they_were_written() {
    let world = World::new().await;
    let contact = format!("/contacts/{}", world.ana);
    world
        .put(&contact, json!({ "language_override": "de-AT" }))
        .await;
    let (_, tag) = world.post("/tags", json!({ "name": "VIP" })).await;
    let tag_id = tag["id"].as_str().unwrap();
    let tags = format!("{contact}/tags");
    for _ in 0..2 {
        let (status, put) = world.post(&tags, json!({ "id": tag_id })).await;
        assert_eq!((status, &put["name"]), (200, &json!("VIP")));
    }
    let (_, read) = world.get(&contact).await;
    assert_eq!(read["language_override"], "de-AT");
    assert_eq!(read["tags"]["total_count"], 1);
    assert_eq!(world.get(&tags).await.1["data"][0]["name"], "VIP");

    let off = format!("{tags}/{tag_id}");
    assert_eq!(world.delete(&off, json!(null)).await.0, 200);
    assert_eq!(world.delete(&off, json!(null)).await.0, 404);
    assert_eq!(world.get(&tags).await.1["data"], json!([]));
}

#[tokio::test]
async fn a_companys_tags_show_in_it_and_in_its_contacts_conversations() {
    let world = World::new().await;
    let tag = world.acme.add_tag(Tag::new("Wholesale"));
    let company = world.acme.add_company(Company {
        tag_ids: vec![tag],
        ..Company::new("Tea house")
    });
    let contact = world.acme.add_contact(Contact {
        browser_language: Some("pt-BR".to_owned()),
        company_ids: vec![company.clone()],
        ..Contact::user("Bea", "bea@teahouse.example")
    });
    let (_, read) = world.get(&format!("/companies/{company}")).await;
    assert_eq!(read["tags"]["tags"][0]["name"], "Wholesale");
    let id = world.acme.visitor(&contact).starts("Hi", None).unwrap();
    let (_, read) = world.get(&format!("/conversations/{id}")).await;
    assert_eq!(read["company"]["tags"]["tags"][0]["name"], "Wholesale");
    let (_, read) = world.get(&format!("/contacts/{contact}")).await;
    assert_eq!(read["browser_language"], "pt-BR");
}
