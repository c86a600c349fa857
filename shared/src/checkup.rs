//! Everything that keeps a workspace from working, each with what to do about it.
//!
//! Nothing is changed by looking: no attribute is created, nothing is posted, and what was read is not kept. What can only
//! be found out by writing, the permissions to write, is not looked at.

mod check;
mod company;
mod configuration;
mod people;
mod permissions;
mod topics;

use crate::adapters::intercom::{Grant, Me};
use crate::domain::config::Config;
use crate::domain::directory::Directory;
use crate::domain::inventory::{Finding, Inventory};
use crate::domain::names::{Kind, Names};
use crate::id::WorkspaceId;
use crate::install::{Place, Versions};
use crate::ports::keys::Plain;
use crate::ports::registry::{Departure, Installation, Membership};
use crate::ports::{Intercom as _, intercom, keys, store};
use crate::workspace::Tenant;

pub use check::{Check, State};

/// How somebody installs the workspace anew.
const INSTALL: &str = "install it again, by `nexora install` or, for the public app, by the stack's output OauthInstallUrl";

/// What a workspace was found to be.
#[derive(Debug)]
pub struct Checkup {
    /// Its name, if it is installed.
    pub name: Option<String>,
    /// What was looked at, in the order in which one thing needs the other.
    pub checks: Vec<Check>,
}

/// Looks at everything a workspace needs. `grant` makes the handle for an installation and its token.
///
/// # Errors
///
/// When the store does not answer: then nothing can be said.
pub async fn examine(
    place: Place<'_>,
    workspace: &WorkspaceId,
    grant: impl Fn(&Installation, Plain) -> Grant,
) -> Result<Checkup, store::Error> {
    let installation = match place.registry.membership(workspace).await? {
        Membership::Installed(installation) => *installation,
        other => {
            return Ok(Checkup {
                name: None,
                checks: vec![absent(&other)],
            });
        }
    };
    let mut checks = Vec::new();
    // Whoever may read the registry may look at the workspace.
    let versions = Versions::at(place, Tenant::verified(workspace.clone()));
    let tenant = versions.tenant();
    let live = versions.live_version().await?;
    checks.extend(configuration::checks(live.as_ref()));
    let config = live.map(|(_, version)| version.config);
    match place.keys.open(workspace, &installation.token).await {
        Ok(token) => {
            let grant = grant(&installation, token);
            let known = place.readings.people(tenant).await?;
            let names = known.map_or_else(Names::default, |people| people.directory.names);
            at_intercom(&grant, &installation, config.as_ref(), names, &mut checks).await;
        }
        Err(keys::Error::DoesNotOpen) => checks.push(Check::trouble(
            "token",
            "it does not open with this stack's key for this workspace",
            INSTALL,
        )),
        Err(error) => checks.push(Check::trouble(
            "token",
            format!("the key does not answer: {error}"),
            "see whether the key is enabled, and try again",
        )),
    }
    let arrived = place.readings.topics_arrived(tenant).await?;
    let is_heard = config.is_some() && installation.standing.refused_since.is_none();
    checks.push(topics::check(&arrived, is_heard));
    Ok(Checkup {
        name: Some(installation.name),
        checks,
    })
}

fn absent(membership: &Membership) -> Check {
    match membership {
        Membership::Left(Departure {
            since, purge_at, ..
        }) => Check::trouble(
            "installation",
            format!(
                "the app was removed from the workspace at {since}; its configuration is kept until {purge_at}"
            ),
            INSTALL,
        ),
        _ => Check::trouble(
            "installation",
            "the workspace is not installed in this stack",
            "install it, by `nexora install` or, for the public app, by the stack's output OauthInstallUrl",
        ),
    }
}

