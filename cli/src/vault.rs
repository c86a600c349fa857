//! `nexora secret`: the keys a workspace's brains call other services with.

use std::fmt;

use clap::{Args, Subcommand};
use shared::domain::secret_name::SecretName;
use shared::id::WorkspaceId;
use shared::install::{Custody, NotKept};
use shared::ports::vault::Kept;

use crate::deployment::Deployment;
use crate::failure::Failure;
use crate::secret::{self, Kind};
use crate::target::Target;

/// Keeps the keys that a workspace's brains call other services with.
///
/// A configuration names them; their values stand in a table of their own, sealed for this workspace as its token is.
/// They are deleted when the workspace is uninstalled.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    Set(Named),
    List(Whole),
    Remove(Unwanted),
}

/// Sets a secret, in place of the value it had.
///
/// The value is asked for without being shown. Without a terminal it is the only line of standard input. It is never an
/// argument: shells write those down.
#[derive(Args)]
#[command(verbatim_doc_comment)]
struct Named {
    #[command(flatten)]
    target: Target,
    /// What it is called: a lower-case letter, then lower-case letters, digits, - and _, 30 of them at most
    name: SecretName,
}

/// Lists the secrets: their names, and since when they have their values, which nothing shows.
#[derive(Args)]
struct Whole {
    #[command(flatten)]
    target: Target,
}

/// Deletes a secret.
#[derive(Args)]
struct Unwanted {
    #[command(flatten)]
    target: Target,
    /// What it is called
    name: SecretName,
}

/// What the operator is told.
pub(crate) enum Done {
    Set(SecretName, WorkspaceId),
    Listed(Vec<Kept>, WorkspaceId),
    Removed(SecretName, WorkspaceId),
}

/// Does it; what the operator is told.
///
/// # Errors
///
/// See [`Failure`].
pub(crate) async fn run(arguments: Arguments) -> Result<Done, Failure> {
    let (Action::Set(Named { target, .. })
    | Action::List(Whole { target })
    | Action::Remove(Unwanted { target, .. })) = &arguments.action;
    let workspace = target.workspace.clone();
    let deployment = Deployment::find(target.stack.clone(), target.region.clone()).await?;
    let custody = Custody::of(deployment.place(), &deployment.rows, &workspace).await;
    let custody = custody.map_err(|error| Failure::of_the_store(error, &deployment))?;
    let custody = custody.ok_or_else(|| not_installed(&workspace, &deployment))?;
    let of_the_vault = |error| Failure::of_the_vault(error, &deployment);
    match arguments.action {
        Action::Set(Named { name, .. }) => {
            let value = secret::read(Kind::Key)?;
            let put = custody.put(&name, &value).await;
            put.map_err(|error| match error {
                NotKept::Left(workspace) => not_installed(&workspace, &deployment),
                NotKept::Store(error) => of_the_vault(error),
                NotKept::Keys(error) => Failure::of_the_key(error, &deployment),
            })?;
            Ok(Done::Set(name, workspace))
        }
        Action::List(_) => {
            let listed = custody.list().await.map_err(of_the_vault)?;
            Ok(Done::Listed(listed, workspace))
        }
        Action::Remove(Unwanted { name, .. }) => {
            if custody.remove(&name).await.map_err(of_the_vault)? {
                Ok(Done::Removed(name, workspace))
            } else {
                Err(Failure::NoSuchSecret { name, workspace })
            }
        }
    }
}

fn not_installed(workspace: &WorkspaceId, deployment: &Deployment) -> Failure {
    Failure::NotInstalled {
        workspace: workspace.clone(),
        stack: deployment.stack.to_string(),
    }
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set(name, workspace) => writeln!(f, "{name} of {workspace} is set."),
            Self::Removed(name, workspace) => writeln!(f, "{name} of {workspace} is deleted."),
            Self::Listed(kept, workspace) if kept.is_empty() => {
                writeln!(f, "{workspace} has no secrets.")
            }
            Self::Listed(kept, _) => kept.iter().try_for_each(|Kept { name, since }| {
                let width = SecretName::LONGEST;
                writeln!(f, "{:<width$}  since {since}", name.as_str())
            }),
        }
    }
}
