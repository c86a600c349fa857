//! `nexora config pull`

use clap::Args;

use crate::failure::Failure;
use crate::island::Island;
use crate::target::Target;

/// Prints a configuration as it was published, with its comments.
///
/// One that was laid over defaults is printed as the whole it was published as.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Which version; the live one without
    #[arg(long, value_name = "N")]
    version: Option<u64>,
}

/// The text.
///
/// # Errors
///
/// See [`Failure`].
pub(super) async fn run(arguments: Arguments) -> Result<String, Failure> {
    let island = Island::find(arguments.target).await?;
    let versions = island.versions().await?;
    let version = island.version(&versions, arguments.version).await?;
    Ok(version.source)
}
