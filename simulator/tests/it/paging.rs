use serde_json::{Value, json};

use crate::world::World;

async fn page(world: &World, after: Option<&str>) -> (Vec<String>, Value) {
    let after = after.map_or_else(String::new, |cursor| format!("&starting_after={cursor}"));
    let (_, list) = world
        .get(&format!("/conversations?per_page=2{after}"))
        .await;
    assert_eq!(list["total_count"], 5);
    let ids = list["conversations"].as_array().unwrap().iter();
    (
        ids.map(|found| found["id"].as_str().unwrap().to_owned())
            .collect(),
        list["pages"].clone(),
    )
}

#[tokio::test]
async fn a_cursor_leads_through_all_conversations_newest_first() {
    let world = World::new().await;
    let mut ids: Vec<String> = Vec::new();
    for _ in 0..5 {
        ids.push(world.conversation());
        world.clock.advance(1);
    }
    ids.reverse();
    let (first, pages) = page(&world, None).await;
    assert_eq!(first, ids[..2]);
    let cursor = pages["next"]["starting_after"].as_str().unwrap();
    assert_eq!(
        pages,
        json!({ "type": "pages", "page": 1, "per_page": 2, "total_pages": 3, "next": { "per_page": 2, "starting_after": cursor } }),
    );
    let (second, pages) = page(&world, Some(cursor)).await;
    assert_eq!(second, ids[2..4]);
    let (third, pages) = page(&world, pages["next"]["starting_after"].as_str()).await;
    assert_eq!(third, ids[4..]);
    assert_eq!(
        pages,
        json!({ "type": "pages", "page": 3, "per_page": 2, "total_pages": 3 })
    );
}

#[tokio::test]
async fn a_conversation_that_moves_to_the_top_makes_no_page_skip_another() {
    let world = World::new().await;
    let mut ids: Vec<String> = Vec::new();
    for _ in 0..5 {
        ids.push(world.conversation());
        world.clock.advance(1);
    }
    let (_, pages) = page(&world, None).await;
    world
        .acme
        .teammate(&world.bo)
        .notes(&ids[0], "moves up")
        .unwrap();
    let (second, _) = page(&world, pages["next"]["starting_after"].as_str()).await;
    assert_eq!(second, [ids[2].clone(), ids[1].clone()]);
}

#[tokio::test]
async fn a_page_has_at_most_150_entries() {
    let world = World::new().await;
    assert_eq!(world.get("/conversations?per_page=151").await.0, 400);
    assert_eq!(
        world.get("/conversations?starting_after=nonsense").await.0,
        400
    );
}
