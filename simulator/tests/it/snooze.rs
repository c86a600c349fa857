//! What is put aside until a time, and what wakes it.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::{Assignee, Subscription};

use crate::receiver::Receiver;
use crate::world::{NOW, TOKEN, World, only};

const UNTIL: i64 = NOW + 3_600;

/// A conversation that Bo has just snoozed.
fn snoozed(world: &World) -> String {
    let id = world.conversation();
    let bo = world.acme.teammate(&world.bo);
    bo.snoozes(&id, UNTIL).unwrap();
    id
}

fn state(world: &World, id: &str) -> Value {
    only(
        &world.read(id),
        &["state", "open", "snoozed_until", "waiting_since"],
    )
}

#[tokio::test]
async fn whatever_people_do_wakes_it_and_the_part_says_so() {
    type Act = fn(&World, &str);
    let acts: [(&str, Act); 7] = [
        ("open", |world, id| {
            let ana = world.acme.visitor(&world.ana);
            ana.replies(id, "Hello?").unwrap();
        }),
        ("comment", |world, id| {
            world.acme.teammate(&world.bo).replies(id, "Here").unwrap();
        }),
        ("note_and_unsnooze", |world, id| {
            world.acme.teammate(&world.bo).notes(id, "Hm").unwrap();
        }),
        ("assign_and_unsnooze", |world, id| {
            let to = Assignee::Team(world.support.clone());
            world.acme.teammate(&world.bo).assigns(id, &to).unwrap();
        }),
        ("unsnoozed", |world, id| {
            world.acme.teammate(&world.bo).unsnoozes(id).unwrap();
        }),
        ("unsnoozed", |world, id| {
            world.acme.teammate(&world.bo).opens(id).unwrap();
        }),
        ("close", |world, id| {
            world.acme.teammate(&world.bo).closes(id).unwrap();
        }),
    ];
    for (part_type, act) in acts {
        let world = World::new().await;
        let id = snoozed(&world);
        act(&world, &id);
        assert_eq!(
            world.parts(&id, &["part_type"]),
            json!(["snoozed", part_type])
        );
        let woken = only(&world.read(&id), &["state", "snoozed_until"]);
        let state = if part_type == "close" {
            "closed"
        } else {
            "open"
        };
        assert_eq!(woken, json!({ "state": state, "snoozed_until": null }));
        world.clock.set(UNTIL);
        assert_eq!(
            world.parts(&id, &["part_type"]),
            json!(["snoozed", part_type]),
            "nothing is left of it"
        );
    }
}

#[tokio::test]
async fn what_bots_and_attributes_do_leaves_it_asleep() {
    let world = World::new().await;
    let id = snoozed(&world);
    let bot = world.acme.operator();
    bot.says_by_workflow(&id, "Still there?").unwrap();
    let path = format!("/conversations/{id}");
    world.put(&path, json!({ "title": "Parcel" })).await;
    assert_eq!(
        state(&world, &id),
        json!({ "state": "snoozed", "open": true, "snoozed_until": UNTIL, "waiting_since": NOW })
    );
}

#[tokio::test]
async fn an_app_can_snooze_snooze_again_and_open() {
    let world = World::new().await;
    let id = world.conversation();
    let parts = format!("/conversations/{id}/parts");
    let snooze = |until: i64| json!({ "message_type": "snoozed", "admin_id": world.bo, "snoozed_until": until });
    for until in [UNTIL, UNTIL + 60] {
        let (status, answer) = world.post(&parts, snooze(until)).await;
        assert_eq!(
            (status, only(&answer, &["state", "snoozed_until"])),
            (200, json!({ "state": "snoozed", "snoozed_until": until }))
        );
    }
    assert_eq!(
        world.post(&parts, snooze(NOW)).await.0,
        400,
        "it has passed"
    );
    let open = json!({ "message_type": "open", "admin_id": world.bo });
    let (status, answer) = world.post(&parts, open).await;
    assert_eq!(
        (status, only(&answer, &["state", "snoozed_until"])),
        (200, json!({ "state": "open", "snoozed_until": null }))
    );
    assert_eq!(
        world.parts(&id, &["part_type", "app_package_code"]),
        json!([
            { "part_type": "snoozed", "app_package_code": "nexora" },
            { "part_type": "snoozed", "app_package_code": "nexora" },
            { "part_type": "unsnoozed", "app_package_code": "nexora" },
        ])
    );
}

