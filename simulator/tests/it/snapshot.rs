use simulator::{Assignee, Intercom, ManualClock};

use crate::world::{NOW, World};

#[tokio::test]
async fn what_is_restored_is_what_was_saved_and_goes_on_from_there() {
    let world = World::new().await;
    let id = world.conversation();
    world.api_comment(&id, "Hi").await;
    world.acme.operator().fin_answers(&id, "Hm").unwrap();
    world
        .acme
        .visitor(&world.ana)
        .rates(&id, 5, "great")
        .unwrap();
    world
        .acme
        .auto_assign_new_conversations(Some(Assignee::Team(world.support.clone())));
    let saved = world.intercom.snapshot();
    let restored = Intercom::restore(saved.clone(), ManualClock::at(NOW).clock()).unwrap();
    assert_eq!(restored.snapshot(), saved);
    let next = restored
        .workspace("abc123")
        .unwrap()
        .visitor(&world.ana)
        .starts("Again", None)
        .unwrap();
    assert_eq!(next, world.conversation());
}

#[tokio::test]
async fn a_change_is_seen_and_a_read_is_none() {
    let world = World::new().await;
    let mut changes = world.intercom.changes();
    changes.mark_unchanged();
    world.get("/conversations").await;
    assert!(!changes.has_changed().unwrap());
    world.conversation();
    assert!(changes.has_changed().unwrap());
}

#[tokio::test]
async fn the_view_has_names_where_people_read() {
    let world = World::new().await;
    let id = world.conversation();
    world.clock.advance(5);
    world.api_comment(&id, "Hi").await;
    world
        .acme
        .teammate(&world.bo)
        .assigns(&id, &Assignee::Team(world.support.clone()))
        .unwrap();
    world.acme.teammate(&world.bo).notes(&id, "Angry").unwrap();
    world.acme.teammate(&world.bo).tags(&id, "urgent").unwrap();
    insta::assert_json_snapshot!(world.acme.view());
}

#[tokio::test]
async fn an_exchange_is_kept_without_its_token() {
    let world = World::new().await;
    let mut live = world.intercom.subscribe_exchanges();
    world
        .post("/tags?x=1", serde_json::json!({ "name": "new" }))
        .await;
    insta::assert_json_snapshot!(live.recv().await.unwrap(), @r#"
    {
      "seq": 1,
      "at": 1768031789,
      "workspace": "abc123",
      "method": "POST",
      "path": "/tags",
      "query": "x=1",
      "request": {
        "name": "new"
      },
      "status": 200,
      "response": {
        "companies": [],
        "id": "7522908",
        "name": "new",
        "type": "tag",
        "users": []
      }
    }
    "#);
}
