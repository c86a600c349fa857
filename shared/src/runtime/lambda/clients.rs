//! The SDK's clients of one process.
//!
//! The configuration is put together here and not by `aws-config`'s default chain: that one looks for profiles, a
//! metadata service and single sign-on, none of which is on Lambda, and takes milliseconds of every cold start.

use std::sync::Arc;
use std::time::Duration;

use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_runtime_api::client::identity::SharedIdentityCache;

use super::calls::Calls;
use super::environment::{AWS_ENDPOINT_URL, AWS_REGION, Environment};
use super::failure::Failure;
use crate::adapters::dynamodb;
use crate::ports::Clock;

/// Below the 60 s after which AWS closes idle connections: a function that was frozen must not wake with a dead one.
const KEEP_ALIVE: Duration = Duration::from_secs(50);

/// How long a function waits for AWS.
#[derive(Debug, Clone, Copy)]
pub(super) enum Patience {
    /// Intercom waits five seconds for the webhook, which makes two calls one after the other.
    Door,
    /// A message waits in its queue.
    Worker,
}

impl Patience {
    fn timeouts(self) -> TimeoutConfig {
        match self {
            Self::Door => TimeoutConfig::builder()
                .connect_timeout(Duration::from_millis(500))
                .operation_attempt_timeout(Duration::from_millis(900))
                .operation_timeout(Duration::from_secs(2))
                .build(),
            Self::Worker => dynamodb::timeouts(),
        }
    }

    fn retries(self) -> RetryConfig {
        match self {
            Self::Door => RetryConfig::standard().with_max_attempts(2),
            Self::Worker => RetryConfig::standard(),
        }
    }
}

/// What makes the clients. They share one HTTP client, and so one TLS configuration, and all are watched.
pub(super) struct Clients {
    config: SdkConfig,
    calls: Calls,
}

impl Clients {
    pub(super) fn new(
        environment: &Environment,
        patience: Patience,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Failure> {
        let http = aws_smithy_http_client::Builder::new()
            .pool_idle_timeout(KEEP_ALIVE)
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .build_https();
        let mut config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(environment.required(AWS_REGION)?))
            .credentials_provider(SharedCredentialsProvider::new(
                EnvironmentVariableCredentialsProvider::new(),
            ))
            .http_client(http)
            .timeout_config(patience.timeouts())
            .retry_config(patience.retries());
        config.set_endpoint_url(environment.optional(AWS_ENDPOINT_URL).map(str::to_owned));
        Ok(Self {
            config: config.build(),
            calls: Calls::new(clock),
        })
    }

    /// The same with other credentials, which are kept in this cache.
    pub(super) fn with_credentials(
        &self,
        credentials: impl ProvideCredentials + 'static,
        cache: SharedIdentityCache,
    ) -> Self {
        let config = self.config.clone().into_builder();
        Self {
            config: config
                .credentials_provider(SharedCredentialsProvider::new(credentials))
                .identity_cache(cache)
                .build(),
            calls: self.calls.clone(),
        }
    }

    pub(super) fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        let config = aws_sdk_dynamodb::config::Builder::from(&self.config);
        aws_sdk_dynamodb::Client::from_conf(config.interceptor(self.calls.clone()).build())
    }

    pub(super) fn kms(&self) -> aws_sdk_kms::Client {
        let config = aws_sdk_kms::config::Builder::from(&self.config);
        aws_sdk_kms::Client::from_conf(config.interceptor(self.calls.clone()).build())
    }

    pub(super) fn secrets_manager(&self) -> aws_sdk_secretsmanager::Client {
        let config = aws_sdk_secretsmanager::config::Builder::from(&self.config);
        aws_sdk_secretsmanager::Client::from_conf(config.interceptor(self.calls.clone()).build())
    }

    pub(super) fn sts(&self) -> aws_sdk_sts::Client {
        let config = aws_sdk_sts::config::Builder::from(&self.config);
        aws_sdk_sts::Client::from_conf(config.interceptor(self.calls.clone()).build())
    }

    pub(super) fn sqs(&self) -> aws_sdk_sqs::Client {
        let config = aws_sdk_sqs::config::Builder::from(&self.config);
        aws_sdk_sqs::Client::from_conf(config.interceptor(self.calls.clone()).build())
    }
}
