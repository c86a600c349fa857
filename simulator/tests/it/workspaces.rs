use reqwest::Method;
use serde_json::{Value, json};
use simulator::{Admin, Contact, NewWorkspace};

use crate::world::{TOKEN, World};

#[tokio::test]
async fn two_workspaces_with_equal_ids_do_not_mix() {
    let world = World::new().await;
    let other = world
        .intercom
        .add_workspace(NewWorkspace::new("xyz789", "token of the other"));
    let admin = other.add_admin(Admin {
        id: world.bo.clone(),
        ..Admin::new("Mallory", "mallory@other.example")
    });
    let contact = other.add_contact(Contact {
        id: world.ana.clone(),
        ..Contact::user("Zoe", "zoe@other.example")
    });
    let id = world.conversation();
    let same = other.visitor(&contact).starts("A secret", None).unwrap();
    assert_eq!((&admin, &contact, &same), (&world.bo, &world.ana, &id));

    world.api_comment(&id, "Hi").await;
    let read = |token: &'static str| {
        let path = format!("/conversations/{id}");
        let world = &world;
        async move {
            let answer = world
                .send(Method::GET, &path, Value::Null, token)
                .await
                .unwrap();
            answer.json::<Value>().await.unwrap()
        }
    };
    let (ours, theirs) = (read(TOKEN).await, read("token of the other").await);
    assert_eq!(ours["source"]["body"], "<p>Where is my parcel?</p>");
    assert_eq!(ours["conversation_parts"]["total_count"], 1);
    assert_eq!(theirs["source"]["body"], "<p>A secret</p>");
    assert_eq!(theirs["conversation_parts"]["total_count"], 0);
    assert_eq!(world.get("/me").await.1["app"]["id_code"], json!("abc123"));
}

#[tokio::test]
async fn workspaces_filled_alike_have_equal_ids_and_unequal_notifications() {
    let world = World::new().await;
    let fill = |id: &str| {
        let workspace = world
            .intercom
            .add_workspace(NewWorkspace::new(id, format!("token of {id}")));
        let contact = workspace.add_contact(Contact::lead());
        (
            workspace.visitor(&contact).starts("Hi", None).unwrap(),
            contact,
        )
    };
    world
        .intercom
        .webhooks()
        .subscribe(simulator::Subscription::new(
            "http://nowhere.invalid",
            "secret",
        ));
    world.intercom.webhooks().hold();
    assert_eq!(fill("one"), fill("two"));
    let held = world.intercom.webhooks().take_held();
    assert_ne!(held[0].id(), held[1].id());
    assert_eq!(held[0].conversation_id(), held[1].conversation_id());
}

#[tokio::test]
async fn ids_can_start_anywhere() {
    let world = World::new().await;
    world.acme.start_ids_at(41, 7);
    let id = world.conversation();
    let part = world.acme.visitor(&world.ana).replies(&id, "Hi").unwrap();
    assert_eq!((id.as_str(), part.as_str()), ("41", "7"));
}
