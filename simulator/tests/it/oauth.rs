use serde_json::{Value, json};
use simulator::{Admin, App, NewWorkspace};

use crate::browser::{Browser, Page};
use crate::world::{World, only};

const HOME: &str = "https://nexora.example/oauth/callback";
const OTHER_HOME: &str = "https://nexora.example/callback?region=eu&x=a%20b";

async fn world_with_app() -> World {
    let world = World::new().await;
    let app = App::new("client one", "secret one", [HOME, OTHER_HOME]);
    world.intercom.register_app(App {
        name: "Nexora".to_owned(),
        ..app
    });
    world
}

async fn asked(world: &World, query: &[(&str, &str)]) -> Page {
    Browser::new().opens(&world.url("/oauth"), query).await
}

async fn decided(world: &World, query: &[(&str, &str)], button: &str, workspace: &str) -> Page {
    let page = asked(world, query).await;
    Browser::new().presses(&page, button, workspace).await
}

async fn token_for(world: &World, code: &str) -> Value {
    let body = json!({ "code": code, "client_id": "client one", "client_secret": "secret one" });
    let (status, answer) = world.post("/auth/eagle/token", body).await;
    assert_eq!(status, 200, "{answer}");
    answer
}

async fn me(world: &World, token: &str) -> Value {
    let answer = world
        .send(reqwest::Method::GET, "/me", Value::Null, token)
        .await
        .unwrap();
    answer.json().await.unwrap()
}

#[tokio::test]
async fn an_admin_lets_an_app_in_and_its_token_speaks_for_them() {
    let world = world_with_app().await;
    world.acme.authorised_by(&world.cleo);
    let query = [("client_id", "client one"), ("state", "s1")];
    let back = decided(&world, &query, "authorize", "abc123").await;
    assert_eq!(back.status, 302);
    let code = back.sent("code").unwrap();
    let url = format!("{HOME}?code={}&state=s1", code.replace('=', "%3D"));
    assert_eq!(back.redirect.unwrap().as_str(), url);

    let answer = token_for(&world, &code).await;
    let token = answer["access_token"].as_str().unwrap();
    assert_eq!(
        answer,
        json!({ "token_type": "Bearer", "token": token, "access_token": token })
    );
    world.acme.authorised_by(&world.bo);
    assert_eq!(
        only(
            &me(&world, token).await,
            &[
                "type",
                "id",
                "email",
                "app.id_code",
                "app.name",
                "app.region",
                "app.timezone"
            ]
        ),
        json!({
            "type": "admin", "id": world.cleo, "email": "cleo@acme.example",
            "app.id_code": "abc123", "app.name": "abc123", "app.region": "US", "app.timezone": "Etc/UTC",
        }),
    );
    assert_eq!(world.get("/me").await.1["id"], json!(world.bo));
}

#[tokio::test]
async fn two_workspaces_give_two_tokens_that_see_two_workspaces() {
    let world = world_with_app().await;
    let other = world
        .intercom
        .add_workspace(NewWorkspace::new("xyz789", "token of the other"));
    other.add_admin(Admin::new("Zoe", "zoe@other.example"));
    let mut seen = Vec::new();
    for workspace in ["abc123", "xyz789"] {
        let query = [("client_id", "client one")];
        let back = decided(&world, &query, "authorize", workspace).await;
        let answer = token_for(&world, &back.sent("code").unwrap()).await;
        let me = me(&world, answer["token"].as_str().unwrap()).await;
        seen.push(only(&me, &["name", "app.id_code"]));
    }
    assert_eq!(
        seen,
        [
            json!({ "name": "Bo", "app.id_code": "abc123" }),
            json!({ "name": "Zoe", "app.id_code": "xyz789" }),
        ]
    );
}

#[tokio::test]
async fn an_admin_who_cancels_is_sent_back_without_a_code() {
    let world = world_with_app().await;
    let query = [("client_id", "client one"), ("state", "s1")];
    let back = decided(&world, &query, "cancel", "abc123").await;
    assert_eq!(back.status, 302);
    let url = format!("{HOME}?error=access_denied&state=s1");
    assert_eq!(back.redirect.unwrap().as_str(), url);
}

