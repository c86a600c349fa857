use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::json;
use simulator::Exchange;
use simulator::contract::Contract;

use crate::world::{PAGE, World};

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where these tests read the environment"
)]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn contract() -> Option<&'static Contract> {
    static CONTRACT: OnceLock<Option<Contract>> = OnceLock::new();
    let load =
        || environment("INTERCOM_OPENAPI").map(|path| Contract::load(Path::new(&path)).unwrap());
    CONTRACT.get_or_init(load).as_ref()
}

/// A request that was served, and every answer, have to be Intercom's.
pub(crate) fn judge(exchange: &Exchange) {
    let (Some(contract), Some(status)) = (contract(), exchange.status) else {
        return;
    };
    if status < 300 {
        contract
            .check_request(&exchange.method, &exchange.path, &exchange.request)
            .unwrap();
    }
    contract
        .check_response(&exchange.method, &exchange.path, status, &exchange.response)
        .unwrap();
}

#[test]
fn answers_are_judged_by_the_openapi_file() {
    if contract().is_none() {
        // Not `eprintln!`, which a passing test keeps to itself.
        let line =
            "openapi: NOT VALIDATED: INTERCOM_OPENAPI does not name Intercom's OpenAPI 2.16 file";
        writeln!(std::io::stderr(), "{line}").unwrap();
        assert!(
            environment("CI").is_none(),
            "CI has to validate: set INTERCOM_OPENAPI"
        );
    }
}

