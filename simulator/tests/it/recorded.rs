use serde_json::{Value, json};

use crate::world::{World, only};

fn item(file: &str) -> Value {
    let path = format!("{}/../events/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let notification: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    notification["data"]["item"].clone()
}

#[tokio::test]
async fn what_a_notification_shows_reads_over_rest_with_its_own_ids() {
    let world = World::new().await;
    let id = world
        .acme
        .recall_conversation(&item("conversation.user.created"));
    assert_eq!(id.as_deref(), Some("215490011873320"));
    world
        .acme
        .recall_conversation(&item("conversation.user.replied"));
    world
        .acme
        .recall_conversation(&item("conversation.admin.assigned"));
    let (status, read) = world
        .get("/conversations/215490011873320?display_as=plaintext")
        .await;
    assert_eq!(status, 200);
    assert_eq!(
        only(
            &read,
            &[
                "created_at",
                "state",
                "team_assignee_id",
                "source.body",
                "source.url"
            ]
        ),
        json!({
            "created_at": 1_773_129_600, "state": "open", "team_assignee_id": 9_680_311,
            "source.body": "How long should green tea steep?",
            "source.url": "https://www.acmetea.example/shop/green-teas",
        }),
    );
    assert_eq!(
        world.parts(
            "215490011873320",
            &[
                "id",
                "part_type",
                "author.type",
                "author.id",
                "assigned_to.id"
            ]
        ),
        json!([
            { "id": "37401180011", "part_type": "comment", "author.type": "user", "author.id": "67f2a1c4be09d3358a6e41b7", "assigned_to.id": null },
            { "id": "37401180013", "part_type": "assignment", "author.type": "admin", "author.id": "7314402", "assigned_to.id": "9680311" },
        ]),
    );
    let (status, ada) = world.get("/admins/7314402").await;
    assert_eq!((status, &ada["name"]), (200, &json!("Ada Okafor")));
    let (status, mira) = world.get("/contacts/67f2a1c4be09d3358a6e41b7").await;
    assert_eq!((status, &mira["role"]), (200, &json!("user")));
}

#[tokio::test]
async fn a_teammate_is_as_the_newest_notification_shows_them() {
    let world = World::new().await;
    let away = item("admin.away_mode_updated");
    world.acme.recall_people(&away);
    let is_away = || {
        let view = world.acme.view();
        let ada = view.admins.iter().find(|admin| admin.id == "7301552");
        ada.unwrap().away
    };
    assert!(!is_away());
    world.acme.recall_teammate(&away);
    assert!(is_away());
    world.acme.forget_teammate("7301552");
    let view = world.acme.view();
    assert!(view.admins.iter().all(|admin| admin.id != "7301552"));
}
