use std::sync::Arc;

use aws_sdk_dynamodb::types::{TableStatus, TimeToLiveStatus};
use local::engine::{self, Engine};
use shared::adapters::dynamodb::{DynamoDb, Tables};
use shared::contract::{ManualClock, sample};
use shared::domain::conversation::Record;
use shared::domain::ending::Tally;
use shared::ports::configurations::{Draft, Over};
use shared::ports::{Configurations as _, Registry as _, Store as _};

fn db(engine: &Engine) -> DynamoDb {
    DynamoDb::new(
        engine.client(),
        Engine::tables(),
        Arc::new(ManualClock::default()),
    )
}

#[tokio::test]
async fn what_was_written_is_there_when_the_file_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nexora.sqlite");

    let engine = Engine::open(Some(&path)).await.unwrap();
    let before = db(&engine);
    before
        .install(&sample::installation(sample::workspace()))
        .await
        .unwrap();
    let config = sample::config("kept");
    let draft = Draft::new(&config, "kept", None).unwrap();
    let tenant = sample::tenant();
    let published = before.publish(&tenant, draft, Over::Whatever).await;
    assert_eq!(published.unwrap(), 1);
    before
        .save(
            &sample::tenant(),
            &sample::conversation(),
            &sample::fullest_record(),
            &Tally::default(),
        )
        .await
        .unwrap();
    engine.close().await;

    let engine = Engine::open(Some(&path)).await.unwrap();
    let after = db(&engine);
    assert_eq!(
        after.installation(&sample::workspace()).await.unwrap(),
        Some(sample::installation(sample::workspace()))
    );
    let live = after.live(&sample::tenant()).await.unwrap().unwrap();
    let version = after.version(&sample::tenant(), live.number).await.unwrap();
    assert_eq!(version.unwrap().config, config);
    let record = after
        .conversation(&sample::tenant(), &sample::conversation())
        .await
        .unwrap();
    assert_eq!(
        record,
        Some(Record {
            version: 1,
            ..sample::fullest_record()
        })
    );
}

#[tokio::test]
async fn the_tables_are_the_templates() {
    let engine = Engine::open(None).await.unwrap();
    let client = engine.client();
    let Tables {
        installations,
        configurations,
        readings,
        conversations,
        decisions,
        tallies,
        secrets,
        oauth_states,
        allowances,
        follow_ups,
    } = Engine::tables();
    let mut described = Vec::new();
    for name in [
        &installations,
        &configurations,
        &readings,
        &conversations,
        &decisions,
        &tallies,
        &secrets,
        &oauth_states,
        &allowances,
        &follow_ups,
    ] {
        let table = client
            .describe_table()
            .table_name(name)
            .send()
            .await
            .unwrap()
            .table
            .unwrap();
        assert_eq!(table.table_status, Some(TableStatus::Active));
        let keys: Vec<_> = table
            .key_schema
            .unwrap()
            .into_iter()
            .map(|key| key.attribute_name)
            .collect();
        let expires = client
            .describe_time_to_live()
            .table_name(name)
            .send()
            .await
            .unwrap();
        let expires = expires.time_to_live_description.unwrap();
        let by = (expires.time_to_live_status == Some(TimeToLiveStatus::Enabled))
            .then_some(expires.attribute_name)
            .flatten();
        described.push(format!("{name}: {}, expires by {by:?}", keys.join(" and ")));
    }
    let listed = client
        .list_tables()
        .send()
        .await
        .unwrap()
        .table_names
        .unwrap();
    assert_eq!(listed.len(), described.len(), "{listed:?}");
    insta::assert_snapshot!(described.join("\n"), @r#"
    installations: workspace, expires by None
    configurations: workspace and version, expires by None
    readings: workspace and list, expires by None
    conversations: pk, expires by Some("expires_at")
    decisions: workspace and decision, expires by Some("expires_at")
    tallies: workspace and day, expires by Some("expires_at")
    secrets: workspace and name, expires by None
    oauth-states: nonce, expires by Some("expires_at")
    allowances: window, expires by Some("expires_at")
    follow-ups: shard and due, expires by None
    "#);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(
        &path,
        "These are notes, and not a database at all.".repeat(40),
    )
    .unwrap();
    assert!(matches!(
        Engine::open(Some(&path)).await,
        Err(engine::Error::Open(_))
    ));
}
