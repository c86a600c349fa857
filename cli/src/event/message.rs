//! The event of a queue's message, as an event source mapping gives it to a function.

use jiff::Timestamp;
use serde_json::{Value, json};
use shared::domain::notification::News;
use shared::ports::queue::Letter;

/// What the webhook would have sent to the topic's queue, received for the first time.
pub(super) fn event(news: &News) -> Value {
    let (letter, at) = match news {
        News::Conversation(signal) => (Letter::signal(signal), signal.at),
        News::Staff(change) => (Letter::staff_change(change), change.at),
    };
    let sent_at = Timestamp::from_second(at).unwrap_or_default();
    let sent_at = sent_at.as_millisecond().to_string();
    json!({
        "Records": [{
            "messageId": "00000000-0000-4000-8000-000000000001",
            "receiptHandle": "of-a-recorded-notification",
            "body": letter.body,
            "attributes": {
                "ApproximateReceiveCount": "1",
                "ApproximateFirstReceiveTimestamp": sent_at,
                "MessageGroupId": letter.group,
                "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                "SentTimestamp": sent_at,
            },
            "messageAttributes": {},
            "eventSource": "aws:sqs",
            "eventSourceARN": format!("arn:aws:sqs:us-east-1:000000000000:nexora-{}", letter.lane),
            "awsRegion": "us-east-1",
        }],
    })
}
