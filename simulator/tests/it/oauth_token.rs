use reqwest::Method;
use serde_json::{Value, json};
use simulator::{App, Fault, FaultKind, Intercom, ManualClock};

use crate::world::{NOW, World};

async fn world_with_apps() -> World {
    let world = World::new().await;
    for number in ["one", "two"] {
        world.intercom.register_app(App::new(
            format!("client {number}"),
            format!("secret {number}"),
            ["https://nexora.example/oauth/callback"],
        ));
    }
    world
}

fn code(world: &World) -> String {
    world.intercom.authorise("client one", "abc123").unwrap()
}

fn asking(app: &str, secret: &str, code: &str) -> Value {
    json!({ "code": code, "client_id": format!("client {app}"), "client_secret": format!("secret {secret}") })
}

/// The token, or the status and the message of the refusal.
async fn exchange(world: &World, asking: Value) -> Result<String, String> {
    let (status, answer) = world.post("/auth/eagle/token", asking).await;
    match answer["token"].as_str() {
        Some(token) => Ok(token.to_owned()),
        None => Err(format!(
            "{status} {}",
            answer["errors"][0]["message"].as_str().unwrap()
        )),
    }
}

async fn status(world: &World, method: Method, path: &str, token: &str) -> u16 {
    let answer = world.send(method, path, Value::Null, token).await;
    answer.unwrap().status().as_u16()
}

fn bad_code() -> Result<String, String> {
    Err("401 Unauthorized Code".to_owned())
}

#[tokio::test]
async fn a_code_is_good_for_one_token() {
    let world = world_with_apps().await;
    let asking = asking("one", "one", &code(&world));
    let token = exchange(&world, asking.clone()).await.unwrap();
    let (status, refused) = world.post("/auth/eagle/token", asking).await;
    assert_eq!(
        (status, &refused["type"], &refused["errors"]),
        (
            401,
            &json!("error.list"),
            &json!([{ "code": "unauthorized", "message": "Unauthorized Code" }])
        )
    );
    assert_eq!(self::status(&world, Method::GET, "/me", &token).await, 200);
}

#[tokio::test]
async fn a_code_dies_after_ten_minutes() {
    let world = world_with_apps().await;
    let (in_time, late) = (code(&world), code(&world));
    world.clock.advance(599);
    assert!(
        exchange(&world, asking("one", "one", &in_time))
            .await
            .is_ok()
    );
    world.clock.advance(1);
    assert_eq!(
        exchange(&world, asking("one", "one", &late)).await,
        bad_code()
    );
}

#[tokio::test]
async fn only_the_app_that_was_let_in_can_use_its_code() {
    let world = world_with_apps().await;
    let code = code(&world);
    let client = || Err("401 Unauthorized Client".to_owned());
    assert_eq!(
        exchange(&world, asking("two", "two", &code)).await,
        bad_code()
    );
    assert_eq!(
        exchange(&world, asking("one", "two", &code)).await,
        client()
    );
    assert_eq!(
        exchange(&world, asking("three", "one", &code)).await,
        client()
    );
    assert_eq!(exchange(&world, json!({ "code": code })).await, client());
    assert_eq!(exchange(&world, json!(["no", "object"])).await, client());
    assert_eq!(
        exchange(&world, asking("one", "one", "made up=")).await,
        bad_code()
    );
    assert!(exchange(&world, asking("one", "one", &code)).await.is_ok());
}

#[tokio::test]
async fn a_code_ends_in_an_equals_sign_that_a_form_must_keep() {
    let world = world_with_apps().await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let send = async |code: &str| {
        let form = format!("code={code}&client_id=client+one&client_secret=secret%20one");
        let request = http.post(world.url("/auth/eagle/token")).body(form);
        let kind = "application/x-www-form-urlencoded; charset=utf-8";
        let answer = request.header("content-type", kind).send().await.unwrap();
        answer.status().as_u16()
    };
    let (encoded, bare, cut) = (code(&world), code(&world), code(&world));
    assert!(
        [&encoded, &bare, &cut]
            .iter()
            .all(|code| code.ends_with('='))
    );
    assert_eq!(send(&encoded.replace('=', "%3D")).await, 200);
    assert_eq!(send(&bare).await, 200);
    assert_eq!(send(cut.trim_end_matches('=')).await, 401);
}

