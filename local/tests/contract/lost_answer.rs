//! Answers that get lost, and rows that nobody can read.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::{
    BeforeDeserializationInterceptorContextMut, BeforeTransmitInterceptorContextMut,
};
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use local::engine::Engine;
use shared::adapters::dynamodb::DynamoDb;
use shared::contract::{ManualClock, sample};
use shared::domain::conversation::Record;
use shared::domain::ending::Tally;
use shared::ports::store::{Error, SaveError};
use shared::ports::{Clock, Store as _, Tallies as _};

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

/// A record whose conversation ended, and what that counts.
fn ended() -> (Record, Tally) {
    let record = Record {
        ended: Some("resolved_assumed 2026-11-23".parse().unwrap()),
        ..Record::default()
    };
    let tally = Tally::between(None, record.counted().as_ref());
    (record, tally)
}

/// How many ended so.
async fn counted(engine: &Engine) -> i64 {
    let day = "2026-11-23".parse().unwrap();
    let rows = db(engine.client())
        .of_days(&sample::tenant(), day, day)
        .await
        .unwrap();
    let counts = rows.iter().map(|row| row.counts["resolved_assumed"]);
    counts.sum()
}

/// Gives each attempt another token, as if it came again after the ten minutes in which DynamoDB knows one.
#[derive(Debug, Default)]
struct ForgetsTokens(AtomicU32);

impl Intercept for ForgetsTokens {
    fn name(&self) -> &'static str {
        "ForgetsTokens"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        const KEY: &str = r#""ClientRequestToken":""#;
        let body = context.request().body().bytes().ok_or("no body")?;
        let mut body = String::from_utf8(body.to_vec())?;
        let token = body.find(KEY).ok_or("no token")? + KEY.len();
        let attempt = self.0.fetch_add(1, Ordering::Relaxed);
        body.replace_range(token..token + 8, &format!("{attempt:08}"));
        *context.request_mut().body_mut() = body.into();
        Ok(())
    }
}

#[tokio::test]
async fn an_ending_whose_answer_was_lost_is_counted_once() {
    for forgets in [false, true] {
        let engine = Engine::open(None).await.unwrap();
        let mut lossy = engine
            .config()
            .to_builder()
            .interceptor(LosesOneAnswer::default());
        if forgets {
            lossy = lossy.interceptor(ForgetsTokens::default());
        }
        let (record, tally) = ended();
        let saved = db(Client::from_conf(lossy.build()))
            .save(&sample::tenant(), &sample::conversation(), &record, &tally)
            .await;
        assert_eq!(saved.unwrap(), 1);
        assert_eq!(counted(&engine).await, 1);
    }
}

/// A clock that does not let anybody wait.
struct Hasty(ManualClock);

#[async_trait]
impl Clock for Hasty {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    async fn sleep(&self, duration: Duration) {
        self.0.advance(duration);
    }
}

/// Lets the first writes meet another transaction, which the engine's never do: they wait for each other. What is written is
/// not, and the client hears what DynamoDB says then.
#[derive(Debug, Clone)]
struct MeetsAnother {
    times: u32,
    met: Arc<AtomicU32>,
    told: Arc<Mutex<Option<&'static str>>>,
}

impl Intercept for MeetsAnother {
    fn name(&self) -> &'static str {
        "MeetsAnother"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if self.met.load(Ordering::Relaxed) >= self.times {
            return Ok(());
        }
        self.met.fetch_add(1, Ordering::Relaxed);
        let headers = context.request_mut().headers_mut();
        let what = headers.get("x-amz-target").ok_or("no target")?;
        let told = if what.ends_with(".TransactWriteItems") {
            r##"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"Transaction cancelled","CancellationReasons":[{"Code":"None"},{"Code":"TransactionConflict","Message":"Transaction is ongoing for the item"}]}"##
        } else {
            r##"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionConflictException","message":"Transaction is ongoing for the item"}"##
        };
        headers.insert("x-amz-target", "DynamoDB_20120810.DescribeEndpoints");
        *self.told.lock().unwrap() = Some(told);
        Ok(())
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(told) = self.told.lock().unwrap().take() {
            let response = context.response_mut();
            *response.status_mut() = 400.try_into()?;
            *response.body_mut() = told.into();
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_write_that_meets_another_transaction_is_made_again() {
    let tries = async |times, tally: &Tally| {
        let engine = Engine::open(None).await.unwrap();
        let met = MeetsAnother {
            times,
            met: Arc::default(),
            told: Arc::default(),
        };
        let busy = engine.config().to_builder().interceptor(met.clone());
        let busy = DynamoDb::new(
            Client::from_conf(busy.build()),
            Engine::tables(),
            Arc::new(Hasty(ManualClock::default())),
        );
        let (record, _) = ended();
        let saved = busy
            .save(&sample::tenant(), &sample::conversation(), &record, tally)
            .await;
        (
            saved,
            met.met.load(Ordering::Relaxed),
            counted(&engine).await,
        )
    };
    let (_, tally) = ended();
    for (tally, count) in [(tally, 1), (Tally::default(), 0)] {
        let (saved, met, counted) = tries(3, &tally).await;
        assert_eq!((saved.unwrap(), met, counted), (1, 3, count));
        // Not for ever: the turn is delivered again.
        let (saved, met, counted) = tries(u32::MAX, &tally).await;
        assert!(
            matches!(saved, Err(SaveError::Store(Error::Unavailable(_)))),
            "{saved:?}"
        );
        assert_eq!((met, counted), (10, 0));
    }
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
