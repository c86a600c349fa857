use serde_json::{Value, json};
use simulator::Assignee;

use crate::world::{NOW, PAGE, World};

/// Five conversations: open, closed, snoozed, Bo's, and one from another page.
async fn desk() -> (World, Vec<String>) {
    let world = World::new().await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(world.conversation());
        world.clock.advance(10);
    }
    ids.push(
        world
            .acme
            .visitor(&world.ana)
            .starts("Prices please", Some("https://acme.example/pricing"))
            .unwrap(),
    );
    let bo = world.acme.teammate(&world.bo);
    bo.closes(&ids[1]).unwrap();
    bo.snoozes(&ids[2], NOW + 9_999).unwrap();
    bo.assigns(&ids[3], &Assignee::Admin(world.bo.clone()))
        .unwrap();
    bo.replies(&ids[3], "Mine").unwrap();
    bo.tags(&ids[3], "urgent").unwrap();
    (world, ids)
}

async fn found(world: &World, ids: &[String], query: Value) -> Vec<usize> {
    let (status, answer) = world
        .post("/conversations/search", json!({ "query": query }))
        .await;
    assert_eq!(status, 200, "{answer}");
    let mut places: Vec<usize> = answer["conversations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|conversation| {
            ids.iter()
                .position(|id| conversation["id"] == json!(id))
                .unwrap()
        })
        .collect();
    places.sort_unstable();
    places
}

fn one(field: &str, operator: &str, value: Value) -> Value {
    json!({ "field": field, "operator": operator, "value": value })
}

#[tokio::test]
async fn every_operator_finds_what_it_says() {
    let (world, ids) = desk().await;
    let bo: i64 = world.bo.parse().unwrap();
    let tag = world.read(&ids[3])["tags"]["tags"][0]["id"].clone();
    for (query, expected) in [
        (one("state", "=", json!("open")), vec![0, 3, 4]),
        (one("state", "!=", json!("open")), vec![1, 2]),
        (one("open", "=", json!(true)), vec![0, 2, 3, 4]),
        (one("open", "=", json!("false")), vec![1]),
        (one("state", "IN", json!(["closed", "snoozed"])), vec![1, 2]),
        (
            one("state", "NIN", json!(["closed", "snoozed"])),
            vec![0, 3, 4],
        ),
        (one("created_at", ">", json!(NOW + 20)), vec![2, 3, 4]),
        (
            one("created_at", "<", json!((NOW + 20).to_string())),
            vec![0, 1, 2],
        ),
        (one("admin_assignee_id", "=", json!(bo)), vec![3]),
        (one("admin_assignee_id", "=", json!(0)), vec![0, 1, 2, 4]),
        (one("team_assignee_id", ">", json!(1)), vec![]),
        (one("waiting_since", "=", json!(null)), vec![3]),
        (
            one("contact_ids", "=", json!(world.ana)),
            vec![0, 1, 2, 3, 4],
        ),
        (one("contact_ids", "!=", json!(world.ana)), vec![]),
        (one("tag_ids", "=", tag), vec![3]),
        (one("teammate_ids", "=", json!(world.bo)), vec![1, 2, 3]),
        (one("source.url", "=", json!(PAGE)), vec![0, 1, 2, 3]),
        (one("source.url", "~", json!("pricing")), vec![4]),
        (one("source.url", "!~", json!("pricing")), vec![0, 1, 2, 3]),
        (
            one("source.url", "^", json!("https://acme")),
            vec![0, 1, 2, 3, 4],
        ),
        (one("source.url", "$", json!("/pricing")), vec![4]),
        (one("source.body", "=", json!("Prices")), vec![4]),
        (one("source.body", "=", json!("Prices please")), vec![]),
        (one("statistics.count_assignments", ">", json!(1)), vec![3]),
    ] {
        assert_eq!(
            found(&world, &ids, query.clone()).await,
            expected,
            "{query}"
        );
    }
}

#[tokio::test]
async fn groups_nest() {
    let (world, ids) = desk().await;
    let mine_or_closed = json!({ "operator": "OR", "value": [
        one("state", "=", json!("closed")),
        one("admin_assignee_id", "=", json!(world.bo)),
    ] });
    let waiting = json!({ "operator": "AND", "value": [one("waiting_since", ">", json!(NOW))] });
    assert_eq!(
        found(
            &world,
            &ids,
            json!({ "operator": "AND", "value": [mine_or_closed, waiting] })
        )
        .await,
        [1]
    );
}

#[tokio::test]
async fn results_have_no_parts() {
    let (world, ids) = desk().await;
    let query = json!({ "query": one("id", "=", json!(ids[3])), "pagination": { "per_page": 1 } });
    let (_, answer) = world.post("/conversations/search", query).await;
    assert_eq!(answer["total_count"], 1);
    assert_eq!(answer["conversations"][0].get("conversation_parts"), None);
}

#[tokio::test]
async fn a_search_that_intercom_would_not_run_is_refused() {
    let (world, _) = desk().await;
    let filters = vec![one("state", "=", json!("open")); 16];
    for query in [
        one("mood", "=", json!("good")),
        one("state", "LIKE", json!("open")),
        one("state", "IN", json!("open")),
        json!({ "operator": "AND", "value": filters }),
    ] {
        assert_eq!(
            world
                .post("/conversations/search", json!({ "query": query }))
                .await
                .0,
            400,
            "{query}"
        );
    }
}

#[tokio::test]
async fn contacts_are_found_by_mail_and_articles_by_their_words() {
    let world = World::new().await;
    let (_, contacts) = world
        .post(
            "/contacts/search",
            json!({ "query": one("email", "=", json!("ana@shop.example")) }),
        )
        .await;
    assert_eq!(contacts["data"][0]["id"], json!(world.ana));
    let (_, articles) = world
        .get("/articles/search?phrase=track%20my%20parcel&state=published&highlight=true")
        .await;
    let titles: Vec<&Value> = articles["data"]["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| &found["title"])
        .collect();
    assert_eq!(titles, ["Track a parcel", "Refunds"]);
    assert_eq!(
        articles["data"]["highlights"][0]["highlighted_title"],
        json!([
            { "type": "highlight", "text": "Track " },
            { "type": "plain", "text": "a " },
            { "type": "highlight", "text": "parcel" },
        ]),
    );
}
