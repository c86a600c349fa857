//! What went wrong, and what to do about it.

use std::error::Error as StdError;
use std::io;
use std::path::PathBuf;

use jiff::Timestamp;
use local::replay::{self, NoNews};
use shared::adapters::aws::Declined;
use shared::adapters::intercom::{Host, NoClient, NotRecorded};
use shared::config_file::Layer;
use shared::domain::notification::signature::EmptySecret;
use shared::domain::secret_name::SecretName;
use shared::id::WorkspaceId;
use shared::install;
use shared::ports::{intercom, keys, store};

use crate::backtest::NoBacktest;
use crate::deployment::Deployment;
use crate::outcomes::NoReport;
use crate::queue::NoQueue;
use crate::secret::NoSecret;

type Source = Box<dyn StdError + Send + Sync>;

/// Why a command failed: a sentence, and what to do next.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A team whose hours are asked for, which the configuration does not name, and which was meant.
    #[error("the configuration names no team “{team}”; did you mean “{meant}”?")]
    NoSuchTeam {
        /// As it was written.
        team: String,
        /// The one that is nearest.
        meant: String,
    },
    /// The configuration's file.
    #[error(
        "{} cannot be opened: {}, which docs/CONFIG.md describes",
        .file.display(),
        match .layer {
            Layer::Own => "it is to be the workspace's configuration",
            Layer::Defaults => "--defaults takes what several workspaces start from",
        }
    )]
    File {
        /// Which.
        file: PathBuf,
        /// What it was to be.
        layer: Layer,
        /// Why.
        source: io::Error,
    },
    /// What is in it.
    #[error(
        "the configuration is refused, and nothing was stored:\n{shown}docs/CONFIG.md describes every key."
    )]
    Config {
        /// Every problem with its place, a line each with the line it is about.
        shown: String,
    },
    /// A file that is to be read for an explanation.
    #[error("{} cannot be opened", .file.display())]
    Unopened {
        /// Which.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A recorded notification's file.
    #[error("{} cannot be opened: it is to be a notification as Intercom posted it, as in events/", .file.display())]
    Recording {
        /// Which.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A notification's file.
    #[error(
        "{}: {error}; take a notification about a conversation as Intercom posts it, such as events/conversation.user.created.json",
        .file.display()
    )]
    Event {
        /// Which.
        file: PathBuf,
        /// Why.
        error: NotRecorded,
    },
    /// A file that says what Intercom would answer.
    #[error("{}: {error}\n        docs/CONFIG.md describes every key.", .file.display())]
    Facts {
        /// Which.
        file: PathBuf,
        /// Why, with line and column.
        error: Source,
    },
    /// A text that is no time.
    #[error(
        "--at {0} is no time: write it as 2026-12-24T22:00, or with an offset as 2026-12-24T22:00+01:00"
    )]
    NoMoment(String),
    /// Neither a conversation nor a notification.
    #[error("there is nothing to explain: give --conversation or --event")]
    NothingToExplain,
    /// A notification nothing comes of.
    #[error("{}: {why}: there is no message of it in any queue; without --sqs the webhook is given it as it is", .file.display())]
    NoNews {
        /// Which.
        file: PathBuf,
        /// Why.
        why: NoNews,
    },
    /// The folder of articles.
    #[error("{} cannot be read: --articles takes a folder of .html files, an article each", .folder.display())]
    Articles {
        /// Which.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Notifications of two workspaces.
    #[error("{0}: replay those of one workspace at a time, or give another --workspace")]
    Mixed(replay::Error),
    /// This machine.
    #[error("nothing can be replayed on this machine, as below")]
    Stage(#[source] replay::Error),
    /// A variable that was to hold a secret.
    #[error(
        "the variable {0} is not set, or is no text: set it to the client secret, or leave out --secret-env and be asked for it"
    )]
    NoVariable(String),
    /// A secret that is none.
    #[error("the variable {name} holds no client secret: {source}")]
    BadVariable {
        /// The variable.
        name: String,
        /// Why.
        source: EmptySecret,
    },
    /// No region.
    #[error("no AWS region is set: add --region, or set AWS_REGION")]
    NoRegion,
    /// The SDK was built without credentials.
    #[error("no AWS credentials can be looked for; this is a fault of nexora")]
    NoProvider,
    /// No credentials.
    #[error(
        "there are no AWS credentials: set AWS_PROFILE to a profile with keys; for single sign-on run\n        eval \"$(aws configure export-credentials --format env)\""
    )]
    NoCredentials(#[source] Source),
    /// Credentials AWS does not know, or no longer.
    #[error(
        "AWS does not accept these credentials: renew them, and see whom they are for with\n        aws sts get-caller-identity"
    )]
    BadCredentials(#[source] Source),
    /// No such stack here.
    #[error(
        "there is no stack {stack} in {region}: it would have a table {stack}-installations; compare --stack and --region with\n        aws cloudformation describe-stacks --region {region} --output text --query 'Stacks[].[StackName]'"
    )]
    NoTable {
        /// The stack.
        stack: String,
        /// AWS's region.
        region: String,
    },
    /// Nobody installed the workspace.
    #[error(
        "the workspace {workspace} is not installed in {stack}: install it first, by `nexora install` or the stack's output OauthInstallUrl"
    )]
    NotInstalled {
        /// Which.
        workspace: WorkspaceId,
        /// The stack.
        stack: String,
    },
    /// A stack of before there were secrets.
    #[error(
        "{stack} has no table {stack}-secrets: it was deployed by an older version of Nexora; deploy this one with `sam deploy`, then try again"
    )]
    NoVault {
        /// The stack.
        stack: String,
    },
    /// A stack of before decisions were kept.
    #[error(
        "{stack} has no table {stack}-decisions: it was deployed by an older version of Nexora; deploy this one with `sam deploy`, then try again; what was decided before is not known"
    )]
    NoDecisions {
        /// The stack.
        stack: String,
    },
    /// A stack of before there was something that is to be deleted.
    #[error(
        "{stack} has no table {stack}-decisions, or none {stack}-tallies: it was deployed by an older version of Nexora; deploy this one with `sam deploy`, then try again"
    )]
    NotPurged {
        /// The stack.
        stack: String,
    },
    /// There is no secret to delete.
    #[error(
        "{workspace} has no secret {name}: `nexora secret list` shows those it has; nothing was deleted"
    )]
    NoSuchSecret {
        /// What it was to be.
        name: SecretName,
        /// Whose.
        workspace: WorkspaceId,
    },
    /// The stack has no key.
    #[error(
        "there is no key {alias} in {region}, which the template makes: run `sam deploy` once more, then this"
    )]
    NoKey {
        /// Its alias.
        alias: String,
        /// AWS's region.
        region: String,
    },
    /// The key does not work.
    #[error(
        "the key {alias} is disabled or about to be deleted: enable it in the KMS console of {region}, then try again"
    )]
    KeyOff {
        /// Its alias.
        alias: String,
        /// AWS's region.
        region: String,
    },
    /// Not allowed to.
    #[error(
        "these AWS credentials may not do this in {stack}: they need dynamodb:GetItem, dynamodb:PutItem and dynamodb:UpdateItem on its table {stack}-installations, dynamodb:GetItem, dynamodb:PutItem, dynamodb:UpdateItem, dynamodb:ConditionCheckItem and dynamodb:Query on {stack}-configurations, dynamodb:GetItem, dynamodb:PutItem and dynamodb:UpdateItem on {stack}-readings, dynamodb:ConditionCheckItem on {stack}-installations and dynamodb:PutItem, dynamodb:Query and dynamodb:DeleteItem on {stack}-secrets, dynamodb:Query on {stack}-decisions and {stack}-tallies, and kms:Encrypt, kms:Decrypt and kms:GenerateDataKey on the key alias/{stack}-tokens; to purge also dynamodb:Query, dynamodb:Scan, dynamodb:DeleteItem and dynamodb:ConditionCheckItem on these tables and on {stack}-conversations, {stack}-decisions, {stack}-tallies and {stack}-readings"
    )]
    Denied {
        /// The stack.
        stack: String,
        /// What AWS says.
        source: Source,
    },
    /// A row somebody else wrote.
    #[error(
        "what is stored of the workspace cannot be read: it was written by a newer version of Nexora, or by hand; use that version's nexora"
    )]
    Row(#[source] Source),
    /// AWS, otherwise.
    #[error(
        "a call to AWS in {region} failed, as below: compare --region, and try again, which is safe"
    )]
    Aws {
        /// AWS's region.
        region: String,
        /// What it says.
        source: Source,
    },
    /// Of `nexora report` alone.
    #[error(transparent)]
    Report(Box<NoReport>),
    /// Of `nexora queue` alone.
    #[error(transparent)]
    Queue(Box<NoQueue>),
    /// Of `nexora backtest` alone.
    #[error(transparent)]
    Backtest(Box<NoBacktest>),
    /// No secret was given.
    #[error(transparent)]
    Secret(#[from] NoSecret),
    /// No HTTP client.
    #[error(
        "Intercom cannot be called from this machine: install its certificate roots (ca-certificates)"
    )]
    Client(#[from] NoClient),
    /// A token of another workspace.
    #[error(
        "the token belongs to the workspace {found}, not to {expected}: copy the token of the app in {expected}, or give --workspace {found}; nothing was stored"
    )]
    OtherWorkspace {
        /// The workspace that was to be installed.
        expected: WorkspaceId,
        /// The token's.
        found: WorkspaceId,
    },
    /// No token of Intercom's.
    #[error(
        "Intercom at {0} does not accept the token: copy it once more from Developer Hub → your app → Authentication; for a workspace in Europe or Australia try --intercom-region eu or au; nothing was stored"
    )]
    Token(Host),
    /// The token that is stored is none any more.
    #[error(
        "Intercom no longer accepts the token {workspace} was installed with{known}: install it again, by `nexora install` or, for the public app, by the stack's output OauthInstallUrl; nothing was stored",
        known = .since.map_or(String::new(), |since| format!(", which is known since {}", day(since)))
    )]
    StoredToken {
        /// Whose.
        workspace: WorkspaceId,
        /// Since when a function knows it.
        since: Option<Timestamp>,
    },
    /// Somebody gave the workspace another token meanwhile, or removed it.
    #[error("{0}, by a new install or an uninstall: run this once more; nothing was stored")]
    Overtaken(install::Error),
    /// Somebody else published, or went back, meanwhile.
    #[error(
        "{0}: see what it changes with `nexora config diff`, and run this once more; nothing was published"
    )]
    Moved(install::Error),
    /// There is nothing to look at, or to pause.
    #[error(
        "{0} has no configuration, and the agent is silent: publish one, by `nexora config push`"
    )]
    Unconfigured(WorkspaceId),
    /// There is no such version.
    #[error("{workspace} has no version {number}: `nexora config history` shows those it has")]
    NoVersion {
        /// Which.
        number: u64,
        /// Whose.
        workspace: WorkspaceId,
    },
    /// There is nothing to go back to.
    #[error(
        "version {0} is live, and there is none before it: `nexora config history` shows those there are"
    )]
    NoneBefore(u64),
    /// There is no such rule to be paused.
    #[error(
        "version {number}, which is live, has no rule “{rule}”; it has {known}; nothing was paused"
    )]
    NoRule {
        /// What it was to be called.
        rule: String,
        /// The version that is live.
        number: u64,
        /// What its rules are called.
        known: String,
    },
    /// Whoever runs it did not say that the version is to be published.
    #[error(
        "“yes” was not typed, so nothing was published; without a terminal send it to standard input, or add --yes"
    )]
    NotPushed,
    /// There is nothing of the workspace.
    #[error(
        "the workspace {workspace} is not installed in {stack}, and nothing is kept of it: compare --workspace and --stack"
    )]
    Absent {
        /// Which.
        workspace: WorkspaceId,
        /// The stack.
        stack: String,
    },
    /// Intercom did not end the token, and may do so later.
    #[error(
        "whether Intercom at {host} ended the token is not known: see https://www.intercomstatus.com, and run this once more; nothing was deleted"
    )]
    NotRevoked {
        /// Where it was asked.
        host: Host,
        /// Why.
        source: intercom::Error,
    },
    /// The workspace is there again.
    #[error(
        "{0} was installed anew meanwhile: its new token and its configuration are in use, and were not deleted"
    )]
    CameBack(WorkspaceId),
    /// Whoever runs it did not say that everything is to be deleted.
    #[error(
        "{0} was not typed, so nothing was changed; without a terminal send it to standard input, or add --yes"
    )]
    NotConfirmed(WorkspaceId),
    /// The token that is stored was sealed with another key, or for another workspace.
    #[error(
        "the token stored for {workspace} does not open with this stack's key: install it again, by `nexora install` or, for the public app, by the stack's output OauthInstallUrl"
    )]
    Sealed {
        /// Whose.
        workspace: WorkspaceId,
    },
    /// Intercom is down, or there is no way to it.
    #[error(
        "Intercom does not answer at {host}: see https://www.intercomstatus.com, and try again; nothing was stored"
    )]
    IntercomDown {
        /// Where it was asked.
        host: Host,
        /// Why.
        source: intercom::Error,
    },
    /// Too many calls.
    #[error("{0}: try again after that; nothing was stored")]
    Busy(intercom::Error),
    /// Intercom answered, and not with what it was asked for.
    #[error(
        "{0}: the app needs the permission to read teammates and teams (Developer Hub → your app → Authentication); nothing was stored"
    )]
    Declined(intercom::Error),
    /// Intercom answers as nothing we know.
    #[error(
        "{0}: is it Intercom that answers at {1}? If so, this nexora is too old; nothing was stored"
    )]
    Strange(intercom::Error, Host),
    /// The configuration names people the workspace does not have.
    #[error("{0}: write another name, or an id, into the configuration; nothing was stored")]
    Nobody(install::Error),
    /// Something else about the workspace, which says itself what to do.
    #[error("{0}, then try again; nothing was stored")]
    Install(install::Error),
}

