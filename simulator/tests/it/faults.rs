use std::time::Duration;

use http::Request;
use reqwest::Method;
use serde_json::{Value, json};
use simulator::{Contact, Fault, FaultKind, Intercom, ManualClock, NewWorkspace};

use crate::world::{NOW, TOKEN, World};

async fn code(world: &World, path: &str) -> (u16, String) {
    let (status, answer) = world.get(path).await;
    (
        status,
        answer["errors"][0]["code"]
            .as_str()
            .unwrap_or("none")
            .to_owned(),
    )
}

fn comment(world: &World) -> Value {
    json!({ "message_type": "comment", "type": "admin", "admin_id": world.bo, "body": "Hi" })
}

#[tokio::test]
async fn a_connection_reset_before_has_no_effect_and_one_reset_after_has() {
    let world = World::new().await;
    let id = world.conversation();
    let reply = format!("/conversations/{id}/reply");
    let on_reply = |kind| {
        Fault::new(kind)
            .on_method("POST")
            .on_path_suffix("/reply")
            .times(1)
    };
    // Leaves a connection in the client's pool: a call on it that breaks must not be tried again unseen.
    assert_eq!(code(&world, "/me").await.0, 200);
    world
        .intercom
        .faults()
        .inject(on_reply(FaultKind::ResetBefore));
    let broken = world
        .send(Method::POST, &reply, comment(&world), TOKEN)
        .await
        .unwrap_err();
    assert!(broken.is_request() && broken.status().is_none());
    assert_eq!(world.parts(&id, &["body"]), json!([]));

    world
        .intercom
        .faults()
        .inject(on_reply(FaultKind::ResetAfter));
    let broken = world
        .send(Method::POST, &reply, comment(&world), TOKEN)
        .await
        .unwrap_err();
    assert!(broken.is_request() && broken.status().is_none());
    assert_eq!(world.parts(&id, &["body"]), json!(["<p>Hi</p>"]));

    let statuses: Vec<Option<u16>> = world
        .intercom
        .exchanges()
        .iter()
        .map(|exchange| exchange.status)
        .collect();
    assert_eq!(statuses, [Some(200), None, None]);
    assert_eq!(world.intercom.faults().pending(), 0);
}

#[tokio::test]
async fn a_fault_hits_only_what_it_is_for_and_only_so_often() {
    let world = World::new().await;
    let refusal = FaultKind::RefuseWith {
        status: 409,
        code: "conflict".to_owned(),
        message: "No".to_owned(),
    };
    world.intercom.faults().inject(
        Fault::new(refusal)
            .on_path_prefix("/admins")
            .in_workspace("abc123")
            .times(2),
    );
    world
        .intercom
        .faults()
        .inject(Fault::new(FaultKind::ServerError(503)).in_workspace("another"));
    assert_eq!(code(&world, "/teams").await, (200, "none".to_owned()));
    assert_eq!(code(&world, "/admins").await, (409, "conflict".to_owned()));
    assert_eq!(code(&world, "/admins").await, (409, "conflict".to_owned()));
    assert_eq!(code(&world, "/admins").await, (200, "none".to_owned()));
    world.intercom.faults().clear();
    assert_eq!(world.intercom.faults().pending(), 0);
}

#[tokio::test]
async fn a_fault_of_the_server_has_no_effect() {
    let world = World::new().await;
    let id = world.conversation();
    world
        .intercom
        .faults()
        .inject(Fault::new(FaultKind::ServerError(502)).times(1));
    assert_eq!(world.api_comment(&id, "Hi").await.0, 502);
    assert_eq!(world.parts(&id, &["body"]), json!([]));
}

#[tokio::test]
async fn a_limited_call_says_when_to_come_back() {
    let world = World::new().await;
    world
        .intercom
        .faults()
        .inject(Fault::new(FaultKind::RateLimited { reset_in: 7 }).times(1));
    let answer = world
        .send(Method::GET, "/me", Value::Null, TOKEN)
        .await
        .unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["x-ratelimit-remaining"], "0");
    assert_eq!(answer.headers()["x-ratelimit-reset"], (NOW + 7).to_string());
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["errors"][0]["code"], "rate_limit_exceeded");
}

#[tokio::test]
async fn calls_are_counted_over_ten_seconds() {
    let world = World::new().await;
    world.intercom.set_rate_limit(2);
    let answer = world
        .send(Method::GET, "/me", Value::Null, TOKEN)
        .await
        .unwrap();
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        [
            header("x-ratelimit-limit"),
            header("x-ratelimit-remaining"),
            header("x-ratelimit-reset")
        ],
        ["2".to_owned(), "1".to_owned(), "1768031790".to_owned()],
    );
    assert_eq!(code(&world, "/me").await.0, 200);
    assert_eq!(
        code(&world, "/me").await,
        (429, "rate_limit_exceeded".to_owned())
    );
    world.clock.advance(1);
    assert_eq!(code(&world, "/me").await.0, 200);
}

#[tokio::test]
async fn reads_can_lag_behind_by_one_part() {
    let world = World::new().await;
    let id = world.conversation();
    world.api_comment(&id, "first").await;
    world.api_comment(&id, "second").await;
    world
        .intercom
        .faults()
        .inject(Fault::new(FaultKind::HideNewestPart).times(1));
    let path = format!("/conversations/{id}");
    let bodies = |answer: &Value| -> Vec<Value> {
        let parts = answer["conversation_parts"]["conversation_parts"]
            .as_array()
            .unwrap();
        assert_eq!(answer["conversation_parts"]["total_count"], parts.len());
        parts.iter().map(|part| part["body"].clone()).collect()
    };
    assert_eq!(bodies(&world.get(&path).await.1), ["<p>first</p>"]);
    assert_eq!(
        bodies(&world.get(&path).await.1),
        ["<p>first</p>", "<p>second</p>"]
    );
}

