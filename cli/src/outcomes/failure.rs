//! Why there is no report, and what to do about it.

use std::io;
use std::path::PathBuf;

use jiff::civil::Date;
use shared::id::WorkspaceId;
use url::Url;

use crate::machine::NotTold;

/// Of `nexora report` alone.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoReport {
    /// Neither a stack nor this machine.
    #[error("there is nothing to report on: give --stack and --workspace, or --local")]
    NowhereToLook,
    /// The days are the wrong way round.
    #[error("--since {since} is after --until {until}: swap them, or leave out --until for today")]
    Reversed {
        /// The first day.
        since: Date,
        /// The last one.
        until: Date,
    },
    /// A day that has not come.
    #[error(
        "{option} {day} has not come yet: days are counted in UTC, where it is {today}; give that or an earlier one"
    )]
    Future {
        /// Which option said so.
        option: &'static str,
        /// The day.
        day: Date,
        /// Today, in UTC.
        today: Date,
    },
    /// A day that is no longer kept.
    #[error(
        "{option} {day} is longer ago than days are kept, which is 400 days: give {oldest} or a later one"
    )]
    Forgotten {
        /// Which option said so.
        option: &'static str,
        /// The day.
        day: Date,
        /// The oldest that may be asked for.
        oldest: Date,
    },
    /// A stack of before there were counters.
    #[error(
        "{stack} has no table {stack}-tallies: it was deployed by an older version of Nexora; deploy this one with `sam deploy`, then try again; what ended before is not counted"
    )]
    NoTallies {
        /// The stack.
        stack: String,
    },
    /// It runs, and has no such workspace.
    #[error("what runs at {address} has no workspace{}: leave out --workspace for its first one", .workspace.as_ref().map_or_else(String::new, |id| format!(" {id}")))]
    NotThere {
        /// Where.
        address: Url,
        /// Which.
        workspace: Option<WorkspaceId>,
    },
    /// It does not say.
    #[error(transparent)]
    NotTold(#[from] NotTold),
    /// The picture.
    #[error("{} cannot be written: --svg takes a file in a folder that is there", .file.display())]
    Svg {
        /// Which.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
}
