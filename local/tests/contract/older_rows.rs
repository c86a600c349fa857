//! Rows as the version of Nexora before pointers wrote them: a stack is updated while workspaces are live in it.

use std::sync::Arc;

use aws_sdk_dynamodb::types::AttributeValue;
use local::engine::Engine;
use shared::adapters::dynamodb::DynamoDb;
use shared::contract::{ManualClock, sample};
use shared::domain::switch::Scope;
use shared::ports::configurations::{Draft, Over};
use shared::ports::registry::Duty;
use shared::ports::{Clock as _, Configurations as _, Registry as _};

/// Two versions, and a copy of the second as item 0.
async fn published_before(engine: &Engine) {
    for (version, number) in [(1, 1), (2, 2), (0, 2)] {
        let config = sample::config(&number.to_string());
        let config = serde_json::to_string(&config).unwrap();
        let figure = |value: i64| AttributeValue::N(value.to_string());
        let put = engine
            .client()
            .put_item()
            .table_name(Engine::tables().configurations)
            .item(
                "workspace",
                AttributeValue::S(sample::workspace().to_string()),
            )
            .item("version", figure(version))
            .item("number", figure(number))
            .item("published_at", figure(1_773_144_000))
            .item("config", AttributeValue::S(config));
        put.send().await.unwrap();
    }
}

fn db(engine: &Engine) -> DynamoDb {
    let clock = Arc::new(ManualClock::default());
    DynamoDb::new(engine.client(), Engine::tables(), clock)
}

#[tokio::test]
async fn a_copy_of_the_newest_is_read_as_the_pointer_it_was() {
    let engine = Engine::open(None).await.unwrap();
    published_before(&engine).await;
    let (db, tenant) = (db(&engine), sample::tenant());
    let live = db.live(&tenant).await.unwrap().unwrap();
    assert_eq!((live.number, live.newest), (2, 2));
    assert!(live.switch.is_clear());
    let version = db.version(&tenant, 2).await.unwrap().unwrap();
    assert_eq!(version.config, sample::config("2"));
    let read = shared::config_file::read_config(&version.source).unwrap();
    assert_eq!(
        read, version.config,
        "what was not kept as text is written anew"
    );
    assert_eq!(db.history(&tenant, None, 9).await.unwrap().len(), 2);
}

#[tokio::test]
async fn whatever_is_done_first_to_an_older_row_makes_it_a_pointer() {
    for first in ["pause", "publish", "go back"] {
        let engine = Engine::open(None).await.unwrap();
        published_before(&engine).await;
        let (db, tenant) = (db(&engine), sample::tenant());
        let config = sample::config("3");
        let draft = Draft::new(&config, "3", None).unwrap();
        let (number, newest, paused) = match first {
            "pause" => {
                let live = db.switch(&tenant, &Scope::Workspace, true).await;
                live.unwrap().unwrap();
                (2, 2, true)
            }
            "publish" => {
                let over = Over::Seen(Some(2));
                assert_eq!(db.publish(&tenant, draft, over).await.unwrap(), 3);
                (3, 3, false)
            }
            _ => {
                db.point(&tenant, 1, 2).await.unwrap();
                (1, 2, false)
            }
        };
        let live = db.live(&tenant).await.unwrap().unwrap();
        let found = (live.number, live.newest, live.switch.all);
        assert_eq!(found, (number, newest, paused), "{first}");
        // And it goes on from there.
        let over = Over::Seen(Some(number));
        let next = db.publish(&tenant, draft, over).await.unwrap();
        assert_eq!(next, 3, "{first}");
        let live = db.live(&tenant).await.unwrap().unwrap();
        let found = (live.number, live.newest, live.switch.all);
        assert_eq!(found, (3, 3, paused), "{first}");
    }
}

#[tokio::test]
async fn an_installation_that_has_no_duty_is_given_the_one_to_be_swept() {
    let engine = Engine::open(None).await.unwrap();
    let (db, now) = (db(&engine), ManualClock::default().now());
    let installation = sample::installation(sample::workspace());
    let row = serde_json::to_value(&installation).unwrap();
    let row = row.as_object().unwrap().iter();
    let item = row.map(|(name, value)| {
        let text = value.as_str().unwrap().to_owned();
        (name.clone(), AttributeValue::S(text))
    });
    let put = engine
        .client()
        .put_item()
        .table_name(Engine::tables().installations)
        .set_item(Some(item.collect()));
    put.send().await.unwrap();
    let other = sample::installation(sample::other_workspace());
    db.install(&other).await.unwrap();

    let enrolled = async |deadline| {
        let enrolled = db.enrol(deadline).await.unwrap();
        (enrolled.given, enrolled.to_the_end)
    };
    assert_eq!(enrolled(now).await, (0, false), "there is no time");
    let later = now + jiff::SignedDuration::from_hours(1);
    assert_eq!(enrolled(later).await, (1, true));
    assert_eq!(enrolled(later).await, (0, true), "once is enough");
    let due = db.due(Duty::Sweep, now, 9).await.unwrap();
    assert_eq!(due.len(), 2, "{due:?}");
    let found = db.installation(&sample::workspace()).await.unwrap();
    assert_eq!(found, Some(installation));
}