#[tokio::test]
async fn a_slow_answer_comes_in_the_end() {
    let world = World::new().await;
    world
        .intercom
        .faults()
        .inject(Fault::new(FaultKind::Latency(Duration::from_millis(30))).times(1));
    let started = tokio::time::Instant::now();
    assert_eq!(code(&world, "/me").await.0, 200);
    assert!(started.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn a_revoked_token_and_a_suspended_workspace_are_told_apart() {
    let world = World::new().await;
    world
        .intercom
        .faults()
        .inject(Fault::new(FaultKind::RevokedToken).times(1));
    assert_eq!(code(&world, "/me").await, (401, "unauthorized".to_owned()));
    world
        .intercom
        .faults()
        .inject(Fault::new(FaultKind::SuspendedWorkspace).times(1));
    assert_eq!(
        code(&world, "/conversations").await,
        (403, "api_plan_restricted".to_owned())
    );
    world.acme.set_suspended(true);
    assert_eq!(
        code(&world, "/conversations").await,
        (403, "api_plan_restricted".to_owned())
    );
    world.acme.set_suspended(false);
    world.acme.revoke_tokens();
    assert_eq!(code(&world, "/me").await, (401, "unauthorized".to_owned()));
}

#[tokio::test]
async fn an_intercom_that_is_down_does_not_say_whose_token_it_is() {
    let world = World::new().await;
    let down = Fault::new(FaultKind::ServerError(503)).times(1);
    world.intercom.faults().inject(down);
    let mut statuses = Vec::new();
    for _ in 0..2 {
        let answer = world.send(Method::GET, "/me", Value::Null, "a token that ended");
        statuses.push(answer.await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [503, 401]);
}

#[tokio::test]
async fn a_search_may_show_one_conversation_as_nobody_can_read_it() {
    // By itself, because no answer of a `World` may differ from what Intercom documents.
    let intercom = Intercom::new(ManualClock::at(NOW).clock());
    let acme = intercom.add_workspace(NewWorkspace::new("abc123", "the token"));
    let ana = acme.add_contact(Contact::user("Ana", "ana@shop.example"));
    let [first, second] = ["One", "Two"].map(|text| acme.visitor(&ana).starts(text, None).unwrap());
    let strange = Fault::new(FaultKind::StrangeConversation(first.clone()));
    intercom.faults().inject(strange.times(1));
    let mut created = Vec::new();
    for _ in 0..2 {
        let query = json!({ "query": { "field": "created_at", "operator": ">", "value": NOW } });
        let request = Request::post("/conversations/search")
            .header("authorization", "Bearer the token")
            .header("content-type", "application/json")
            .body(query.to_string().into_bytes());
        let answer = intercom.answer(request.unwrap()).await.unwrap();
        let list: Value = serde_json::from_slice(answer.body()).unwrap();
        let items = list["conversations"].as_array().unwrap().iter();
        let items = items.map(|item| (item["id"].clone(), item["created_at"].clone()));
        created.push(items.collect::<Vec<_>>());
    }
    let said = json!("the day before yesterday");
    let [first, second] = [first, second].map(|id| json!(id));
    assert_eq!(
        created,
        [
            [(second.clone(), json!(NOW)), (first.clone(), said)],
            [(second, json!(NOW)), (first, json!(NOW))],
        ]
    );
}

#[tokio::test]
async fn answers_are_spoilt_after_the_call_took_effect_and_silence_lasts() {
    let world = World::new().await;
    let id = world.conversation();
    let reply = format!("/conversations/{id}/reply");
    let posts = async |kind| {
        let fault = Fault::new(kind).on_method("POST").times(1);
        world.intercom.faults().inject(fault);
        world
            .send(Method::POST, &reply, comment(&world), TOKEN)
            .await
    };
    let spoilt = posts(FaultKind::AnswerWith("<html>".to_owned())).await;
    let (status, body) = {
        let response = spoilt.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    assert_eq!((status, body.as_str()), (200, "<html>"));
    let broken = posts(FaultKind::BreakOff).await.unwrap();
    assert_eq!(broken.status().as_u16(), 200);
    assert!(broken.text().await.is_err());
    assert_eq!(world.parts(&id, &["body"]).as_array().unwrap().len(), 2);

    let patience = Duration::from_millis(200);
    for (kind, parts) in [(FaultKind::SilenceBefore, 2), (FaultKind::SilenceAfter, 3)] {
        let silent = tokio::time::timeout(patience, posts(kind)).await;
        assert!(silent.is_err());
        assert_eq!(world.parts(&id, &["body"]).as_array().unwrap().len(), parts);
    }
}

#[tokio::test]
async fn a_limit_can_be_silent_and_a_merged_contact_says_where_it_is() {
    let world = World::new().await;
    let inject = |kind| world.intercom.faults().inject(Fault::new(kind).times(1));
    inject(FaultKind::RateLimitedInSilence);
    let get = |path: &'static str| world.send(Method::GET, path, Value::Null, TOKEN);
    let limited = get("/me").await.unwrap();
    let told = limited.headers().keys();
    let told = told.filter(|name| name.as_str().starts_with("x-ratelimit"));
    assert_eq!((limited.status().as_u16(), told.count()), (429, 0));
    inject(FaultKind::MergedInto("abc".to_owned()));
    let merged = get("/contacts/def").await.unwrap();
    assert_eq!(merged.status().as_u16(), 410);
    assert_eq!(
        merged.headers()["link"],
        "</contacts/abc>; rel=\"canonical\""
    );
}
