//! Events as Lambda gives them to a function.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use shared::ports::queue::Delivery;

/// A request of an HTTP API, payload format 2.0, its body in base64, through a stage with a name.
pub(crate) fn request(path: &str, headers: &[(&str, &str)], body: &str) -> Value {
    let headers: Value = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect();
    let path = format!("/live{path}");
    json!({
        "version": "2.0",
        "routeKey": "POST /webhooks",
        "rawPath": path,
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "a1b2c3d4e5",
            "domainName": "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
            "domainPrefix": "a1b2c3d4e5",
            "http": { "method": "POST", "path": path, "protocol": "HTTP/1.1", "sourceIp": "34.231.68.152", "userAgent": "intercom" },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": "POST /webhooks",
            "stage": "live",
            "time": "10/Mar/2026:09:00:00 +0000",
            "timeEpoch": 1_773_133_200_000_i64,
        },
        "body": STANDARD.encode(body),
        "isBase64Encoded": true,
    })
}

/// Messages of a queue, `m0`, `m1` …, as the event source mapping gives them.
pub(crate) fn batch(queue_arn: &str, messages: &[Delivery]) -> Value {
    let records = messages.iter().enumerate().map(|(nth, message)| {
        json!({
            "messageId": format!("m{nth}"),
            "receiptHandle": message.receipt,
            "body": message.body,
            "attributes": {
                "ApproximateReceiveCount": message.receive_count.to_string(),
                "SentTimestamp": "1773133200000",
                "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                "ApproximateFirstReceiveTimestamp": "1773133200001",
                "MessageGroupId": message.group,
            },
            "messageAttributes": {},
            "md5OfBody": "098f6bcd4621d373cade4e832627b4f6",
            "eventSource": "aws:sqs",
            "eventSourceARN": queue_arn,
            "awsRegion": "us-east-1",
        })
    });
    json!({ "Records": records.collect::<Vec<_>>() })
}

/// Which messages a function wants to have again.
pub(crate) fn failed(answer: &Value) -> Vec<&str> {
    let failures = answer["batchItemFailures"].as_array().unwrap();
    failures
        .iter()
        .map(|failure| failure["itemIdentifier"].as_str().unwrap())
        .collect()
}

/// A browser's request of an HTTP API, payload format 2.0.
pub(crate) fn visit(path: &str, query: &str, cookie: Option<&str>) -> Value {
    let mut event = request(path, &[("accept", "text/html")], "");
    event["routeKey"] = json!(format!("GET {path}"));
    event["rawPath"] = json!(path);
    event["rawQueryString"] = json!(query);
    event["cookies"] = cookie.into_iter().collect();
    event["requestContext"]["http"]["method"] = json!("GET");
    event["requestContext"]["http"]["path"] = json!(path);
    event["requestContext"]["stage"] = json!("$default");
    event["isBase64Encoded"] = json!(false);
    event["body"] = Value::Null;
    event
}
