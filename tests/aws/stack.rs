//! What a deployment has: tables, queues, a key, a secret. Every test has a stack of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_config::SdkConfig;
use aws_sdk_sqs::types::QueueAttributeName;
use local::engine::table::Table;
use shared::adapters::dynamodb::{DynamoDb, Tables};
use shared::adapters::kms::Kms;
use shared::adapters::sqs::{Queues, Sqs};
use shared::adapters::system_clock::SystemClock;
use shared::ports::Clock;
use shared::ports::queue::Lane;

use crate::settings::config;

const TEMPLATE: &str = include_str!("../../template.yaml");

/// A stack; nothing is in it at first.
pub(crate) struct Stack {
    pub(crate) name: String,
    pub(crate) config: SdkConfig,
}

impl Stack {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "t{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        Self {
            name,
            config: config(),
        }
    }

    /// The template's tables.
    pub(crate) async fn tables(&self) -> Arc<DynamoDb> {
        let client = aws_sdk_dynamodb::Client::new(&self.config);
        for mut table in Table::all_of(TEMPLATE).unwrap() {
            table.name = format!("{}-{}", self.name, table.name);
            table.create(&client).await.unwrap();
        }
        self.rows_by(Arc::new(SystemClock))
    }

    /// What is in the tables, by another clock.
    pub(crate) fn rows_by(&self, clock: Arc<dyn Clock>) -> Arc<DynamoDb> {
        let client = aws_sdk_dynamodb::Client::new(&self.config);
        Arc::new(DynamoDb::new(client, Tables::of_stack(&self.name), clock))
    }

    /// Every lane's queue and its dead letters.
    pub(crate) async fn queues(&self) -> Arc<Sqs> {
        let client = aws_sdk_sqs::Client::new(&self.config);
        let mut prefix = String::new();
        for lane in Lane::all() {
            let fifo = if lane.is_fifo() { ".fifo" } else { "" };
            let dead = self
                .queue(
                    &client,
                    lane,
                    &format!("{}-{lane}-dead{fifo}", self.name),
                    None,
                )
                .await;
            let policy = format!(
                r#"{{"deadLetterTargetArn":"{}","maxReceiveCount":{}}}"#,
                arn(&dead),
                lane.max_receive_count()
            );
            let url = self
                .queue(
                    &client,
                    lane,
                    &format!("{}-{lane}{fifo}", self.name),
                    Some(&policy),
                )
                .await;
            prefix = url
                .strip_suffix(&format!("{lane}{fifo}"))
                .unwrap()
                .to_owned();
        }
        Arc::new(Sqs::new(client, Queues::new(prefix)))
    }

    async fn queue(
        &self,
        client: &aws_sdk_sqs::Client,
        lane: Lane,
        name: &str,
        redrive: Option<&str>,
    ) -> String {
        let mut queue = client.create_queue().queue_name(name).attributes(
            QueueAttributeName::VisibilityTimeout,
            lane.visibility().as_secs().to_string(),
        );
        if lane.is_fifo() {
            queue = queue.attributes(QueueAttributeName::FifoQueue, "true");
        }
        if let Some(redrive) = redrive {
            queue = queue
                .attributes(
                    QueueAttributeName::DelaySeconds,
                    lane.delay().as_secs().to_string(),
                )
                .attributes(QueueAttributeName::RedrivePolicy, redrive);
        }
        queue.send().await.unwrap().queue_url.unwrap()
    }

    /// A KMS key's id.
    pub(crate) async fn key(&self) -> String {
        let created = aws_sdk_kms::Client::new(&self.config)
            .create_key()
            .send()
            .await
            .unwrap();
        created.key_metadata.unwrap().key_id
    }

    pub(crate) fn kms(&self, key: &str) -> Arc<Kms> {
        Arc::new(Kms::new(
            aws_sdk_kms::Client::new(&self.config),
            key.to_owned(),
        ))
    }
}

/// The ARN of a queue, by its URL.
pub(crate) fn arn(url: &str) -> String {
    let (rest, name) = url.rsplit_once('/').unwrap();
    let account = rest.rsplit('/').next().unwrap();
    format!("arn:aws:sqs:{}:{account}:{name}", crate::settings::REGION)
}
