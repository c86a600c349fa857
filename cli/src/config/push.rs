//! `nexora config push`

use std::io::{self, IsTerminal as _, Write as _};

use clap::Args;
use shared::install::Content;
use shared::ports::configurations::{Draft, Over};

use super::changes::Changes;
use super::message::Message;
use crate::config_file::{ConfigFile, Written};
use crate::failure::Failure;
use crate::island::Island;
use crate::pause::told;
use crate::report::Deed;
use crate::target::Target;

/// Publishes a configuration: it becomes the newest version, and the live one.
///
/// The names in it are looked up in the workspace, with the token it was installed with. What differs from the version that
/// is live is shown first. If somebody else publishes meanwhile, nothing is published. What is paused stays paused. The next
/// message is handled by it.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    config: ConfigFile,
    /// What it is for, in one line of the history
    #[arg(long, value_name = "TEXT")]
    message: Option<Message>,
    /// Does not ask
    #[arg(long)]
    yes: bool,
}

/// Publishes; what the operator is told.
///
/// # Errors
///
/// See [`Failure`].
pub(super) async fn run(arguments: Arguments) -> Result<String, Failure> {
    let Arguments {
        target,
        config,
        message,
        yes,
    } = arguments;
    let Written {
        config,
        source,
        name,
        warnings,
    } = config.read()?;
    eprint!("{warnings}");
    let draft = Draft::new(&config, &source, message.as_ref().map(Message::as_str));
    let draft = draft.map_err(|error| Failure::Install(error.into()))?;
    let island = Island::find(target).await?;
    let versions = island.versions().await?;
    let live = versions.live_version().await;
    let live = live.map_err(|error| island.of_the_store(error))?;
    let mut deed = Deed::Configured;
    if let Some((live, version)) = &live {
        let before = format!("version {}", live.number);
        let changes = Changes::between((&before, &version.source), (&name, &source));
        if changes.are_none() {
            deed = Deed::Unchanged;
        } else {
            // It is shown, whether or not somebody reads it.
            let _ = writeln!(io::stdout(), "{changes}");
            if !yes {
                confirm(live.number, &island.called())?;
            }
        }
    }
    let over = Over::Seen(live.as_ref().map(|(live, _)| live.number));
    let paused = live.map(|(live, _)| told(&live.switch));
    drop(versions);
    let content = Content::New(draft, over);
    let report = island.configure(content, &config, deed).await?;
    Ok(format!("{report}{}", paused.unwrap_or_default()))
}

/// Asks whoever runs this whether they mean it.
fn confirm(live: u64, called: &str) -> Result<(), Failure> {
    let input = io::stdin();
    if input.is_terminal() {
        eprint!("Publish this in place of version {live} of {called}? Type yes: ");
    }
    let mut typed = String::new();
    let read = input.read_line(&mut typed);
    if read.is_ok() && typed.trim().eq_ignore_ascii_case("yes") {
        Ok(())
    } else {
        Err(Failure::NotPushed)
    }
}