#[test]
fn an_answer_that_intercom_would_not_give_is_a_violation() {
    let Some(contract) = contract() else { return };
    let assignee_as_text = json!({ "type": "conversation", "id": "1", "admin_assignee_id": "0" });
    let violation = contract
        .check_response("GET", "/conversations/1", 200, &assignee_as_text)
        .unwrap_err();
    assert_eq!(
        violation.to_string(),
        r#"GET /conversations/1 200: at /admin_assignee_id: value is not of type "integer""#,
    );
    let without_body = json!({ "message_type": "comment", "type": "admin" });
    assert!(
        contract
            .check_request("POST", "/conversations/1/reply", &without_body)
            .is_err()
    );
    assert!(
        contract
            .check_request("GET", "/no/such/path", &json!(null))
            .is_err()
    );
    let rated = json!({ "conversation_rating": { "rating": 5, "teammate": null } });
    let violation = contract
        .check_response("GET", "/conversations/1", 200, &rated)
        .unwrap_err();
    assert_eq!(
        violation.problems,
        [r#"at /conversation_rating/teammate: value is not of type "object""#]
    );
}

#[test]
fn oauth_is_not_in_the_file_and_no_violation_for_that() {
    let Some(contract) = contract() else { return };
    let path = "/auth/eagle/token";
    assert_eq!(contract.check_request("POST", path, &json!({})), Ok(()));
    assert_eq!(
        contract.check_response("POST", path, 200, &json!({ "token": "(hidden)" })),
        Ok(())
    );
    assert_eq!(
        contract.check_response("GET", "/oauth", 400, &json!(null)),
        Ok(())
    );
    assert!(
        contract
            .check_response("POST", path, 401, &json!({ "error": "no" }))
            .is_err()
    );
    assert!(contract.check_request("GET", path, &json!(null)).is_err());
}

/// Every path the simulator has, once. What they answer is judged when the world is dropped.
#[tokio::test]
async fn every_endpoint_answers_as_the_file_says() {
    let world = World::new().await;
    let id = world.conversation();
    let (bo, ana, shop, support) = (&world.bo, &world.ana, &world.shop, &world.support);
    for path in [
        "/me".to_owned(),
        "/admins".to_owned(),
        format!("/admins/{bo}"),
        "/admins/1".to_owned(),
        "/away_status_reasons".to_owned(),
        "/teams".to_owned(),
        format!("/teams/{support}"),
        "/teams/1".to_owned(),
        "/segments".to_owned(),
        "/contacts".to_owned(),
        format!("/contacts/{ana}"),
        "/contacts/1".to_owned(),
        format!("/contacts/{ana}/segments"),
        format!("/contacts/{ana}/companies"),
        format!("/contacts/{ana}/tags"),
        "/companies".to_owned(),
        format!("/companies/{shop}"),
        "/companies/1".to_owned(),
        format!("/companies/{shop}/segments"),
        "/conversations".to_owned(),
        format!("/conversations/{id}?display_as=plaintext"),
        "/conversations/1".to_owned(),
        "/conversations/attributes".to_owned(),
        "/conversations/attributes/1".to_owned(),
        "/tags".to_owned(),
        "/articles".to_owned(),
        "/articles/search?phrase=parcel&state=published&highlight=true".to_owned(),
        "/articles/6871119".to_owned(),
        "/data_attributes?model=contact".to_owned(),
        "/data_attributes?model=conversation".to_owned(),
        "/office_hours_schedules".to_owned(),
        "/office_hours_schedules/4101".to_owned(),
        "/office_hours_schedules/4101/office_hours_exceptions".to_owned(),
    ] {
        world.get(&path).await;
    }
    let away = json!({ "away_mode_enabled": true, "away_mode_reassign": true, "away_status_reason_id": 2 });
    world.put(&format!("/admins/{bo}/away"), away).await;
    world
        .put(
            &format!("/contacts/{ana}"),
            json!({ "custom_attributes": { "language": "de" } }),
        )
        .await;
    world
        .put(
            &format!("/companies/{shop}"),
            json!({ "custom_attributes": { "tier": "gold" }, "plan": "Max" }),
        )
        .await;
    world
        .post("/contacts", json!({ "role": "lead", "name": "Zed" }))
        .await;
    world
        .post(
            "/data_attributes",
            json!({ "name": "seats", "model": "company", "data_type": "integer" }),
        )
        .await;
    world
        .put(
            "/data_attributes/1200001",
            json!({ "description": "ISO 639-1", "archived": false }),
        )
        .await;
    let list = json!({ "name": "Topic", "data_type": "list", "options": [{ "label": "Parcel" }, { "label": "Refund" }] });
    let (_, list) = world.post("/conversations/attributes", list).await;
    let list_path = format!("/conversations/attributes/{}", list["id"]);
    let (_, list) = world
        .post(&format!("{list_path}/options"), json!({ "label": "Other" }))
        .await;
    let option_path = format!(
        "{list_path}/options/{}",
        list["options"][2]["id"].as_str().unwrap()
    );
    world.put(&option_path, json!({ "label": "Else" })).await;
    world.delete(&option_path, json!(null)).await;
    world
        .put(&list_path, json!({ "description": "What it is about" }))
        .await;
    world.get(&list_path).await;
    world
        .put(
            &format!("/conversations/{id}"),
            json!({ "title": "Parcel", "custom_attributes": { "Topic": "Parcel" } }),
        )
        .await;
    world.delete(&list_path, json!(null)).await;
    let (_, tag) = world.post("/tags", json!({ "name": "nexora" })).await;
    let tags_path = format!("/conversations/{id}/tags");
    world
        .post(&tags_path, json!({ "id": tag["id"], "admin_id": bo }))
        .await;
    world.get(&format!("/conversations/{id}")).await;
    world
        .delete(
            &format!("{tags_path}/{}", tag["id"].as_str().unwrap()),
            json!({ "admin_id": bo }),
        )
        .await;
    world.acme.operator().fin_answers(&id, "Maybe.").unwrap();
    world.api_comment(&id, "Certainly.").await;
    world.acme.visitor(ana).rates(&id, 4, "fine").unwrap();
    world.get(&format!("/conversations/{id}")).await;
    let (_, message) = world
        .post(
            "/conversations",
            json!({ "from": { "type": "user", "id": ana }, "body": "Hi" }),
        )
        .await;
    let other = format!(
        "/conversations/{}",
        message["conversation_id"].as_str().unwrap()
    );
    world.get(&other).await;
    let source = json!({ "type": "source", "conversation_id": message["conversation_id"], "source_id": message["id"] });
    world.post("/conversations/redact", source).await;
    world.delete(&other, json!(null)).await;
    assert_eq!(
        world.post("/auth/uninstall", json!({})).await,
        (200, json!({}))
    );
    assert_eq!(world.get("/me").await.0, 401);
    let refused: Vec<_> = world
        .intercom
        .exchanges()
        .into_iter()
        .filter(|exchange| exchange.status >= Some(400))
        .collect();
    let refused: Vec<_> = refused
        .iter()
        .map(|exchange| exchange.path.as_str())
        .collect();
    assert_eq!(
        refused,
        [
            "/admins/1",
            "/teams/1",
            "/contacts/1",
            "/companies/1",
            "/conversations/1",
            "/conversations/attributes/1",
            "/data_attributes",
            "/me",
        ],
    );
    assert_eq!(world.read(&id)["source"]["url"], PAGE);
}