impl From<NoBacktest> for Failure {
    fn from(failure: NoBacktest) -> Self {
        Self::Backtest(Box::new(failure))
    }
}

impl From<NoQueue> for Failure {
    fn from(failure: NoQueue) -> Self {
        Self::Queue(Box::new(failure))
    }
}

impl From<NoReport> for Failure {
    fn from(failure: NoReport) -> Self {
        Self::Report(Box::new(failure))
    }
}

impl Failure {
    /// What became of an installation in a deployment, with the Intercom at `host`.
    pub(crate) fn of_installing(
        error: install::Error,
        deployment: &Deployment,
        host: &Host,
    ) -> Self {
        match error {
            install::Error::Store(error) => Self::of_the_store(error, deployment),
            install::Error::Keys(error) => Self::of_the_key(error, deployment),
            install::Error::Intercom(error) => Self::of_intercom(error, host),
            install::Error::OtherWorkspace { expected, found } => {
                Self::OtherWorkspace { expected, found }
            }
            error @ (install::Error::Nobody { .. } | install::Error::Several { .. }) => {
                Self::Nobody(error)
            }
            error @ install::Error::Overtaken(_) => Self::Overtaken(error),
            error @ install::Error::Moved(_) => Self::Moved(error),
            error => Self::Install(error),
        }
    }

