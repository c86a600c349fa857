//! `nexora queue`, of what runs on this machine.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use local::engine::Engine;
use local::house::{House, OURS};
use local::seed;
use serde_json::{Value, json};
use shared::domain::conversation::Record;
use shared::domain::reminder::Reminder;

use crate::program::nexora;

/// A Monday in 2099, 14:30 UTC: nothing of it is due while this runs.
const BACK: i64 = 4_071_306_600;

fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

/// As the store's adapter writes it.
fn attribute(value: &Value) -> AttributeValue {
    match value {
        Value::Null => AttributeValue::Null(true),
        Value::Bool(is) => AttributeValue::Bool(*is),
        Value::Number(number) => AttributeValue::N(number.to_string()),
        Value::String(text) => AttributeValue::S(text.clone()),
        Value::Array(list) => AttributeValue::L(list.iter().map(attribute).collect()),
        Value::Object(map) => {
            let map = map.iter();
            AttributeValue::M(map.map(|(key, of)| (key.clone(), attribute(of))).collect())
        }
    }
}

/// A conversation that is said to wait, as rows and records are written.
struct Kept {
    conversation: &'static str,
    /// What its record is to be looked at again for.
    reminder: Option<&'static str>,
    tier: u8,
    since: i64,
    team: Option<&'static str>,
}

impl Kept {
    async fn put(&self, engine: &Engine, workspace: &str) {
        let (tables, client) = (Engine::tables(), engine.client());
        let reminder = self.reminder.map(|why| {
            let reminder = format!("{BACK} {} {why}", self.since);
            reminder.parse::<Reminder>().unwrap()
        });
        let record = Record {
            reminder,
            ..Record::default()
        };
        let record = attribute(&serde_json::to_value(&record).unwrap());
        let conversation = self.conversation;
        let put = client.put_item().table_name(tables.conversations);
        put.item("pk", text(&format!("{workspace}#{conversation}")))
            .item("version", AttributeValue::N("1".to_owned()))
            .item("record", record)
            .send()
            .await
            .unwrap();
        let (tier, since) = (self.tier, self.since);
        let mut row = HashMap::from([
            ("shard".to_owned(), text("00")),
            (
                "due".to_owned(),
                text(&format!(
                    "{BACK:010}#{tier}{since:010}#{workspace}#{conversation}"
                )),
            ),
            ("workspace".to_owned(), text(workspace)),
        ]);
        row.extend(self.team.map(|team| ("team".to_owned(), text(team))));
        let put = client.put_item().table_name(tables.follow_ups);
        put.set_item(Some(row)).send().await.unwrap();
    }
}

const KEPT: [Kept; 4] = [
    Kept {
        conversation: "215000000000002",
        reminder: Some("opening unsure 9-"),
        tier: 9,
        since: BACK - 50_000,
        team: None,
    },
    Kept {
        conversation: "215000000000003",
        reminder: Some("opening asked_for_person 0t"),
        tier: 0,
        since: BACK - 40_000,
        team: Some("9680998"),
    },
    // A teammate has it by now.
    Kept {
        conversation: "215000000000004",
        reminder: None,
        tier: 1,
        since: BACK - 30_000,
        team: None,
    },
    // It waits for something else by now.
    Kept {
        conversation: "215000000000005",
        reminder: Some("silence"),
        tier: 1,
        since: BACK - 20_000,
        team: None,
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_on_this_machine_is_listed_as_its_records_say() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(Some(&folder.path().join(OURS[0])))
        .await
        .unwrap();
    for kept in KEPT {
        kept.put(&engine, seed::WORKSPACE).await;
    }
    engine.close().await;

    let house = House::build(folder.path(), 0, None).await.unwrap();
    let address = house.address;
    let run = |more: &str| {
        let words = format!("queue --local http://{address} {more}");
        tokio::task::spawn_blocking(move || nexora(&words, ""))
    };
    let here = |told: &str| told.replace(&address.to_string(), "HERE");
    let all = run("").await.unwrap();
    assert_eq!((all.code, all.err.as_str()), (0, ""));
    insta::assert_snapshot!(here(&all.out), @"
    2 conversations wait in Acme Tea (acmetea1) at http://HERE/:

    people are back           conversation     waiting since             tier        team     why
    Mon 2099-01-05 14:30 UTC  215000000000003  Mon 2099-01-05 03:23 UTC  Enterprise  Support  asked for person
    Mon 2099-01-05 14:30 UTC  215000000000002  Mon 2099-01-05 00:36 UTC  -           -        unsure (was asked, not told yet)
    ");
    let one = format!("--workspace {}", seed::WORKSPACE);
    assert_eq!(run(&one).await.unwrap().out, all.out);

    let json = run(&format!("{one} --json")).await.unwrap();
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["more"], false);
    let acme = &json["workspaces"][0];
    assert_eq!(
        (&acme["workspace"], &acme["unreadable"]),
        (&json!(seed::WORKSPACE), &json!(0))
    );
    assert_eq!(
        acme["conversations"][0],
        json!({
            "conversation": "215000000000003",
            "since": "2099-01-05T03:23:20Z",
            "due": "2099-01-05T14:30:00+00:00[UTC]",
            "tier": "Enterprise",
            "team": { "id": "9680998", "name": "Support" },
            "why": "asked_for_person",
            "intent": null,
            "told": true,
        })
    );

    let other = run("--workspace other001").await.unwrap();
    assert_eq!(other.code, 1);
    insta::assert_snapshot!(here(&other.err), @"nexora: Nexora is not installed in other001 at http://HERE/: leave out --workspace for every workspace");
    house.close().await.unwrap();
    let closed = run("").await.unwrap();
    assert_eq!(closed.code, 1);
    insta::assert_snapshot!(here(&closed.err).lines().next().unwrap(), @"nexora: nothing of ours answers at http://HERE/: start it with `cargo run`, which says its address, and give that as --local ADDRESS");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_waits_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let house = House::build(folder.path(), 0, None).await.unwrap();
    let address = house.address;
    let words = format!(
        "queue --local http://{address} --workspace {}",
        seed::WORKSPACE
    );
    let all = format!("queue --local http://{address}");
    let (one, all) = tokio::task::spawn_blocking(move || (nexora(&words, ""), nexora(&all, "")))
        .await
        .unwrap();
    let told = (one.out + &all.out).replace(&address.to_string(), "HERE");
    insta::assert_snapshot!(told, @"
    Nothing of acmetea1 waits for people to be back at http://HERE/.
    Nothing waits for people to be back at http://HERE/.
    ");
    house.close().await.unwrap();
}

#[test]
fn what_cannot_be_listed_is_told_before_anything_is_asked() {
    let told = |words: &str| {
        let ended = nexora(&format!("queue {words}"), "");
        assert_ne!(ended.code, 0, "{words}");
        let first = ended.err.split("\n\n").next().unwrap_or_default();
        format!("{words}\n{first}\n")
    };
    let told = [
        told(""),
        told("--workspace acmetea1"),
        told("--stack nexora --local http://127.0.0.1:1"),
        told("--local http://127.0.0.1:1 --region eu-central-1"),
    ];
    insta::assert_snapshot!(told.join("\n"), @"

    error: the following required arguments were not provided:
      --stack <NAME>

    --workspace acmetea1
    error: the following required arguments were not provided:
      --stack <NAME>

    --stack nexora --local http://127.0.0.1:1
    error: the argument '--stack <NAME>' cannot be used with '--local [<ADDRESS>]'

    --local http://127.0.0.1:1 --region eu-central-1
    error: the argument '--local [<ADDRESS>]' cannot be used with '--region <REGION>'
    ");
}
