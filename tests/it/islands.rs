//! Two workspaces whose every id is the same: nothing crosses.

mod canaries;
mod copied_row;
mod doc_tests;
mod evidence;
mod island;
mod sea;

use harness::Desk;
use harness::shop::{ANA, SHOP};
use local::seed;
use simulator::{Article, Intercom};

const OTHER: &str = "birchtea";
const OTHER_TOKEN: &str = "dG9rOm90aGVy";
const OTHER_CONFIG: &str = "
version: 1
agent: { teammate: Nexora }
rules:
  - name: Everything
    then: { hand_off: { to: 'team:Success' } }
hand_off: { default: 'team:Success', say: { open: { en: Birch will call you. } } }
";

/// The same shop twice: the same people, ids and articles, under another id and another token.
fn twins(intercom: &Intercom) {
    seed::plant(intercom);
    let birch = seed::plant_as(intercom, OTHER, OTHER_TOKEN);
    birch.add_article(Article::published(
        "Brewing at Birch",
        "<p>Birch brews for nine minutes.</p>",
        "https://birch.example/brew",
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_ids_in_two_workspaces_are_two_conversations() {
    let tenants = [
        (seed::WORKSPACE, seed::TOKEN, seed::CONFIG),
        (OTHER, OTHER_TOKEN, OTHER_CONFIG),
    ];
    let desk = Desk::of(twins, &tenants).await;
    let birch = desk.intercom.workspace(OTHER).unwrap();
    let here = desk.asks(ANA, SHOP, "How do I brew green tea?");
    let there = desk.asks_in(&birch, ANA, SHOP, "How do I brew green tea?");
    assert_eq!(here.id, there.id, "the two conversations have one id");
    desk.settled().await;
    assert_eq!(
        (here.answers(), here.assignee().as_str()),
        (1, "nobody"),
        "{}",
        desk.story()
    );
    assert_eq!(
        (there.answers(), there.assignee().as_str()),
        (1, "Success"),
        "{}",
        desk.story()
    );
    assert!(!here.inbox().contains("Birch") && !there.inbox().contains("70 to 80"));

    // Each call was made with the grant of the workspace it was about.
    let reply_of = |workspace: &str| {
        let exchanges = desk.intercom.exchanges().into_iter();
        let mut replies = exchanges.filter(|exchange| {
            exchange.workspace.as_deref() == Some(workspace) && exchange.path.ends_with("/reply")
        });
        replies
            .next()
            .map(|exchange| {
                exchange.request["body"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned()
            })
            .unwrap_or_default()
    };
    assert!(
        reply_of(seed::WORKSPACE).contains("Green tea"),
        "{}",
        reply_of(seed::WORKSPACE)
    );
    assert!(
        reply_of(OTHER).contains("Birch will call you."),
        "{}",
        reply_of(OTHER)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teammate_who_takes_over_here_silences_nobody_there() {
    let same = [
        (seed::WORKSPACE, seed::TOKEN, seed::CONFIG),
        (OTHER, OTHER_TOKEN, seed::CONFIG),
    ];
    let desk = Desk::of(twins, &same).await;
    let birch = desk.intercom.workspace(OTHER).unwrap();
    let here = desk.asks(ANA, SHOP, "How do I brew green tea?");
    let there = desk.asks_in(&birch, ANA, SHOP, "How do I brew green tea?");
    desk.settled().await;
    here.replies(harness::shop::ADA, "I'll take it.");
    desk.settled().await;
    here.says("And black tea?");
    there.says("And black tea?");
    desk.settled().await;
    assert_eq!(
        (here.answers(), there.answers()),
        (1, 2),
        "{}",
        desk.story()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_token_stops_its_own_workspace_only() {
    let same = [
        (seed::WORKSPACE, seed::TOKEN, seed::CONFIG),
        (OTHER, OTHER_TOKEN, seed::CONFIG),
    ];
    let desk = Desk::of(twins, &same).await;
    desk.acme.revoke_tokens();
    let birch = desk.intercom.workspace(OTHER).unwrap();
    let here = desk.asks(ANA, SHOP, "How do I brew green tea?");
    let there = desk.asks_in(&birch, ANA, SHOP, "How do I brew green tea?");
    let told = || {
        let mut rows = desk.rows().into_iter();
        rows.any(|row| !row.ok && row.title.contains("token"))
    };
    desk.until("one is answered and the other is told of", || {
        there.answers() > 0 && told()
    })
    .await;
    assert_eq!(here.answers(), 0, "{}", desk.story());
}