    /// What became of a replay, with the Intercom at `host` if one was asked.
    pub(crate) fn of_replaying(error: replay::Error, host: Option<&Host>) -> Self {
        match (error, host) {
            (replay::Error::Install(install::Error::Intercom(error)), Some(host)) => {
                Self::of_intercom(error, host)
            }
            (replay::Error::Install(error), _) => match error {
                install::Error::OtherWorkspace { expected, found } => {
                    Self::OtherWorkspace { expected, found }
                }
                error @ (install::Error::Nobody { .. } | install::Error::Several { .. }) => {
                    Self::Nobody(error)
                }
                error => Self::Install(error),
            },
            (error @ replay::Error::OtherWorkspace { .. }, _) => Self::Mixed(error),
            (error, _) => Self::Stage(error),
        }
    }

    /// What became of a call to the deployment's tables.
    pub(crate) fn of_the_store(error: store::Error, deployment: &Deployment) -> Self {
        let cause = match error {
            store::Error::Unavailable(cause) => cause,
            store::Error::Unreadable(cause) => return Self::Row(cause),
        };
        match code(&cause) {
            Some("ResourceNotFoundException") => Self::NoTable {
                stack: deployment.stack.to_string(),
                region: deployment.region.clone(),
            },
            _ => Self::of_aws(cause, deployment),
        }
    }

