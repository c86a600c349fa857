//! `nexora config`: what a workspace is configured with, version by version.

mod changes;
mod check;
mod diff;
mod history;
mod hours;
mod message;
mod pull;
mod push;
mod rollback;
mod schema;

use clap::{Args, Subcommand};

use crate::failure::Failure;
use crate::said::Said;

/// Publishes configurations, shows them, and goes back to earlier ones.
///
/// Every configuration that was published is kept as a version that never changes. One of them is live; every message is
/// handled by the version that is live when it comes.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    Check(check::Arguments),
    Hours(hours::Arguments),
    Push(push::Arguments),
    Pull(pull::Arguments),
    Diff(diff::Arguments),
    History(history::Arguments),
    Rollback(rollback::Arguments),
    Schema(schema::Arguments),
}

impl Arguments {
    /// The status of a failure: `diff` ends with 1 where it finds differences, and with 2 where it fails, as diff does.
    pub(crate) const fn status_of_a_failure(&self) -> u8 {
        match self.action {
            Action::Diff(_) => 2,
            _ => 1,
        }
    }
}

/// Does it; what the operator is told.
///
/// # Errors
///
/// See [`Failure`].
pub(crate) async fn run(arguments: Arguments) -> Result<Said, Failure> {
    match arguments.action {
        Action::Check(arguments) => check::run(arguments),
        Action::Hours(arguments) => hours::run(arguments),
        Action::Push(arguments) => push::run(arguments).await.map(Said::of),
        Action::Pull(arguments) => pull::run(arguments).await.map(Said::of),
        Action::Diff(arguments) => diff::run(arguments).await,
        Action::History(arguments) => history::run(arguments).await.map(Said::of),
        Action::Rollback(arguments) => rollback::run(arguments).await.map(Said::of),
        Action::Schema(arguments) => Ok(Said::of(schema::run(arguments))),
    }
}
