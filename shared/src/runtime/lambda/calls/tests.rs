use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;

use super::*;
use crate::runtime::lambda::log::Ending;
use crate::runtime::lambda::log::paper::{Noon, Paper};

const TOOK_HALF: &str = r#"{"ConsumedCapacity":{"TableName":"t","CapacityUnits":0.5}}"#;
const TOOK_TWO: &str = r#"{"ConsumedCapacity":{"TableName":"t","CapacityUnits":2.0}}"#;
const REFUSED: &str = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed"}"#;
const THROTTLED: &str = r#"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slower"}"#;

/// A DynamoDB that gives these answers, one a connection, and a client of it that is watched.
fn giving(answers: Vec<(u16, &'static str)>) -> aws_sdk_dynamodb::Client {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for (status, body) in answers {
            let (mut connection, _) = listener.accept().unwrap();
            // A request is smaller than this, and comes in one piece or two: its head, and its body.
            let mut request = Vec::new();
            while !request.ends_with(b"}") {
                let mut piece = [0; 4096];
                let read = connection.read(&mut piece).unwrap();
                request.extend_from_slice(&piece[..read]);
            }
            write!(
                connection,
                "HTTP/1.1 {status} -\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            )
            .unwrap();
        }
    });
    let config = Builder::new()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("eu-west-1"))
        .credentials_provider(Credentials::new("a", "b", None, None, "test"))
        .retry_config(RetryConfig::disabled())
        .endpoint_url(format!("http://{address}"))
        .interceptor(Calls::new(Arc::new(Noon)))
        .build();
    aws_sdk_dynamodb::Client::from_conf(config)
}

fn key() -> AttributeValue {
    AttributeValue::S("k".to_owned())
}

#[tokio::test]
async fn a_delivery_knows_its_calls_and_what_they_cost() {
    let paper = Paper::default();
    let log = paper.log();
    let client = giving(vec![
        (200, TOOK_HALF),
        (200, TOOK_TWO),
        (400, REFUSED),
        (400, THROTTLED),
    ]);
    let delivery = async {
        let read = client.get_item().table_name("t").key("pk", key());
        read.send().await.unwrap();
        for _ in 0..3 {
            let write = client.update_item().table_name("t").key("pk", key());
            let _ = write.send().await;
        }
        ((), Ending::of(&crate::domain::outcome::Outcome::Gone))
    };
    log.deliver(delivery).await;
    let line = &paper.lines()[0];
    insta::assert_snapshot!(
        format!("{} {} {}", line["aws"], line["read_units"], line["write_units"]),
        @r#"{"dynamodb.GetItem":{"count":1,"ms":0},"dynamodb.UpdateItem":{"count":3,"failed":1,"ms":0}} 0.5 3.0"#
    );
}

#[tokio::test]
async fn a_call_outside_of_any_delivery_is_nobodys() {
    let client = giving(vec![(200, TOOK_HALF)]);
    let read = client.get_item().table_name("t").key("pk", key());
    read.send().await.unwrap();
}