#[tokio::test]
async fn a_registered_redirect_url_keeps_its_own_query() {
    let world = world_with_app().await;
    let query = [("client_id", "client one"), ("redirect_uri", OTHER_HOME)];
    let back = decided(&world, &query, "cancel", "abc123").await;
    let url = format!("{OTHER_HOME}&error=access_denied");
    assert_eq!(back.redirect.unwrap().as_str(), url);
}

#[tokio::test]
async fn a_state_of_odd_characters_comes_back_unchanged() {
    let world = world_with_app().await;
    let state = "a+b c&d=e%20#f\"'<>/?\r\n;ü茶🙂 ==";
    let query = [("client_id", "client one"), ("state", state)];
    for button in ["authorize", "cancel"] {
        let back = decided(&world, &query, button, "abc123").await;
        assert_eq!(back.sent("state").as_deref(), Some(state), "{button}");
    }
}

#[tokio::test]
async fn who_asks_under_a_false_name_or_for_a_foreign_url_gets_no_redirect() {
    let world = world_with_app().await;
    let foreign = "https://nexora.example/oauth/callback/";
    for (query, expected) in [
        (vec![], "No app is registered under this client id."),
        (
            vec![("client_id", "client <two>")],
            "No app is registered under this client id.",
        ),
        (
            vec![("client_id", "client one"), ("redirect_uri", foreign)],
            "This redirect URL is not registered for Nexora.",
        ),
    ] {
        let page = asked(&world, &query).await;
        assert_eq!((page.status, page.redirect), (400, None));
        assert!(
            page.html.contains(&format!("<p>{expected}</p>")),
            "{}",
            page.html
        );
    }
}

#[tokio::test]
async fn what_the_form_cannot_say_is_not_done() {
    let world = world_with_app().await;
    let query = [("client_id", "client one")];
    for (button, workspace) in [("authorize", "no such"), ("shrug", "abc123")] {
        let page = decided(&world, &query, button, workspace).await;
        assert_eq!((page.status, &page.redirect), (400, &None));
        assert_eq!(page.heading(), "This app cannot be authorized");
    }
    let mut page = asked(&world, &query).await;
    page.html = page.html.replace("client+one", "another");
    let refused = Browser::new().presses(&page, "authorize", "abc123").await;
    assert_eq!((refused.status, refused.redirect), (400, None));
}

#[tokio::test]
async fn the_page_asks_for_a_workspace_with_two_buttons() {
    let world = world_with_app().await;
    world.intercom.add_workspace(NewWorkspace {
        name: "A & B <Ltd>".to_owned(),
        ..NewWorkspace::new("ab\"1", "token of a & b")
    });
    world.intercom.add_workspace(NewWorkspace {
        name: "B & C".to_owned(),
        ..NewWorkspace::new("bc\"1", "token of b & c")
    });
    let other = world.intercom.workspace("bc\"1").unwrap();
    other.add_admin(Admin::new("<Zoe>", "zoe@other.example"));
    let query = [
        ("client_id", "client one"),
        ("state", "\"><script>&amp;"),
        ("redirect_uri", HOME),
    ];
    insta::assert_snapshot!(asked(&world, &query).await.html);
}

#[tokio::test]
async fn where_nobody_can_let_an_app_in_only_cancelling_is_left() {
    let clock = simulator::ManualClock::at(crate::world::NOW);
    let intercom = simulator::Intercom::new(clock.clock());
    intercom.register_app(App::new("client one", "secret one", [HOME]));
    intercom.add_workspace(NewWorkspace::new("abc123", "token"));
    let refusal = intercom.authorise("client one", "abc123").unwrap_err();
    assert_eq!(refusal.message, "Admin not found");
    let server = intercom.listen("127.0.0.1:0").await.unwrap();
    let url = format!("{}/oauth", server.url());
    let browser = Browser::new();
    let page = browser.opens(&url, &[("client_id", "client one")]).await;
    assert!(!page.html.contains("<select"));
    assert!(!page.html.contains("value=\"authorize\""));
    let back = browser.presses(&page, "cancel", "").await;
    assert_eq!(back.sent("error").as_deref(), Some("access_denied"));
}
