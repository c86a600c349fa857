use serde_json::{Value, json};
use simulator::{Admin, App, Contact, Intercom, ManualClock, NewWorkspace, Region, Server};

use crate::browser::Browser;
use crate::receiver::Receiver;
use crate::world::NOW;

const APP: &str = "client one";
const SECRET: &str = "secret one";

/// An Intercom with a workspace in Europe and one in Australia, and the hosts of all three regions.
struct World {
    intercom: Intercom,
    us: Server,
    eu: Server,
    au: Server,
}

impl World {
    async fn new() -> Self {
        let intercom = Intercom::new(ManualClock::at(NOW).clock());
        intercom.register_app(App::new(APP, SECRET, ["https://nexora.example/callback"]));
        for (id, region) in [("europe01", Region::Eu), ("austral1", Region::Au)] {
            let workspace = intercom.add_workspace(NewWorkspace {
                region,
                ..NewWorkspace::without_apps(id)
            });
            workspace.add_admin(Admin::new("Bo", "bo@acme.example"));
        }
        let listen = async |region| intercom.listen_in(region, "127.0.0.1:0").await.unwrap();
        let (us, eu, au) = (
            listen(Region::Us).await,
            listen(Region::Eu).await,
            listen(Region::Au).await,
        );
        Self {
            intercom,
            us,
            eu,
            au,
        }
    }

    fn code(&self, workspace: &str) -> String {
        self.intercom.authorise(APP, workspace).unwrap()
    }
}

fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

async fn exchanged(server: &Server, code: &str) -> (u16, Value) {
    let body = json!({ "code": code, "client_id": APP, "client_secret": SECRET });
    let url = format!("{}/auth/eagle/token", server.url());
    let answer = http().post(url).json(&body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn me(server: &Server, token: &str) -> u16 {
    let url = format!("{}/me", server.url());
    let answer = http().get(url).bearer_auth(token).send().await.unwrap();
    answer.status().as_u16()
}

#[tokio::test]
async fn a_code_and_a_token_are_good_at_the_hosts_of_their_own_region_alone() {
    let world = World::new().await;
    let code = world.code("europe01");
    for elsewhere in [&world.us, &world.au] {
        let (status, answer) = exchanged(elsewhere, &code).await;
        assert_eq!(status, 401);
        assert_eq!(answer["errors"][0]["message"], "Unauthorized Code");
    }
    let (status, answer) = exchanged(&world.eu, &code).await;
    assert_eq!(status, 200, "asking elsewhere does not use a code up");
    let token = answer["token"].as_str().unwrap();
    assert_eq!(me(&world.eu, token).await, 200);
    assert_eq!(me(&world.us, token).await, 401);
    assert_eq!(me(&world.au, token).await, 401);
}

#[tokio::test]
async fn whoever_is_asked_at_a_region_finds_its_workspaces_first() {
    let world = World::new().await;
    for (server, first) in [
        (&world.us, "austral1"),
        (&world.eu, "europe01"),
        (&world.au, "austral1"),
    ] {
        let url = format!("{}/oauth", server.url());
        let page = Browser::new().opens(&url, &[("client_id", APP)]).await;
        let (_, options) = page.html.split_once("<option value=\"").unwrap();
        assert!(options.starts_with(first), "{options}");
    }
}

#[tokio::test]
async fn an_app_hears_of_a_workspace_once_it_was_let_in() {
    let world = World::new().await;
    let receiver = Receiver::new().await;
    let webhooks = world.intercom.webhooks();
    webhooks.subscribe(simulator::Subscription::new(receiver.url.clone(), SECRET));
    let workspace = world.intercom.workspace("austral1").unwrap();
    let ana = workspace.add_contact(Contact::user("Ana", "ana@shop.example"));
    let asks = || workspace.visitor(&ana).starts("Hello?", None).unwrap();
    asks();
    webhooks.settled().await;
    assert_eq!(webhooks.deliveries().len(), 0);

    exchanged(&world.au, &world.code("austral1")).await;
    asks();
    webhooks.settled().await;
    assert_eq!(webhooks.deliveries().len(), 1);
}
