//! Installing by OAuth, through the two functions' own binaries: a browser, AWS as emulated, the simulated Intercom.

use local::seed;
use serde_json::{Value, json};
use shared::id::WorkspaceId;
use shared::ports::Keys as _;
use shared::ports::configurations::{Draft, Over};
use shared::ports::keys::Plain;
use shared::ports::registry::{Installation, Region};
use shared::runtime::Ports;
use simulator::{App, Fault, FaultKind, Intercom};

use crate::acme::{self, Acme};
use crate::event;
use crate::function::Function;
use crate::stack::Stack;

const CLIENT_ID: &str = "12ab34cd-client";

/// A stack in which nothing is installed, an Intercom with the demo's workspace, and the two functions.
struct Place {
    install: Function,
    callback: Function,
    ports: Ports,
    stack: Stack,
    key: String,
    intercom: Intercom,
    host: String,
    _server: simulator::Server,
}

impl Place {
    async fn make() -> Self {
        let secret = json!({ "client_id": CLIENT_ID, "client_secret": seed::CLIENT_SECRET });
        Self::with_secret(&secret).await
    }

    async fn with_secret(secret: &Value) -> Self {
        let stack = Stack::new();
        let (rows, queues, key) = (
            stack.tables().await,
            stack.queues().await,
            stack.key().await,
        );
        let secrets = aws_sdk_secretsmanager::Client::new(&stack.config);
        let created = secrets.create_secret().name(&stack.name);
        created
            .secret_string(secret.to_string())
            .send()
            .await
            .unwrap();
        let (intercom, _, server) = Acme::at_intercom().await;
        intercom.register_app(App::new(
            CLIENT_ID,
            seed::CLIENT_SECRET,
            ["https://nexora.example/oauth/callback"],
        ));
        let host = server.url();
        let prefix = queues.queues().url(shared::ports::queue::Lane::Turns);
        let variables = [
            ("STACK", stack.name.clone()),
            (
                "QUEUE_URL_PREFIX",
                prefix.strip_suffix("turns.fifo").unwrap().to_owned(),
            ),
            ("TURNS_AT_ONCE", "100".to_owned()),
            ("KMS_KEY_ID", key.clone()),
            ("APP_SECRET_ID", stack.name.clone()),
            ("INTERCOM_API", host.clone()),
        ];
        Self {
            install: Function::start("oauth-install", &variables).await,
            callback: Function::start("oauth-callback", &variables).await,
            ports: acme::ports(rows, queues, stack.kms(&key), &host),
            stack,
            key,

            intercom,
            host,
            _server: server,
        }
    }

    /// Opens the install link; where the browser is sent, and the cookie it keeps.
    async fn begins(&self, query: &str) -> (url::Url, String) {
        let answer = self
            .install
            .invoke(&event::visit("/oauth/install", query, None))
            .await
            .unwrap();
        let answer = Answer::read(&answer);
        assert_eq!(answer.status, 302, "{answer:?}");
        let to: url::Url = answer.location.unwrap().parse().unwrap();
        assert!(
            to.as_str().starts_with(&format!("{}/oauth?", self.host)),
            "{to}"
        );
        let cookie = answer.cookie.unwrap();
        assert!(
            cookie.ends_with("; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax"),
            "{cookie}"
        );
        (to, cookie.split(';').next().unwrap().to_owned())
    }

    /// Comes back from Intercom.
    async fn returns(&self, query: &[(&str, &str)], cookie: Option<&str>) -> Answer {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query)
            .finish();
        let event = event::visit("/oauth/callback", &query, cookie);
        Answer::read(&self.callback.invoke(&event).await.unwrap())
    }

    /// Goes the whole way: the install link, the admin's consent, and back.
    async fn authorises(&self, query: &str) -> Answer {
        let (to, cookie) = self.begins(query).await;
        let came = [("code", &*self.code()), ("state", &state(&to))];
        self.returns(&came, Some(&cookie)).await
    }

    fn code(&self) -> String {
        self.intercom.authorise(CLIENT_ID, seed::WORKSPACE).unwrap()
    }

    async fn installation(&self) -> Option<Installation> {
        let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
        self.ports.registry.installation(&acme).await.unwrap()
    }
}

/// What a browser got.
#[derive(Debug)]
struct Answer {
    status: u64,
    location: Option<String>,
    cookie: Option<String>,
    /// The page's words, a line an element.
    words: String,
}

