//! What an answered message costs, as the functions count it themselves.

use harness::shop::{ANA, JONAS};
use serde_json::Value;
use shared::Topic;
use shared::ports::queue::Lane;

use crate::function::Function;
use crate::town::Town;

/// What Intercom tells of a question and its answer: what the visitor wrote, the Messenger's boilerplate, our own echo.
const TOPICS: [Topic; 3] = [
    Topic::ConversationUserCreated,
    Topic::ConversationOperatorReplied,
    Topic::ConversationAdminReplied,
];

struct Bundle {
    town: Town,
    webhook: Function,
    topics: Vec<(Lane, Function)>,
    agent: Function,
}

impl Bundle {
    async fn start() -> Self {
        let town = Town::found().await;
        let mut topics = Vec::new();
        for topic in TOPICS {
            topics.push((Lane::Topic(topic), town.function(&topic.function()).await));
        }
        Self {
            webhook: town.function("webhook").await,
            agent: town.function("agent-turn").await,
            topics,
            town,
        }
    }

    /// A visitor asks and is answered, echoes included.
    async fn answers(&self, visitor: &str) {
        let asked = self
            .town
            .asks(visitor, "How do I change my delivery address?");
        while !self.town.post_notifications(&self.webhook).await.is_empty() {
            for (lane, function) in &self.topics {
                self.deliver(*lane, function).await;
            }
            self.town.pass(Lane::Turns.delay());
            self.deliver(Lane::Turns, &self.agent).await;
        }
        assert_eq!(self.town.replies(&asked).len(), 1, "{}", self.agent.log());
    }

    async fn deliver(&self, lane: Lane, function: &Function) {
        let messages = self.town.received(lane).await;
        if !messages.is_empty() {
            assert_eq!(self.town.deliver(lane, function, &messages).await, [""; 0]);
        }
    }

    /// The lines of deliveries so far, function by function.
    fn deliveries(&self) -> Vec<Value> {
        let topics = self.topics.iter().map(|(_, function)| function);
        let functions = [&self.webhook]
            .into_iter()
            .chain(topics)
            .chain([&self.agent]);
        let lines = functions.flat_map(|function| {
            let log = function.log();
            log.lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect::<Vec<Value>>()
        });
        lines.filter(|line| line["source"] == "delivery").collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answered_message_stays_within_its_budget_of_calls_and_units() {
    let bundle = Bundle::start().await;
    // The first one reads installations and configurations, which are then kept for a minute.
    bundle.answers(JONAS).await;
    let before = bundle.deliveries();
    bundle.answers(ANA).await;
    let after = bundle.deliveries();
    let new: Vec<_> = after.iter().filter(|line| !before.contains(line)).collect();

    let told = new.iter().map(|line| {
        let calls = line["intercom"].as_object().into_iter().flatten();
        let calls: Vec<_> = calls
            .map(|(call, made)| format!("{} × {call}", made["count"]))
            .collect();
        let row = format!(
            "{} {}: {} read, {} written; {}",
            line["function"].as_str().unwrap(),
            line["name"].as_str().unwrap(),
            line["read_units"],
            line["write_units"],
            calls.join(", "),
        );
        row.trim_end_matches("; ").to_owned()
    });
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));

    let sum = |unit: &str| {
        new.iter()
            .map(|line| line[unit].as_f64().unwrap())
            .sum::<f64>()
    };
    assert!(sum("write_units") <= 8.0 && sum("read_units") <= 6.0);
    let calls: u64 = new
        .iter()
        .flat_map(|line| line["intercom"].as_object().into_iter().flatten())
        .filter(|(call, _)| call.contains("/conversations/"))
        .map(|(_, made)| made["count"].as_u64().unwrap())
        .sum();
    assert!(calls <= 4, "{calls} calls, facts and articles apart");
}
