//! Which workspace of which stack is meant, and what it is to be configured with.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use shared::adapters::intercom::Host;
use shared::domain::config::Config;
use shared::id::WorkspaceId;
use shared::install;

use crate::aws_region::AwsRegion;
use crate::failure::Failure;
use crate::stack::Stack;

/// What every command about a workspace is told.
#[derive(Args)]
pub(crate) struct Target {
    /// The stack's name, as `sam deploy` was given it
    #[arg(long, value_name = "NAME")]
    pub(crate) stack: Stack,
    /// The workspace's id: what follows /apps/ in the address of its Inbox
    #[arg(long, value_name = "ID")]
    pub(crate) workspace: WorkspaceId,
    /// The workspace's configuration, which docs/CONFIG.md describes
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// AWS's region, where it is not the profile's
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<AwsRegion>,
    /// An address that is asked instead of Intercom's regions, as the template's `IntercomApi`
    #[arg(long, value_name = "ADDRESS", hide = true)]
    pub(crate) intercom_api: Option<Host>,
}

impl Target {
    /// The configuration in the file.
    ///
    /// # Errors
    ///
    /// When there is no such file, or what is in it is no configuration.
    pub(crate) fn config(&self) -> Result<Config, Failure> {
        let file = self.config.clone();
        let yaml = match fs::read_to_string(&file) {
            Ok(yaml) => yaml,
            Err(source) => return Err(Failure::File { file, source }),
        };
        install::read_config(&yaml).map_err(|error| Failure::Config { file, error })
    }
}
