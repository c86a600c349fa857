//! A second workspace comes to the demo's house by the real install, as a browser goes through it.

use std::path::Path;
use std::time::Duration;

use harness::visit::{acme, ana_asks, answers, until};
use local::house::House;
use local::seed::{self, ACME, HARBOUR};
use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};
use serde_json::{Value, json};
use simulator::{ConversationView, PartView, Workspace};

/// An admin at the page, with a browser that goes where it is told one step at a time.
struct Admin {
    http: Client,
    home: String,
}

/// A page as it is read.
struct Shown {
    status: u16,
    words: String,
    links: Vec<String>,
}

impl Admin {
    fn at(house: &House) -> Self {
        let http = Client::builder().no_proxy().redirect(Policy::none());
        Self {
            http: http.build().unwrap(),
            home: format!("http://{}", house.address),
        }
    }

    /// Opens an install link and authorises a workspace; the page it ends with.
    async fn installs(&self, link: &str, workspace: &str) -> Shown {
        let begun = self.http.get(format!("{}{link}", self.home)).send();
        let begun = begun.await.unwrap();
        let cookie = begun.headers()[SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let asked = self.http.post(sent_to(&begun));
        let form = format!("workspace_id={workspace}&decision=authorize");
        let asked = asked.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let decided = asked.body(form).send().await.unwrap();
        let back = self.http.get(sent_to(&decided)).header(COOKIE, cookie);
        Shown::read(back.send().await.unwrap()).await
    }

    async fn asks(&self, path: &str) -> Value {
        let answer = self.http.get(format!("{}{path}", self.home)).send().await;
        answer.unwrap().json().await.unwrap()
    }

    async fn posts(&self, path: &str, body: Value) -> (u16, Value) {
        let request = self.http.post(format!("{}{path}", self.home)).json(&body);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    async fn presence(&self, workspace: &str) -> String {
        let state = self
            .asks(&format!("/api/state?workspace={workspace}"))
            .await;
        state["workspace"]["presence"].as_str().unwrap().to_owned()
    }

    async fn configures(&self, workspace: &str, yaml: &str) -> (u16, Value) {
        let path = format!("/api/configuration?workspace={workspace}");
        let over = &self.asks(&path).await["live"];
        self.posts(&path, json!({ "yaml": yaml, "over": over }))
            .await
    }
}

fn sent_to(response: &Response) -> Url {
    let status = response.status();
    let to = response.headers().get(LOCATION);
    let to = to.unwrap_or_else(|| panic!("{status}, and nowhere to go"));
    to.to_str().unwrap().parse().unwrap()
}

impl Shown {
    async fn read(response: Response) -> Self {
        let status = response.status().as_u16();
        let html = response.text().await.unwrap();
        let main = html.split("</style>").last().unwrap();
        let links = main.split("href=\"").skip(1);
        let words = main.split('<').filter_map(|piece| piece.split_once('>'));
        let words: Vec<_> = words.map(|(_, text)| text.trim()).collect();
        Self {
            status,
            links: links
                .map(|link| link.split('"').next().unwrap().to_owned())
                .collect(),
            words: words
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }
}

fn harbour(house: &House) -> Workspace {
    house.intercom().workspace(HARBOUR.id).unwrap()
}

/// Tom begins a conversation in the second shop.
async fn tom_asks(house: &House, text: &str) -> String {
    let harbour = harbour(house);
    let tom = harbour.view().contacts[0].id.clone();
    let talk = harbour.visitor(&tom).starts(text, None).unwrap();
    house.intercom().webhooks().settled().await;
    talk
}

/// What the agent said in a conversation, once it has said something.
async fn answered(workspace: &Workspace, talk: &str) -> (String, String) {
    for _ in 0..3_000 {
        let view = workspace.view();
        let talk = view.conversations.iter().find(|each| each.id == talk);
        if let Some(part) = talk.and_then(said) {
            return (
                part.author.name.clone().unwrap(),
                part.body.clone().unwrap(),
            );
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nobody answered: {:#?}", workspace.view().conversations);
}

fn said(talk: &ConversationView) -> Option<&PartView> {
    let mut parts = talk.parts.iter();
    parts.find(|part| part.by_app && !part.is_note && part.body.is_some())
}

async fn house(folder: &Path) -> House {
    House::build(folder, 0, None).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_shop_is_installed_configured_and_answered_beside_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path()).await;
    let admin = Admin::at(&house);
    assert_eq!(admin.presence(HARBOUR.id).await, "absent");
    assert_eq!(admin.presence(seed::WORKSPACE).await, "working");
    let unheard = tom_asks(&house, "How long does a full service take?").await;
    assert_eq!(house.intercom().webhooks().deliveries().len(), 0);

    let state = admin.asks("/api/state?workspace=harbour1").await;
    let link = state["workspace"]["install"].as_str().unwrap();
    let shown = admin.installs(link, HARBOUR.id).await;
    insta::assert_snapshot!(format!("{}\n{}", shown.status, shown.words), @"
    200
    Nexora is installed in Harbour Bikes
    Workspace
    Harbour Bikes (
    harbour1
    )
    Teammates
    4, 4 with an inbox seat, 0 away
    Teams
    Front desk (2 members), Workshop (1 member)
    Segments
    3
    Tags
    0
    Attributes
    0 of contacts, 0 of companies, 2 of conversations
    Office hours
    none
    Not readable
    assignment rules, workflows, Fin's settings and who is online: Intercom's API shows none of them to apps
    Nexora stays silent in this workspace until it has a configuration.
    Write its configuration
    ");
    assert_eq!(shown.links, [format!("{}/?workspace=harbour1", admin.home)]);
    assert_eq!(admin.presence(HARBOUR.id).await, "unconfigured");

    let start = admin.asks("/api/configuration?workspace=harbour1").await;
    assert_eq!(start, json!({ "yaml": HARBOUR.config, "live": null }));
    let (status, _) = admin.configures(HARBOUR.id, HARBOUR.config).await;
    assert_eq!(status, 200);
    assert_eq!(admin.presence(HARBOUR.id).await, "working");

    let here = ana_asks(&house, "How do I brew green tea?").await;
    let there = tom_asks(&house, "How long does a full service take?").await;
    let (who, what) = answered(&harbour(&house), &there).await;
    assert_eq!(who, "Pedal");
    assert!(what.contains("two working days"), "{what}");
    let (who, what) = answered(&acme(&house), &here).await;
    assert_eq!(who, "Nexora");
    assert!(what.contains("80 °C"), "{what}");
    // Both shops have begun a conversation with this id; what was asked before the install nobody has heard of.
    assert_eq!(here, unheard);
    let view = harbour(&house).view();
    let old = view.conversations.iter().find(|each| each.id == unheard);
    assert!(said(old.unwrap()).is_none());
    house.close().await.unwrap();

    let house = self::house(folder.path()).await;
    assert_eq!(Admin::at(&house).presence(HARBOUR.id).await, "working");
    let talk = tom_asks(&house, "How do I fix a puncture?").await;
    let (who, _) = answered(&harbour(&house), &talk).await;
    assert_eq!(who, "Pedal");
    house.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_install_at_another_regions_link_is_told_so_and_stores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path()).await;
    let admin = Admin::at(&house);
    let shown = admin.installs("/oauth/install?region=eu", HARBOUR.id).await;
    insta::assert_snapshot!(format!("{}\n{}", shown.status, shown.words), @"
    502
    The workspace was not installed
    Intercom does not take the code it gave. It may be used up, or the app's client secret is wrong, or the workspace lives in another region.
    Begin again. If it happens twice, add region=eu or region=au to the install link for a workspace in Europe or Australia, or ask whoever runs this Nexora to check the app's secret.
    Back to your workspaces
    ");
    assert_eq!(shown.links, [format!("{}/", admin.home)]);
    assert_eq!(admin.presence(HARBOUR.id).await, "absent");
    house.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_cannot_work_is_told_with_its_place_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path()).await;
    let admin = Admin::at(&house);
    let mut told = Vec::new();
    for (right, wrong) in [
        ("  limits: { turns: 8 }", "  limits: { turn: 8 }"),
        ("nexora@acmetea.example", "pedal@harbourbikes.example"),
        ("\"team:Support\"", "\"team:Front desk\""),
        ("rules:  ", "rules: []\nrule: "),
    ] {
        let yaml = seed::CONFIG.replacen(right, wrong, 1);
        assert_ne!(yaml, seed::CONFIG, "{right}");
        let (status, answer) = admin.configures(seed::WORKSPACE, &yaml).await;
        told.push(format!("{status} {}", answer["error"].as_str().unwrap()));
    }
    let (status, answer) = admin.configures(HARBOUR.id, HARBOUR.config).await;
    told.push(format!("{status} {}", answer["error"].as_str().unwrap()));
    insta::assert_snapshot!(told.join("\n"), @"
    422 Line 10, column 13: agent.limits.turn: there is no key `turn` here; did you mean `turns`?
    422 Line 6, column 13: agent.teammate names “pedal@harbourbikes.example”, and the workspace has no such teammate; it has Ada Okafor, Ben Sato, Cleo Marin, Nexora
    422 Line 41, column 12: hand_off.default names “Front desk”, and the workspace has no such team; it has Support, Success
    422 Line 22, column 1: rule: there is no key `rule` here; did you mean `rules`?
    422 Nexora is not installed in this workspace; install it first
    ");
    let live = admin.asks("/api/configuration").await;
    assert_eq!(live, json!({ "yaml": ACME.config, "live": 1 }));
    house.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_is_followed_by_the_next_message_and_kept_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path()).await;
    let admin = Admin::at(&house);
    ana_asks(&house, "How do I brew green tea?").await;
    until(&house, |talk| answers(talk) > 0).await;
    let yaml = seed::CONFIG.replacen(
        "    then: { agent: {} }\n",
        "    then: { hand_off: { to: \"team:Success\" } }   # until Monday\n",
        1,
    );
    let (status, answer) = admin.configures(seed::WORKSPACE, &yaml).await;
    assert_eq!((status, answer), (200, json!({ "live": 2 })));
    ana_asks(&house, "How do I brew black tea?").await;
    let talk = until(&house, |talk| talk.team_assignee.is_some()).await;
    assert_eq!(talk.team_assignee.as_deref(), Some("Success"));
    house.close().await.unwrap();

    let house = self::house(folder.path()).await;
    let live = Admin::at(&house).asks("/api/configuration").await;
    assert_eq!(live, json!({ "yaml": yaml, "live": 2 }));
    house.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_two_people_write_at_the_page_at_once_is_published_once_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path()).await;
    let admin = Admin::at(&house);
    let ada = seed::CONFIG.replace("turns: 8", "turns: 3");
    let ben = seed::CONFIG.replace("turns: 8", "turns: 5");
    let both = [ada.as_str(), ben.as_str()].map(|yaml| json!({ "yaml": yaml, "over": 1 }));
    let [first, second] = both.map(|body| admin.posts("/api/configuration", body));
    assert_eq!(first.await, (200, json!({ "live": 2 })));
    let (status, answer) = second.await;
    assert_eq!(status, 422);
    insta::assert_snapshot!(answer["error"].as_str().unwrap(), @"version 2 is live by now, and not the one this was made for. Undo your changes to see it");
    let live = admin.asks("/api/configuration").await;
    assert_eq!(live, json!({ "yaml": ada, "live": 2 }));
    house.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_pause_button_silences_the_agent_over_a_restart_until_it_is_pressed_again() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path()).await;
    let admin = Admin::at(&house);
    let is_paused =
        async |admin: &Admin| admin.asks("/api/state").await["workspace"]["paused"].clone();
    assert_eq!(is_paused(&admin).await, json!(false));
    let pressed = admin.posts("/api/pause", json!({ "paused": true })).await;
    assert_eq!(pressed, (200, json!({})));
    house.close().await.unwrap();

    let house = self::house(folder.path()).await;
    let admin = Admin::at(&house);
    assert_eq!(is_paused(&admin).await, json!(true));
    ana_asks(&house, "How do I brew green tea?").await;
    let left = "left alone by the rule “paused”";
    for _ in 0..2_000 {
        if house.feed().rows().iter().any(|row| row.title == left) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let told: Vec<_> = house
        .feed()
        .rows()
        .into_iter()
        .map(|row| row.title)
        .collect();
    assert!(told.iter().any(|title| title == left), "{told:#?}");
    let pressed = admin.posts("/api/pause", json!({ "paused": false })).await;
    assert_eq!(pressed, (200, json!({})));
    assert_eq!(is_paused(&admin).await, json!(false));
    // Where nothing is configured there is nothing to pause.
    let path = format!("/api/pause?workspace={}", HARBOUR.id);
    let (status, answer) = admin.posts(&path, json!({ "paused": true })).await;
    assert_eq!(status, 400);
    insta::assert_snapshot!(answer["error"].as_str().unwrap(), @"Nexora has no configuration here, and is silent already.");
    house.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_from_before_there_was_a_second_shop_gets_one() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path()).await;
    let talk = ana_asks(&house, "How do I brew green tea?").await;
    house.close().await.unwrap();
    let file = folder.path().join("intercom.json");
    let mut saved: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    saved["intercom"]["workspaces"]
        .as_object_mut()
        .unwrap()
        .remove(HARBOUR.id);
    std::fs::write(&file, saved.to_string()).unwrap();

    let house = self::house(folder.path()).await;
    assert_eq!(Admin::at(&house).presence(HARBOUR.id).await, "absent");
    assert_eq!(acme(&house).view().conversations[0].id, talk);
    house.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_answers_to_its_own_address_and_takes_changes_from_itself_alone() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path()).await;
    let (home, port) = (format!("http://{}", house.address), house.address.port());
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let removal = || {
        client.post(format!(
            "{home}/api/uninstall?workspace={}",
            seed::WORKSPACE
        ))
    };
    let sent = [
        removal().header("origin", "https://elsewhere.example"),
        removal().header("host", format!("elsewhere.example:{port}")),
        client
            .get(format!("{home}/api/state"))
            .header("host", "elsewhere.example"),
        client
            .get(format!("{home}/?workspace=harbour1"))
            .header("host", format!("localhost:{port}")),
        client.get(&home),
    ];
    let mut told = Vec::new();
    for request in sent {
        let answer = request.send().await.unwrap();
        let to = answer
            .headers()
            .get("location")
            .map(|to| to.to_str().unwrap());
        let to = to.unwrap_or_default().replace(&port.to_string(), "PORT");
        told.push(
            format!("{} {to}", answer.status().as_u16())
                .trim_end()
                .to_owned(),
        );
    }
    insta::assert_snapshot!(told.join("\n"), @"
    403
    421
    421
    307 http://127.0.0.1:PORT/?workspace=harbour1
    200
    ");
    assert_eq!(Admin::at(&house).presence(seed::WORKSPACE).await, "working");
}
