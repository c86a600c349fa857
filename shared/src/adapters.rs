//! The ports on real services, a cargo feature each. SDK types do not leave this module.

#[cfg(feature = "articles")]
pub mod articles;
#[cfg(feature = "aws")]
pub mod aws;
#[cfg(feature = "dynamodb")]
pub mod dynamodb;
#[cfg(feature = "intercom")]
pub mod intercom;
#[cfg(feature = "kms")]
pub mod kms;
#[cfg(feature = "runtime")]
pub mod private_apps;
#[cfg(feature = "lambda")]
pub mod secrets_manager;
#[cfg(feature = "aws")]
pub mod sessions;
#[cfg(feature = "lambda")]
pub mod sqs;
#[cfg(feature = "system-clock")]
pub mod system_clock;