#[tokio::test]
async fn an_app_that_uninstalls_itself_ends_its_own_tokens_only() {
    let world = world_with_apps().await;
    let first = exchange(&world, asking("one", "one", &code(&world))).await;
    let second = exchange(&world, asking("one", "one", &code(&world))).await;
    let (first, second) = (first.unwrap(), second.unwrap());
    let others = world.intercom.authorise("client two", "abc123").unwrap();
    let others = exchange(&world, asking("two", "two", &others)).await;
    let others = others.unwrap();
    let uninstalled = status(&world, Method::POST, "/auth/uninstall", &first).await;
    assert_eq!(uninstalled, 200);
    for (token, expected) in [
        (first.as_str(), 401),
        (&second, 401),
        (&others, 200),
        (crate::world::TOKEN, 200),
    ] {
        assert_eq!(status(&world, Method::GET, "/me", token).await, expected);
    }
    world.acme.revoke_tokens();
    assert_eq!(status(&world, Method::GET, "/me", &others).await, 401);
}

#[tokio::test]
async fn faults_hit_an_exchange_as_they_hit_any_call() {
    let world = world_with_apps().await;
    let code = code(&world);
    let ask = || exchange(&world, asking("one", "one", &code));
    let once = |kind| {
        Fault::new(kind)
            .on_path_suffix("/token")
            .in_workspace("abc123")
            .times(1)
    };
    world
        .intercom
        .faults()
        .inject(once(FaultKind::ServerError(503)));
    assert_eq!(ask().await, Err("503 Server error".to_owned()));
    world.intercom.faults().inject(once(FaultKind::ResetAfter));
    let asking = asking("one", "one", &code);
    let broken = world
        .send(Method::POST, "/auth/eagle/token", asking, "")
        .await;
    assert!(broken.is_err());
    assert_eq!(ask().await, bad_code());
    assert_eq!(world.intercom.faults().pending(), 0);
}

#[tokio::test]
async fn an_installation_uses_up_nothing_of_the_workspaces_quota() {
    let world = world_with_apps().await;
    world.intercom.set_rate_limit(1);
    for _ in 0..3 {
        let token = exchange(&world, asking("one", "one", &code(&world))).await;
        assert!(token.is_ok());
    }
    assert_eq!(world.get("/me").await.0, 200);
}

#[tokio::test]
async fn an_exchange_is_kept_without_its_secrets() {
    let world = world_with_apps().await;
    let code = code(&world);
    let token = exchange(&world, asking("one", "one", &code)).await.unwrap();
    let mut refused = asking("one", "two", &code);
    refused["secret"] = json!("secret one");
    exchange(&world, refused).await.unwrap_err();
    world
        .post("/auth/eagle/token/?client_secret=secret+one", json!({}))
        .await;
    let path = format!("/auth/eagle/token?code={code}&client_secret=secret+one");
    assert_eq!(world.get(&path).await.0, 404);
    let exchanges = world.intercom.exchanges();
    let kept = serde_json::to_string(&exchanges).unwrap();
    for secret in [&code, &token, "secret one", "secret+one"] {
        assert!(!kept.contains(secret), "{secret} in {kept}");
    }
    insta::assert_json_snapshot!(exchanges[0], @r#"
    {
      "seq": 1,
      "at": 1768031789,
      "workspace": "abc123",
      "method": "POST",
      "path": "/auth/eagle/token",
      "query": null,
      "request": {
        "client_id": "client one",
        "client_secret": "(hidden)",
        "code": "(hidden)"
      },
      "status": 200,
      "response": {
        "access_token": "(hidden)",
        "token": "(hidden)",
        "token_type": "Bearer"
      }
    }
    "#);
}

#[tokio::test]
async fn a_snapshot_keeps_apps_and_tokens_and_loses_open_codes() {
    let world = world_with_apps().await;
    let (used, open) = (code(&world), code(&world));
    let token = exchange(&world, asking("one", "one", &used)).await.unwrap();
    let saved = world.intercom.snapshot();
    let restored = Intercom::restore(saved.clone(), ManualClock::at(NOW).clock()).unwrap();
    assert_eq!(restored.snapshot(), saved);
    let answer = async |method: &str, path: &str, body: Value, token: &str| {
        let request = http::Request::builder().method(method).uri(path);
        let request = request.header("authorization", format!("Bearer {token}"));
        let request = request.body(body.to_string().into_bytes()).unwrap();
        let answer = restored.answer(request).await.unwrap();
        answer.status().as_u16()
    };
    let path = "/auth/eagle/token";
    assert_eq!(answer("GET", "/me", Value::Null, &token).await, 200);
    assert_eq!(
        answer("POST", path, asking("one", "one", &open), "").await,
        401
    );
    let next = restored.authorise("client one", "abc123").unwrap();
    assert!(next != used && next != open);
    assert_eq!(
        answer("POST", path, asking("one", "one", &next), "").await,
        200
    );
}

#[tokio::test]
async fn who_does_not_exist_cannot_be_authorised() {
    let world = world_with_apps().await;
    let refusal = |client: &str, workspace: &str| {
        let refused = world.intercom.authorise(client, workspace);
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
}
