//! Rows of secrets that somebody else wrote, or left behind.

use std::sync::Arc;

use aws_sdk_dynamodb::types::AttributeValue;
use local::engine::Engine;
use local::keys::LocalKeys;
use shared::adapters::dynamodb::DynamoDb;
use shared::contract::{ManualClock, sample};
use shared::domain::secret_name::SecretName;
use shared::ports::keys::{Error, Plain};
use shared::ports::registry::{Departure, Purged};
use shared::ports::{Clock as _, Keys as _, Registry as _, Vault as _};

const VALUE: &str = "the-key-of-a-service";

fn db(engine: &Engine) -> DynamoDb {
    DynamoDb::new(
        engine.client(),
        Engine::tables(),
        Arc::new(ManualClock::default()),
    )
}

fn openai() -> SecretName {
    "openai".parse().unwrap()
}

#[tokio::test]
async fn a_row_that_is_copied_to_another_workspace_does_not_open_there() {
    let engine = Engine::open(None).await.unwrap();
    let (db, keys) = (db(&engine), LocalKeys::in_memory().unwrap());
    for workspace in [sample::workspace(), sample::other_workspace()] {
        db.install(&sample::installation(workspace)).await.unwrap();
    }
    let value = Plain::new(VALUE);
    let sealed = keys.seal(&sample::workspace(), &value).await.unwrap();
    let since = ManualClock::default().now();
    assert!(
        db.put(&sample::tenant(), &openai(), &sealed, since)
            .await
            .unwrap()
    );

    let secrets = Engine::tables().secrets;
    let client = engine.client();
    let rows = client.scan().table_name(&secrets).send().await.unwrap();
    let mut row = rows.items.unwrap().remove(0);
    assert!(!format!("{row:?}").contains(VALUE));
    let other = AttributeValue::S(sample::other_workspace().to_string());
    row.insert("workspace".to_owned(), other);
    let copy = client.put_item().table_name(&secrets).set_item(Some(row));
    copy.send().await.unwrap();

    let own = db.read(&sample::tenant(), &openai()).await.unwrap();
    let own = keys.open(&sample::workspace(), &own.unwrap()).await;
    assert_eq!(own.unwrap().expose(), VALUE);
    let copied = db.read(&sample::other_tenant(), &openai()).await.unwrap();
    let copied = keys
        .open(&sample::other_workspace(), &copied.unwrap())
        .await;
    assert!(matches!(copied, Err(Error::DoesNotOpen)), "{copied:?}");
}

#[tokio::test]
async fn a_secret_that_an_interrupted_uninstall_left_goes_with_the_purge() {
    let engine = Engine::open(None).await.unwrap();
    let db = db(&engine);
    let installation = sample::installation(sample::workspace());
    db.install(&installation).await.unwrap();
    let since = ManualClock::default().now();
    let departure = Departure::at(sample::workspace(), since);
    assert!(db.uninstall(&installation, &departure).await.unwrap());
    let secrets = Engine::tables().secrets;
    let left = engine
        .client()
        .put_item()
        .table_name(&secrets)
        .item(
            "workspace",
            AttributeValue::S(sample::workspace().to_string()),
        )
        .item("name", AttributeValue::S("openai".to_owned()))
        .item("value", AttributeValue::S("c2VhbGVk".to_owned()))
        .item("since", AttributeValue::N("1773144600".to_owned()));
    left.send().await.unwrap();
    assert_eq!(db.list(&sample::tenant()).await.unwrap().len(), 1);
    assert_eq!(db.purge(&departure).await.unwrap(), Purged::All);
    assert_eq!(db.list(&sample::tenant()).await.unwrap(), []);
}
