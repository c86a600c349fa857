//! `nexora config schema`

use clap::Args;
use shared::domain::config::Config;

/// Prints the JSON Schema of the configuration, which editors complete and check by.
#[derive(Args)]
pub(crate) struct Arguments {}

/// The schema.
pub(super) fn run(Arguments {}: Arguments) -> String {
    format!("{:#}\n", Config::schema())
}
