//! Installing a workspace on this machine: its token is tried, its people are read, its configuration is checked.

use shared::adapters::intercom::Grant;
use shared::domain::config::{Config, Flaw, Target};
use shared::domain::directory::Directory;
use shared::id::{AdminId, WorkspaceId};
use shared::ports::keys::Plain;
use shared::ports::registry::Installation;
use shared::ports::{Intercom, intercom, keys, store};
use shared::runtime::Ports;

/// Why a workspace was not installed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration is not what the language allows.
    #[error("the configuration cannot be read: {0}")]
    Config(Box<serde_saphyr::Error>),
    /// The configuration contradicts itself.
    #[error("the configuration cannot work: {0}")]
    Flaw(#[from] Flaw),
    /// The configuration names somebody the workspace does not have.
    #[error("{place} names “{name}”, and the workspace has no such {kind}; it has {known}")]
    Nobody {
        /// The place in the configuration.
        place: &'static str,
        /// What stands there.
        name: String,
        /// What was looked for.
        kind: &'static str,
        /// What there is.
        known: String,
    },
    /// The agent's teammate cannot be given conversations.
    #[error(
        "{0} has no inbox seat, so nothing can be assigned to the agent; give them one in Settings → Teammates"
    )]
    NoSeat(String),
    /// The token is another workspace's.
    #[error("the token belongs to the workspace {found}, not to {expected}")]
    OtherWorkspace {
        /// The workspace that was to be installed.
        expected: WorkspaceId,
        /// The token's.
        found: WorkspaceId,
    },
    /// Intercom failed.
    #[error("reading the workspace from Intercom failed: {0}")]
    Intercom(#[from] intercom::Error),
    /// The store failed.
    #[error("storing the installation failed: {0}")]
    Store(#[from] store::Error),
    /// The key failed.
    #[error("sealing the token failed: {0}")]
    Keys(#[from] keys::Error),
}

/// Reads a configuration.
///
/// # Errors
///
/// With line and column where it cannot be read; with a sentence where it cannot work.
pub fn read_config(yaml: &str) -> Result<Config, Error> {
    let config: Config =
        serde_saphyr::from_str(yaml).map_err(|error| Error::Config(Box::new(error)))?;
    config.check()?;
    Ok(config)
}

/// Installs the workspace `grant` is for; the teammate the agent speaks as there. Doing it twice renews the grant and the configuration.
///
/// # Errors
///
/// See [`Error`]; nothing is stored then.
pub async fn install(
    ports: &Ports,
    grant: &Grant,
    token: &Plain,
    workspace: &WorkspaceId,
    config: Config,
) -> Result<AdminId, Error> {
    let me = grant.me().await?;
    if me.workspace != *workspace {
        return Err(Error::OtherWorkspace {
            expected: workspace.clone(),
            found: me.workspace,
        });
    }
    let directory = grant.directory().await?;
    let us = directory
        .teammate_called(&config.agent.teammate)
        .ok_or_else(|| Error::Nobody {
            place: "agent.teammate",
            name: config.agent.teammate.clone(),
            kind: "teammate",
            known: listed(
                directory
                    .teammates
                    .iter()
                    .map(|teammate| teammate.name.as_str()),
            ),
        })?;
    if !us.has_inbox_seat {
        return Err(Error::NoSeat(us.name.clone()));
    }
    exists(&config.hand_off.default, &directory)?;
    let installation = Installation {
        workspace: workspace.clone(),
        name: me.name,
        region: me.region,
        token: ports.keys.seal(workspace, token).await?,
        private_secret: None,
        us: us.id.clone(),
        directory,
    };
    ports.registry.install(&installation).await?;
    ports.publish(workspace, &config).await?;
    ports.forget(workspace);
    Ok(installation.us)
}

fn exists(target: &Target, directory: &Directory) -> Result<(), Error> {
    let (name, kind, found, known) = match target {
        Target::Team(name) => {
            let teams = directory.teams.iter().map(|team| team.name.as_str());
            (
                name,
                "team",
                directory.team_called(name).is_some(),
                listed(teams),
            )
        }
        Target::Teammate(name) => {
            let teammates = directory
                .teammates
                .iter()
                .map(|teammate| teammate.name.as_str());
            (
                name,
                "teammate",
                directory.teammate_called(name).is_some(),
                listed(teammates),
            )
        }
        Target::ContactOwner => return Ok(()),
    };
    if found {
        return Ok(());
    }
    Err(Error::Nobody {
        place: "hand_off.default",
        name: name.clone(),
        kind,
        known,
    })
}

fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
