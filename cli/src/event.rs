//! `nexora event`

mod message;
mod request;

use std::path::PathBuf;

use clap::Args;
use shared::domain::notification::Secret;
use shared::id::WorkspaceId;
use shared::ports::keys::Plain;

use crate::failure::Failure;
use crate::recording;
use crate::secret::{self, Kind};

/// Wraps a recorded notification in the event its function gets from AWS, as JSON, for `sam local invoke`.
///
/// That is the HTTP API's request for the webhook, signed with the app's client secret, which is asked for without being
/// shown; without a terminal it is the first line of standard input. With --sqs it is the queue's message for the
/// topic's function, which needs no secret.
///
///     nexora event events/conversation.user.replied.json --sqs | sam local invoke ConversationUserReplied --event -
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    /// A notification as Intercom posted it
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// For the topic's function, as its queue gives it
    #[arg(long)]
    sqs: bool,
    /// Takes the client secret from this variable, and does not ask
    #[arg(long, value_name = "NAME", conflicts_with = "sqs")]
    secret_env: Option<String>,
    /// The workspace whose own app posts it, to /webhooks/ID
    #[arg(long, value_name = "ID", conflicts_with = "sqs")]
    workspace: Option<WorkspaceId>,
}

/// Wraps the notification.
///
/// # Errors
///
/// See [`Failure`].
pub(crate) fn run(arguments: Arguments) -> Result<String, Failure> {
    let Arguments {
        file,
        sqs,
        secret_env,
        workspace,
    } = arguments;
    let recorded = recording::read(file.clone())?;
    let event = if sqs {
        let news = recorded.news();
        message::event(&news.map_err(|why| Failure::NoNews { file, why })?)
    } else {
        let secret = client_secret(secret_env)?;
        request::event(&recorded, &secret, workspace.as_ref())
    };
    Ok(format!("{event:#}\n"))
}

fn client_secret(variable: Option<String>) -> Result<Secret, Failure> {
    match variable {
        None => {
            let typed = secret::read(Kind::Signing)?;
            let secret = Secret::new(typed.expose());
            Ok(secret.expect("an empty one was refused when it was read"))
        }
        Some(name) => {
            let value = from_environment(&name)?;
            let secret = Secret::new(value.expose());
            secret.map_err(|source| Failure::BadVariable { name, source })
        }
    }
}

/// The value of a variable somebody named for it: what signs a test's event is a test's secret.
fn from_environment(name: &str) -> Result<Plain, Failure> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one variable of this program, which the command line names"
    )]
    let value = std::env::var(name);
    value
        .map(Plain::new)
        .map_err(|_| Failure::NoVariable(name.to_owned()))
}
