//! Installing a workspace: its token is tried, its people are read, its configuration is checked.
//!
//! The same on one machine and in a deployed stack; what differs is the ports.

use crate::adapters::intercom::Grant;
use crate::domain::config::{Config, Flaw, Target};
use crate::domain::directory::Directory;
use crate::domain::notification::Secret;
use crate::domain::notification::signature::EmptySecret;
use crate::id::{AdminId, WorkspaceId};
use crate::ports::keys::{Plain, Sealed};
use crate::ports::registry::{Installation, Region, Standing};
use crate::ports::{Intercom as _, Keys, Registry, Store, intercom, keys, store};
use crate::workspace::Tenant;

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
    /// Somebody gave the workspace another grant, or took it away, after its token was read.
    #[error("the grant of the workspace {0} changed meanwhile")]
    Overtaken(WorkspaceId),
    /// The private app's secret is none.
    #[error(transparent)]
    Secret(#[from] EmptySecret),
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

/// Where installations are kept.
#[derive(Clone, Copy)]
pub struct Place<'p> {
    /// The installed workspaces.
    pub registry: &'p dyn Registry,
    /// Their configurations.
    pub store: &'p dyn Store,
    /// What seals their secrets.
    pub keys: &'p dyn Keys,
}

/// A workspace that is to be installed.
#[derive(Debug, Clone, Copy)]
pub struct Application<'a> {
    /// Which one.
    pub workspace: &'a WorkspaceId,
    /// Its access token.
    pub token: &'a Plain,
    /// The client secret of its own app; none when the public app sends its notifications.
    pub private_secret: Option<&'a Plain>,
    /// Where its data lives, should Intercom not say.
    pub region: Region,
    /// What the agent does there.
    pub config: &'a Config,
    /// The token as it is stored, when it is that one and not a new one: a grant that was renewed meanwhile stays.
    pub over: Option<&'a Sealed>,
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

/// Installs a workspace by its grant. Doing it twice renews token, secret and configuration; conversations and earlier
/// configurations stay.
///
/// # Errors
///
/// See [`Error`]. Nothing is stored then, unless it is the store that failed; doing it again is safe.
pub async fn install(
    place: Place<'_>,
    grant: &Grant,
    application: Application<'_>,
) -> Result<Installation, Error> {
    let Application {
        workspace,
        token,
        private_secret,
        region,
        config,
        over,
    } = application;
    if let Some(secret) = private_secret {
        Secret::new(secret.expose())?;
    }
    let me = grant.me().await?;
    if me.workspace != *workspace {
        return Err(Error::OtherWorkspace {
            expected: workspace.clone(),
            found: me.workspace,
        });
    }
    let directory = grant.directory().await?;
    let us = speaker(config, &directory)?.clone();
    exists(&config.hand_off.default, &directory)?;
    let private_secret = match private_secret {
        Some(secret) => Some(place.keys.seal(workspace, secret).await?),
        None => None,
    };
    let installation = Installation {
        workspace: workspace.clone(),
        name: me.name,
        region: me.region.unwrap_or(region),
        token: place.keys.seal(workspace, token).await?,
        private_secret,
        us,
        directory,
        standing: Standing::default(),
    };
    match over {
        None => place.registry.install(&installation).await?,
        Some(over) => {
            if !place.registry.renew(&installation, over).await? {
                return Err(Error::Overtaken(workspace.clone()));
            }
        }
    }
    // Whoever holds a token of the workspace speaks for it.
    let tenant = Tenant::verified(workspace.clone());
    place.store.publish(&tenant, config).await?;
    Ok(installation)
}

/// What came of an authorisation.
#[derive(Debug)]
pub struct Authorised {
    /// The installation as it is now.
    pub installation: Installation,
    /// Whether the agent can work in the workspace.
    pub readiness: Readiness,
    /// Whether the workspace had a private app's secret, which is dropped: the public app sends its notifications now.
    pub was_private: bool,
}

/// Whether the agent can work in a workspace that was authorised.
#[derive(Debug)]
pub enum Readiness {
    /// It has a configuration, and the teammate it names.
    Ready,
    /// It has no configuration; the agent is silent.
    Unconfigured,
    /// Its configuration names a teammate the agent cannot speak as any more. It goes on as the one it had.
    Outdated(Error),
}

/// Installs the workspace of a grant that one of its admins has just given. Its configuration stays as it is. The token is kept
/// even where the configuration has to be repaired: to repair it takes a token.
///
/// # Errors
///
/// When Intercom, the store or the key fails.
pub async fn authorise(
    place: Place<'_>,
    grant: &Grant,
    token: &Plain,
    region: Region,
) -> Result<Authorised, Error> {
    let me = grant.me().await?;
    let directory = grant.directory().await?;
    let before = place.registry.installation(&me.workspace).await?;
    // Whoever holds a token of the workspace speaks for it.
    let tenant = Tenant::verified(me.workspace.clone());
    let config = place.store.config(&tenant).await?;
    let speaker = config.map(|config| speaker(&config, &directory).cloned());
    let (us, readiness) = match speaker {
        Some(Ok(us)) => (Some(us), Readiness::Ready),
        Some(Err(error)) => (None, Readiness::Outdated(error)),
        None => (None, Readiness::Unconfigured),
    };
    let before_us = before.as_ref().map(|before| before.us.clone());
    let installation = Installation {
        name: me.name,
        region: me.region.unwrap_or(region),
        token: place.keys.seal(&me.workspace, token).await?,
        private_secret: None,
        workspace: me.workspace,
        us: us.or(before_us).unwrap_or(me.admin),
        directory,
        standing: Standing::default(),
    };
    place.registry.install(&installation).await?;
    Ok(Authorised {
        installation,
        readiness,
        was_private: before.is_some_and(|before| before.private_secret.is_some()),
    })
}

/// The teammate a configuration lets the agent speak as, who can be given conversations.
fn speaker<'d>(config: &Config, directory: &'d Directory) -> Result<&'d AdminId, Error> {
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
    if us.has_inbox_seat {
        Ok(&us.id)
    } else {
        Err(Error::NoSeat(us.name.clone()))
    }
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
    let names = names.collect::<Vec<_>>().join(", ");
    if names.is_empty() {
        "none".to_owned()
    } else {
        names
    }
}
