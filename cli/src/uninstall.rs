//! `nexora uninstall`

use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use jiff::SignedDuration;
use shared::adapters::intercom::{Client, Host, Timeouts};
use shared::adapters::system_clock::SystemClock;
use shared::id::WorkspaceId;
use shared::ports::registry::{Departure, Installation, Membership, Purged};
use shared::ports::{Clock as _, Keys as _, Registry as _, intercom, keys};

use crate::deployment::Deployment;
use crate::failure::Failure;
use crate::farewell::{Farewell, Left, Token};
use crate::install::Unread;
use crate::target::Target;

/// How long after a departure a function may still begin something: what it read is good for a minute.
const UNKNOWN_AFTER: SignedDuration = SignedDuration::from_secs(70);

/// Removes a workspace from a stack: Intercom ends its token, and the stack deletes it, and its secrets.
///
/// Its configuration is kept for 30 days, in case it comes back; its decisions, which say why turns decided as they did, and
/// the counters of how conversations ended, no longer than that; the records of its conversations, which hold ids, times and digests, for 90 days after the last
/// change of each. --purge deletes all of it at once, and asks before it does.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,
    /// Deletes everything that is kept of the workspace; this cannot be undone, and reads all conversations' records
    #[arg(long)]
    purge: bool,
    /// Does not ask
    #[arg(long, requires = "purge")]
    yes: bool,
}

/// Removes the workspace; what the operator is told.
///
/// # Errors
///
/// See [`Failure`].
pub(crate) async fn run(arguments: Arguments) -> Result<Farewell, Failure> {
    let Arguments { target, purge, yes } = arguments;
    let Target {
        stack,
        workspace,
        region,
        intercom_api,
    } = target;
    let deployment = Deployment::find(stack, region).await?;
    let there = membership(&deployment, &workspace).await?;
    if there == Membership::Unknown {
        return Err(Failure::Absent {
            workspace,
            stack: deployment.stack.to_string(),
        });
    }
    if purge && !yes {
        confirm(&deployment, &workspace)?;
    }
    let (token, departure) = match there {
        Membership::Installed(installation) => {
            let host = intercom_api.unwrap_or_else(|| Host::from(installation.region));
            let token = revoke(&deployment, &installation, host).await?;
            (Some(token), part(&deployment, &installation).await?)
        }
        Membership::Left(departure) => {
            // For an uninstall that was interrupted; otherwise there are none.
            let none_left = deployment.rows.clear(&departure).await;
            none_left.map_err(|error| Failure::of_the_vault(error, &deployment))?;
            (None, Some(departure))
        }
        Membership::Unknown => (None, None),
    };
    let left = match departure {
        // Between two lines of ours somebody else purged it.
        None => Left::Nothing { records: 0 },
        Some(departure) if purge => Left::Nothing {
            records: delete(&deployment, &departure).await?,
        },
        Some(departure) => Left::Until(departure),
    };
    Ok(Farewell {
        stack: deployment.stack,
        region: deployment.region,
        workspace,
        token,
        left,
    })
}

/// Asks whoever runs this whether they mean it.
fn confirm(deployment: &Deployment, workspace: &WorkspaceId) -> Result<(), Failure> {
    let input = io::stdin();
    if input.is_terminal() {
        eprint!(
            "This deletes everything {} keeps of {workspace}, and cannot be undone. Type the workspace's id: ",
            deployment.stack
        );
    }
    let mut typed = String::new();
    let read = input.read_line(&mut typed);
    if read.is_ok() && typed.trim() == workspace.as_str() {
        Ok(())
    } else {
        Err(Failure::NotConfirmed(workspace.clone()))
    }
}

/// Lets Intercom end the token. A token that cannot be ended does not keep anybody from deleting it here.
async fn revoke(
    deployment: &Deployment,
    installation: &Installation,
    host: Host,
) -> Result<Token, Failure> {
    let workspace = &installation.workspace;
    let token = match deployment.keys.open(workspace, &installation.token).await {
        Ok(token) => token,
        Err(keys::Error::DoesNotOpen) => return Ok(Token::NotOpened),
        Err(error) => return Err(Failure::of_the_key(error, deployment)),
    };
    let client = Client::new(Timeouts::default(), Arc::new(SystemClock), Arc::new(Unread))?;
    let grant = client.grant(host.clone(), token, workspace.clone());
    match grant.revoke().await {
        Ok(()) => Ok(Token::Revoked),
        Err(intercom::Error::Unauthorized) => Ok(Token::Ended),
        Err(intercom::Error::Refused { status, code }) => Ok(Token::Declined { status, code }),
        Err(intercom::Error::NotFound) => Ok(Token::Declined {
            status: 404,
            code: "not_found".to_owned(),
        }),
        Err(source) => Err(Failure::NotRevoked { host, source }),
    }
}

/// Deletes the token; the departure in its place. None when somebody purged it meanwhile.
async fn part(
    deployment: &Deployment,
    installation: &Installation,
) -> Result<Option<Departure>, Failure> {
    let workspace = &installation.workspace;
    let departure = Departure::at(workspace.clone(), SystemClock.now());
    let done = deployment.rows.uninstall(installation, &departure).await;
    if done.map_err(|error| Failure::of_the_vault(error, deployment))? {
        return Ok(Some(departure));
    }
    match membership(deployment, workspace).await? {
        // Intercom told the stack, and `uninstall` was quicker.
        Membership::Left(departure) => Ok(Some(departure)),
        Membership::Unknown => Ok(None),
        Membership::Installed(_) => Err(Failure::CameBack(workspace.clone())),
    }
}

/// Deletes everything that is kept; how many conversations' records there were.
async fn delete(deployment: &Deployment, departure: &Departure) -> Result<u64, Failure> {
    let workspace = &departure.workspace;
    forgotten(departure).await;
    let records = deployment.rows.purge_conversations(departure).await;
    let records = records.map_err(|error| Failure::of_the_store(error, deployment))?;
    loop {
        let purged = deployment.rows.purge(departure).await;
        // Of the tables it deletes from, the others were there a moment ago.
        match purged.map_err(|error| Failure::of_the_purge(error, deployment))? {
            Purged::Part => {}
            Purged::All => return Ok(records.unwrap_or_default()),
            Purged::Nothing => break,
        }
    }
    // Its time had come at this very moment, or the answer of the last transaction was lost.
    match membership(deployment, workspace).await? {
        Membership::Unknown => Ok(records.unwrap_or_default()),
        Membership::Installed(_) | Membership::Left(_) => Err(Failure::CameBack(workspace.clone())),
    }
}

/// Waits until no function knows the workspace: those that read it a moment ago go on for a minute, and what they write
/// of a conversation would be there after the purge.
async fn forgotten(departure: &Departure) {
    let since = SystemClock.now().duration_since(departure.since);
    let left = Duration::try_from(UNKNOWN_AFTER - since).unwrap_or_default();
    if !left.is_zero() {
        eprintln!(
            "Waiting {} seconds, until no function knows {} any more …",
            left.as_secs() + 1,
            departure.workspace
        );
        SystemClock.sleep(left).await;
    }
}

async fn membership(
    deployment: &Deployment,
    workspace: &WorkspaceId,
) -> Result<Membership, Failure> {
    let read = deployment.rows.membership(workspace).await;
    read.map_err(|error| Failure::of_the_store(error, deployment))
}
