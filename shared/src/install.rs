//! Installing a workspace: its token is tried, its people are read, its configuration is checked.
//!
//! The same on one machine and in a deployed stack; what differs is the ports.

mod custody;
pub mod hindsight;
pub mod outcomes;
mod published;
pub mod queue;
mod summary;
mod survey;
mod then;
mod versions;

use crate::adapters::intercom::Grant;
use crate::config_file::Problems;
use crate::domain::config::Config;
use crate::domain::directory::Directory;
use crate::domain::inventory::listed;
use crate::domain::names::{self, Kind, Names};
use crate::domain::notification::Secret;
use crate::domain::notification::signature::EmptySecret;
use crate::id::{AdminId, WorkspaceId};
use crate::ports::configurations::{Draft, MoveError, Over, TooLong};
use crate::ports::keys::{Plain, Sealed};
use crate::ports::registry::{Installation, Region, Standing};
use crate::ports::{
    Clock, Configurations, FollowUps, Keys, Readings, Registry, intercom, keys, store,
};
use crate::workspace::{Tenant, redating};

pub use custody::{Custody, NotKept};
pub use published::Published;
pub use survey::{Survey, Unread};
pub use then::follow_hours;
pub use versions::Versions;

/// Why a workspace was not installed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration is none.
    #[error(transparent)]
    Config(#[from] Problems),
    /// The configuration names somebody the workspace does not have.
    #[error("{place} names “{name}”, and the workspace has no such {kind}; it has {known}")]
    Nobody {
        /// The place in the configuration.
        place: names::Place,
        /// What stands there.
        name: String,
        /// What was looked for.
        kind: Kind,
        /// What there is.
        known: String,
    },
    /// The configuration names somebody by a name that several have.
    #[error("{place} names “{name}”, and the workspace has {count} {kind}s of that name")]
    Several {
        /// The place in the configuration.
        place: names::Place,
        /// What stands there.
        name: String,
        /// What was looked for.
        kind: Kind,
        /// How many have the name.
        count: usize,
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
    /// The configuration does not fit where it is kept.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// Somebody else published, or went back, meanwhile.
    #[error("{}", MoveError::Moved { live: *.0 })]
    Moved(Option<u64>),
    /// There is no such version to go back to.
    #[error("there is no version {0}")]
    NoVersion(u64),
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

impl From<MoveError> for Error {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::Moved { live } => Self::Moved(live),
            MoveError::NoVersion(number) => Self::NoVersion(number),
            MoveError::Store(error) => Self::Store(error),
        }
    }
}

/// Where installations are kept.
#[derive(Clone, Copy)]
pub struct Place<'p> {
    /// The installed workspaces.
    pub registry: &'p dyn Registry,
    /// Their configurations.
    pub configurations: &'p dyn Configurations,
    /// What was read of them.
    pub readings: &'p dyn Readings,
    /// The time.
    pub clock: &'p dyn Clock,
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
    pub content: Content<'a>,
    /// The token as it is stored, when it is that one and not a new one: a grant that was renewed meanwhile stays.
    pub over: Option<&'a Sealed>,
}

/// What a workspace is configured with.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// The next version.
    New(Draft<'a>, Over),
    /// A version that was published before, in place of the one that is live.
    Old {
        /// Its number.
        number: u64,
        /// What it means.
        config: &'a Config,
        /// The one that is live.
        over: u64,
    },
}

impl<'a> Content<'a> {
    const fn config(&self) -> &'a Config {
        match self {
            Self::New(draft, _) => draft.config(),
            Self::Old { config, .. } => config,
        }
    }

    /// What has to be live for it.
    const fn over(&self) -> Over {
        match self {
            Self::New(_, over) => *over,
            Self::Old { over, .. } => Over::Seen(Some(*over)),
        }
    }

    /// Makes it the live one; its number.
    async fn publish(self, place: Place<'_>, tenant: &Tenant) -> Result<u64, MoveError> {
        match self {
            Self::New(draft, over) => place.configurations.publish(tenant, draft, over).await,
            Self::Old { number, over, .. } => {
                place.configurations.point(tenant, number, over).await?;
                Ok(number)
            }
        }
    }
}

/// A workspace that is installed.
#[derive(Debug)]
pub struct Installed {
    /// Its installation.
    pub installation: Installation,
    /// What was read of it.
    pub survey: Survey,
    /// The version that is live.
    pub version: u64,
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
) -> Result<Installed, Error> {
    let Application { content, over, .. } = application;
    let (installation, mut survey) = prepare(place, grant, application).await?;
    match over {
        None => place.registry.install(&installation).await?,
        Some(over) => {
            if !place.registry.renew(&installation, over).await? {
                return Err(overtaken(place, content.over(), installation.workspace).await?);
            }
        }
    }
    // Whoever holds a token of the workspace speaks for it.
    let tenant = Tenant::verified(installation.workspace.clone());
    // Whoever sees the new pointer reads the installation anew, so that comes before it.
    let version = content.publish(place, &tenant).await?;
    survey
        .finish(place, grant, &tenant, Some(content.config()))
        .await;
    Ok(Installed {
        installation,
        survey,
        version,
    })
}

