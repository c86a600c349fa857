use serde_json::json;

use crate::world::{NOW, World, only};

#[tokio::test]
async fn a_conversation_reads_like_intercoms() {
    let world = World::new().await;
    let id = world.conversation();
    world.clock.advance(30);
    world
        .api_comment(
            &id,
            "<p>Look at <a href=\"https://t.example/7\">the map</a>.</p>",
        )
        .await;
    let (status, conversation) = world
        .get(&format!("/conversations/{id}?display_as=plaintext"))
        .await;
    assert_eq!(status, 200);
    insta::assert_json_snapshot!(conversation);
}

#[tokio::test]
async fn a_reply_on_a_closed_conversation_opens_it() {
    let world = World::new().await;
    let id = world.closed_conversation();
    world.clock.advance(60);
    let reply = json!({ "message_type": "comment", "type": "user", "intercom_user_id": world.ana, "body": "Still <here>" });
    let (status, conversation) = world
        .post(&format!("/conversations/{id}/reply"), reply)
        .await;
    assert_eq!(status, 200);
    assert_eq!(
        only(
            &conversation,
            &["state", "open", "statistics.count_reopens", "updated_at"]
        ),
        json!({ "state": "open", "open": true, "statistics.count_reopens": 1, "updated_at": NOW + 60 }),
    );
    assert_eq!(
        world.parts(
            &id,
            &[
                "part_type",
                "body",
                "author.type",
                "state",
                "app_package_code"
            ]
        ),
        json!([
            { "part_type": "close", "body": null, "author.type": "admin", "state": "closed", "app_package_code": null },
            { "part_type": "open", "body": "<p>Still &lt;here&gt;</p>", "author.type": "user", "state": "open", "app_package_code": null },
        ]),
    );
}

#[tokio::test]
async fn a_reply_on_a_snoozed_conversation_opens_it() {
    let world = World::new().await;
    let id = world.conversation();
    world
        .acme
        .teammate(&world.bo)
        .snoozes(&id, NOW + 3_600)
        .unwrap();
    let snoozed = only(&world.read(&id), &["state", "open", "snoozed_until"]);
    assert_eq!(
        snoozed,
        json!({ "state": "snoozed", "open": true, "snoozed_until": NOW + 3_600 })
    );
    world
        .acme
        .visitor(&world.ana)
        .replies(&id, "Hello?")
        .unwrap();
    let woken = only(&world.read(&id), &["state", "open", "snoozed_until"]);
    assert_eq!(
        woken,
        json!({ "state": "open", "open": true, "snoozed_until": null })
    );
    assert_eq!(world.parts(&id, &["part_type"]), json!(["snoozed", "open"]));
}

#[tokio::test]
async fn a_visitor_waits_until_somebody_answers_and_a_note_is_no_answer() {
    let world = World::new().await;
    let id = world.conversation();
    let bo = world.acme.teammate(&world.bo);
    let waiting = |world: &World| world.read(&id)["waiting_since"].clone();
    world.clock.advance(10);
    world
        .acme
        .visitor(&world.ana)
        .replies(&id, "Anyone?")
        .unwrap();
    bo.notes(&id, "Looking.").unwrap();
    assert_eq!(waiting(&world), json!(NOW));
    bo.replies(&id, "Here!").unwrap();
    assert_eq!(waiting(&world), json!(null));
    world.clock.advance(10);
    world.acme.visitor(&world.ana).replies(&id, "Ah").unwrap();
    assert_eq!(waiting(&world), json!(NOW + 20));
}

#[tokio::test]
async fn a_note_or_a_comment_leaves_a_closed_conversation_closed_and_wakes_a_snoozed_one() {
    let world = World::new().await;
    let bo = world.acme.teammate(&world.bo);
    let closed = world.closed_conversation();
    bo.notes(&closed, "Done.").unwrap();
    world.api_comment(&closed, "Bye").await;
    assert_eq!(world.read(&closed)["state"], "closed");
    let snoozed = world.conversation();
    bo.snoozes(&snoozed, NOW + 60).unwrap();
    bo.notes(&snoozed, "Not yet.").unwrap();
    assert_eq!(world.read(&snoozed)["state"], "open");
}

#[tokio::test]
async fn only_what_an_app_wrote_carries_its_package_code() {
    let world = World::new().await;
    let id = world.conversation();
    world
        .acme
        .teammate(&world.bo)
        .replies(&id, "by hand")
        .unwrap();
    world.api_comment(&id, "by the app").await;
    assert_eq!(
        world.parts(&id, &["body", "author.type", "app_package_code"]),
        json!([
            { "body": "<p>by hand</p>", "author.type": "admin", "app_package_code": null },
            { "body": "<p>by the app</p>", "author.type": "admin", "app_package_code": "nexora" },
        ]),
    );
}

