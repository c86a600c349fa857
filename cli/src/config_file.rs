//! What a workspace is to be configured with.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use shared::domain::config::Config;
use shared::install;

use crate::failure::Failure;

/// The file of a configuration.
#[derive(Args)]
pub(crate) struct ConfigFile {
    /// The workspace's configuration, which docs/CONFIG.md describes
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

impl ConfigFile {
    /// The configuration in it.
    ///
    /// # Errors
    ///
    /// When there is no such file, or what is in it is no configuration.
    pub(crate) fn read(self) -> Result<Config, Failure> {
        let file = self.config;
        let yaml = match fs::read_to_string(&file) {
            Ok(yaml) => yaml,
            Err(source) => return Err(Failure::File { file, source }),
        };
        install::read_config(&yaml).map_err(|error| Failure::Config { file, error })
    }
}
