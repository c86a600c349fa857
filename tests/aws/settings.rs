//! Where the emulator is: what `scripts/aws-emulator` says in the environment.

use std::path::PathBuf;
use std::sync::OnceLock;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_sqs::config::{Credentials, SharedCredentialsProvider};
use harness::contract::environment;

pub(crate) const REGION: &str = "us-east-1";
pub(crate) const KEY: &str = "test";

/// The emulator.
pub(crate) struct Settings {
    pub(crate) endpoint: String,
    /// The file with the seconds its clock is ahead.
    pub(crate) clock: PathBuf,
}

pub(crate) fn settings() -> &'static Settings {
    static SETTINGS: OnceLock<Settings> = OnceLock::new();
    let variable = |name: &str| {
        environment(name).unwrap_or_else(|| panic!("{name} is not set: run scripts/test-aws, which starts the emulator these tests talk to"))
    };
    SETTINGS.get_or_init(|| Settings {
        endpoint: variable("AWS_ENDPOINT_URL"),
        clock: variable("AWS_EMULATOR_CLOCK").into(),
    })
}

/// What a test's own clients are made from. Each test has its own, because each has a runtime of its own.
pub(crate) fn config() -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static(REGION))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            KEY, KEY, None, None, "test",
        )))
        .endpoint_url(&settings().endpoint)
        .build()
}