impl Answer {
    fn read(answer: &Value) -> Self {
        let header = |name: &str| {
            let value = answer["headers"][name].as_str();
            let values = || answer["multiValueHeaders"][name][0].as_str();
            value.or_else(values).map(str::to_owned)
        };
        let body = answer["body"].as_str().unwrap_or_default();
        let body = body.split("</style>").last().unwrap_or_default();
        let mut words = String::new();
        for (nth, piece) in body.split('<').enumerate() {
            let text = if nth == 0 {
                piece
            } else {
                piece.split_once('>').map_or("", |(_, text)| text)
            };
            if !text.trim().is_empty() {
                words.push_str(text.trim());
                words.push('\n');
            }
        }
        Self {
            status: answer["statusCode"].as_u64().unwrap(),
            location: header("location"),
            cookie: answer["cookies"][0]
                .as_str()
                .map(str::to_owned)
                .or_else(|| header("set-cookie")),
            words,
        }
    }
}

/// What is wrong, what the browser brings in its query, and its cookie.
type Case<'c> = (&'c str, Vec<(&'c str, &'c str)>, Option<&'c str>);

fn state(to: &url::Url) -> String {
    to.query_pairs()
        .find(|(name, _)| name == "state")
        .unwrap()
        .1
        .into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_who_authorises_the_app_has_the_workspace_installed() {
    let place = Place::make().await;
    let (to, cookie) = place.begins("").await;
    let (state, code) = (state(&to), place.code());
    let answer = place
        .returns(&[("code", &code), ("state", &state)], Some(&cookie))
        .await;
    assert_eq!(answer.status, 200, "{}", place.callback.log());
    insta::assert_snapshot!(answer.words);
    assert!(answer.cookie.unwrap().contains("Max-Age=0"));

    let installation = place.installation().await.unwrap();
    assert_eq!(
        (installation.name.as_str(), installation.region),
        ("Acme Tea", Region::Eu)
    );
    let keys = place.stack.kms(&place.key);
    let token = keys
        .open(&installation.workspace, &installation.token)
        .await
        .unwrap();
    assert!(!token.expose().is_empty() && token.expose() != seed::TOKEN);

    let again = place
        .returns(&[("code", &code), ("state", &state)], Some(&cookie))
        .await;
    insta::assert_snapshot!(again.words);
    let told = [place.install.entries(), place.callback.entries()].concat();
    assert_eq!(
        told,
        [
            "runtime.cold_start",
            "delivery.install_began",
            "runtime.cold_start",
            "delivery.installed",
            "delivery.state_used_up"
        ]
    );
    for log in [place.install.log(), place.callback.log()] {
        for secret in [
            seed::CLIENT_SECRET,
            token.expose(),
            code.as_str(),
            state.as_str(),
            "Acme",
        ] {
            assert!(!log.contains(secret), "{secret}: {log}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_that_is_installed_again_keeps_its_configuration_and_gets_a_new_token() {
    let place = Place::make().await;
    acme::install_by(&place.ports, &place.host).await;
    let before = place.installation().await.unwrap();
    let answer = place.authorises("region=eu&from=app-store").await;
    let store = format!("{}/appstore/redirect?install_success=true", place.host);
    assert_eq!((answer.status, answer.location), (302, Some(store)));
    let after = place.installation().await.unwrap();
    assert_eq!(&after.us, &before.us);
    assert_ne!(after.token, before.token);
    place.ports.seat(&after.workspace).await.unwrap();

    // What goes wrong goes back to the store too, without anybody's name.
    let (to, cookie) = place.begins("from=app-store").await;
    let cancelled = [("error", "access_denied"), ("state", &state(&to))];
    let answer = place.returns(&cancelled, Some(&cookie)).await;
    let store = format!(
        "{}/appstore/redirect?install_success=false&error_message=Not+authorised",
        place.host
    );
    assert_eq!((answer.status, answer.location), (302, Some(store)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_names_somebody_who_is_gone_does_not_keep_the_new_token_out() {
    let place = Place::make().await;
    acme::install_by(&place.ports, &place.host).await;
    let mut before = place.installation().await.unwrap();
    let keys = place.stack.kms(&place.key);
    let secret = Plain::new("a-private-apps-secret");
    before.private_secret = Some(keys.seal(&before.workspace, &secret).await.unwrap());
    place.ports.registry.install(&before).await.unwrap();
    let yaml = seed::CONFIG.replace("nexora@acmetea.example", "gone@acmetea.example");
    let config = shared::config_file::read_config(&yaml).unwrap();
    let draft = Draft::new(&config, &yaml, None).unwrap();
    let versions = place.ports.versions(&before.workspace);
    versions.publish(draft, Over::Whatever).await.unwrap();

    let answer = place.authorises("").await;
    insta::assert_snapshot!(format!("{}\n{}", answer.status, answer.words));
    let after = place.installation().await.unwrap();
    assert_ne!(after.token, before.token);
    assert_eq!((&after.us, after.private_secret), (&before.us, None));
    assert!(
        !place.callback.log().contains("gone@"),
        "{}",
        place.callback.log()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_install_that_was_begun_before_the_secret_was_rotated_is_known() {
    let place = Place::make().await;
    let (to, cookie) = place.begins("").await;
    let secrets = aws_sdk_secretsmanager::Client::new(&place.stack.config);
    let rotated = json!({ "client_id": CLIENT_ID, "client_secret": "the-next-one" });
    let put = secrets.put_secret_value().secret_id(&place.stack.name);
    put.secret_string(rotated.to_string()).send().await.unwrap();
    let redirect = ["https://nexora.example/oauth/callback"];
    place
        .intercom
        .register_app(App::new(CLIENT_ID, "the-next-one", redirect));
    let answer = place
        .returns(
            &[("code", &place.code()), ("state", &state(&to))],
            Some(&cookie),
        )
        .await;
    assert_eq!(answer.status, 200, "{}", answer.words);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intercom_that_hangs_is_a_page_before_the_function_is_stopped() {
    let place = Place::make().await;
    let hangs = FaultKind::Latency(std::time::Duration::from_secs(60));
    place
        .intercom
        .faults()
        .inject(Fault::new(hangs).on_path_prefix("/me"));
    let answer = place.authorises("").await;
    insta::assert_snapshot!(format!("{}\n{}", answer.status, answer.words));
    assert_eq!(
        place.callback.entries().last().unwrap(),
        "delivery.too_slow"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_a_page_that_says_what_to_do() {
    let place = Place::make().await;
    let (to, cookie) = place.begins("").await;
    let signed = state(&to);
    let mut pages = Vec::new();
    let cases: [Case<'_>; 4] = [
        ("nothing", vec![], Some(&cookie)),
        (
            "a state of somebody else's",
            vec![("code", "a"), ("state", "a.b.c.d.00")],
            Some(&cookie),
        ),
        (
            "another browser",
            vec![("code", "a"), ("state", &signed)],
            None,
        ),
        (
            "cancelled",
            vec![("error", "access_denied"), ("state", &signed)],
            Some(&cookie),
        ),
    ];
    for (case, query, cookie) in cases {
        let answer = place.returns(&query, cookie).await;
        pages.push(format!("{case}: {}\n{}", answer.status, answer.words));
    }
    let (to, cookie) = place.begins("").await;
    let answer = place
        .returns(
            &[("code", "no-code-of-intercoms="), ("state", &state(&to))],
            Some(&cookie),
        )
        .await;
    pages.push(format!("a wrong code: {}\n{}", answer.status, answer.words));

    let down = Fault::new(FaultKind::ServerError(503));
    place.intercom.faults().inject(down);
    let answer = place.authorises("").await;
    pages.push(format!(
        "Intercom is down: {}\n{}",
        answer.status, answer.words
    ));
    place.intercom.faults().clear();

    let refused = FaultKind::RefuseWith {
        status: 403,
        code: "forbidden".to_owned(),
        message: "No.".to_owned(),
    };
    place
        .intercom
        .faults()
        .inject(Fault::new(refused).on_path_prefix("/admins"));
    let answer = place.authorises("").await;
    pages.push(format!(
        "a permission is missing: {}\n{}",
        answer.status, answer.words
    ));

    let answer = place
        .install
        .invoke(&event::visit("/oauth/install", "region=mars", None))
        .await
        .unwrap();
    let answer = Answer::read(&answer);
    pages.push(format!(
        "another region: {}\n{}",
        answer.status, answer.words
    ));
    insta::assert_snapshot!(pages.join("\n"));
    assert_eq!(place.installation().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stack_that_was_never_told_its_app_says_so() {
    let place = Place::with_secret(&json!({ "client_secret": "made by the template" })).await;
    let answer = place
        .install
        .invoke(&event::visit("/oauth/install", "", None))
        .await
        .unwrap();
    let answer = Answer::read(&answer);
    insta::assert_snapshot!(format!("{}\n{}", answer.status, answer.words));
}
