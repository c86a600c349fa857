//! Everything `nexora` can be asked to do.

use clap::Subcommand;

use crate::failure::Failure;
use crate::said::Said;
use crate::{
    backtest, config, doctor, event, explain, install, outcomes, pause, queue, replay, uninstall,
    vault,
};

/// One command.
#[derive(Subcommand)]
pub(crate) enum Command {
    Install(install::Arguments),
    Config(config::Arguments),
    Backtest(backtest::Arguments),
    Pause(pause::PauseArguments),
    Resume(pause::ResumeArguments),
    Explain(explain::Arguments),
    Report(outcomes::Arguments),
    Queue(queue::Arguments),
    Doctor(doctor::Arguments),
    Secret(vault::Arguments),
    Uninstall(uninstall::Arguments),
    Replay(replay::Arguments),
    Event(event::Arguments),
}

impl Command {
    /// The status of a failure.
    pub(crate) const fn status_of_a_failure(&self) -> u8 {
        match self {
            Self::Config(arguments) => arguments.status_of_a_failure(),
            _ => 1,
        }
    }

    /// Does it; what is said in the end.
    ///
    /// # Errors
    ///
    /// See [`Failure`].
    pub(crate) async fn run(self) -> Result<Said, Failure> {
        match self {
            Self::Install(arguments) => install::run(arguments).await.map(Said::of),
            Self::Config(arguments) => config::run(arguments).await,
            Self::Backtest(arguments) => backtest::run(arguments).await.map(Said::of),
            Self::Pause(arguments) => pause::pause(arguments).await.map(Said::of),
            Self::Resume(arguments) => pause::resume(arguments).await.map(Said::of),
            Self::Explain(arguments) => {
                let explained = explain::run(arguments).await?;
                // It could not come to its end, because something was not told.
                Ok(Said::of(&explained).unless(!explained.lacks(), 2))
            }
            Self::Report(arguments) => outcomes::run(arguments).await.map(Said::of),
            Self::Queue(arguments) => queue::run(arguments).await.map(Said::of),
            Self::Doctor(arguments) => {
                let diagnosis = doctor::run(arguments).await?;
                Ok(Said::of(&diagnosis).unless(diagnosis.is_well(), 1))
            }
            Self::Secret(arguments) => vault::run(arguments).await.map(Said::of),
            Self::Uninstall(arguments) => uninstall::run(arguments).await.map(Said::of),
            Self::Replay(arguments) => {
                let replayed = replay::run(arguments).await?;
                Ok(Said::of(&replayed).unless(replayed.is_well(), 1))
            }
            Self::Event(arguments) => event::run(arguments).map(Said::of),
        }
    }
}
