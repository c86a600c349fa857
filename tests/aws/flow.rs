//! The way of a message through the functions' own binaries.

use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use harness::shop::{ANA, JONAS};
use local::seed;
use serde_json::json;
use shared::Topic;
use shared::config_file::read_config;
use shared::domain::notification::Signal;
use shared::id::{ConversationId, WorkspaceId};
use shared::ports::configurations::{Draft, Over};
use shared::ports::keys::Plain;
use shared::ports::queue::{Lane, Letter};
use shared::ports::{Mailbox as _, Queue as _};

use crate::event;
use crate::function::refused;
use crate::stack::arn;
use crate::town::Town;

const CREATED: Lane = Lane::Topic(Topic::ConversationUserCreated);
const REPLIED: Lane = Lane::Topic(Topic::ConversationAdminReplied);
/// Words that stand nowhere but in what a visitor wrote.
const PLANTED: &str = "xylophone";

#[tokio::test(flavor = "multi_thread")]
async fn a_question_goes_through_the_functions_and_comes_back_as_a_reply() {
    let town = Town::found().await;
    let webhook = town.function("webhook").await;
    let question = format!("How do I change my delivery address? {PLANTED}");
    let conversation = town.asks(ANA, &question);
    assert_eq!(
        town.post_notifications(&webhook).await,
        [
            "conversation.user.created 200",
            "conversation.operator.replied 200"
        ]
    );

    let signals = town.received(CREATED).await;
    assert!(
        signals.len() == 1 && !signals[0].body.contains(PLANTED),
        "{signals:?}"
    );
    let created = town.function("conversation-user-created").await;
    assert_eq!(town.deliver(CREATED, &created, &signals).await, [""; 0]);

    assert_eq!(town.received(Lane::Turns).await, [], "the quiet window");
    town.pass(Lane::Turns.delay());
    let turns = town.received(Lane::Turns).await;
    let agent = town.function("agent-turn").await;
    assert_eq!(town.deliver(Lane::Turns, &agent, &turns).await, [""; 0]);
    let replies = town.replies(&conversation);
    assert!(
        replies.len() == 1 && replies[0].contains("delivery address"),
        "{replies:?}\n{}",
        agent.log()
    );

    // The echo of our own reply asks for nothing.
    assert_eq!(
        town.post_notifications(&webhook).await,
        ["conversation.admin.replied 200"]
    );
    let echoes = town.received(REPLIED).await;
    let replied = town.function("conversation-admin-replied").await;
    assert_eq!(
        (echoes.len(), town.deliver(REPLIED, &replied, &echoes).await),
        (1, vec![])
    );
    town.pass(Lane::Turns.delay());
    assert_eq!(town.received(Lane::Turns).await, []);

    let told = [&webhook, &created, &agent, &replied].map(|function| function.entries().join(" "));
    insta::assert_snapshot!(told.join("\n"), @r"
    runtime.cold_start delivery.accepted delivery.accepted delivery.accepted
    runtime.cold_start delivery.turn_requested
    runtime.cold_start delivery.replied
    runtime.cold_start delivery.noted
    ");
    for log in [webhook.log(), created.log(), agent.log(), replied.log()] {
        assert!(
            !log.contains(PLANTED)
                && !log.contains(seed::TOKEN)
                && !log.contains(seed::CLIENT_SECRET),
            "{log}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_signature_is_refused_and_nothing_is_queued() {
    let town = Town::found().await;
    let webhook = town.function("webhook").await;
    let body = include_str!("../../events/conversation.user.created.json");
    let signature = harness::sign("another secret", body.as_bytes());
    for headers in [vec![("x-hub-signature", signature.as_str())], vec![]] {
        let answer = webhook
            .invoke(&event::request("/webhooks", &headers, body))
            .await
            .unwrap();
        assert_eq!(
            (&answer["statusCode"], &answer["body"]),
            (&json!(401), &json!(""))
        );
    }
    let signature = harness::sign(seed::CLIENT_SECRET, body.as_bytes());
    let elsewhere = event::request("/elsewhere", &[("x-hub-signature", &signature)], body);
    assert_eq!(webhook.invoke(&elsewhere).await.unwrap()["statusCode"], 404);
    assert_eq!(town.received(CREATED).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_bad_in_a_batch_fails_alone_and_comes_again_soon() {
    let town = Town::found().await;
    let webhook = town.function("webhook").await;
    let (good, bad) = (town.asks(ANA, "Hello?"), town.asks(JONAS, "Hello?"));
    town.post_notifications(&webhook).await;
    // A row that newer code wrote, or somebody by hand.
    let rows = aws_sdk_dynamodb::Client::new(&town.stack.config);
    let item = rows
        .put_item()
        .table_name(format!("{}-conversations", town.stack.name));
    let item = item.item(
        "pk",
        AttributeValue::S(format!("{}#{bad}", seed::WORKSPACE)),
    );
    item.item("version", AttributeValue::N("1".to_owned()))
        .send()
        .await
        .unwrap();
    town.queues
        .send(&Letter {
            lane: CREATED,
            group: "g".to_owned(),
            dedup: None,
            body: "no signal".to_owned(),
        })
        .await
        .unwrap();

    let mut messages = town.received(CREATED).await;
    let about = |body: &str| {
        serde_json::from_str::<Signal>(body)
            .map(|signal| signal.conversation.to_string())
            .unwrap_or_default()
    };
    messages.sort_by_key(|message| {
        [bad.as_str(), good.as_str(), ""]
            .iter()
            .position(|id| *id == about(&message.body))
    });
    assert_eq!(messages.len(), 3);
    let created = town.function("conversation-user-created").await;
    assert_eq!(
        town.deliver(CREATED, &created, &messages).await,
        ["m0", "m2"],
        "{}",
        created.log()
    );

    assert_eq!(town.received(CREATED).await, []);
    town.pass(Duration::from_secs(2));
    let again = town.received(CREATED).await;
    let mut again: Vec<_> = again
        .iter()
        .map(|message| (about(&message.body), message.receive_count))
        .collect();
    again.sort();
    assert_eq!(
        again,
        [(String::new(), 2), (bad, 2)],
        "long before their visibility ends"
    );
    let turns = town.received(Lane::Turns).await;
    assert_eq!(turns.len(), 1, "the good one asked for a turn");
    let mut told = created.entries();
    told.sort();
    insta::assert_snapshot!(told.join("\n"), @r"
    delivery.retried
    delivery.retried
    delivery.turn_requested
    runtime.cold_start
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_failure_of_a_group_holds_back_the_rest_of_it_and_no_other_group() {
    let town = Town::found().await;
    let conversation = town.asks(ANA, "How do I change my delivery address?");
    // A workspace whose token was copied from another one.
    let copied = WorkspaceId::try_from("copied01").unwrap();
    let acme = WorkspaceId::try_from(seed::WORKSPACE).unwrap();
    let mut installation = town
        .ports
        .registry
        .installation(&acme)
        .await
        .unwrap()
        .unwrap();
    installation.workspace = copied.clone();
    installation.token = town
        .ports
        .keys
        .seal(&acme, &Plain::new(seed::TOKEN))
        .await
        .unwrap();
    town.ports.registry.install(&installation).await.unwrap();
    let config = read_config(seed::CONFIG).unwrap();
    let draft = Draft::new(&config, seed::CONFIG, None).unwrap();
    let versions = town.ports.versions(&copied);
    versions.publish(draft, Over::Whatever).await.unwrap();
    let turn = |workspace: &WorkspaceId, cause: &str| {
        json!({ "workspace": workspace, "conversation": conversation, "cause": cause, "errand": "answer" }).to_string()
    };
    let letters = [
        ("a", turn(&copied, "0000000000000001")),
        ("a", turn(&acme, "0000000000000002")),
        ("b", turn(&acme, "0000000000000003")),
    ];
    for (group, body) in letters {
        town.queues
            .send(&Letter {
                lane: Lane::Turns,
                group: group.to_owned(),
                dedup: None,
                body,
            })
            .await
            .unwrap();
    }
    town.pass(Lane::Turns.delay());
    let messages = town.received(Lane::Turns).await;
    assert_eq!(messages.len(), 3);
    let agent = town.function("agent-turn").await;
    assert_eq!(
        town.deliver(Lane::Turns, &agent, &messages).await,
        ["m0", "m1"],
        "{}",
        agent.log()
    );
    assert_eq!(town.replies(&conversation).len(), 1, "{}", agent.log());
    assert!(
        agent
            .log()
            .contains("a sealed secret does not open for this workspace")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_turn_and_a_dead_signal_end_with_a_person() {
    let town = Town::found().await;
    let webhook = town.function("webhook").await;
    let letter = town.function("dead-letter").await;
    for (visitor, lane) in [(ANA, CREATED), (JONAS, Lane::Turns)] {
        let conversation = town.asks(visitor, "Is anybody there?");
        town.post_notifications(&webhook).await;
        let mut messages = town.received(CREATED).await;
        if lane == Lane::Turns {
            let created = town.function("conversation-user-created").await;
            assert_eq!(town.deliver(CREATED, &created, &messages).await, [""; 0]);
            town.pass(Lane::Turns.delay());
            messages = town.received(Lane::Turns).await;
        }
        let queue = arn(&town.queues.queues().dead_url(lane));
        let answer = letter
            .invoke(&event::batch(&queue, &messages))
            .await
            .unwrap();
        assert_eq!(event::failed(&answer), [""; 0], "{}", letter.log());
        let view = town.view(&conversation);
        assert_eq!(
            view.team_assignee.as_deref(),
            Some("Support"),
            "{}",
            letter.log()
        );
        assert!(
            view.parts.iter().any(|part| part.is_note),
            "the team has a note"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_a_queue_that_is_not_ours_is_an_error_with_a_stable_name() {
    let town = Town::found().await;
    let letter = town.function("dead-letter").await;
    let id = ConversationId::try_from("1").unwrap();
    town.queues
        .send(&Letter {
            lane: CREATED,
            group: "g".to_owned(),
            dedup: None,
            body: id.to_string(),
        })
        .await
        .unwrap();
    let messages = town.received(CREATED).await;
    let error = letter
        .invoke(&event::batch(
            "arn:aws:sqs:us-east-1:000000000000:orders",
            &messages,
        ))
        .await
        .unwrap_err();
    assert_eq!(
        error,
        json!({ "errorType": "unreadable", "errorMessage": "a message in the queue cannot be read" })
    );
    let kept = town
        .queues
        .hide(CREATED, &messages[0].receipt, Duration::ZERO)
        .await;
    assert!(kept.is_ok());
}

#[test]
fn a_function_without_a_variable_says_which_and_does_not_start() {
    let output = refused("webhook", &[("STACK", "nexora".to_owned())]);
    assert!(!output.status.success());
    let told = String::from_utf8(output.stderr).unwrap();
    insta::assert_snapshot!(told, @"Error: the function webhook needs the environment variable QUEUE_URL_PREFIX, which template.yaml sets");
}