    /// What became of a call about secrets, in a deployment whose installations were read just before.
    pub(crate) fn of_the_vault(error: store::Error, deployment: &Deployment) -> Self {
        match Self::of_the_store(error, deployment) {
            Self::NoTable { stack, .. } => Self::NoVault { stack },
            failure => failure,
        }
    }

    /// What became of a call about decisions, in a deployment whose installations were read just before.
    pub(crate) fn of_the_decisions(error: store::Error, deployment: &Deployment) -> Self {
        match Self::of_the_store(error, deployment) {
            Self::NoTable { stack, .. } => Self::NoDecisions { stack },
            failure => failure,
        }
    }

    /// What became of a purge, in a deployment whose other tables were read just before.
    pub(crate) fn of_the_purge(error: store::Error, deployment: &Deployment) -> Self {
        match Self::of_the_store(error, deployment) {
            Self::NoTable { stack, .. } => Self::NotPurged { stack },
            failure => failure,
        }
    }

    /// What became of a call about counters, in a deployment whose installations were read just before.
    pub(crate) fn of_the_tallies(error: store::Error, deployment: &Deployment) -> Self {
        match Self::of_the_store(error, deployment) {
            Self::NoTable { stack, .. } => NoReport::NoTallies { stack }.into(),
            failure => failure,
        }
    }

