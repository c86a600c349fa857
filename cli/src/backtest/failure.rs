//! Why a backtest says nothing, or not yet everything.

use std::io;
use std::path::PathBuf;

use shared::adapters::intercom::Host;
use shared::id::WorkspaceId;
use shared::ports::intercom::Error;

/// Why.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Nothing is live without a stack.
    #[error(
        "--against live compares with what a stack has live: add --stack, or compare with a file, by --against FILE"
    )]
    NoStack,
    /// Nothing is live at all.
    #[error(
        "{0} has no configuration that is live: leave --against out, or compare with a file, by --against FILE"
    )]
    NothingLive(WorkspaceId),
    /// The configuration names an agent that is not there.
    #[error(
        "agent.teammate in {config} names “{name}”, and the workspace has no such teammate; it has {known}: write another name, or an id"
    )]
    Nobody {
        /// Which configuration.
        config: String,
        /// What stands there.
        name: String,
        /// Who is there.
        known: String,
    },
    /// There is no such time.
    #[error("nothing is between --since and --until: give an earlier --since, or a later --until")]
    NoTime,
    /// A token of another workspace.
    #[error(
        "the token belongs to the workspace {found}, not to {expected}: copy the token of the app in {expected}, or give --workspace {found}"
    )]
    OtherWorkspace {
        /// The workspace that was asked for.
        expected: WorkspaceId,
        /// The token's.
        found: WorkspaceId,
    },
    /// A run is unfinished.
    #[error(
        "{at} is of a run that was not finished: add --resume {at} to go on with it; or delete it, or name another file by --state", at = .file.display()
    )]
    Unfinished {
        /// Which.
        file: PathBuf,
    },
    /// It is of another run.
    #[error("{} is of a run with {what}: resume it with what it was begun with, or begin anew without --resume", .file.display())]
    OtherRun {
        /// Which.
        file: PathBuf,
        /// What differs.
        what: &'static str,
    },
    /// It is no state, or another version's.
    #[error(
        "{} is not the state of a run of this version of nexora: begin anew without --resume", .0.display()
    )]
    NoState(PathBuf),
    /// The state's file.
    #[error("the state of the run cannot be read from or written to {}: --state names another file", .file.display())]
    StateFile {
        /// Which.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The CSV file.
    #[error("{} cannot be written: --csv names another file", .file.display())]
    Csv {
        /// Which.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No token, or no token any more.
    #[error(
        "Intercom at {0} does not accept the token: copy it once more from Developer Hub → your app → Authentication; for a workspace in Europe or Australia try --intercom-region eu or au"
    )]
    Token(Host),
    /// Not allowed to.
    #[error(
        "{0}: the app needs the permissions to read conversations, users and companies, and teammates (Developer Hub → your app → Authentication)"
    )]
    Declined(Error),
    /// Nothing at all is allowed.
    #[error("{0}: see in Intercom whether the workspace is suspended")]
    Shut(Error),
    /// Intercom is down, or there is no way to it.
    #[error(
        "Intercom does not answer at {host}: see https://www.intercomstatus.com, and try again"
    )]
    Down {
        /// Where it was asked.
        host: Host,
        /// Why.
        source: Error,
    },
    /// Others use up the rate limit.
    #[error("{0}, and was used up by others many times in a row: try again later")]
    Busy(Error),
    /// Intercom answers as nothing we know.
    #[error("{0}: is it Intercom that answers at {1}? If so, this nexora is too old")]
    Strange(Error, Host),
    /// The run ended before it was done.
    #[error(
        "{}; {done} of {wanted} conversations are counted, and stay so. This goes on from there:\n        {command}", .why.as_ref().map_or("stopped".to_owned(), ToString::to_string)
    )]
    Stopped {
        /// Why; none when somebody stopped it.
        why: Option<Box<Self>>,
        /// How many were counted.
        done: u64,
        /// Of how many.
        wanted: u64,
        /// What goes on.
        command: String,
    },
}

impl Failure {
    /// What became of a call to the Intercom at `host`.
    pub(crate) fn of_intercom(error: Error, host: &Host) -> Self {
        match error {
            Error::Unauthorized => Self::Token(host.clone()),
            Error::Refused { .. } => Self::Declined(error),
            Error::RateLimited { .. } => Self::Busy(error),
            source @ (Error::NotSent(_) | Error::Unknown(_)) => Self::Down {
                host: host.clone(),
                source,
            },
            Error::NotFound | Error::Unreadable { .. } => Self::Strange(error, host.clone()),
        }
    }
}
