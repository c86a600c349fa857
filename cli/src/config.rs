//! `nexora config`: what a workspace is configured with, version by version.

mod changes;
mod check;
mod diff;
mod history;
mod message;
mod pull;
mod push;
mod rollback;
mod schema;

use clap::{Args, Subcommand};

use crate::failure::Failure;

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
    Push(push::Arguments),
    Pull(pull::Arguments),
    Diff(diff::Arguments),
    History(history::Arguments),
    Rollback(rollback::Arguments),
    Schema(schema::Arguments),
}

/// What a command says, and how it ends.
pub(crate) struct Said {
    pub(crate) text: String,
    /// The status is 1 otherwise.
    pub(crate) is_well: bool,
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self {
            text,
            is_well: true,
        }
    }
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
        Action::Push(arguments) => Ok(push::run(arguments).await?.into()),
        Action::Pull(arguments) => Ok(pull::run(arguments).await?.into()),
        Action::Diff(arguments) => diff::run(arguments).await,
        Action::History(arguments) => Ok(history::run(arguments).await?.into()),
        Action::Rollback(arguments) => Ok(rollback::run(arguments).await?.into()),
        Action::Schema(arguments) => Ok(schema::run(arguments).into()),
    }
}
