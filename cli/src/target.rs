//! Which workspace of which stack is meant.

use clap::Args;
use shared::adapters::intercom::Host;
use shared::id::WorkspaceId;

use crate::aws_region::AwsRegion;
use crate::stack::Stack;

/// What every command about a workspace is told.
#[derive(Args)]
pub(crate) struct Target {
    /// The stack's name, as `sam deploy` was given it
    #[arg(long, value_name = "NAME")]
    pub(crate) stack: Stack,
    /// The workspace's id: what follows /apps/ in the address of its Inbox
    #[arg(long, value_name = "ID")]
    pub(crate) workspace: WorkspaceId,
    /// AWS's region, where it is not the profile's
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<AwsRegion>,
    /// An address that is asked instead of Intercom's regions, as the template's `IntercomApi`
    #[arg(long, value_name = "ADDRESS", hide = true)]
    pub(crate) intercom_api: Option<Host>,
}
