//! An app is removed: its tokens end, its notifications of this workspace stop, and it is told.

use hmac::{Hmac, KeyInit, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use simulator::{App, Intercom, ManualClock, NewWorkspace, Subscription};

use crate::receiver::Receiver;
use crate::world::{NOW, TOKEN, World};

/// A world in which two apps were let in, and where the first one listens.
async fn world_with_apps() -> (World, Receiver) {
    let (world, receiver) = (World::new().await, Receiver::new().await);
    for number in ["one", "two"] {
        world.intercom.register_app(App {
            uninstall_url: (number == "one").then(|| receiver.url.clone()),
            ..App::new(
                format!("client {number}"),
                format!("secret {number}"),
                ["https://nexora.example/oauth/callback"],
            )
        });
        let token = format!("token {number}");
        world
            .acme
            .grant(&format!("client {number}"), token)
            .unwrap();
    }
    (world, receiver)
}

async fn status(world: &World, token: &str) -> u16 {
    let answer = world.send(Method::GET, "/me", Value::Null, token).await;
    answer.unwrap().status().as_u16()
}

fn signature(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

#[tokio::test]
async fn an_admin_removes_an_app_and_it_is_told_once() {
    let (world, receiver) = world_with_apps().await;
    receiver.answers([500]);
    world.intercom.uninstall("client one", "abc123").unwrap();
    world.intercom.webhooks().settled().await;
    let [told] = &receiver.received()[..] else {
        panic!("one call, and no second one after a failure")
    };
    assert_eq!(told.method, "POST");
    assert_eq!(told.json(), json!({ "app_id": "abc123" }));
    assert_eq!(told.headers["content-type"], "application/json");
    assert_eq!(
        told.headers["x-body-signature"],
        signature("secret one", &told.body)
    );
    let logged = world.intercom.webhooks().deliveries().pop().unwrap();
    assert_eq!(
        (logged.topic.as_str(), logged.status),
        ("uninstall", Some(500))
    );
    let mut statuses = Vec::new();
    for token in ["token one", "token two", TOKEN] {
        statuses.push(status(&world, token).await);
    }
    assert_eq!(statuses, [401, 200, 200]);
}

#[tokio::test]
async fn an_app_that_revokes_its_own_token_is_told_too() {
    let (world, receiver) = world_with_apps().await;
    for token in ["token one", "token two"] {
        let revoked = world.send(Method::POST, "/auth/uninstall", json!({}), token);
        assert_eq!(revoked.await.unwrap().status(), 200);
    }
    world.intercom.webhooks().settled().await;
    let told: Vec<Value> = receiver.received().iter().map(|told| told.json()).collect();
    assert_eq!(told, [json!({ "app_id": "abc123" })]);
}

#[tokio::test]
async fn the_signature_can_be_left_out() {
    let (world, receiver) = world_with_apps().await;
    world.intercom.register_app(App {
        uninstall_url: Some(receiver.url.clone()),
        signs_uninstall: false,
        ..App::new("client one", "secret one", ["https://nexora.example/"])
    });
    world.intercom.uninstall("client one", "abc123").unwrap();
    world.intercom.webhooks().settled().await;
    let told = receiver.received().pop().unwrap();
    assert_eq!(told.headers.get("x-body-signature"), None);
}

#[tokio::test]
async fn a_removed_app_hears_nothing_of_the_workspace_until_it_is_let_in_again() {
    let (world, receiver) = world_with_apps().await;
    let hooks = Receiver::new().await;
    world
        .intercom
        .webhooks()
        .subscribe(Subscription::new(&hooks.url, "secret one"));
    let other = world
        .intercom
        .add_workspace(NewWorkspace::new("xyz789", "token of the other"));
    world.intercom.webhooks().hold();
    world.conversation();
    world.intercom.uninstall("client one", "abc123").unwrap();
    // Neither what was on its way nor what happens now.
    world.intercom.webhooks().release();
    world.conversation();
    world.intercom.webhooks().ping(other.id());
    world.intercom.webhooks().settled().await;
    assert_eq!(hooks.topics(), ["ping"]);
    world.acme.grant("client one", "token three").unwrap();
    world.conversation();
    world.intercom.webhooks().settled().await;
    assert_eq!(hooks.topics(), ["conversation.user.created", "ping"]);
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn only_what_is_there_can_be_removed() {
    let (world, receiver) = world_with_apps().await;
    let refusal = |client: &str, workspace: &str| {
        let refused = world.intercom.uninstall(client, workspace);
        refused.unwrap_err().to_string()
    };
    assert_eq!(
        [
            refusal("client three", "abc123"),
            refusal("client one", "no such")
        ],
        [
            "404 not_found: App not found",
            "404 not_found: Workspace not found"
        ]
    );
    world.intercom.uninstall("client one", "abc123").unwrap();
    assert_eq!(
        refusal("client one", "abc123"),
        "404 not_found: App is not installed"
    );
    world.intercom.webhooks().settled().await;
    assert_eq!(receiver.received().len(), 1);
}

#[tokio::test]
async fn a_snapshot_remembers_who_was_removed() {
    let (world, _receiver) = world_with_apps().await;
    world.intercom.uninstall("client two", "abc123").unwrap();
    let saved = world.intercom.snapshot();
    let restored = Intercom::restore(saved.clone(), ManualClock::at(NOW).clock()).unwrap();
    assert_eq!(restored.snapshot(), saved);
    assert!(restored.uninstall("client two", "abc123").is_err());
    let hooks = Receiver::new().await;
    restored
        .webhooks()
        .subscribe(Subscription::new(&hooks.url, "secret two"));
    restored.webhooks().ping("abc123");
    restored.webhooks().settled().await;
    assert_eq!(hooks.topics(), Vec::<String>::new());
}