#[tokio::test]
async fn a_button_that_was_offered_can_be_chosen() {
    let world = World::new().await;
    let id = world.conversation();
    let options = json!([{ "text": "Yes", "uuid": "a5e1c524-5ddd-4c3e-9328-6bca5d6e3edb" }]);
    let offer = json!({ "message_type": "quick_reply", "type": "admin", "admin_id": world.bo, "reply_options": options });
    assert_eq!(
        world
            .post(&format!("/conversations/{id}/reply"), offer)
            .await
            .0,
        200
    );
    world
        .acme
        .visitor(&world.ana)
        .chooses(&id, "Yes", "a5e1c524-5ddd-4c3e-9328-6bca5d6e3edb")
        .unwrap();
    assert_eq!(
        world.parts(&id, &["part_type", "body", "metadata"]),
        json!([
            { "part_type": "quick_reply", "body": null, "metadata": { "quick_reply_options": options } },
            {
                "part_type": "comment",
                "body": "<p>Yes</p>",
                "metadata": { "quick_reply_uuid": "a5e1c524-5ddd-4c3e-9328-6bca5d6e3edb" },
            },
        ]),
    );
}

#[tokio::test]
async fn a_contact_can_reply_to_their_last_conversation() {
    let world = World::new().await;
    let first = world.conversation();
    world.clock.advance(1);
    let last = world.conversation();
    let reply = json!({ "message_type": "comment", "type": "user", "email": "ana@shop.example", "body": "More" });
    let (_, conversation) = world.post("/conversations/last/reply", reply).await;
    assert_eq!(conversation["id"], json!(last));
    assert_eq!(world.parts(&first, &["id"]), json!([]));
}

#[tokio::test]
async fn a_redacted_part_keeps_its_id_and_loses_its_words() {
    let world = World::new().await;
    let id = world.conversation();
    let part = world
        .acme
        .visitor(&world.ana)
        .replies(&id, "my card is 4111…")
        .unwrap();
    let redact =
        json!({ "type": "conversation_part", "conversation_id": id, "conversation_part_id": part });
    assert_eq!(world.post("/conversations/redact", redact).await.0, 200);
    assert_eq!(
        world.parts(&id, &["id", "body", "redacted"]),
        json!([{ "id": part, "body": "<p><i>This message was deleted</i></p>", "redacted": true }]),
    );
}

#[tokio::test]
async fn every_attribute_written_is_a_part_by_fin() {
    let world = World::new().await;
    let id = world.conversation();
    let values = json!({ "Nexora handled": true, "Nexora state": "active" });
    let (status, conversation) = world
        .put(
            &format!("/conversations/{id}"),
            json!({ "custom_attributes": values }),
        )
        .await;
    assert_eq!(status, 200);
    assert_eq!(
        conversation["custom_attributes"],
        json!({
            "Auto-translated": false, "Copilot used": false, "Has attachments": false,
            "Nexora handled": true, "Nexora state": "active",
        }),
    );
    assert_eq!(
        world.parts(
            &id,
            &[
                "part_type",
                "author.type",
                "author.name",
                "author.from_ai_agent",
                "event_details",
                "body"
            ]
        ),
        json!([
            {
                "part_type": "conversation_attribute_updated_by_admin", "body": null,
                "author.type": "bot", "author.name": "Fin", "author.from_ai_agent": false,
                "event_details": { "attribute": { "name": "Nexora handled" }, "value": { "name": "true" } },
            },
            {
                "part_type": "conversation_attribute_updated_by_admin", "body": null,
                "author.type": "bot", "author.name": "Fin", "author.from_ai_agent": false,
                "event_details": { "attribute": { "name": "Nexora state" }, "value": { "name": "active" } },
            },
        ]),
    );
}

#[tokio::test]
async fn a_visitor_rates_what_was_answered_or_closed_and_changes_their_mind() {
    let world = World::new().await;
    let id = world.conversation();
    let ana = world.acme.visitor(&world.ana);
    let refused = |score| ana.rates(&id, score, "").unwrap_err().message;
    assert_eq!(refused(4), "Nobody has answered in this conversation yet");
    world.api_comment(&id, "Hi").await;
    assert_eq!(refused(6), "A rating is from 1 to 5");
    ana.rates(&id, 2, "Slow").unwrap();
    world.clock.advance(30);
    ana.rates(&id, 4, "Found it").unwrap();
    let (status, conversation) = world.get(&format!("/conversations/{id}")).await;
    assert_eq!(status, 200);
    assert_eq!(
        only(
            &conversation["conversation_rating"],
            &["rating", "remark", "created_at", "updated_at", "contact.id"]
        ),
        json!({ "rating": 4, "remark": "Found it", "created_at": NOW, "updated_at": NOW + 30, "contact.id": world.ana }),
    );
    let closed = world.closed_conversation();
    ana.rates(&closed, 5, "").unwrap();
}
