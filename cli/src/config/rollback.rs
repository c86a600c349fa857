//! `nexora config rollback`

use clap::Args;
use shared::install::Content;

use super::changes::Changes;
use crate::failure::Failure;
use crate::island::Island;
use crate::pause::told;
use crate::report::Deed;
use crate::target::Target;

/// Makes an earlier version the live one again. The next message is handled by it.
///
/// Nothing is lost: the version that was live stays, and can be gone back to. The names in the version are looked up in the
/// workspace as it is now. What is paused stays paused.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Which version; the one before the live one without
    #[arg(long, value_name = "N")]
    to: Option<u64>,
}

/// Goes back; what the operator is told.
///
/// # Errors
///
/// See [`Failure`].
pub(super) async fn run(arguments: Arguments) -> Result<String, Failure> {
    let Arguments { target, to } = arguments;
    let island = Island::find(target).await?;
    let versions = island.versions().await?;
    let (live, before) = island.live(&versions).await?;
    let to = match to {
        Some(to) => to,
        None => {
            let earlier = versions.history(Some(live.number), 1).await;
            let earlier = earlier.map_err(|error| island.of_the_store(error))?;
            let first = earlier.first().map(|earlier| earlier.number);
            first.ok_or(Failure::NoneBefore(live.number))?
        }
    };
    let version = island.version(&versions, Some(to)).await?;
    let names = [before.number, to].map(|number| format!("version {number}"));
    let changes = Changes::between((&names[0], &before.source), (&names[1], &version.source));
    drop(versions);
    let paused = told(&live.switch);
    let deed = if to == live.number {
        Deed::Unchanged
    } else {
        Deed::Configured
    };
    let content = Content::Old {
        number: to,
        config: &version.config,
        over: live.number,
    };
    let report = island.configure(content, &version.config, deed).await?;
    Ok(if changes.are_none() {
        format!("{report}{paused}")
    } else {
        format!("{changes}\n{report}{paused}")
    })
}