/// Sees to it that everything that waits for people to open in a workspace is looked at again, because its configuration is another
/// one; how much that is.
///
/// # Errors
///
/// When the store does not answer. What was not moved is looked at when its time has come; to do it again is safe.
pub async fn redate(
    follow_ups: &dyn FollowUps,
    clock: &dyn Clock,
    installed: &Installed,
) -> Result<u32, store::Error> {
    // Whoever has installed it holds its token.
    let tenant = Tenant::verified(installed.installation.workspace.clone());
    redating::redate(follow_ups, &tenant, clock.now()).await
}

/// Installs a workspace in a place that is thrown away afterwards, to try what the agent would do there: the workspace is
/// read as by [`install`], and nothing is written at Intercom, not even the attributes an install creates.
///
/// # Errors
///
/// As [`install`].
pub async fn rehearse(
    place: Place<'_>,
    grant: &Grant,
    application: Application<'_>,
) -> Result<Installation, Error> {
    let (installation, mut survey) = prepare(place, grant, application).await?;
    place.registry.install(&installation).await?;
    // Whoever holds a token of the workspace speaks for it.
    let tenant = Tenant::verified(installation.workspace.clone());
    let content = application.content;
    content.publish(place, &tenant).await?;
    survey
        .keep_all(place, grant, &tenant, content.config())
        .await?;
    Ok(installation)
}

/// What can be wrong, found before anything is stored; the installation, and who is in the workspace.
async fn prepare(
    place: Place<'_>,
    grant: &Grant,
    application: Application<'_>,
) -> Result<(Installation, Survey), Error> {
    let Application {
        workspace,
        token,
        private_secret,
        region,
        content,
        ..
    } = application;
    let config = content.config();
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
    // Whoever holds a token of the workspace speaks for it.
    let tenant = Tenant::verified(workspace.clone());
    // Found out before anything is written. Who comes between from here on is found out by the last write.
    if let Over::Seen(seen) = content.over() {
        let live = place.configurations.live(&tenant).await?;
        let live = live.map(|live| live.number);
        if live != seen {
            return Err(Error::Moved(live));
        }
    }
    let survey = Survey::begin(place, grant, Names::default()).await?;
    let us = speaker(config, &survey.directory)?.clone();
    survey.everybody(config)?;
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
        standing: Standing::default(),
    };
    Ok((installation, survey))
}

/// Who came first: somebody who published, or somebody who gave the workspace another grant or took it away.
async fn overtaken(place: Place<'_>, over: Over, workspace: WorkspaceId) -> Result<Error, Error> {
    let tenant = Tenant::verified(workspace.clone());
    let live = place.configurations.live(&tenant).await?;
    let number = live.map(|live| live.number);
    Ok(match over {
        Over::Seen(seen) if seen != number => Error::Moved(number),
        _ => Error::Overtaken(workspace),
    })
}

/// What came of an authorisation.
#[derive(Debug)]
pub struct Authorised {
    /// The installation as it is now.
    pub installation: Installation,
    /// What was read of the workspace.
    pub survey: Survey,
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
    let before = place.registry.installation(&me.workspace).await?;
    // Whoever holds a token of the workspace speaks for it.
    let tenant = Tenant::verified(me.workspace.clone());
    let versions = Versions::at(place, tenant);
    let live = versions.live_version().await?;
    let (tenant, config) = (versions.tenant(), live.map(|(_, version)| version.config));
    let known = place.readings.people(tenant).await?;
    let names = known.map_or_else(Names::default, |people| people.directory.names);
    let mut survey = Survey::begin(place, grant, names).await?;
    let speaker = config
        .as_ref()
        .map(|config| speaker(config, &survey.directory).cloned());
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
        standing: Standing::default(),
    };
    place.registry.install(&installation).await?;
    survey.finish(place, grant, tenant, config.as_ref()).await;
    Ok(Authorised {
        installation,
        survey,
        readiness,
        was_private: before.is_some_and(|before| before.private_secret.is_some()),
    })
}

/// The teammate a configuration lets the agent speak as, who can be given conversations.
fn speaker<'d>(config: &Config, directory: &'d Directory) -> Result<&'d AdminId, Error> {
    let us = directory
        .teammate_called(&config.agent.teammate)
        .ok_or_else(|| {
            let names = directory.teammates.iter();
            let known = names.map(|teammate| teammate.name.clone()).collect();
            let place = names::Place::AgentTeammate;
            Error::nobody(place, config.agent.teammate.clone(), Kind::Teammate, known)
        })?;
    if us.has_inbox_seat {
        Ok(&us.id)
    } else {
        Err(Error::NoSeat(us.name.clone()))
    }
}

impl Error {
    fn nobody(place: names::Place, name: String, kind: Kind, known: Vec<String>) -> Self {
        let known = if known.is_empty() {
            "none".to_owned()
        } else {
            listed(&known)
        };
        Self::Nobody {
            place,
            name,
            kind,
            known,
        }
    }
}
