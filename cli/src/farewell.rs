//! What an operator is told of a workspace that was removed.

use std::fmt;

use shared::id::WorkspaceId;
use shared::ports::registry::Departure;

use crate::failure::day;
use crate::stack::Stack;

/// A workspace that is not installed any more.
pub(crate) struct Farewell {
    pub(crate) stack: Stack,
    /// AWS's region.
    pub(crate) region: String,
    pub(crate) workspace: WorkspaceId,
    /// What became of its token; none when that was deleted before.
    pub(crate) token: Option<Token>,
    pub(crate) left: Left,
}

/// What became of a token at Intercom. Here it is deleted.
pub(crate) enum Token {
    /// Intercom ended it.
    Revoked,
    /// It had ended before.
    Ended,
    /// Intercom does not end it.
    Declined {
        /// The HTTP status.
        status: u16,
        /// Intercom's error code.
        code: String,
    },
    /// Nobody could tell Intercom which one it was.
    NotOpened,
}

/// What is left of the workspace.
pub(crate) enum Left {
    /// Its configuration, its decisions, its counters and its conversations' records.
    Until(Departure),
    /// Nothing.
    Nothing {
        /// How many conversations' records were deleted.
        records: u64,
    },
}

impl fmt::Display for Farewell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            stack,
            region,
            workspace,
            token,
            left,
        } = self;
        match (token, left) {
            (None, Left::Until(departure)) => writeln!(
                f,
                "{workspace} was uninstalled from {stack}, {region}, on {}.\n",
                day(departure.since)
            )?,
            _ => writeln!(f, "Uninstalled {workspace} from {stack}, {region}.\n")?,
        }
        let token = match token {
            Some(Token::Revoked) => "ended by Intercom, deleted here".to_owned(),
            Some(Token::Ended) => "had ended at Intercom before, deleted here".to_owned(),
            Some(Token::Declined { status, code }) => format!(
                "deleted here; Intercom did not end it ({status} {code}): remove the app in the workspace's settings"
            ),
            Some(Token::NotOpened) => "deleted here; it did not open with this stack's key, so Intercom was not asked to end it: remove the app in the workspace's settings".to_owned(),
            None => "deleted before".to_owned(),
        };
        writeln!(f, "  token         {token}")?;
        writeln!(f, "  secrets       deleted")?;
        match left {
            Left::Nothing { records } => {
                writeln!(f, "  configuration deleted")?;
                writeln!(f, "  decisions     deleted")?;
                writeln!(f, "  outcomes      deleted")?;
                writeln!(f, "  conversations deleted, {records} records")?;
                writeln!(
                    f,
                    "\nDynamoDB's continuous backups know it all for up to 35 days more."
                )
            }
            Left::Until(departure) => {
                writeln!(
                    f,
                    "  configuration kept until {}, should the workspace come back",
                    day(departure.purge_at)
                )?;
                writeln!(
                    f,
                    "  decisions     why turns decided as they did, kept no longer than that"
                )?;
                writeln!(
                    f,
                    "  outcomes      how many conversations ended how, kept no longer than that"
                )?;
                writeln!(
                    f,
                    "  conversations ids, times and digests, each kept for 90 days after its last change"
                )?;
                writeln!(
                    f,
                    "\nTo delete all of it now:\n\n  nexora uninstall --stack {stack} --workspace {workspace} --region {region} --purge"
                )
            }
        }
    }
}
