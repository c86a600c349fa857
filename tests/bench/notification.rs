//! What the functions are given: every event tells of a conversation that nobody has heard of before.

use aws_sdk_sqs::types::QueueAttributeName;
use local::seed;
use serde_json::{Value, json};
use shared::Topic;
use shared::domain::notification::{Notification, Secret, Signal};
use shared::ports::queue::{Delivery, Lane};

use crate::aws::town::Town;
use crate::event;
use crate::stack::arn;
use crate::subject::{TOPIC, WEBHOOK};

const EVENT: &str = include_str!("../../events/conversation.user.created.json");
const CREATED: Lane = Lane::Topic(Topic::ConversationUserCreated);

pub(crate) struct Notifications {
    queue: String,
    /// How many the webhooks were given, and the topics' functions.
    given: (u64, u64),
}

impl Notifications {
    pub(crate) fn of(town: &Town) -> Self {
        Self {
            queue: arn(&town.queues.queues().url(CREATED)),
            given: (0, 0),
        }
    }

    /// A function's next event. A turn is not run here: what it takes is the brain's and Intercom's.
    pub(crate) fn next_for(&mut self, function: &str) -> Option<Value> {
        let body = notification(1_000_000 + self.given.0 + self.given.1);
        let signature = harness::sign(seed::CLIENT_SECRET, body.as_bytes());
        match function {
            WEBHOOK => {
                self.given.0 += 1;
                let headers = [("x-hub-signature", signature.as_str())];
                Some(event::request("/webhooks", &headers, &body))
            }
            TOPIC => {
                self.given.1 += 1;
                let message = Delivery {
                    body: signal(&body, &signature),
                    group: seed::WORKSPACE.to_owned(),
                    receive_count: 1,
                    receipt: "receipt".to_owned(),
                };
                Some(event::batch(&self.queue, &[message]))
            }
            _ => None,
        }
    }

    /// Makes sure that a function did what it was given.
    pub(crate) fn accept(function: &str, answer: &Value) {
        let is_done = match function {
            WEBHOOK => answer["statusCode"] == 200,
            _ => answer["batchItemFailures"] == json!([]),
        };
        assert!(is_done, "{function}: {answer}");
    }

    /// Makes sure that all of it arrived where it belongs, whoever did it.
    pub(crate) async fn check(&self, town: &Town) {
        let (signals, turns) = (
            waiting(town, CREATED).await,
            waiting(town, Lane::Turns).await,
        );
        assert_eq!(
            (signals, turns),
            self.given,
            "the queues hold what was sent"
        );
    }
}

fn notification(number: u64) -> String {
    let mut event: Value = serde_json::from_str(EVENT).unwrap();
    event["app_id"] = json!(seed::WORKSPACE);
    event["id"] = json!(format!("notif_{number}"));
    event["data"]["item"]["id"] = json!(number.to_string());
    event["data"]["item"]["source"]["id"] = json!(number.to_string());
    event.to_string()
}

/// What the webhook makes of a notification.
fn signal(body: &str, signature: &str) -> String {
    let secret = Secret::new(seed::CLIENT_SECRET).unwrap();
    let verified = secret.verify(body.as_bytes(), signature).unwrap();
    let notification = Notification::open(verified).unwrap();
    let signal = Signal::project(&notification, Topic::ConversationUserCreated).unwrap();
    serde_json::to_string(&signal).unwrap()
}

/// How many messages a queue holds, those in their quiet window too.
async fn waiting(town: &Town, lane: Lane) -> u64 {
    let counts = [
        QueueAttributeName::ApproximateNumberOfMessages,
        QueueAttributeName::ApproximateNumberOfMessagesDelayed,
    ];
    let asked = aws_sdk_sqs::Client::new(&town.stack.config)
        .get_queue_attributes()
        .queue_url(town.queues.queues().url(lane))
        .set_attribute_names(Some(counts.to_vec()))
        .send()
        .await
        .unwrap();
    let found = asked.attributes.unwrap_or_default();
    counts
        .iter()
        .filter_map(|count| found.get(count)?.parse::<u64>().ok())
        .sum()
}