#[tokio::test]
async fn at_its_time_it_wakes_by_itself_whenever_it_is_looked_at() {
    let world = World::new().await;
    let id = snoozed(&world);
    world.clock.set(UNTIL - 1);
    assert_eq!(world.read(&id)["state"], "snoozed");
    world.clock.set(UNTIL + 7_200);
    let (_, answer) = world.get(&format!("/conversations/{id}")).await;
    let woken = only(
        &answer,
        &[
            "state",
            "open",
            "snoozed_until",
            "waiting_since",
            "updated_at",
        ],
    );
    assert_eq!(
        woken,
        json!({ "state": "open", "open": true, "snoozed_until": null, "waiting_since": NOW, "updated_at": UNTIL })
    );
    let fields = [
        "part_type",
        "created_at",
        "author.type",
        "author.is_ai_answer",
        "app_package_code",
        "state",
    ];
    assert_eq!(
        world.parts(&id, &fields)[1],
        json!({
            "part_type": "timer_unsnooze", "created_at": UNTIL, "author.type": "bot", "author.is_ai_answer": false,
            "app_package_code": null, "state": "open",
        })
    );
}

#[tokio::test]
async fn an_app_hears_of_it_with_exactly_its_part() {
    let (world, receiver) = (World::new().await, Receiver::new().await);
    let (later, sooner) = (snoozed(&world), world.conversation());
    let bo = world.acme.teammate(&world.bo);
    bo.snoozes(&sooner, UNTIL - 60).unwrap();
    let subscription = Subscription::new(&receiver.url, "the client secret");
    let webhooks = world.intercom.webhooks();
    webhooks.subscribe(subscription.retrying_after(Duration::from_millis(1)));
    webhooks.hold();
    world.clock.set(UNTIL + 60);
    world.intercom.catch_up();
    world.intercom.catch_up();
    let told: Vec<_> = webhooks
        .take_held()
        .iter()
        .map(|notification| {
            let signed = webhooks.sign(notification).unwrap();
            let body: Value = serde_json::from_str(&signed.body).unwrap();
            let parts = &body["data"]["item"]["conversation_parts"];
            (
                notification.topic(),
                notification.conversation_id().unwrap().to_owned(),
                body["created_at"].clone(),
                parts["total_count"].clone(),
                parts["conversation_parts"][0]["part_type"].clone(),
            )
        })
        .collect();
    let of = |id: &String, at: i64| {
        let topic = "conversation.admin.unsnoozed";
        (
            topic,
            id.clone(),
            json!(at),
            json!(1),
            json!("timer_unsnooze"),
        )
    };
    assert_eq!(told, [of(&sooner, UNTIL - 60), of(&later, UNTIL)]);
}

#[tokio::test]
async fn an_assignment_that_wakes_has_the_topic_of_one_that_opens() {
    let (world, receiver) = (World::new().await, Receiver::new().await);
    let id = snoozed(&world);
    let webhooks = world.intercom.webhooks();
    webhooks.subscribe(Subscription::new(&receiver.url, "the client secret"));
    let to = Assignee::Team(world.support.clone());
    world.acme.teammate(&world.bo).assigns(&id, &to).unwrap();
    webhooks.settled().await;
    assert_eq!(receiver.topics(), ["conversation.admin.open.assigned"]);
}

#[tokio::test]
async fn it_wakes_in_every_workspace_and_in_each_at_its_own_time() {
    let world = World::new().await;
    let other = world.intercom.add_workspace(simulator::NewWorkspace::new(
        "other1",
        TOKEN.to_owned() + "2",
    ));
    let bo = other.add_admin(simulator::Admin::new("Bo", "bo@other.example"));
    let ana = other.add_contact(simulator::Contact::user("Ana", "ana@other.example"));
    let mine = snoozed(&world);
    let theirs = other.visitor(&ana).starts("Hi", None).unwrap();
    assert_eq!(mine, theirs, "ids mean nothing across workspaces");
    other.teammate(&bo).snoozes(&theirs, UNTIL + 60).unwrap();
    world.clock.set(UNTIL);
    world.intercom.catch_up();
    let states = |at: i64| {
        world.clock.set(at);
        let other = other.conversation(&theirs).unwrap();
        [world.read(&mine)["state"].clone(), other["state"].clone()]
    };
    assert_eq!(states(UNTIL), [json!("open"), json!("snoozed")]);
    assert_eq!(states(UNTIL + 60), [json!("open"), json!("open")]);
}
