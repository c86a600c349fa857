use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use simulator::{Assignee, Subscription};

use crate::receiver::Receiver;
use crate::world::{World, only};

const SECRET: &str = "the client secret";

async fn subscribed() -> (World, Receiver) {
    let (world, receiver) = (World::new().await, Receiver::new().await);
    let subscription =
        Subscription::new(&receiver.url, SECRET).retrying_after(Duration::from_millis(1));
    world.intercom.webhooks().subscribe(subscription);
    (world, receiver)
}

fn signature(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    format!("sha1={}", hex::encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn a_first_message_is_notified_in_the_source_and_signed() {
    let (world, receiver) = subscribed().await;
    world.conversation();
    world.intercom.webhooks().settled().await;
    let [received] = &receiver.received()[..] else {
        panic!("one notification")
    };
    assert_eq!(
        received.headers["x-hub-signature"],
        signature(SECRET, &received.body)
    );
    assert_eq!(
        received.headers["user-agent"],
        "intercom-parrot-service-client/1.0"
    );
    assert_eq!(received.headers["content-type"], "application/json");
    insta::assert_json_snapshot!(received.json());
}

#[tokio::test]
async fn every_act_has_its_topic_and_ships_exactly_its_part() {
    let (world, receiver) = subscribed().await;
    let (ana, bo) = (
        world.acme.visitor(&world.ana),
        world.acme.teammate(&world.bo),
    );
    let me = Assignee::Admin(world.bo.clone());
    let id = world.conversation();
    let acts = [
        ("conversation.user.replied", ana.replies(&id, "Hi").unwrap()),
        ("conversation.admin.replied", bo.replies(&id, "Hi").unwrap()),
        ("conversation.admin.noted", bo.notes(&id, "Hm").unwrap()),
        ("conversation.admin.assigned", bo.assigns(&id, &me).unwrap()),
        (
            "conversation.admin.open.assigned",
            bo.replies_and_assigns(&id, "Mine", &me).unwrap(),
        ),
        (
            "conversation.admin.snoozed",
            bo.snoozes(&id, 1_900_000_000).unwrap(),
        ),
        ("conversation.admin.unsnoozed", bo.unsnoozes(&id).unwrap()),
        (
            "conversation.admin.closed",
            bo.replies_and_closes(&id, "Bye").unwrap(),
        ),
        ("conversation.admin.opened", bo.opens(&id).unwrap()),
        (
            "conversation.operator.replied",
            world
                .acme
                .operator()
                .says_by_workflow(&id, "Hello")
                .unwrap(),
        ),
        ("conversation.rating.added", ana.rates(&id, 5, "").unwrap()),
    ];
    world.intercom.webhooks().settled().await;
    let received = receiver.received();
    for (topic, part) in acts {
        let found: Vec<Value> = received
            .iter()
            .filter(|found| found.topic() == topic)
            .map(|found| found.json())
            .collect();
        let shipped: Vec<&Value> = found
            .iter()
            .map(|found| &found["data"]["item"]["conversation_parts"])
            .collect();
        assert_eq!(shipped.len(), 1, "{topic}");
        assert_eq!(shipped[0]["total_count"], 1, "{topic}");
        assert_eq!(
            shipped[0]["conversation_parts"][0]["id"],
            json!(part),
            "{topic}"
        );
    }
}

#[tokio::test]
async fn a_notification_has_plain_text_and_names_teammates_admins() {
    let (world, receiver) = subscribed().await;
    let id = world.conversation();
    world
        .api_comment(&id, "<p>See <a href=\"https://t.example\">this</a></p>")
        .await;
    world.intercom.webhooks().settled().await;
    let received = receiver.received();
    let reply = received
        .iter()
        .find(|found| found.topic() == "conversation.admin.replied")
        .unwrap()
        .json();
    let item = &reply["data"]["item"];
    assert_eq!(
        item["conversation_parts"]["conversation_parts"][0]["body"],
        "See this (https://t.example)"
    );
    assert_eq!(item["source"]["body"], "Where is my parcel?");
    assert_eq!(
        item["teammates"],
        json!({ "type": "admin.list", "admins": [{ "type": "admin", "id": world.bo }] })
    );
}

#[tokio::test]
async fn deletion_redaction_away_mode_and_ping_have_items_of_their_own() {
    let (world, receiver) = subscribed().await;
    let id = world.conversation();
    let part = world
        .acme
        .visitor(&world.ana)
        .replies(&id, "secret")
        .unwrap();
    let bo = world.acme.teammate(&world.bo);
    bo.redacts(&id, &part).unwrap();
    bo.goes_away(true).unwrap();
    world.intercom.webhooks().ping("abc123");
    world.intercom.webhooks().settled().await;
    bo.deletes(&id).unwrap();
    world.intercom.webhooks().settled().await;
    let received = receiver.received();
    let of = |topic: &str| {
        received
            .iter()
            .find(|found| found.topic() == topic)
            .unwrap()
            .json()
    };
    assert_eq!(
        of("conversation.deleted")["data"]["item"],
        json!({ "type": "conversation", "conversation_id": id })
    );
    assert_eq!(
        only(
            &of("conversation_part.redacted")["data"]["item"]["conversation_parts"]["conversation_parts"]
                [0],
            &["id", "body", "redacted"]
        ),
        json!({ "id": part, "body": "This message was deleted", "redacted": true }),
    );
    let away = of("admin.away_mode_updated");
    assert_eq!(
        only(&away["data"]["item"], &["type", "id", "away_mode_enabled"]),
        json!({ "type": "admin", "id": world.bo.parse::<i64>().unwrap(), "away_mode_enabled": true }),
    );
    assert_eq!(
        only(&of("ping"), &["id", "delivery_status", "data.item.type"]),
        json!({ "id": null, "delivery_status": null, "data.item.type": "ping" })
    );
}

#[tokio::test]
async fn a_notification_says_what_is_true_when_it_is_delivered() {
    let (world, _receiver) = subscribed().await;
    let webhooks = world.intercom.webhooks();
    webhooks.hold();
    let id = world.conversation();
    world
        .acme
        .teammate(&world.bo)
        .assigns(&id, &Assignee::Admin(world.bo.clone()))
        .unwrap();
    let held = webhooks.take_held();
    assert_eq!(
        held.iter().map(|held| held.topic()).collect::<Vec<_>>(),
        ["conversation.user.created", "conversation.admin.assigned"]
    );
    let signed = webhooks.sign(&held[0]).unwrap();
    let created: Value = serde_json::from_str(&signed.body).unwrap();
    assert_eq!(
        created["data"]["item"]["admin_assignee_id"].to_string(),
        world.bo
    );
    assert_eq!(
        signed.headers.last().unwrap().1,
        signature(SECRET, &signed.body)
    );
    world.acme.teammate(&world.bo).deletes(&id).unwrap();
    let late: Value = serde_json::from_str(&webhooks.sign(&held[0]).unwrap().body).unwrap();
    assert_eq!(late["data"]["item"]["admin_assignee_id"], 0);
}

#[tokio::test]
async fn what_is_held_can_be_delivered_in_any_order_and_twice() {
    let (world, receiver) = subscribed().await;
    let webhooks = world.intercom.webhooks();
    webhooks.hold();
    let id = world.conversation();
    world.acme.visitor(&world.ana).replies(&id, "Hi").unwrap();
    let held = webhooks.take_held();
    for notification in [&held[1], &held[0], &held[1]] {
        webhooks.deliver(notification);
        webhooks.settled().await;
    }
    let order: Vec<String> = receiver
        .received()
        .iter()
        .map(|received| received.topic())
        .collect();
    assert_eq!(
        order,
        [
            "conversation.user.replied",
            "conversation.user.created",
            "conversation.user.replied"
        ]
    );
    world
        .acme
        .visitor(&world.ana)
        .replies(&id, "still held")
        .unwrap();
    webhooks.release();
    world
        .acme
        .visitor(&world.ana)
        .replies(&id, "no longer held")
        .unwrap();
    webhooks.settled().await;
    assert_eq!(receiver.received().len(), 5);
}

#[tokio::test]
async fn a_failed_delivery_is_tried_once_more() {
    let (world, receiver) = subscribed().await;
    receiver.answers([500, 200]);
    world.conversation();
    world.intercom.webhooks().settled().await;
    receiver.answers([503, 404]);
    world.intercom.webhooks().ping("abc123");
    world.intercom.webhooks().settled().await;
    let attempts: Vec<_> = world.intercom.webhooks().deliveries();
    let attempts: Vec<_> = attempts
        .iter()
        .map(|delivery| (delivery.topic.as_str(), delivery.attempt, delivery.status))
        .collect();
    assert_eq!(
        attempts,
        [
            ("conversation.user.created", 1, Some(500)),
            ("conversation.user.created", 2, Some(200)),
            ("ping", 1, Some(503)),
            ("ping", 2, Some(404)),
        ],
    );
    let sent: Vec<Value> = receiver
        .received()
        .iter()
        .map(|received| received.json()["delivery_attempts"].clone())
        .collect();
    assert_eq!(sent, [1, 2, 1, 2]);
}

#[tokio::test]
async fn a_410_ends_the_subscription() {
    let (world, receiver) = subscribed().await;
    receiver.answers([410]);
    world.conversation();
    world.intercom.webhooks().settled().await;
    world.conversation();
    world.intercom.webhooks().settled().await;
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn nobody_there_is_a_failure_without_a_status() {
    let (world, _receiver) = subscribed().await;
    let gone = Subscription::new("http://127.0.0.1:1", SECRET).retrying_after(Duration::ZERO);
    world.intercom.webhooks().subscribe(gone);
    world.conversation();
    world.intercom.webhooks().settled().await;
    let statuses: Vec<_> = world
        .intercom
        .webhooks()
        .deliveries()
        .iter()
        .map(|delivery| delivery.status)
        .collect();
    assert_eq!(statuses, [None, None]);
}

#[tokio::test]
async fn a_bots_part_may_come_on_two_topics_with_two_ids() {
    let (world, receiver) = subscribed().await;
    world.intercom.webhooks().echo_bots_as_admins(true);
    world.acme.send_boilerplate(true);
    world.conversation();
    world.intercom.webhooks().settled().await;
    assert_eq!(
        receiver.topics(),
        [
            "conversation.admin.replied",
            "conversation.operator.replied",
            "conversation.user.created"
        ],
    );
    let received = receiver.received();
    let ids: std::collections::BTreeSet<String> = received
        .iter()
        .map(|found| found.json()["id"].to_string())
        .collect();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn only_what_is_subscribed_to_is_sent_and_every_second_one_twice() {
    let (world, receiver) = subscribed().await;
    let webhooks = world.intercom.webhooks();
    webhooks
        .subscribe(Subscription::new(&receiver.url, SECRET).only(["conversation.user.replied"]));
    webhooks.duplicate_every(Some(2));
    let id = world.conversation();
    for text in ["one", "two"] {
        world.acme.visitor(&world.ana).replies(&id, text).unwrap();
    }
    webhooks.settled().await;
    assert_eq!(receiver.topics(), ["conversation.user.replied"; 3]);
}

#[tokio::test]
async fn a_private_app_has_its_own_url_and_secret() {
    let (world, public) = subscribed().await;
    let private = Receiver::new().await;
    world
        .intercom
        .webhooks()
        .subscribe_privately("abc123", Subscription::new(&private.url, "another secret"));
    world.conversation();
    world.intercom.webhooks().settled().await;
    let [received] = &private.received()[..] else {
        panic!("one notification")
    };
    assert_eq!(
        received.headers["x-hub-signature"],
        signature("another secret", &received.body)
    );
    assert!(public.received().is_empty());
}

#[tokio::test]
async fn a_url_is_probed_with_head() {
    let (world, receiver) = subscribed().await;
    assert_eq!(world.intercom.webhooks().probe().await.unwrap(), 200);
    assert_eq!(receiver.received()[0].method, "HEAD");
}
