use reqwest::Method;
use serde_json::{Value, json};
use simulator::ConversationAttribute;

use crate::world::{NOW, World};

async fn refused(world: &World, method: Method, path: &str, body: Value) -> String {
    let (status, answer) = world.call(method, path, body).await;
    assert_eq!(answer["type"], "error.list");
    format!("{status} {}", answer["errors"][0]["code"].as_str().unwrap())
}

#[tokio::test]
async fn a_request_that_intercom_refuses_is_refused_and_changes_nothing() {
    let world = World::new().await;
    let id = world.conversation();
    let before = world.read(&id);
    let (bo, cleo) = (&world.bo, &world.cleo);
    let reply = format!("/conversations/{id}/reply");
    let parts = format!("/conversations/{id}/parts");
    let comment = |admin: Value| json!({ "message_type": "comment", "type": "admin", "admin_id": admin, "body": "Hi" });
    let assign = |kind: &str, to: &str| json!({ "message_type": "assignment", "type": kind, "admin_id": bo, "assignee_id": to });
    let snooze = json!({ "message_type": "snoozed", "admin_id": bo, "snoozed_until": NOW });
    for (path, body, expected) in [
        (&reply, comment(Value::Null), "400 parameter_missing"),
        (&reply, comment(json!("1")), "404 admin_not_found"),
        (&reply, comment(json!(cleo)), "403 action_forbidden"),
        (
            &reply,
            json!({ "message_type": "shout", "type": "admin", "admin_id": bo, "body": "Hi" }),
            "400 parameter_invalid",
        ),
        (
            &reply,
            json!({ "message_type": "comment", "type": "admin", "admin_id": bo }),
            "400 parameter_missing",
        ),
        (
            &reply,
            json!({ "message_type": "comment", "type": "user", "intercom_user_id": "1", "body": "Hi" }),
            "404 not_found",
        ),
        (&parts, assign("admin", "1"), "404 admin_not_found"),
        (
            &parts,
            assign("admin", &world.support),
            "404 admin_not_found",
        ),
        (&parts, assign("team", "1"), "404 team_not_found"),
        (&parts, assign("admin", cleo), "403 action_forbidden"),
        (&parts, assign("inbox", "1"), "400 parameter_invalid"),
        (
            &parts,
            json!({ "message_type": "close", "type": "admin" }),
            "400 parameter_missing",
        ),
        (&parts, snooze, "400 parameter_invalid"),
        (
            &"/conversations/1/reply".to_owned(),
            comment(json!(bo)),
            "404 not_found",
        ),
        (
            &"/conversations/1/parts".to_owned(),
            assign("admin", bo),
            "404 not_found",
        ),
    ] {
        assert_eq!(
            refused(&world, Method::POST, path, body.clone()).await,
            expected,
            "{body}"
        );
    }
    assert_eq!(world.read(&id), before);
}

#[tokio::test]
async fn an_attribute_that_does_not_exist_or_does_not_fit_cannot_be_written() {
    let world = World::new().await;
    let id = world.conversation();
    let path = format!("/conversations/{id}");
    for values in [
        json!({ "Nexora state": "active", "No such thing": "x" }),
        json!({ "Copilot used": true }),
        json!({ "Nexora handled": "yes" }),
    ] {
        let refusal = refused(
            &world,
            Method::PUT,
            &path,
            json!({ "custom_attributes": values }),
        )
        .await;
        assert_eq!(refusal, "400 parameter_invalid");
    }
    assert_eq!(world.parts(&id, &["id"]), json!([]));
    let contact = format!("/contacts/{}", world.ana);
    let values = json!({ "custom_attributes": { "tier": "gold" } });
    assert_eq!(
        refused(&world, Method::PUT, &contact, values).await,
        "400 parameter_invalid"
    );
}

#[tokio::test]
async fn two_attributes_of_one_name_break_every_write() {
    let world = World::new().await;
    let id = world.conversation();
    world
        .acme
        .add_conversation_attribute(ConversationAttribute::new("Twin", "string"));
    world
        .acme
        .add_conversation_attribute(ConversationAttribute::new("Twin", "string"));
    let values = json!({ "custom_attributes": { "Nexora state": "active" } });
    assert_eq!(
        refused(&world, Method::PUT, &format!("/conversations/{id}"), values).await,
        "400 parameter_invalid"
    );
}

#[tokio::test]
async fn an_attribute_of_the_other_model_takes_the_name() {
    let world = World::new().await;
    let attribute = json!({ "name": "tier", "model": "contact", "data_type": "string" });
    let (status, answer) = world.post("/data_attributes", attribute).await;
    assert_eq!(status, 400);
    assert_eq!(
        answer["errors"],
        json!([{
            "code": "parameter_invalid",
            "message": "You already have 'tier' in your company data. To save this as new people data, use a different name.",
        }]),
    );
}

#[tokio::test]
async fn a_token_that_is_not_known_is_unauthorized() {
    let world = World::new().await;
    let answer = world
        .send(Method::GET, "/me", Value::Null, "another token")
        .await
        .unwrap();
    assert_eq!(answer.status(), 401);
    let body: Value = answer.json().await.unwrap();
    assert_eq!(
        body["errors"],
        json!([{ "code": "unauthorized", "message": "Access Token Invalid" }])
    );
}

#[tokio::test]
async fn a_path_that_is_not_simulated_is_404_and_remembered() {
    let mut world = World::new().await;
    world.may_misunderstand();
    assert_eq!(
        refused(&world, Method::GET, "/no/such/path", Value::Null).await,
        "404 not_found"
    );
    let misunderstood = world.intercom.misunderstood();
    assert_eq!(
        misunderstood
            .iter()
            .map(|exchange| exchange.path.as_str())
            .collect::<Vec<_>>(),
        ["/no/such/path"]
    );
}
