//! A stack as it stands in AWS: its tables and its key.

use std::sync::Arc;
use std::time::Duration;

use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region};
use aws_sdk_dynamodb::config::ProvideCredentials as _;
use shared::adapters::dynamodb::{DynamoDb, Tables};
use shared::adapters::kms::Kms;
use shared::adapters::system_clock::SystemClock;
use shared::install::Place;

use crate::aws_region::AwsRegion;
use crate::failure::Failure;
use crate::stack::Stack;

/// What an installation is written to.
pub(crate) struct Deployment {
    pub(crate) stack: Stack,
    /// AWS's region.
    pub(crate) region: String,
    pub(crate) rows: DynamoDb,
    pub(crate) keys: Kms,
    pub(crate) queues: aws_sdk_sqs::Client,
}

impl Deployment {
    /// Finds credentials and region as AWS's own command line does. Nothing is asked of the stack yet.
    ///
    /// # Errors
    ///
    /// When there is no region, or are no credentials.
    pub(crate) async fn find(stack: Stack, region: Option<AwsRegion>) -> Result<Self, Failure> {
        let mut loader = aws_config::defaults(BehaviorVersion::latest()).timeout_config(timeouts());
        if let Some(region) = region {
            loader = loader.region(Region::new(String::from(region)));
        }
        let config = loader.load().await;
        let region = config.region().ok_or(Failure::NoRegion)?.to_string();
        let credentials = config.credentials_provider().ok_or(Failure::NoProvider)?;
        // The SDK would ask for them with the first call, and say of it that it was not sent.
        credentials
            .provide_credentials()
            .await
            .map_err(|error| Failure::NoCredentials(error.into()))?;
        let rows = DynamoDb::new(
            aws_sdk_dynamodb::Client::new(&config),
            Tables::of_stack(stack.as_str()),
            Arc::new(SystemClock),
        );
        let keys = Kms::new(aws_sdk_kms::Client::new(&config), stack.key());
        let queues = aws_sdk_sqs::Client::new(&config);
        Ok(Self {
            stack,
            region,
            rows,
            keys,
            queues,
        })
    }

    pub(crate) fn place(&self) -> Place<'_> {
        Place {
            registry: &self.rows,
            configurations: &self.rows,
            readings: &self.rows,
            clock: &SystemClock,
            keys: &self.keys,
        }
    }
}

/// Somebody waits, far from the region perhaps.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(5))
        .operation_attempt_timeout(Duration::from_secs(10))
        .operation_timeout(Duration::from_secs(30))
        .build()
}
