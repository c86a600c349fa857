//! `nexora config history`

use std::fmt::Write as _;

use clap::Args;
use shared::ports::configurations::Summary;

use crate::failure::{Failure, minute};
use crate::island::Island;
use crate::pause::told;
use crate::target::Target;

/// How many versions are listed at once.
const MOST: u8 = 50;

/// Lists the versions that were published, the newest first, and says which one is live and what is paused.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Those before this version, where there are more than fit
    #[arg(long, value_name = "N")]
    before: Option<u64>,
}

/// The list.
///
/// # Errors
///
/// See [`Failure`].
pub(super) async fn run(arguments: Arguments) -> Result<String, Failure> {
    let Arguments { target, before } = arguments;
    let island = Island::find(target).await?;
    let versions = island.versions().await?;
    let live = versions.live().await;
    let live = live.map_err(|error| island.of_the_store(error))?;
    let live = live.ok_or_else(|| Failure::Unconfigured(island.id().clone()))?;
    let history = versions.history(before, MOST).await;
    let history = history.map_err(|error| island.of_the_store(error))?;
    let mut text = format!("Versions of {}:\n\n", island.called());
    for Summary {
        number,
        published_at,
        message,
    } in &history
    {
        let mark = if *number == live.number { "live" } else { "" };
        let message = message.as_deref().unwrap_or_default();
        let line = format!(
            "{number:>6}  {}  {mark:<4}  {message}",
            minute(*published_at)
        );
        writeln!(text, "{}", line.trim_end()).expect("a text takes every line");
    }
    if let Some(last) = history.last()
        && history.len() == usize::from(MOST)
        && last.number > 1
    {
        let number = last.number;
        writeln!(text, "\nEarlier ones: --before {number}").expect("a text takes every line");
    }
    text.push_str(&told(&live.switch));
    Ok(text)
}