    /// What became of a call about what waits, in a deployment whose installations were read just before. A table without the
    /// index is refused as a query that cannot be.
    pub(crate) fn of_the_queue(error: store::Error, deployment: &Deployment) -> Self {
        let old = || {
            let stack = deployment.stack.to_string();
            NoQueue::OldStack { stack }.into()
        };
        if let store::Error::Unavailable(cause) = &error
            && code(cause) == Some("ValidationException")
        {
            return old();
        }
        match Self::of_the_store(error, deployment) {
            Self::NoTable { .. } => old(),
            failure => failure,
        }
    }

    pub(crate) fn of_the_key(error: keys::Error, deployment: &Deployment) -> Self {
        let cause = match error {
            keys::Error::Unavailable(cause) => cause,
            error @ keys::Error::DoesNotOpen => error.into(),
        };
        let (alias, region) = (deployment.stack.key(), deployment.region.clone());
        match code(&cause) {
            Some("NotFoundException") => Self::NoKey { alias, region },
            Some("DisabledException" | "KMSInvalidStateException") => {
                Self::KeyOff { alias, region }
            }
            _ => Self::of_aws(cause, deployment),
        }
    }

    fn of_aws(source: Source, deployment: &Deployment) -> Self {
        match code(&source) {
            Some("AccessDeniedException") => Self::Denied {
                stack: deployment.stack.to_string(),
                source,
            },
            Some(
                "ExpiredTokenException"
                | "IncompleteSignature"
                | "InvalidClientTokenId"
                | "InvalidSignatureException"
                | "MissingAuthenticationTokenException"
                | "SignatureDoesNotMatch"
                | "UnrecognizedClientException",
            ) => Self::BadCredentials(source),
            _ => Self::Aws {
                region: deployment.region.clone(),
                source,
            },
        }
    }

    fn of_intercom(error: intercom::Error, host: &Host) -> Self {
        let host = host.clone();
        match error {
            intercom::Error::Unauthorized => Self::Token(host),
            source @ (intercom::Error::NotSent(_) | intercom::Error::Unknown(_)) => {
                Self::IntercomDown { host, source }
            }
            error @ intercom::Error::RateLimited { .. } => Self::Busy(error),
            error @ intercom::Error::Refused { .. } => Self::Declined(error),
            error @ (intercom::Error::NotFound | intercom::Error::Unreadable { .. }) => {
                Self::Strange(error, host)
            }
        }
    }
}

/// The day of a time.
pub(crate) fn day(time: Timestamp) -> impl std::fmt::Display {
    time.strftime("%Y-%m-%d")
}

/// A time, to the minute.
pub(crate) fn minute(time: Timestamp) -> impl std::fmt::Display {
    time.strftime("%Y-%m-%d %H:%M UTC")
}

/// What AWS calls its refusal; none when it gave no answer.
fn code(cause: &Source) -> Option<&str> {
    let cause: &(dyn StdError + 'static) = &**cause;
    Declined::behind(cause).map(Declined::code)
}
