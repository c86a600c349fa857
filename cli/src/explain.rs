//! `nexora explain`: why a conversation went where it went.

mod event;
mod facts;
mod kept;
pub(crate) mod moment;
mod steps;

use std::fmt;
use std::path::PathBuf;

use clap::{ArgGroup, Args};
use shared::id::{ConversationId, WorkspaceId};

use crate::aws_region::AwsRegion;
use crate::failure::Failure;
use crate::stack::Stack;

/// How many turns are shown where nobody says how many.
const LAST: u16 = 10;

/// Says why a conversation went where it went: which rules were tried, what they looked at, and what came of it.
///
/// Of a conversation in a stack it shows what was kept of its turns, for 90 days. Of a notification in a file it rehearses
/// the turn here: nothing is asked of AWS or Intercom, and nothing is sent.
#[derive(Args)]
#[command(verbatim_doc_comment, group(ArgGroup::new("of").required(true).args(["conversation", "event"])))]
pub(crate) struct Arguments {
    /// A conversation's number: the last part of its address in the Inbox
    #[arg(long, value_name = "ID", requires_all = ["stack", "workspace"])]
    conversation: Option<ConversationId>,
    /// The stack's name, as `sam deploy` was given it
    #[arg(long, value_name = "NAME", requires = "conversation")]
    stack: Option<Stack>,
    /// The workspace's id: what follows /apps/ in the address of its Inbox
    #[arg(long, value_name = "ID", requires = "conversation")]
    workspace: Option<WorkspaceId>,
    /// AWS's region, where it is not the profile's
    #[arg(long, value_name = "REGION", requires = "conversation")]
    region: Option<AwsRegion>,
    /// How many of its newest turns are shown; 10
    #[arg(long, value_name = "N", requires = "conversation", conflicts_with = "all", value_parser = clap::value_parser!(u16).range(1..))]
    last: Option<u16>,
    /// Shows every turn that is kept
    #[arg(long, requires = "conversation")]
    all: bool,
    /// A notification as Intercom posts it, such as events/conversation.user.created.json
    #[arg(long, value_name = "FILE", requires = "config")]
    event: Option<PathBuf>,
    /// The configuration whose rules are asked about it
    #[arg(long, value_name = "FILE", requires = "event")]
    config: Option<PathBuf>,
    /// What the configuration is laid over
    #[arg(long, value_name = "FILE", requires = "config")]
    defaults: Option<PathBuf>,
    /// When it happens, such as 2026-12-24T22:00, in the zone of the default office hours or else UTC, or with an offset;
    /// without it, when the notification was made
    #[arg(long, value_name = "TIME", requires = "event")]
    at: Option<String>,
    /// What Intercom would answer when it is asked about the contact, its companies and the team, which docs/CONFIG.md
    /// describes
    #[arg(long, value_name = "FILE", requires = "event")]
    facts: Option<PathBuf>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// What the operator is told.
pub(crate) struct Done {
    told: Told,
    json: bool,
}

enum Told {
    Kept(kept::Kept),
    Event(Box<event::Rehearsed>),
}

/// Explains; what the operator is told.
///
/// # Errors
///
/// See [`Failure`].
pub(crate) async fn run(arguments: Arguments) -> Result<Done, Failure> {
    let Arguments {
        conversation,
        stack,
        workspace,
        region,
        last,
        all,
        event,
        config,
        defaults,
        at,
        facts,
        json,
    } = arguments;
    let told = match (conversation, stack, workspace, event, config) {
        (Some(conversation), Some(stack), Some(workspace), _, _) => {
            let most = if all {
                usize::MAX
            } else {
                usize::from(last.unwrap_or(LAST))
            };
            let of = kept::Asked {
                stack,
                workspace,
                region,
                conversation,
                most,
            };
            Told::Kept(of.read().await?)
        }
        (_, _, _, Some(event), Some(config)) => {
            let asked = event::Asked {
                event,
                config,
                defaults,
                at,
                facts,
            };
            Told::Event(Box::new(asked.rehearse()?))
        }
        // Clap asks for the one or the other.
        _ => return Err(Failure::NothingToExplain),
    };
    Ok(Done { told, json })
}

impl Done {
    /// Whether something had to be known that nobody told.
    pub(crate) fn lacks(&self) -> bool {
        match &self.told {
            Told::Kept(_) => false,
            Told::Event(rehearsed) => rehearsed.lack().is_some(),
        }
    }
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.told, self.json) {
            (Told::Kept(kept), false) => kept.fmt(f),
            (Told::Event(rehearsed), false) => rehearsed.fmt(f),
            (Told::Kept(kept), true) => writeln!(f, "{:#}", kept.json()),
            (Told::Event(rehearsed), true) => writeln!(f, "{:#}", rehearsed.json()),
        }
    }
}
