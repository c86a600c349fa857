//! A workspace removes the app, or its token dies: it stops, nobody else does, and nothing is lost by a lie or a race.

use std::sync::Arc;
use std::time::Duration;

use harness::desk::NEIGHBOUR;
use harness::shop::{ANA, JONAS, SHOP};
use harness::{Desk, sign_call};
use jiff::{SignedDuration, Timestamp};
use local::seed;
use shared::Outcome;
use shared::adapters::intercom::{Client, Timeouts};
use shared::config_file::read_config;
use shared::domain::conversation::Errand;
use shared::domain::digest::Digest;
use shared::domain::turn::TurnRequest;
use shared::error::Disposition;
use shared::id::{ConversationId, WorkspaceId};
use shared::install::{self, Application, Content};
use shared::ports::Clock;
use shared::ports::configurations::{Draft, Over};
use shared::ports::keys::Plain;
use shared::ports::queue::Lane;
use shared::ports::registry::{Departure, Installation, Membership, Standing};
use shared::runtime::{Ports, Tick, deliver_dead};
use simulator::{App, Fault, FaultKind};

const CLIENT: &str = "nexora's client id";
const QUESTION: &str = "How do I brew green tea?";

/// A desk whose workspace has let the app in by OAuth. Removing it is told to `/uninstall`.
async fn authorised() -> Desk {
    let desk = Desk::open().await;
    lets_in(&desk, seed::TOKEN);
    desk
}

fn lets_in(desk: &Desk, token: &str) {
    desk.intercom.register_app(App {
        uninstall_url: Some(format!("{}/uninstall", desk.address)),
        ..App::new(CLIENT, seed::CLIENT_SECRET, ["https://nexora.example/"])
    });
    desk.acme.grant(CLIENT, token).unwrap();
}

fn acme() -> WorkspaceId {
    WorkspaceId::try_from(seed::WORKSPACE).unwrap()
}

async fn membership(desk: &Desk) -> Membership {
    desk.ports.registry.membership(&acme()).await.unwrap()
}

async fn installation(desk: &Desk) -> Installation {
    let found = desk.ports.registry.installation(&acme()).await;
    found.unwrap().unwrap()
}

/// Installs the workspace by another token, as an admin does who authorises the app again.
async fn comes_back(desk: &Desk, before: Installation) {
    lets_in(desk, "a-new-token");
    let token = Plain::new("a-new-token");
    let renewed = Installation {
        token: desk.ports.keys.seal(&acme(), &token).await.unwrap(),
        standing: Standing::default(),
        ..before
    };
    desk.ports.registry.install(&renewed).await.unwrap();
}

/// What `/uninstall` answers.
async fn told(desk: &Desk, body: &str, signature: Option<&str>) -> u16 {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut call = http
        .post(format!("{}/uninstall", desk.address))
        .body(body.to_owned());
    if let Some(signature) = signature {
        call = call.header("x-body-signature", signature);
    }
    call.send().await.unwrap().status().as_u16()
}