/// What only Intercom knows.
async fn at_intercom(
    grant: &Grant,
    installation: &Installation,
    config: Option<&Config>,
    names: Names,
    checks: &mut Vec<Check>,
) {
    let me = grant.me().await;
    let is_accepted = me.is_ok();
    checks.extend(token(&me, installation));
    if !is_accepted {
        return;
    }
    match grant.directory().await {
        Ok(directory) => {
            let directory = Directory { names, ..directory };
            checks.extend(people::checks(&directory, &installation.us));
            checks.extend(in_the_workspace(grant, config, &directory).await);
        }
        Err(error) => checks.push(permissions::of_people(&error)),
    }
    checks.extend(permissions::checks(grant, config).await);
    checks.extend(company::checks(grant).await);
}

/// Whether the token is good, and good for this workspace.
fn token(me: &Result<Me, intercom::Error>, installation: &Installation) -> Vec<Check> {
    let since = installation.standing.refused_since;
    match me {
        Ok(me) if me.workspace != installation.workspace => vec![Check::trouble(
            "token",
            format!("it is the workspace {}'s", me.workspace),
            INSTALL,
        )],
        Ok(me) => {
            let mut checks = vec![Check::good("token", "Intercom accepts it")];
            if let Some(since) = since {
                checks.push(Check::note(
                    "token",
                    format!("the functions take it for refused since {since}, and drop what comes"),
                    "wait: they ask Intercom again within the hour; or install it again, which is at once",
                ));
            }
            if me
                .region
                .is_some_and(|region| region != installation.region)
            {
                checks.push(Check::trouble(
                    "region",
                    "Intercom hosts the workspace in another region than it is installed for",
                    INSTALL,
                ));
            }
            checks
        }
        Err(error) => {
            let since = since.map_or_else(String::new, |since| {
                format!("; the functions drop what comes since {since}")
            });
            let fix = match error {
                intercom::Error::Unauthorized => INSTALL,
                intercom::Error::Refused { .. } => {
                    "see in Intercom whether the workspace is suspended; the functions go on within the hour when it no longer is"
                }
                _ => "see https://www.intercomstatus.com, and try again",
            };
            vec![Check::trouble("token", format!("{error}{since}"), fix)]
        }
    }
}

/// What the configuration names and the workspace has, or no longer has.
async fn in_the_workspace(
    grant: &Grant,
    config: Option<&Config>,
    directory: &Directory,
) -> Vec<Check> {
    let catalog = match grant.catalog().await {
        Ok(catalog) => catalog,
        Err(error) => {
            let fix = "see https://www.intercomstatus.com, and try again";
            return vec![Check::trouble("lists", error.to_string(), fix)];
        }
    };
    let Some(config) = config else {
        return Vec::new();
    };
    let inventory = Inventory {
        directory,
        catalog: &catalog,
    };
    let findings = inventory.findings(config, &directory.names);
    let mut checks: Vec<_> = findings.iter().map(drifted).collect();
    if !findings.iter().any(Finding::is_trouble) {
        checks.insert(
            0,
            Check::good("names", "everything the configuration names is there"),
        );
    }
    checks
}

fn drifted(finding: &Finding) -> Check {
    match finding {
        Finding::Unreadable { .. } => Check::note(
            "lists",
            finding.to_string(),
            "tick the permission if a rule is to use them (Developer Hub → your app → Authentication)",
        ),
        Finding::NotWritable { .. } | Finding::Twins { .. } => Check::trouble(
            "attributes",
            finding.to_string(),
            "then it is set with the next conversation",
        ),
        Finding::Unseen { .. } => Check::trouble(
            "office hours",
            finding.to_string(),
            "then publish the configuration, by `nexora config push`; until then what was read last holds, and where nothing was, they count as open",
        ),
        // These are found by what their names meant.
        Finding::Renamed { mention, .. }
            if matches!(mention.kind, Kind::Team | Kind::Teammate | Kind::Schedule) =>
        {
            Check::note(
                "names",
                finding.to_string(),
                "until then it is found by what it was when the configuration was published",
            )
        }
        _ => Check::trouble(
            "names",
            finding.to_string(),
            "then publish the configuration, by `nexora config push`",
        ),
    }
}
