//! Answers that get lost, and rows that nobody can read.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::BeforeDeserializationInterceptorContextMut;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::types::AttributeValue;
use local::engine::Engine;
use shared::adapters::dynamodb::DynamoDb;
use shared::contract::{ManualClock, sample};
use shared::domain::conversation::Record;
use shared::domain::ending::Tally;
use shared::ports::Store as _;
use shared::ports::store::{Error, SaveError};

/// Loses the answer to the first write: the database has it, and the client hears of an outage.
#[derive(Debug, Default)]
struct LosesOneAnswer(AtomicBool);

impl Intercept for LosesOneAnswer {
    fn name(&self) -> &'static str {
        "LosesOneAnswer"
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if !self.0.swap(true, Ordering::Relaxed) {
            *context.response_mut().status_mut() = 503.try_into()?;
        }
        Ok(())
    }
}

fn db(client: Client) -> DynamoDb {
    DynamoDb::new(client, Engine::tables(), Arc::new(ManualClock::default()))
}

#[tokio::test]
async fn a_write_whose_answer_was_lost_is_known_as_our_own() {
    let engine = Engine::open(None).await.unwrap();
    let lossy = Client::from_conf(
        engine
            .config()
            .to_builder()
            .interceptor(LosesOneAnswer::default())
            .build(),
    );
    let version = db(lossy)
        .save(
            &sample::tenant(),
            &sample::conversation(),
            &Record::default(),
            &Tally::default(),
        )
        .await
        .unwrap();
    assert_eq!(version, 1);
    let found = db(engine.client())
        .conversation(&sample::tenant(), &sample::conversation())
        .await
        .unwrap();
    assert_eq!(
        found,
        Some(Record {
            version: 1,
            ..Record::default()
        })
    );
}

#[tokio::test]
async fn a_database_that_is_gone_is_unavailable() {
    let engine = Engine::open(None).await.unwrap();
    let db = db(Client::from_conf(
        engine
            .config()
            .to_builder()
            .retry_config(RetryConfig::disabled())
            .build(),
    ));
    engine.close().await;
    let read = db
        .conversation(&sample::tenant(), &sample::conversation())
        .await;
    assert!(matches!(read, Err(Error::Unavailable(_))), "{read:?}");
    let saved = db
        .save(
            &sample::tenant(),
            &sample::conversation(),
            &Record::default(),
            &Tally::default(),
        )
        .await;
    assert!(
        matches!(saved, Err(SaveError::Store(Error::Unavailable(_)))),
        "{saved:?}"
    );
}

#[tokio::test]
async fn a_row_of_another_shape_is_unreadable_and_is_not_shown() {
    let engine = Engine::open(None).await.unwrap();
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let put = engine
        .client()
        .put_item()
        .table_name("conversations")
        .item("pk", text("lwx3k9ab#215474343849634"));
    put.item("version", AttributeValue::N("1".to_owned()))
        .item("record", text("a visitor's words"))
        .send()
        .await
        .unwrap();
    let db = db(engine.client());
    let read = db
        .conversation(&sample::tenant(), &sample::conversation())
        .await
        .unwrap_err();
    assert!(matches!(read, Error::Unreadable(_)), "{read:?}");
    let saved = db
        .save(
            &sample::tenant(),
            &sample::conversation(),
            &Record::default(),
            &Tally::default(),
        )
        .await
        .unwrap_err();
    assert!(
        matches!(saved, SaveError::Store(Error::Unreadable(_))),
        "{saved:?}"
    );
    assert!(!format!("{read:?} {saved:?}").contains("words"));
}
