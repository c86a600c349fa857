//! `nexora replay`

mod bill;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use local::replay::{Real, Recorded, Replay, Scene};
use shared::adapters::intercom::Host;
use shared::domain::config::Config;
use shared::id::WorkspaceId;
use shared::ports::registry::Region;
use shared::ports::{Keys as _, keys};

use crate::aws_region::AwsRegion;
use crate::config_file::ConfigFile;
use crate::failure::Failure;
use crate::intercom_region::IntercomRegion;
use crate::island::Island;
use crate::recording;
use crate::secret::{self, Kind};
use crate::stack::Stack;
use crate::target::Target;

use bill::{Bill, Ground, Verb};

/// Puts recorded notifications through the real functions, and shows what they make of them. Nothing is sent.
///
/// Without --workspace nothing is asked of Intercom either: the conversation is as the notifications show it, and what
/// they do not show is assumed and said. With it, conversations are read from the workspace as they are now, with the
/// token of --stack, or with one that is asked for; without a terminal that is the first line of standard input.
///
/// What Nexora remembers of a conversation is begun anew in memory, and forgotten afterwards.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    /// Notifications as Intercom posted them, one a file, in the order they came
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    config: ConfigFile,
    /// As if it were this time, such as 2026-03-10T22:30:00+01:00, and not the notifications' own
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    at: Option<Timestamp>,
    /// Articles the agent answers from: a folder of .html files, the title in `<h1>`
    #[arg(long, value_name = "FOLDER", conflicts_with = "workspace")]
    articles: Option<PathBuf>,
    /// The workspace whose conversations are read
    #[arg(long, value_name = "ID")]
    workspace: Option<WorkspaceId>,
    /// The stack whose token is read with
    #[arg(long, value_name = "NAME", requires = "workspace")]
    stack: Option<Stack>,
    /// AWS's region, where it is not the profile's
    #[arg(long, value_name = "REGION", requires = "stack")]
    region: Option<AwsRegion>,
    /// Where Intercom hosts the workspace, when it is not a stack that knows
    #[arg(
        long,
        value_name = "REGION",
        value_enum,
        requires = "workspace",
        conflicts_with = "stack"
    )]
    intercom_region: Option<IntercomRegion>,
    /// An address that is asked instead of Intercom's regions
    #[arg(long, value_name = "ADDRESS", requires = "workspace", hide = true)]
    intercom_api: Option<Host>,
    /// Sends what was shown, after asking
    #[arg(long, requires = "workspace", conflicts_with = "at")]
    send: bool,
    /// Does not ask
    #[arg(long, requires = "send")]
    yes: bool,
}

/// Replays the notifications; what the operator is told.
///
/// # Errors
///
/// See [`Failure`]. What the functions fail with is told, and is no failure of the command.
pub(crate) async fn run(arguments: Arguments) -> Result<Bill, Failure> {
    let Arguments {
        files,
        config,
        at,
        articles,
        workspace,
        stack,
        region,
        intercom_region,
        intercom_api,
        send,
        yes,
    } = arguments;
    let config = config.read()?.config;
    let files = files.into_iter().map(recording::read);
    let recorded = files.collect::<Result<Vec<_>, _>>()?;
    let Some(workspace) = workspace else {
        let pages = articles.map_or(Ok(Vec::new()), recording::pages)?;
        let replay = Replay::alone(&recorded, &config, &pages, at).await;
        let mut replay = replay.map_err(|error| Failure::of_replaying(error, None))?;
        let assumed = replay.assumed();
        let scenes = play(&mut replay, &recorded).await?;
        return Ok(Bill {
            ground: Ground::Assumed(assumed),
            verb: Verb::Held,
            scenes,
            left: Vec::new(),
        });
    };
    let real = match stack {
        Some(stack) => of_stack(stack, region, workspace, intercom_api).await?,
        None => {
            let region = intercom_region.map(Region::from).unwrap_or_default();
            Real {
                workspace,
                token: secret::read(Kind::Token)?,
                host: intercom_api.unwrap_or_else(|| Host::from(region)),
            }
        }
    };
    let replay = Replay::reading(&recorded, &real, &config, at).await;
    let mut replay = replay.map_err(|error| Failure::of_replaying(error, Some(&real.host)))?;
    let shown = Bill {
        ground: Ground::Real {
            workspace: real.workspace.clone(),
            host: real.host.clone(),
        },
        verb: Verb::Held,
        scenes: play(&mut replay, &recorded).await?,
        left: Vec::new(),
    };
    match (send, shown.is_well()) {
        (true, true) if shown.written() > 0 => sent(shown, &recorded, &real, &config, yes).await,
        (true, false) => Ok(Bill {
            verb: Verb::Withheld,
            ..shown
        }),
        _ => Ok(shown),
    }
}

/// Shows what would be sent, asks, and sends it.
async fn sent(
    shown: Bill,
    recorded: &[Recorded],
    real: &Real,
    config: &Config,
    yes: bool,
) -> Result<Bill, Failure> {
    // If nobody can read it, nobody can agree to it.
    let told = writeln!(io::stdout(), "{shown}");
    if told.is_err() {
        return Err(Failure::NotConfirmed(real.workspace.clone()));
    }
    if !yes {
        confirm(&shown, &real.workspace)?;
    }
    let approved = shown.scenes.iter().flat_map(Scene::written);
    let approved = approved.map(|written| written.request.clone()).collect();
    let replay = Replay::sending(recorded, real, config, approved).await;
    let mut replay = replay.map_err(|error| Failure::of_replaying(error, Some(&real.host)))?;
    Ok(Bill {
        verb: Verb::Sent,
        scenes: play(&mut replay, recorded).await?,
        left: replay.left(),
        ground: shown.ground,
    })
}

async fn play(replay: &mut Replay, recorded: &[Recorded]) -> Result<Vec<Scene>, Failure> {
    let mut scenes = Vec::with_capacity(recorded.len());
    for recorded in recorded {
        let scene = replay.take(recorded).await;
        scenes.push(scene.map_err(|error| Failure::of_replaying(error, None))?);
    }
    Ok(scenes)
}

/// A workspace with the token it is installed with.
async fn of_stack(
    stack: Stack,
    region: Option<AwsRegion>,
    workspace: WorkspaceId,
    intercom_api: Option<Host>,
) -> Result<Real, Failure> {
    let target = Target {
        stack,
        workspace,
        region,
        intercom_api: intercom_api.clone(),
    };
    let Island {
        deployment,
        installation,
        ..
    } = Island::find(target).await?;
    let workspace = installation.workspace;
    let token = deployment.keys.open(&workspace, &installation.token).await;
    let token = token.map_err(|error| match error {
        keys::Error::DoesNotOpen => Failure::Sealed {
            workspace: workspace.clone(),
        },
        error => Failure::of_the_key(error, &deployment),
    })?;
    Ok(Real {
        workspace,
        token,
        host: intercom_api.unwrap_or_else(|| Host::from(installation.region)),
    })
}

/// Asks whoever runs this whether they mean it.
fn confirm(shown: &Bill, workspace: &WorkspaceId) -> Result<(), Failure> {
    let input = io::stdin();
    if input.is_terminal() {
        eprint!(
            "This sends {} to {workspace}, where people see it. Type the workspace's id: ",
            bill::requests(shown.written())
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
