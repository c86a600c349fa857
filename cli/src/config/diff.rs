//! `nexora config diff`

use clap::Args;

use super::changes::Changes;
use crate::config_file::{ConfigFile, Written};
use crate::failure::Failure;
use crate::island::Island;
use crate::said::Said;
use crate::target::Target;

/// Shows what differs between a version and a file, line by line.
///
/// The command ends with the status 0 where nothing does, with 1 where something does, and with 2 where it cannot be said.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    config: ConfigFile,
    /// Which version; the live one without
    #[arg(long, value_name = "N")]
    version: Option<u64>,
}

/// Compares.
///
/// # Errors
///
/// See [`Failure`].
pub(super) async fn run(arguments: Arguments) -> Result<Said, Failure> {
    let Arguments {
        target,
        config,
        version,
    } = arguments;
    let Written { source, name, .. } = config.read()?;
    let island = Island::find(target).await?;
    let versions = island.versions().await?;
    let version = island.version(&versions, version).await?;
    let before = format!("version {}", version.number);
    let changes = Changes::between((&before, &version.source), (&name, &source));
    Ok(Said::of(&changes).unless(changes.are_none(), 1))
}
