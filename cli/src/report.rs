//! What an operator is told of an installation, and what is left to them.

use std::fmt;

use shared::Topic;
use shared::adapters::intercom::VERSION;
use shared::adapters::system_clock::SystemClock;
use shared::domain::config::Target;
use shared::install::{self, Installed};
use shared::ports::registry::Region;

use crate::deployment::Deployment;
use crate::failure::Failure;
use crate::stack::Stack;

/// A workspace that is installed.
pub(crate) struct Report {
    pub(crate) stack: Stack,
    /// AWS's region.
    pub(crate) region: String,
    /// What was done to it.
    pub(crate) deed: Deed,
    /// Who gets what no rule sends elsewhere.
    pub(crate) default: Target,
    pub(crate) installed: Installed,
    /// What became of the conversations that wait for people to open.
    pub(crate) queue: Requeued,
}

/// What became of the conversations that wait for people to open, now that the configuration is another one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Requeued {
    /// So many are looked at again within a minute.
    Again(u32),
    /// They wait as long as they would have.
    Failed(String),
}

impl Requeued {
    /// Has all of them looked at again.
    pub(crate) async fn of(deployment: &Deployment, installed: &Installed) -> Self {
        match install::redate(&deployment.rows, &SystemClock, installed).await {
            Ok(count) => Self::Again(count),
            Err(error) => Self::Failed(Failure::of_the_store(error, deployment).to_string()),
        }
    }
}

impl fmt::Display for Requeued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Again(0) => Ok(()),
            Self::Again(1) => writeln!(f, "\n1 queued conversation is looked at again."),
            Self::Again(count) => {
                writeln!(f, "\n{count} queued conversations are looked at again.")
            }
            Self::Failed(why) => writeln!(
                f,
                "\nWhat is queued was not looked at again, and waits until it would have been: {why}\nThe version is live; `nexora config push` of the same file looks again."
            ),
        }
    }
}

/// What was done to a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// It was not there before.
    Installed,
    /// It was.
    Renewed,
    /// It has another configuration.
    Configured,
    /// Its configuration was live already; what it names was looked up anew.
    Unchanged,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            stack,
            region,
            deed,
            default,
            installed,
            queue,
        } = self;
        let Installed {
            installation,
            survey,
            version,
        } = installed;
        let workspace = &installation.workspace;
        let private = installation.private_secret.is_some();
        let name = &installation.name;
        match deed {
            Deed::Installed => write!(f, "Installed")?,
            Deed::Renewed => write!(f, "Renewed")?,
            Deed::Configured => write!(f, "Version {version} is live in")?,
            Deed::Unchanged => write!(f, "Version {version} is live already in")?,
        }
        writeln!(f, " {name} ({workspace}) in {stack}, {region}.\n")?;
        writeln!(f, "  hosted in     {}", hosted(installation.region))?;
        let us = survey.directory.teammate(&installation.us);
        if let Some(us) = us {
            writeln!(
                f,
                "  speaks as     {} <{}>, teammate {}",
                us.name, us.email, us.id
            )?;
        }
        writeln!(f, "  hands over to {default}")?;
        let app = if private {
            "its own app, with the client secret given"
        } else {
            "the public app, with the secret in Secrets Manager"
        };
        writeln!(f, "  notified by   {app}\n")?;

        writeln!(f, "Read from Intercom:\n")?;
        for (of, what) in survey.summary() {
            writeln!(f, "  {of:<13} {what}")?;
        }
        if let Some(why) = &survey.unread {
            writeln!(
                f,
                "\nNot everything was read: {why}. It is read with the first conversations; attributes are created by `nexora config push`."
            )?;
        }
        if !survey.findings.is_empty() {
            writeln!(f, "\nTo be looked at:\n")?;
            for finding in &survey.findings {
                writeln!(f, "  - {finding}")?;
            }
        }
        write!(f, "{queue}")?;
        if matches!(deed, Deed::Configured | Deed::Unchanged) {
            return Ok(());
        }
        writeln!(f)?;

        writeln!(f, "What is left, in Developer Hub → your app → Webhooks:\n")?;
        let (path, behind) = if private {
            (
                format!("/{workspace}"),
                format!(" and /{workspace} behind it"),
            )
        } else {
            Default::default()
        };
        writeln!(f, "  Endpoint URL  https://…/webhooks{path}")?;
        writeln!(
            f,
            "                It is the stack's output WebhookUrl{behind}. This shows it:"
        )?;
        writeln!(
            f,
            "                aws cloudformation describe-stacks --stack-name {stack} --region {region} --output text --query \"Stacks[0].Outputs[?OutputKey=='WebhookUrl'].OutputValue\""
        )?;
        writeln!(f, "  API version   {VERSION}")?;
        for (nth, topic) in Topic::ALL.iter().enumerate() {
            let label = if nth == 0 { "Topics" } else { "" };
            writeln!(f, "  {label:<13} {topic}")?;
        }
        Ok(())
    }
}

const fn hosted(region: Region) -> &'static str {
    match region {
        Region::Us => "the United States",
        Region::Eu => "Europe",
        Region::Au => "Australia",
    }
}