fn removal() -> String {
    format!(r#"{{"app_id":"{}"}}"#, seed::WORKSPACE)
}

fn down() -> Fault {
    Fault::new(FaultKind::ServerError(503)).on_path_prefix("/me")
}

/// How often Intercom was asked anything for the workspace.
fn asked(desk: &Desk) -> usize {
    let exchanges = desk.intercom.exchanges();
    let own = exchanges.iter().filter(|exchange| {
        // With a token that has ended Intercom does not know whose it is.
        exchange.workspace.as_deref() != Some(NEIGHBOUR)
    });
    own.count()
}

/// Another time than the desk's.
struct Later(Arc<dyn Clock>, SignedDuration);

#[async_trait::async_trait]
impl Clock for Later {
    fn now(&self) -> Timestamp {
        self.0.now() + self.1
    }

    async fn sleep(&self, duration: Duration) {
        self.0.sleep(duration).await;
    }
}

/// What `sweep` does, this much later.
async fn swept(desk: &Desk, later: SignedDuration) -> String {
    let clock = Arc::new(Later(desk.ports.clock.clone(), later));
    let at = clock.now();
    let ports = Ports {
        clock,
        ..desk.ports.clone()
    };
    let tick = Tick {
        at,
        deadline: at + SignedDuration::from_mins(5),
    };
    let Outcome::Swept { mut done } = sweep::handle(&ports, tick).await.unwrap() else {
        panic!("a sweep sweeps");
    };
    // That it looked for lost messages as well is told in `lost`.
    done.retain(|(what, _)| *what != "workspaces");
    Outcome::Swept { done }.to_string()
}

const fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_removes_the_app_is_forgotten_at_once_and_finds_everything_on_coming_back() {
    let desk = authorised().await;
    let before = installation(&desk).await;
    // One of its notifications is late.
    desk.intercom.webhooks().hold();
    let asks = desk.asks(ANA, SHOP, QUESTION);
    let held = desk.intercom.webhooks().take_held();
    let late = desk.intercom.webhooks().sign(&held[0]).unwrap();
    desk.intercom.webhooks().release();

    desk.intercom.uninstall(CLIENT, seed::WORKSPACE).unwrap();
    desk.intercom.webhooks().settled().await;
    let deliveries = desk.intercom.webhooks().deliveries();
    assert_eq!(deliveries.last().unwrap().status, Some(200));
    assert!(matches!(membership(&desk).await, Membership::Left(_)));

    let calls = asked(&desk);
    let mut request = reqwest::Client::new().post(&late.url).body(late.body);
    for (name, value) in late.headers {
        request = request.header(name, value);
    }
    desk.ports.forget(&acme());
    assert_eq!(request.send().await.unwrap().status(), 200);
    desk.settled().await;
    assert_eq!(
        (asks.answers(), asked(&desk)),
        (0, calls),
        "{}",
        desk.story()
    );

    comes_back(&desk, before).await;
    let again = desk.asks(JONAS, SHOP, QUESTION);
    desk.settled().await;
    assert_eq!(again.answers(), 1, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_word_is_taken_for_it() {
    let desk = authorised().await;
    let before = installation(&desk).await;
    let body = removal();
    let calls = asked(&desk);
    let forged = sign_call("another secret", body.as_bytes());
    let of_another_body = sign_call(seed::CLIENT_SECRET, b"{}");
    for signature in [forged.as_str(), &of_another_body, "", "no digits"] {
        assert_eq!(
            told(&desk, &body, Some(signature)).await,
            401,
            "{signature}"
        );
    }
    assert_eq!(asked(&desk), calls, "Intercom is not even asked");
    let signed = sign_call(seed::CLIENT_SECRET, body.as_bytes());
    for signature in [None, Some(signed.as_str())] {
        assert_eq!(told(&desk, &body, signature).await, 200);
        assert_eq!(installation(&desk).await, before);
    }
    let nobody = told(&desk, r#"{"app_id":"nobody01"}"#, None).await;
    assert_eq!(nobody, 200);
    for unclear in [
        "",
        "{}",
        r#"{"app_id":""}"#,
        r#"{"app_id":null}"#,
        &" ".repeat(9_000),
    ] {
        assert_eq!(told(&desk, unclear, None).await, 400);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_true_word_needs_no_signature() {
    let desk = authorised().await;
    desk.intercom.register_app(App {
        uninstall_url: Some(format!("{}/uninstall", desk.address)),
        signs_uninstall: false,
        ..App::new(CLIENT, seed::CLIENT_SECRET, ["https://nexora.example/"])
    });
    desk.intercom.uninstall(CLIENT, seed::WORKSPACE).unwrap();
    desk.intercom.webhooks().settled().await;
    assert!(matches!(membership(&desk).await, Membership::Left(_)));
    // Said twice, it is so once.
    assert_eq!(told(&desk, &removal(), None).await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_apps_removal_leaves_a_private_app_alone() {
    let desk = authorised().await;
    let secret = Plain::new("the private app's secret");
    let private = Installation {
        private_secret: Some(desk.ports.keys.seal(&acme(), &secret).await.unwrap()),
        ..installation(&desk).await
    };
    desk.ports.registry.install(&private).await.unwrap();
    let signed = sign_call(seed::CLIENT_SECRET, removal().as_bytes());
    assert_eq!(told(&desk, &removal(), Some(&signed)).await, 200);
    assert_eq!(installation(&desk).await, private);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_intercom_could_not_confirm_is_asked_again_and_neither_lost_nor_believed() {
    for is_true in [true, false] {
        let desk = authorised().await;
        desk.breaks(down());
        if is_true {
            desk.intercom.uninstall(CLIENT, seed::WORKSPACE).unwrap();
            desk.intercom.webhooks().settled().await;
            let deliveries = desk.intercom.webhooks().deliveries();
            assert_eq!(deliveries.last().unwrap().status, Some(503));
        } else {
            assert_eq!(told(&desk, &removal(), None).await, 503);
        }
        let standing = installation(&desk).await.standing;
        assert!(standing.doubted_since.is_some() && standing.refused_since.is_none());
        let said = swept(&desk, SignedDuration::ZERO).await;
        assert_eq!(said, "what was due was done: 1 not_answered");
        desk.intercom.faults().clear();
        // Not every tick: Intercom is down for everybody.
        assert_eq!(
            swept(&desk, SignedDuration::ZERO).await,
            "what was due was done"
        );
        // The process that was not answered leaves the workspace alone for a minute.
        desk.puts_the_clock_forward(SignedDuration::from_mins(1));
        let said = swept(&desk, SignedDuration::from_hours(1)).await;
        if is_true {
            assert_eq!(said, "what was due was done: 1 uninstalled");
            assert!(matches!(membership(&desk).await, Membership::Left(_)));
        } else {
            assert_eq!(said, "what was due was done: 1 accepted_again");
            assert!(installation(&desk).await.standing.is_good());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_that_is_given_while_intercom_is_asked_about_the_old_one_stays() {
    let desk = authorised().await;
    let before = installation(&desk).await;
    let slow = FaultKind::Latency(Duration::from_millis(800));
    desk.breaks(Fault::new(slow).on_path_prefix("/me").times(1));
    desk.intercom.uninstall(CLIENT, seed::WORKSPACE).unwrap();
    desk.until("Intercom is asked", || {
        desk.intercom.faults().pending() == 0
    })
    .await;
    comes_back(&desk, before.clone()).await;
    desk.intercom.webhooks().settled().await;
    let now = installation(&desk).await;
    assert_ne!(now.token, before.token);
    assert!(now.standing.is_good());
    let talk = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_only_sealed_anew_meanwhile_is_deleted_all_the_same() {
    let desk = authorised().await;
    let before = installation(&desk).await;
    let slow = FaultKind::Latency(Duration::from_millis(800));
    desk.breaks(Fault::new(slow).on_path_prefix("/me").times(1));
    desk.intercom.uninstall(CLIENT, seed::WORKSPACE).unwrap();
    desk.until("Intercom is asked", || {
        desk.intercom.faults().pending() == 0
    })
    .await;
    let same = Plain::new(seed::TOKEN);
    let configured = Installation {
        token: desk.ports.keys.seal(&acme(), &same).await.unwrap(),
        ..before.clone()
    };
    let written = desk.ports.registry.renew(&configured, &before.token).await;
    assert!(written.unwrap());
    desk.intercom.webhooks().settled().await;
    assert!(matches!(membership(&desk).await, Membership::Left(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_dies_stops_its_own_workspace_cheaply_until_it_is_renewed() {
    let desk = Desk::with_a_neighbour().await;
    let birch = desk.intercom.workspace(NEIGHBOUR).unwrap();
    let before = installation(&desk).await;
    desk.acme.revoke_tokens();
    let first = desk.asks(ANA, SHOP, QUESTION);
    // Nothing comes again: it is over as soon as Intercom has said so.
    desk.settled().await;
    assert!(installation(&desk).await.standing.refused_since.is_some());

    let calls = asked(&desk);
    let second = desk.asks(JONAS, SHOP, QUESTION);
    let there = desk.asks_in(&birch, ANA, SHOP, QUESTION);
    desk.settled().await;
    assert_eq!(
        (first.answers(), second.answers(), there.answers()),
        (0, 0, 1),
        "{}",
        desk.story()
    );
    assert_eq!(asked(&desk), calls, "Intercom is not asked again");
    assert_eq!(desk.dead_letters().await, 0);

    comes_back(&desk, before).await;
    second.says("And black tea?");
    desk.settled().await;
    assert!(second.answers() > 0, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_letter_of_a_refused_workspace_does_not_stay() {
    let desk = Desk::open().await;
    desk.acme.revoke_tokens();
    let request = TurnRequest {
        workspace: acme(),
        conversation: ConversationId::try_from("215472621202693").unwrap(),
        cause: Digest::of(["a test"]),
        errand: Errand::Answer,
        place: None,
        beside: None,
    };
    let body = serde_json::to_string(&request).unwrap();
    let mut said = Vec::new();
    for _ in 0..2 {
        let calls = asked(&desk);
        let delivered = deliver_dead(
            &desk.ports,
            Lane::Turns,
            &body,
            desk.delivery(),
            dead_letter::handle,
        );
        let error = delivered.await.unwrap_err();
        let dropped = error.disposition(1) == Disposition::Discard;
        said.push((error.name(), dropped, asked(&desk) > calls));
    }
    assert_eq!(
        said,
        [
            ("grant_refused", true, true),
            ("grant_refused", true, false)
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_refused_call_is_not_a_dead_token() {
    let desk = Desk::open().await;
    let once = FaultKind::RefuseWith {
        status: 401,
        code: "unauthorized".to_owned(),
        message: "No.".to_owned(),
    };
    desk.breaks(Fault::new(once).on_path_prefix("/conversations").times(1));
    let talk = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
    assert!(installation(&desk).await.standing.is_good());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_workspace_is_taken_up_again_by_itself() {
    let desk = authorised().await;
    desk.acme.set_suspended(true);
    let before = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    assert!(installation(&desk).await.standing.refused_since.is_some());
    // Nobody's word makes a suspended workspace one that left, however long it is.
    assert_eq!(told(&desk, &removal(), None).await, 503);
    let said = swept(&desk, days(90)).await;
    assert_eq!(said, "what was due was done: 1 still_refused");

    desk.acme.set_suspended(false);
    let said = swept(&desk, days(91)).await;
    assert_eq!(said, "what was due was done: 1 accepted_again");
    let talk = desk.asks(JONAS, SHOP, QUESTION);
    desk.settled().await;
    assert_eq!(
        (before.answers(), talk.answers()),
        (0, 1),
        "{}",
        desk.story()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_nobody_told_us_of_counts_after_thirty_days_and_is_purged_after_thirty_more() {
    let desk = Desk::open().await;
    let talk = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
    desk.acme.revoke_tokens();
    talk.says("And black tea?");
    desk.settled().await;
    let story = [
        swept(&desk, days(1)).await,
        swept(&desk, days(31)).await,
        swept(&desk, days(60)).await,
        swept(&desk, days(62)).await,
        swept(&desk, days(62)).await,
    ];
    insta::assert_snapshot!(story.join("\n"), @r"
    what was due was done: 1 still_refused
    what was due was done: 1 uninstalled
    what was due was done
    what was due was done: 1 purged
    what was due was done
    ");
    assert_eq!(membership(&desk).await, Membership::Unknown);
    desk.ports.forget(&acme());
    let opened = desk.ports.workspace(&acme()).await;
    assert_eq!(opened.err().unwrap().name(), "not_installed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purge_that_is_due_finds_a_workspace_that_came_back_as_it_was() {
    let desk = authorised().await;
    let before = installation(&desk).await;
    let departure = Departure::at(acme(), desk.ports.clock.now());
    desk.ports
        .registry
        .uninstall(&before, &departure)
        .await
        .unwrap();
    comes_back(&desk, before).await;
    assert_eq!(swept(&desk, days(31)).await, "what was due was done");
    let talk = desk.asks(ANA, SHOP, QUESTION);
    desk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", desk.story());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_made_with_the_old_token_does_not_bring_it_back() {
    let desk = authorised().await;
    let before = installation(&desk).await;
    let (token, config) = (Plain::new(seed::TOKEN), read_config(seed::CONFIG).unwrap());
    let client = Client::new(
        Timeouts::default(),
        desk.ports.clock.clone(),
        desk.ports.journal.clone(),
    );
    let host = desk.intercom_url().parse().unwrap();
    let grant = client.unwrap().grant(host, token.clone(), acme());
    let place = desk.ports.place();
    let application = Application {
        workspace: &acme(),
        token: &token,
        private_secret: None,
        region: before.region,
        content: Content::New(
            Draft::new(&config, seed::CONFIG, None).unwrap(),
            Over::Whatever,
        ),
        over: Some(&before.token),
    };
    // The old token is still good at Intercom, as it is for a while after a new one was given.
    comes_back(&desk, before.clone()).await;
    let renewed = installation(&desk).await;
    let told = install::install(place, &grant, application).await;
    assert!(
        matches!(&told, Err(install::Error::Overtaken(workspace)) if *workspace == acme()),
        "{told:?}"
    );
    assert_eq!(installation(&desk).await, renewed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_of_intercoms_that_stopped_many_is_over_with_one_tick() {
    let desk = authorised().await;
    let one = installation(&desk).await;
    let ids: Vec<_> = (0..60).map(|nth| format!("many{nth:04}")).collect();
    for id in &ids {
        let workspace = WorkspaceId::try_from(id.as_str()).unwrap();
        let token = Plain::new(seed::TOKEN);
        let installation = Installation {
            token: desk.ports.keys.seal(&workspace, &token).await.unwrap(),
            workspace,
            ..one.clone()
        };
        let refused = Standing {
            refused_since: Some(desk.ports.clock.now()),
            ..Standing::default()
        };
        let registry = &desk.ports.registry;
        registry.install(&installation).await.unwrap();
        let now = desk.ports.clock.now();
        registry.judge(&installation, refused, now).await.unwrap();
    }
    let said = swept(&desk, days(1)).await;
    assert_eq!(said, "what was due was done: 60 accepted_again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tick_with_nothing_due_asks_for_what_is_due_and_nothing_else() {
    let desk = Desk::open().await;
    let calls = asked(&desk);
    let nothing = Outcome::Swept { done: Vec::new() };
    assert_eq!(swept(&desk, days(1)).await, nothing.to_string());
    assert_eq!(asked(&desk), calls);
}
